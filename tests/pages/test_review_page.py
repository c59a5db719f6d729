"""Review and Track record: answers, notes, decisions, closing, roles, and bad input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from kpicore.goals import Goal, StoredForecast
from kpicore.goals.model import Baseline, Measure
from kpicore.kpis import Statistic
from kpicore.periods import Period
from kpicore.store import Note, Role, Workspace
from pages.parts import jobs, workspaces
from tests.pages.states import LAST_DAY, settled

WEEK = "2026-06-22"
"""The last whole week before 30 June 2026, a Tuesday."""


def opened(
    app: Callable[..., AppTest], state: str, page: str = "review", **options: str
) -> AppTest:
    at = app(state, **options)
    at.switch_page(f"pages/{page}.py").run()
    return settled(at)


def texts(at: AppTest) -> str:
    shown = [*at.title, *at.subheader, *at.markdown, *at.caption, *at.text]
    return "\n".join(str(element.value).replace("\\", "") for element in shown)


def own() -> Workspace:
    return workspaces.saved_store().personal_workspace()


def a_goal(**changes: object) -> Goal:
    """Views of the one account of `one_account`: 1043 a day."""
    made = Goal(
        kpi="views",
        statistic=Statistic.POOLED,
        account_ids=("youtube:mina",),
        measure=Measure.MEAN,
        baseline=Baseline(value=1043.0, period=Period(date(2026, 6, 3), LAST_DAY)),
        target=2000.0,
        deadline=date(2026, 9, 30),
        created_on=date(2026, 5, 1),
    )
    return replace(made, **changes)


def no_faults(at: AppTest) -> None:
    assert [e.message for e in at.exception] == []
    assert [e.value for e in at.error] == []


def test_the_headline_is_the_sum_of_the_last_whole_week(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = opened(app_in_state, "one_account")
    no_faults(at)
    # Six days of 1000 and a Saturday of 1300, as in the week before.
    assert at.title[0].value.replace("\\", "") == (
        "Jun 22, 2026 to Jun 28, 2026: Views 7,300, 0% on the 7 days before."
    )
    assert at.selectbox(key="review.period.weekly").value == WEEK
    at.segmented_control(key="review.kind").set_value("monthly").run()
    settled(at)
    # June: 26 days of 1000 and four Saturdays of 1300.
    assert "Views 31,200" in at.title[0].value


def test_every_question_is_answered_from_the_sample(app_in_state: Callable[..., AppTest]) -> None:
    at = opened(app_in_state, "sample")
    no_faults(at)
    said = texts(at)
    for heading in (
        "Which formats earned the most interaction?",
        "Did followers jump or drop, and why?",
        "Is conversion where the goal wants it?",
        "Which goals are at risk?",
        "What shall change?",
        "Decisions",
    ):
        assert heading in said
    assert "earned the most interaction:" in said
    assert "Followers changed by" in said
    assert "No goal is set, so none is at risk." in said
    assert "Surprise" in said or "against" in said


def test_a_goal_out_of_reach_is_told_with_its_split(app_in_state: Callable[..., AppTest]) -> None:
    app_in_state("one_account")
    own().save_goal(a_goal())
    at = opened(app_in_state, "no_data")
    no_faults(at)
    said = texts(at)
    assert "1 of 1 goal is at risk or out of reach." in said
    assert "Views, 2,000 by Sep 30, 2026: Out of reach" in said
    assert "at the last look" in said
    labels = [e.label.replace("\\", "") for e in at.expander]
    assert any(label.startswith("What changed since Jun 22, 2026: Views") for label in labels)


def test_the_report_of_a_week_is_one_button_away(app_in_state: Callable[..., AppTest]) -> None:
    at = opened(app_in_state, "one_account")
    at.selectbox(key="review.period.weekly").set_value("2026-06-15").run()
    settled(at).button(key="review.report").click().run()
    no_faults(at)
    assert at.selectbox(key="reports.kind").value == "weekly"
    assert at.selectbox(key="reports.days.weekly.youtube:mina").value == "2026-06-15"


def test_a_note_becomes_an_event_with_one_button(app_in_state: Callable[..., AppTest]) -> None:
    at = opened(app_in_state, "one_account")
    at.text_input(key="review.text.formats").set_value("Many ask for the glaze")
    at.button(key="review.keep.formats").click().run()
    settled(at)
    (note,) = own().notes()
    assert (note.day, note.text, note.tags, note.account_id) == (
        date(2026, 6, 28),
        "Many ask for the glaze",
        ("formats",),
        "youtube:mina",
    )
    at.button(key=f"review.event.{note.note_id}").click().run()
    settled(at)
    (event,) = own().events()
    assert (event.name, event.first, event.last) == (note.text, note.day, note.day)
    assert not [b for b in at.button if b.key == f"review.event.{note.note_id}"]
    # It stands on the chart of the KPI.
    at.query_params["kpi"] = "views"
    at.switch_page("pages/kpis.py").run()
    assert "Many ask for the glaze" in str(at.get("vega_lite_chart")[0].proto)
    at.switch_page("pages/review.py").run()
    settled(at)
    at.button(key=f"review.delete.{note.note_id}").click().run()
    assert own().notes() == ()


def test_a_note_keeps_day_tags_account_and_author(app_in_state: Callable[..., AppTest]) -> None:
    at = opened(app_in_state, "one_account")
    at.text_area(key="review.new.text").set_value("[link](http://x) <b>loud</b>")
    at.date_input(key="review.new.day").set_value(date(2026, 6, 10))
    at.text_input(key="review.new.tags").set_value("#shop, glaze,, shop")
    at.text_input(key="review.new.author").set_value("Sales")
    at.button(key="review.new.keep").click().run()
    settled(at)
    (note,) = own().notes()
    assert (note.day, note.tags, note.author, note.account_id) == (
        date(2026, 6, 10),
        ("shop", "glaze"),
        "Sales",
        None,
    )
    # What people write is shown letter by letter.
    assert note.text in [t.value for t in at.text]
    no_faults(at)


def test_a_review_is_closed_with_its_decisions_and_read_again(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = opened(app_in_state, "one_account")
    own().save_note(Note(day=date(2026, 6, 24), text="Fair in town", tags=("followers",)))
    at.button(key="review.decision.add").click().run()
    assert own().reviews() == ()
    at.text_input(key="review.decision.text").set_value("Post on Fridays")
    at.text_input(key="review.decision.owner").set_value("Jun")
    at.date_input(key="review.decision.due").set_value(date(2026, 7, 10))
    at.button(key="review.decision.add").click().run()
    settled(at)
    (kept,) = own().reviews()
    assert not kept.closed
    at.button(key="review.close").click().run()
    settled(at)
    (kept,) = own().reviews()
    assert kept.closed
    assert [(d.text, d.owner, d.due) for d in kept.decisions] == [
        ("Post on Fridays", "Jun", date(2026, 7, 10))
    ]
    assert [n.text for n in kept.notes] == ["Fair in town"]
    assert kept.findings
    said = texts(at)
    assert "Post on Fridays" in said
    assert "Jun, by Jul 10, 2026" in said
    assert not [b for b in at.button if b.key == "review.close"]
    # The week before is open, and the closed one is among the past reviews.
    at.selectbox(key="review.period.weekly").set_value("2026-06-15").run()
    settled(at)
    assert "1 past review" in [s.value for s in at.subheader]
    assert at.button(key="review.close") is not None
    no_faults(at)


def test_a_closed_review_is_read_in_the_readers_language(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = opened(app_in_state, "one_account")
    at.text_input(key="review.decision.text").set_value("Post on Fridays")
    at.button(key="review.decision.add").click().run()
    settled(at)
    at.button(key="review.close").click().run()
    again = opened(app_in_state, "no_data", language="ko-KR")
    no_faults(again)
    assert "Post on Fridays" in texts(again)
    assert "조회수" in again.title[0].value


@pytest.mark.parametrize("role", [Role.VIEWER, Role.COMMENTER])
def test_who_may_not_edit_reads_and_a_commenter_adds_notes_only(
    role: Role, app_in_state: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    app_in_state("one_account")
    own().set_member("sales@x.org", role)
    own().save_note(Note(day=date(2026, 6, 24), text="Fair in town", author="Mina"))
    shared = workspaces.saved_store().workspace(own().workspace_id, member="sales@x.org")
    monkeypatch.setattr(
        workspaces, "of_session", lambda: workspaces.Opened(workspace=shared, saved=True)
    )
    at = opened(app_in_state, "no_data")
    no_faults(at)
    keys = {b.key for b in at.button if b.key}
    forbidden = ("review.close", "review.decision", "review.event", "review.delete")
    assert not {k for k in keys if k.startswith(forbidden)}
    assert "Fair in town" in texts(at)
    fields = {e.key for e in at.text_input if e.key}
    if role is Role.VIEWER:
        assert not {f for f in fields if f.startswith("review.")}
        return
    at.text_input(key="review.text.goals").set_value("Shop asks for a date")
    at.button(key="review.keep.goals").click().run()
    settled(at)
    assert "Shop asks for a date" in [n.text for n in own().notes()]
    assert shared.notes()[-1].author == "sales@x.org"


def test_five_hundred_goals_leave_the_page_readable(app_in_state: Callable[..., AppTest]) -> None:
    app_in_state("one_account")
    for number in range(500):
        own().save_goal(a_goal(target=900.0 + number))
    at = opened(app_in_state, "no_data")
    no_faults(at)
    assert "of 60 goals" in texts(at)
    assert "48 more goals" in texts(at)
    assert "440 goals with later deadlines were not looked at." in texts(at)


def test_a_goal_on_a_lost_account_does_not_break_the_review(
    app_in_state: Callable[..., AppTest],
) -> None:
    app_in_state("one_account")
    own().save_goal(a_goal(account_ids=("youtube:mina", "gone")))
    at = opened(app_in_state, "no_data")
    no_faults(at)
    assert "is not in this workspace any more" in texts(at)


def test_the_calendar_file_is_offered(app_in_state: Callable[..., AppTest]) -> None:
    at = opened(app_in_state, "one_account")
    assert at.get("download_button")[-1].proto.label == "Save calendar file"


def kept_goal(target: float, said: float, deadline: date) -> None:
    saved = own().save_goal(a_goal(target=target, deadline=deadline, created_on=date(2026, 4, 1)))
    own().record_forecast(
        StoredForecast(
            goal_id=saved.goal_id,
            made_at=datetime(2026, 4, 1),
            target=target,
            probability=said,
            expected=1000.0,
            low=950.0,
            high=1100.0,
        )
    )


def test_the_track_record_counts_what_came_true(app_in_state: Callable[..., AppTest]) -> None:
    app_in_state("one_account")
    ended = LAST_DAY - timedelta(days=1)
    for target, said in ((900.0, 0.9), (950.0, 0.8), (2000.0, 0.1)):
        kept_goal(target, said, ended)
    at = opened(app_in_state, "no_data", "track_record")
    no_faults(at)
    assert at.title[0].value.replace("\\", "") == (
        "2 of 3 goals came true; 1.8 were to be expected by what was said."
    )
    said_then = texts(at)
    # (0.1² + 0.2² + 0.1²) / 3 = 0.02
    assert "Brier score 0.02 (0 is best)" in said_then
    assert "3 outcomes prove little" in said_then
    frame = at.dataframe[0].value
    assert frame["Result"].tolist().count("Reached") == 2
    assert frame["Called likely"].tolist() == ["90%", "80%", "10%"]


def test_without_goals_the_track_record_shows_forecasts_tried_on_the_past(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = opened(app_in_state, "sample", "track_record")
    no_faults(at)
    assert "No goal has reached its deadline yet." in at.title[0].value.replace("\\", "")
    assert "past windows of" in texts(at)
    assert "of the outcomes lay in the range that would have been said" in texts(at)
    assert len(at.get("vega_lite_chart")) == 1
    assert len(jobs.board()) <= 3
