"""Every page opens in every named state, without a bug and without an error on the screen."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.states import PROJECT, SEEDS, settled

PAGES = sorted(p.stem for p in (PROJECT / "pages").glob("[!_]*.py"))


@pytest.mark.parametrize("state", SEEDS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens(page: str, state: str, app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state(state)
    at.switch_page(f"pages/{page}.py").run()
    settled(at)
    assert [e.message for e in at.exception] == []
    if (page, state) != ("upload", "broken_upload"):  # asserted in test_upload_page.py
        assert [e.value for e in at.error] == []
    assert at.title[0].value


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_a_short_script_that_enters_first(page: str) -> None:
    source = (PROJECT / "pages" / f"{page}.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) < 80
    assert f'entry.enter("{page}")' in source
