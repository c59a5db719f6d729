"""What works, posting time, retention, live and funnel: what they say of the sample and of less."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import workspaces
from tests.pages.states import settled

App = Callable[..., AppTest]

FOUND = {
    "what_works": "#asmr",
    "posting_time": "Views of posts from 18:00 to 21:00",
    "retention": "most leave between",
    "live": "from one live session to the next",
    "funnel": "Profile views → Link clicks leaks most",
}
NOTHING = {
    "what_works": "no evidence that it matters",
    "posting_time": "No evidence that weekdays differ",
    "funnel": "as usual",
}


def opened(at: AppTest, page: str) -> AppTest:
    at.switch_page(f"pages/{page}.py").run()
    settled(at)
    assert [e.message for e in at.exception] == []
    assert [e.value for e in at.error] == []
    return at


def words(at: AppTest) -> str:
    shown = [*at.markdown, *at.caption, *at.title]
    return "\n".join(element.value.replace("\\", "") for element in shown)


def test_each_page_shows_a_finding_of_the_sample_and_says_where_there_is_none(
    app_in_state: App,
) -> None:
    at = app_in_state("sample")
    for page, found in FOUND.items():
        opened(at, page)
        assert found in at.title[0].value.replace("\\", ""), page
        assert NOTHING.get(page, "") in words(at), page


def test_an_account_of_daily_totals_is_told_what_to_upload(app_in_state: App) -> None:
    at = app_in_state("one_account")
    for page in ("what_works", "posting_time", "retention", "live", "funnel"):
        opened(at, page)
        said = words(at)
        assert "do not tell" in said, page


@pytest.mark.parametrize("measure", ["engagement", "comments"])
def test_posts_can_be_compared_by_other_measures(app_in_state: App, measure: str) -> None:
    at = opened(app_in_state("sample"), "what_works")
    at.button_group(key="what_works.measure").set_value(measure).run()
    assert [e.message for e in at.exception] == []
    if measure == "comments":
        assert "A question" in words(at)


def test_a_time_zone_can_be_said_and_is_kept(app_in_state: App) -> None:
    app_in_state("sample")
    workspace = workspaces.saved_store().personal_workspace()
    account = workspace.accounts()[0]
    workspace.set_time_zone(account.account_id, "Europe/Berlin")
    assert workspace.accounts()[0].time_zone == "Europe/Berlin"
