"""The app under AppTest, each time on a data folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from pages.parts import people, workspaces
from pages.parts.workers import workers
from tests.pages.states import PROJECT, SECONDS, SEEDS

AT_THE_MACHINE = people.Signs(
    peer_is_loopback=True, host_is_local=True, forwarded=False, sign_in=False
)


@pytest.fixture(scope="session", autouse=True)
def _workers_end() -> Iterator[None]:
    yield
    workers().close()


def _warm(cold: Callable[..., None]) -> Callable[..., None]:
    """Return a start of the pages manager as on a server that has run the entry script before.

    AppTest makes every run a first one, in which Streamlit leaves the entry script out; what
    happens then is tested on a cold server in a real browser.
    """

    def start(self: PagesManager, *args: object, **kwargs: object) -> None:
        cold(self, *args, **kwargs)
        PagesManager.uses_pages_directory = False

    return start


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a data folder whose owner sits at this machine."""
    monkeypatch.setenv("KPICORE_DATA_FOLDER", str(tmp_path))
    monkeypatch.setattr(people, "signs_of_request", lambda: AT_THE_MACHINE)
    monkeypatch.chdir(PROJECT)
    # AppTest keeps the widgets' format functions in the session's state, which nothing can
    # pickle; the browser tests run with the option on.
    config.set_option("runner.enforceSerializableSessionState", False)
    monkeypatch.setattr(PagesManager, "__init__", _warm(PagesManager.__init__))
    st.cache_resource.clear()
    yield tmp_path
    workspaces.saved_store().close()
    st.cache_resource.clear()


@pytest.fixture
def app_in_state(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Return the app, run once, in one of `STATES`."""

    def opened(state: str, language: str = "en-US") -> AppTest:
        SEEDS[state](monkeypatch)
        at = AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=SECONDS)
        at.context = {"locale": language, "timezone": "UTC"}
        at.run()
        if state == "broken_upload":
            at.switch_page("pages/upload.py").run()
            at.file_uploader[0].upload("holiday.csv", b"\x89PNG\r\n\x1a\n not a table").run()
        return at

    return opened
