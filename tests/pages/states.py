"""The named states of the app that page tests open it in, seeded through the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kpicore.history import Account, History
from kpicore.samples import sample_history
from kpicore.store import Role
from pages.parts import jobs, workspaces

PROJECT = Path(__file__).parents[2]
LAST_DAY = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 8, 0)
SECONDS = 90
"""Longest run of a page; a first forecast on two busy cores takes some of it."""

ROUNDS = 6
WAITING = ":material/hourglass_top:"
"""How a page begins to say that it waits."""


def totals_csv(days: int = 200, last: date = LAST_DAY) -> bytes:
    """Return a YouTube Totals file: 1000 views a day, 1300 on Saturdays."""
    rows = ["Date,Views"]
    for back in range(days - 1, -1, -1):
        day = last - timedelta(days=back)
        rows.append(f"{day.isoformat()},{1300 if day.weekday() == 5 else 1000}")
    return ("\n".join(rows) + "\n").encode()


def one_account() -> History:
    """Return 200 days of views of one channel: 1000 a day, 1300 on Saturdays."""
    days = pd.date_range(end=pd.Timestamp(LAST_DAY), periods=200, freq="D")
    daily = pd.DataFrame(
        {
            "account_id": "youtube:mina",
            "date": days,
            "metric": "views",
            "value": [1300.0 if day.weekday() == 5 else 1000.0 for day in days],
        }
    )
    account = Account(account_id="youtube:mina", name="Mina cooks", platform="youtube")
    return History.build([account], daily=daily)


def settled(at: AppTest) -> AppTest:
    """Let the work that the page waits for be done, and run it again."""
    for _ in range(ROUNDS):
        # Work may end between the page's look at it and this wait: the page still says it waits.
        if not jobs.board().wait(SECONDS) and not _waits(at):
            break
        at.run()
    return at


def _waits(at: AppTest) -> bool:
    return any(text.value.startswith(WAITING) for text in at.markdown)


def _seed_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pass


def _seed_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(sample_history(LAST_DAY), "sample")


def _seed_one_account(monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(one_account(), "Totals.csv")


def _seed_read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(one_account(), "Totals.csv")
    store = workspaces.saved_store()
    own = store.personal_workspace()
    own.set_member("client@example.com", Role.VIEWER)
    shared = store.workspace(own.workspace_id, member="client@example.com")
    monkeypatch.setattr(
        workspaces, "of_session", lambda: workspaces.Opened(workspace=shared, saved=True)
    )


def _keep(history: History, file: str) -> None:
    workspaces.saved_store().personal_workspace().add_import(
        history, file=file, sha256="0" * 64, imported_at=NOW
    )


SEEDS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "no_data": _seed_nothing,
    "sample": _seed_sample,
    "one_account": _seed_one_account,
    "broken_upload": _seed_one_account,
    "read_only": _seed_read_only,
}
"""State to what brings it about; `broken_upload` is finished on the upload page."""
