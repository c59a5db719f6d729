"""The app in named states, seeded through the store in a data folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from loky import get_reusable_executor
from streamlit.testing.v1 import AppTest

from kpicore.history import Account, History
from kpicore.samples import sample_history
from kpicore.store import Role
from pages.parts import jobs, people, workspaces

PROJECT = Path(__file__).parents[2]
LAST_DAY = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 8, 0)
AT_THE_MACHINE = people.Signs(
    peer_is_loopback=True, host_is_local=True, forwarded=False, sign_in=False
)
SECONDS = 90
"""Longest run of a page; a first forecast on two busy cores takes some of it."""

STATES = ("no_data", "sample", "one_account", "broken_upload", "read_only")


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


@pytest.fixture(scope="session", autouse=True)
def _workers_end() -> Iterator[None]:
    yield
    get_reusable_executor().shutdown(wait=True)


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a data folder whose owner sits at this machine."""
    monkeypatch.setenv("KPICORE_DATA_FOLDER", str(tmp_path))
    monkeypatch.setattr(people, "signs_of_request", lambda: AT_THE_MACHINE)
    monkeypatch.chdir(PROJECT)
    st.cache_resource.clear()
    yield tmp_path
    workspaces.saved_store().close()
    st.cache_resource.clear()


@pytest.fixture
def app_in_state(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Return the app, run once, in one of `STATES`."""

    def opened(state: str, language: str = "en-US") -> AppTest:
        _SEEDS[state](data_folder, monkeypatch)
        at = AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=SECONDS)
        at.context = {"locale": language, "timezone": "UTC"}
        at.run()
        if state == "broken_upload":
            at.switch_page("pages/upload.py").run()
            at.file_uploader[0].upload("holiday.csv", b"\x89PNG\r\n\x1a\n not a table").run()
        return at

    return opened


def settled(at: AppTest) -> AppTest:
    """Let the work that the page waits for be done, and run it again."""
    for _ in range(4):
        if not jobs.board().wait(SECONDS):
            break
        at.run()
    return at


def _seed_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pass


def _seed_sample(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(folder, sample_history(LAST_DAY), "sample")


def _seed_one_account(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(folder, one_account(), "Totals.csv")


def _seed_read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(folder, one_account(), "Totals.csv")
    store = workspaces.saved_store()
    own = store.personal_workspace()
    own.set_member("client@example.com", Role.VIEWER)
    shared = store.workspace(own.workspace_id, member="client@example.com")
    monkeypatch.setattr(
        workspaces, "of_session", lambda: workspaces.Opened(workspace=shared, saved=True)
    )


def _keep(folder: Path, history: History, file: str) -> None:
    workspaces.saved_store().personal_workspace().add_import(
        history, file=file, sha256="0" * 64, imported_at=NOW
    )


_SEEDS: dict[str, Callable[[Path, pytest.MonkeyPatch], None]] = {
    "no_data": _seed_nothing,
    "sample": _seed_sample,
    "one_account": _seed_one_account,
    "broken_upload": _seed_one_account,
    "read_only": _seed_read_only,
}
