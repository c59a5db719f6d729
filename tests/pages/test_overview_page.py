"""The overview's numbers are those of the data, in each language."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from kpicore.goals import Status
from kpicore.language import english
from pages.parts.standings import on_pace_sentence
from tests.pages.states import LAST_DAY, one_account, totals_csv


@pytest.mark.parametrize("language", ["en-US", "ko-KR", "zh-CN"])
def test_the_headline_is_the_sum_of_the_last_28_days(
    language: str, app_in_state: Callable[..., AppTest]
) -> None:
    at = app_in_state("one_account", language)
    # By hand: four whole weeks of six days of 1000 and a Saturday of 1300.
    assert 4 * (6 * 1000 + 1300) == 29_200
    assert "29,200" in at.title[0].value
    assert at.metric[0].value == "29,200"


def test_a_running_month_is_held_against_the_same_days(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("no_data")
    at.switch_page("pages/upload.py").run()
    at.file_uploader[0].upload("Totals.csv", totals_csv(last=date(2026, 6, 20))).run()
    at.switch_page("pages/overview.py").run()
    at.selectbox(key="head.period").set_value("month").run()
    # Seventeen days of 1000 and the Saturdays 6, 13 and 20 June of 1300, against 1 to 20 May.
    title = at.title[0].value.replace("\\", "")
    assert "20,900 so far" in title
    assert "from May 1, 2026 to May 20, 2026" in title


def test_own_dates_are_kept_over_the_pages_of_a_session(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    at.selectbox(key="head.period").set_value("custom").run()
    # Without another word the own dates are the last 28 days.
    assert "29,200" in at.title[0].value
    at.date_input(key="head.days").set_value((date(2026, 6, 1), date(2026, 6, 10))).run()
    # Nine days of 1000 and Saturday, 6 June, of 1300.
    assert at.metric[0].value == "10,300"
    at.switch_page("pages/kpis.py").run()
    assert "10,300" in at.title[0].value
    at.selectbox(key="head.period").set_value("28d").run()
    at.selectbox(key="head.period").set_value("custom").run()
    assert "10,300" in at.title[0].value
    assert [e.message for e in at.exception] == []


def test_half_a_range_asks_for_the_other_half(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("one_account")
    at.selectbox(key="head.period").set_value("custom").run()
    at.date_input(key="head.days").set_value((date(2026, 6, 1),)).run()
    assert [e.message for e in at.exception] == []
    assert "Choose the last day, too." in [c.value for c in at.caption]
    assert "29,200" in at.title[0].value


def test_own_dates_outside_the_data_fall_back(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("one_account")
    at.selectbox(key="head.period").set_value("custom").run()
    days = at.date_input(key="head.days")
    assert (days.min.isoformat(), days.max) == ("2025-12-13", LAST_DAY)
    at.session_state["head.days"] = (date(2010, 1, 1), date(2010, 2, 1))
    at.run()
    assert [e.message for e in at.exception] == []
    assert "29,200" in at.title[0].value


def test_a_newcomer_finds_both_ways_to_begin(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("no_data")
    assert at.button(key="empty.upload").label == "Upload your exports"
    assert at.button(key="empty.sample").label == "Try with sample data"


def test_the_sample_is_marked_as_made_up(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("no_data")
    at.button(key="empty.sample").click().run()
    assert [e.message for e in at.exception] == []
    assert any("Made-up data" in element.value for element in at.markdown)


def test_goals_of_which_nothing_can_be_said_yet_are_not_counted_as_behind() -> None:
    say = english().say
    early = on_pace_sentence([Status.TOO_EARLY])
    assert say(early) == "It is too early to say of 1 goal whether it is on pace."
    mixed = on_pace_sentence([Status.TOO_EARLY, Status.AHEAD, Status.AT_RISK, None])
    assert say(mixed) == "1 of 2 goals are on pace."


def test_the_stage_is_kept(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("one_account")
    at.button_group(key="overview.stage").set_value("community").run()
    again = app_in_state("no_data")  # a new session on the same data
    assert again.button_group(key="overview.stage").value == "community"


def test_the_fixture_is_what_the_headline_assumes() -> None:
    days = one_account().daily
    assert days["date"].max().date() == LAST_DAY
    assert len(days) == 200
