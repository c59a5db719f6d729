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
    "changes": "Views from Nov 30, 2025 to Dec 3, 2025",
    "comments": "45.7% of those have an answer",
}
NOTHING = {
    "what_works": "no evidence that it matters",
    "posting_time": "No evidence that weekdays differ",
    "funnel": "as usual",
    "comments": "No evidence that the tone changed",
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
    for page in ("what_works", "posting_time", "retention", "live", "funnel", "comments"):
        opened(at, page)
        said = words(at)
        assert "do not tell" in said or "do not hold" in said, page


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


def test_a_sudden_change_names_its_cause_and_becomes_an_event(app_in_state: App) -> None:
    at = opened(app_in_state("sample"), "changes")
    said = words(at)
    assert "was seen 27 times as often as your typical post" in said
    assert "Elsewhere: Net followers on Mar 25, 2026: -905" in said
    assert "left on 1 day; most on Mar 25, 2026: 910" in said
    at.button(key="changes.0.event").click().run()
    assert [e.message for e in at.exception] == []
    (event,) = workspaces.saved_store().personal_workspace().events()
    assert (event.name, event.kind) == ("Viral post: Views", "viral")
    assert (event.first.isoformat(), event.last.isoformat()) == ("2025-11-30", "2025-12-03")
    # What the forecast knows surprises nobody any more.
    assert "No sudden change in Views" in at.title[0].value
    at.button(key=f"changes.delete.{event.event_id}").click().run()
    assert workspaces.saved_store().personal_workspace().events() == ()


def test_days_without_a_change_are_called_ordinary(app_in_state: App) -> None:
    at = opened(app_in_state("one_account"), "changes")
    assert "No sudden change in Views" in at.title[0].value
    assert "Nothing to see" in words(at)


def test_a_reader_makes_no_events(app_in_state: App) -> None:
    at = opened(app_in_state("read_only"), "changes")
    assert not [b for b in at.button if b.label == "Make it an event"]


def test_another_number_and_fewer_false_alarms_can_be_chosen(app_in_state: App) -> None:
    at = opened(app_in_state("sample"), "changes")
    at.selectbox(key="changes.metric").select("followers").run()
    many = at.title[0].value
    at.selectbox(key="changes.rate").select(1 / 1000).run()
    assert [e.message for e in at.exception] == []
    assert "Net followers" in many
    assert "about one is marked although nothing happened" in words(at)
