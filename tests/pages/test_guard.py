"""What a person can mend is one sentence on the page; a bug stays visible."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import core


def _page_with_a_fault() -> None:
    import streamlit as st  # noqa: PLC0415 - AppTest runs the body of the function alone

    from kpicore.errors import GoalError  # noqa: PLC0415
    from kpicore.language import translator  # noqa: PLC0415
    from kpicore.messages import msg  # noqa: PLC0415
    from pages.parts.guard import page_errors  # noqa: PLC0415

    with page_errors(translator("en")):
        raise GoalError(msg("The account {account} is gone.", account="![](http://evil/x.png)"))
    st.text("never drawn")


def _page_with_a_bug() -> None:
    from kpicore.language import translator  # noqa: PLC0415
    from pages.parts.guard import page_errors  # noqa: PLC0415

    with page_errors(translator("en")):
        raise ZeroDivisionError("a bug")


def test_a_fault_is_one_sentence_and_ends_the_page() -> None:
    at = AppTest.from_function(_page_with_a_fault).run()
    assert len(at.error) == 1
    assert "![](" not in at.error[0].value
    assert not at.exception
    assert not at.text


def test_a_bug_stays_visible_without_its_details() -> None:
    at = AppTest.from_function(_page_with_a_bug).run()
    assert len(at.exception) == 1
    assert "a bug" not in at.exception[0].message
    assert not at.error


def test_after_a_bug_another_try_is_one_click_away(
    app_in_state: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = app_in_state("one_account")
    with monkeypatch.context() as broken:
        broken.setattr(core, "sentence", lambda _: 1 / 0)
        at.run()
        assert len(at.exception) == 1
        again = at.button(key="guard.again")
        assert again.label == "Try again"
    again.click().run()
    assert not at.exception
    assert "29,200" in at.title[0].value
