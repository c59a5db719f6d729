"""Workspace files damaged and forged at random, and links guessed: refused, and nothing changes."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest

from kpicore.errors import KpiCoreError
from kpicore.goals import Baseline, Goal, Measure
from kpicore.history import Account, History
from kpicore.kpis.definition import Statistic
from kpicore.periods import Period
from kpicore.store import Note, Preferences, Store, StoredEvent, Workspace

EXAMPLES = int(os.environ.get("GOALPOST_FORGED", "12"))
"""Forged files per test; `python -m tests.hardening` tries many."""
ROUND = int(os.environ.get("GOALPOST_ROUND", "0"))
"""Number of the round: others are forged each time."""
DAY = date(2026, 1, 28)
VALUES: tuple[object, ...] = (
    *(None, True, -1, 0, 10**30, 1e308, "", "x", "2026-99-99", "'; DROP TABLE goals; --"),
    *([], {}, [None], {"a": 1}, "\u0000", "=1+1", "9" * 5000, [[]] * 50),
)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    daily = pd.DataFrame(
        {
            "account_id": "youtube:mina",
            "date": pd.date_range(end=pd.Timestamp(DAY), periods=30),
            "metric": "views",
            "value": 1000.0,
        }
    )
    account = Account(account_id="youtube:mina", name="Mina", platform="youtube")
    with closing(Store.in_memory()) as store:
        kept = store.personal_workspace()
        history = History.build([account], daily=daily)
        kept.add_import(history, file="a.csv", sha256="a", imported_at=datetime(2026, 2, 1))
        kept.save_goal(
            Goal(
                kpi="views",
                statistic=Statistic.POOLED,
                account_ids=(account.account_id,),
                measure=Measure.MEAN,
                baseline=Baseline(value=1000.0, period=Period(DAY - timedelta(days=27), DAY)),
                target=1100.0,
                deadline=date(2026, 4, 30),
                created_on=DAY,
            )
        )
        kept.save_event(StoredEvent(name="Fair", first=DAY, last=DAY))
        kept.save_note(Note(day=DAY, text="hello"))
        kept.save_preferences(replace(Preferences(), language="ko"))
        yield kept


def content(workspace: Workspace) -> tuple[object, ...]:
    # The ids of notes and imports come back with the file; all that people see is compared.
    return (
        workspace.accounts(),
        workspace.goals(closed=None),
        workspace.events(),
        [(note.day, note.text) for note in workspace.notes()],
        workspace.preferences(),
        [record.file for record in workspace.imports()],
        float(workspace.load_history().daily["value"].sum()),
    )


def damaged(data: bytes, draw: random.Random) -> bytes:
    """Return the bytes cut, with flipped bits, or with a part twice."""
    at = draw.randrange(len(data))
    match draw.randrange(3):
        case 0:
            return data[:at]
        case 1:
            changed = bytearray(data)
            for _ in range(draw.randrange(1, 9)):
                changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
            return bytes(changed)
    return data[:at] + data[at // 2 :]


def forged(data: bytes, draw: random.Random) -> bytes:
    """Return the file with one value of one table replaced, and all digests right."""
    with ZipFile(BytesIO(data)) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    tables = {n: json.loads(d) for n, d in entries.items() if n.startswith("tables/")}
    name = draw.choice(sorted(n for n, rows in tables.items() if rows))
    row = draw.choice(tables[name])
    row[draw.choice(sorted(row))] = draw.choice(VALUES)
    entries[name] = json.dumps(tables[name]).encode()
    manifest = json.loads(entries.pop("manifest.json"))
    manifest["entries"] = {n: sha256(d).hexdigest() for n, d in entries.items()}
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as file:
        file.writestr("manifest.json", json.dumps(manifest))
        for n, d in entries.items():
            file.writestr(n, d)
    return target.getvalue()


def test_a_damaged_file_is_refused_or_gives_what_was_saved(workspace: Workspace) -> None:
    data, before = workspace.export_workspace(), content(workspace)
    refused = 0
    for number in range(EXAMPLES):
        draw = random.Random(f"{ROUND} damaged {number}")
        try:
            workspace.restore_workspace(damaged(data, draw))
        except KpiCoreError:
            refused += 1
        assert content(workspace) == before, (ROUND, number)
    assert refused > EXAMPLES / 2


def test_a_forged_value_is_refused_or_leaves_a_workspace_that_can_be_read_and_saved(
    workspace: Workspace,
) -> None:
    data, before = workspace.export_workspace(), content(workspace)
    refused = 0
    for number in range(EXAMPLES):
        draw = random.Random(f"{ROUND} forged {number}")
        try:
            workspace.restore_workspace(forged(data, draw))
        except KpiCoreError:
            refused += 1
            assert content(workspace) == before, (ROUND, number)
            continue
        content(workspace)
        workspace.export_workspace()
        workspace.restore_workspace(data)
        assert content(workspace) == before, (ROUND, number)
    assert refused > EXAMPLES / 4


def test_no_guessed_link_opens_anything() -> None:
    with closing(Store.in_memory()) as store:
        token = store.personal_workspace().make_link(
            "For the client", expires_at=datetime.now(UTC) + timedelta(days=1)
        )
        assert store.open_link(token) is not None
        for number in range(EXAMPLES):
            draw = random.Random(f"{ROUND} link {number}")
            guess = "".join(draw.choice("abcXYZ019-_%'\u0000é") for _ in range(draw.randrange(99)))
            turned = list(token)
            turned[draw.randrange(len(turned))] = draw.choice("~!é")
            for wrong in (guess, "".join(turned), token[: draw.randrange(len(token))], token + "a"):
                assert store.open_link(wrong) is None
