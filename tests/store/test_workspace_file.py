"""A workspace in one file: nothing is lost, nothing is believed that the file merely says."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest
from store_builders import DUO, MINA, TUBE, add, days, posts, same
from store_plans import GOAL, forecast

from kpicore.errors import FileTooLargeError, ImportFailedError
from kpicore.ingest.options import NamedMapping, TableKind
from kpicore.store import Note, Preferences, Role, Store, StoredEvent, Workspace
from kpicore.store.blocks import write_block
from kpicore.store.workspace_file import FileLimits

DAY = date(2026, 1, 5)


@pytest.fixture
def full(workspace: Workspace) -> Workspace:
    """A workspace with one of everything, and what was replaced, merged and closed."""
    add(workspace, days([1, float("nan"), 3]), "a")
    add(workspace, days([4, 5, 6]), "a", replace=True)
    add(workspace, days([7], account=DUO, first="2026-01-09"), "b")
    add(workspace, posts({"p1": 10, "p2": 20}, account=TUBE, observed="2026-01-05"), "c")
    workspace.merge_accounts(DUO.account_id, into=MINA.account_id)
    workspace.rename_account(MINA.account_id, "Mina 🏺")
    kept = workspace.save_goal(GOAL)
    workspace.record_forecast(forecast(kept.goal_id, 5))
    workspace.revise_goal(
        kept, target=2.0, deadline=GOAL.deadline, reason="x", revised_on=date(2026, 2, 2)
    )
    workspace.close_goal(workspace.save_goal(GOAL), closed_on=DAY)
    workspace.save_event(StoredEvent(name="Fair", first=DAY, last=DAY, lift=0.5))
    workspace.save_note(Note(day=DAY, text="hello", tags=("a", "b")))
    workspace.save_mapping(
        NamedMapping(name="m", fingerprint="f", platform="custom", kind=TableKind.POSTS, columns=())
    )
    workspace.save_preferences(Preferences(language="ko", core_kpis=("views",)))
    return workspace


def content(workspace: Workspace) -> tuple[object, ...]:
    return (
        workspace.accounts(),
        workspace.imports(),
        workspace.goals(closed=None),
        workspace.goals(closed=True),
        workspace.forecasts(),
        workspace.events(),
        workspace.mappings(),
        workspace.preferences(),
    )


def test_a_workspace_comes_back_whole_in_another_store(full: Workspace) -> None:
    data = full.export_workspace()
    assert data == full.export_workspace()
    other = Store.in_memory().personal_workspace()
    add(other, days([99], account=DUO), "mine")
    version = other.data_version
    other.restore_workspace(data)
    assert content(other) == content(full)
    assert same(other.load_history(), full.load_history())
    assert other.notes() == full.notes()
    assert other.data_version > version
    # What was replaced and merged is still known.
    assert not add(other, days([4, 5, 6]), "a").added
    add(other, days([8], account=DUO, first="2026-01-10"), "later")
    assert [a.name for a in other.accounts()] == ["Mina 🏺", "Mina"]


def test_members_and_the_choices_of_others_stay_behind(store: Store) -> None:
    workspace_id = store.create_workspace("Pots", owner="a@x.org")
    owner = store.workspace(workspace_id, member="a@x.org")
    owner.set_member("b@x.org", Role.EDITOR)
    owner.save_preferences(Preferences(language="ko"))
    other = store.workspace(workspace_id, member="b@x.org")
    other.save_preferences(Preferences(language="zh", first_weekday=6))
    data = owner.export_workspace()
    unpacked = b"".join(entries_of(data).values())
    assert b"b@x.org" not in unpacked
    assert b"a@x.org" not in unpacked
    visitor = Store.in_memory().personal_workspace()
    visitor.restore_workspace(data)
    assert visitor.preferences() == Preferences(language="ko", first_weekday=6)
    assert visitor.name == "Pots"
    owner.restore_workspace(data)
    assert len(owner.members()) == 2


def entries_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(entries: dict[str, bytes]) -> bytes:
    sink = BytesIO()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return sink.getvalue()


def signed(entries: dict[str, bytes], **manifest: object) -> bytes:
    """A file whose hashes are right whatever it holds, as a forger would make it."""
    others = {n: d for n, d in entries.items() if n != "manifest.json"}
    said = json.loads(entries["manifest.json"])
    said["entries"] = {n: sha256(d).hexdigest() for n, d in others.items()}
    return zipped({"manifest.json": json.dumps(said | manifest).encode(), **others})


def with_table(name: str, change: Callable[[list[dict[str, object]]], object]) -> Callable:
    def forge(entries: dict[str, bytes]) -> bytes:
        rows = json.loads(entries[f"tables/{name}.json"])
        change(rows)
        return signed(entries | {f"tables/{name}.json": json.dumps(rows).encode()})

    return forge


def with_frame(data: bytes) -> Callable[[dict[str, bytes]], bytes]:
    def forge(entries: dict[str, bytes]) -> bytes:
        return signed(entries | {"frames/0.parquet": data})

    return forge


def _daily(**columns: object) -> bytes:
    return write_block("daily", days([4, 5, 6]).daily.assign(**columns))


NO_FILE = "This is no workspace file"
DAMAGED = "damaged or was changed"
FORGERIES = {
    "nothing": (lambda e: b"", NO_FILE),
    "a picture": (lambda e: b"\x89PNG\r\n\x1a\n" + bytes(100), NO_FILE),
    "a pickle": (lambda e: pickle.dumps(["x"]), NO_FILE),
    "another zip": (lambda e: zipped({"a.csv": b"1"}), NO_FILE),
    "cut off": (lambda e: zipped(e)[:-200], NO_FILE),
    "no json": (lambda e: zipped(e | {"manifest.json": b"{"}), NO_FILE),
    "deep json": (lambda e: zipped(e | {"manifest.json": b"[" * 200_000}), NO_FILE),
    "another format": (lambda e: signed(e, format="else"), NO_FILE),
    "a newer version": (lambda e: signed(e, version=99), "newer version of Goalpost"),
    "version as text": (lambda e: signed(e, version="1"), "newer version of Goalpost"),
    "version zero": (lambda e: signed(e, version=0), DAMAGED),
    "an entry changed": (lambda e: zipped(e | {"tables/notes.json": b"[]"}), DAMAGED),
    "an entry too many": (lambda e: zipped(e | {"../../evil": b"x"}), DAMAGED),
    "an entry missing": (
        lambda e: signed({n: d for n, d in e.items() if n != "tables/goals.json"}),
        DAMAGED,
    ),
    "a table of something else": (
        lambda e: signed(e | {"tables/goals.json": b'{"a": 1}'}),
        DAMAGED,
    ),
    "a row that is none": (with_table("goals", lambda r: r.append("x")), DAMAGED),
    "a column missing": (with_table("goals", lambda r: r[0].pop("kpi")), DAMAGED),
    "a wrong type": (with_table("goals", lambda r: r[0].update(target="many")), DAMAGED),
    "not a number": (with_table("goals", lambda r: r[0].update(target=float("nan"))), DAMAGED),
    "a huge number": (with_table("goals", lambda r: r[0].update(version=10**30)), DAMAGED),
    "no date": (with_table("goals", lambda r: r[0].update(deadline="soon")), DAMAGED),
    "an unknown measure": (with_table("goals", lambda r: r[0].update(measure="evil")), DAMAGED),
    "accounts of another shape": (
        with_table("goals", lambda r: r[0].update(account_ids={"a": 1})),
        DAMAGED,
    ),
    "accounts that are no texts": (
        with_table("goals", lambda r: r[0].update(account_ids=[1])),
        DAMAGED,
    ),
    "an event that ends first": (
        with_table("events", lambda r: r[0].update(last="2020-01-01")),
        DAMAGED,
    ),
    "a mapping that is none": (with_table("mappings", lambda r: r[0].update(content="x")), DAMAGED),
    "a weekday too many": (
        with_table(
            "preferences",
            lambda r: r.append({"member": "", "name": "first_weekday", "value": 9}),
        ),
        DAMAGED,
    ),
    "a row twice": (with_table("notes", lambda r: r.append(r[0])), DAMAGED),
    "an unknown frame": (with_table("import_frames", lambda r: r[0].update(frame="x")), DAMAGED),
    "a frame without import": (
        with_table("import_frames", lambda r: r[0].update(import_id="x")),
        DAMAGED,
    ),
    "no parquet": (with_frame(b"PAR1" + bytes(50)), DAMAGED),
    "a pickled frame": (with_frame(pickle.dumps(days([1]).daily)), DAMAGED),
    "another frame": (
        with_frame(
            write_block("comments", pd.DataFrame({"account_id": ["a"], "comment_id": ["c"]}))
        ),
        DAMAGED,
    ),
    "other rows than said": (with_frame(write_block("daily", days([1]).daily)), DAMAGED),
    "a strange account": (with_frame(_daily(account_id="tiktok/eve")), DAMAGED),
    "a day missing": (with_frame(_daily(date=pd.NaT)), DAMAGED),
}


def test_a_forged_file_changes_nothing(full: Workspace) -> None:
    entries = entries_of(full.export_workspace())
    assert len(signed(entries)) > 0
    before, version = content(full), full.data_version
    for name, (forge, sentence) in FORGERIES.items():
        with pytest.raises(ImportFailedError, match=sentence):
            full.restore_workspace(forge(entries))
        assert full.data_version == version, name
    assert content(full) == before
    full.restore_workspace(signed(entries))


def test_a_file_over_a_limit_is_refused_before_it_is_unpacked(full: Workspace) -> None:
    data = full.export_workspace()
    for limits in (
        FileLimits(unpacked_bytes=1000),
        FileLimits(entries=3),
    ):
        with pytest.raises(FileTooLargeError, match="more than a workspace may"):
            full.restore_workspace(data, limits=limits)
    bomb = entries_of(data) | {"tables/notes.json": b" " * 3_000_000}
    with pytest.raises(FileTooLargeError, match="at most 2 MB in 100,000 parts"):
        full.restore_workspace(signed(bomb), limits=FileLimits(unpacked_bytes=2 * 1024 * 1024))
    with pytest.raises(ImportFailedError, match=DAMAGED):
        full.restore_workspace(data, limits=FileLimits(frame_rows=2))


def test_a_file_cannot_write_into_another_workspace(full: Workspace, store: Store) -> None:
    victim = store.workspace(store.create_workspace("V", owner="v@x.org"), member="v@x.org")
    kept = victim.save_goal(replace(GOAL, owner="victim"))

    def forge(rows: list[dict[str, object]]) -> None:
        rows[0].update(workspace_id=victim.workspace_id, goal_id=kept.goal_id, owner="Eve")

    entries = entries_of(full.export_workspace())
    full.restore_workspace(with_table("goals", forge)(entries))
    assert victim.goals() == (kept,)
    assert full.goal(kept.goal_id).owner == "Eve"
