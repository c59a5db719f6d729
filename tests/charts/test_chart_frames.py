"""Frames and sentences of charts, from small outlooks whose draws are given."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.charts.coverage import coverage_chart, coverage_frame
from kpicore.charts.drivers import readable
from kpicore.charts.forecast_summary import (
    comparison_summary,
    curve_summary,
    fan_summary,
    goal_summary,
    track_summary,
)
from kpicore.charts.goal_board import (
    curve_frame,
    ladder_frame,
    ladder_sentence,
    rung_sentence,
    slider_stops,
    typed_target,
)
from kpicore.charts.outlook_frames import (
    goal_frame,
    reading_label,
    reading_quantity,
    weekly_frame,
    with_pace,
)
from kpicore.charts.outlook_sentences import (
    drivers_frame,
    drivers_sentence,
    heading_sentence,
    outlook_figures,
    range_sentence,
)
from kpicore.charts.parts_summary import drivers_summary
from kpicore.charts.past_summary import coverage_summary, distribution_summary, series_summary
from kpicore.charts.quantity import Quantity
from kpicore.charts.series_frames import series_frame
from kpicore.charts.specification import rows
from kpicore.charts.tables import fan_table, track_table
from kpicore.charts.track_frames import track_frame, track_quantity
from kpicore.forecasting import BacktestWindow, Drivers, Evidence
from kpicore.goals import (
    KpiOutlook,
    Measure,
    TargetInput,
    check_goal,
    new_goal,
    pace_path,
    parse_target,
    propose,
)
from kpicore.history import Account, History
from kpicore.kpis import CATALOGUE, Step
from kpicore.language import english
from kpicore.units import Unit
from tests.goals.goal_builders import DEADLINE, LAST, flat_futures, known, outlook, ratio_outlook

T = english()
VIEWS = Quantity(label="Views", unit=Unit.COUNT)
LEVELS = [80.0, 90.0, 100.0, 110.0, 120.0]
"""Five futures; the middle one is the median, 10 % and 90 % lie at 84 and 116."""


def views() -> KpiOutlook:
    """A hundred views a day for 120 days, then five futures around a hundred."""
    return outlook(known([100.0] * 120), flat_futures(LEVELS))


def followers() -> KpiOutlook:
    return outlook(known(range(1000, 1120)), flat_futures([1100.0, 1200.0]), kind="stock",
                   key="followers")  # fmt: skip


def test_a_week_of_counts_is_read_as_its_daily_mean() -> None:
    history = known([*range(1, 8), *range(11, 18)])
    frame = weekly_frame(outlook(history, flat_futures(LEVELS)), until=LAST + timedelta(days=7))
    assert frame["value"].tolist()[:2] == [4.0, 14.0]
    assert frame["median"].iloc[-1] == 100.0
    assert (frame["low_80"].iloc[-1], frame["high_80"].iloc[-1]) == (84.0, 116.0)


def test_a_level_is_read_at_the_end_of_the_week() -> None:
    frame = weekly_frame(followers())
    assert frame["value"].dropna().iloc[-1] == 1119.0


def test_the_fan_begins_where_the_history_ends() -> None:
    frame = weekly_frame(views())
    joint = frame[frame["date"] == pd.Timestamp(LAST)].iloc[0]
    assert {joint["value"], joint["median"], joint["low_80"], joint["high_50"]} == {100.0}


def test_missing_weeks_stay_gaps() -> None:
    history = known([5.0] * 7 + [np.nan] * 7 + [7.0] * 7)
    frame = weekly_frame(outlook(history, flat_futures(LEVELS)))
    assert np.isnan(frame["value"].iloc[1])


def test_a_ratio_is_pooled_over_its_week() -> None:
    above, below = known([1.0] * 6 + [94.0]), known([100.0] * 6 + [400.0])
    ones = flat_futures([1.0])
    frame = weekly_frame(ratio_outlook(above, below, ones, 10 * ones))
    assert frame["value"].iloc[0] == pytest.approx(100 / 1000)


def goal_check(target: float, measure: Measure = Measure.MEAN):
    seen = views()
    goal = new_goal(seen, TargetInput(value=target), measure=measure, deadline=DEADLINE)
    return goal, check_goal(goal, seen), seen


def test_the_share_of_a_goals_fan_beyond_the_target_is_its_probability() -> None:
    goal, check, seen = goal_check(110.0)
    frame = goal_frame(goal, seen)
    assert frame["date"].iloc[-1] == pd.Timestamp(DEADLINE)
    assert check.probability == 0.4
    assert frame["high_50"].iloc[-1] == 110.0


def test_a_total_begins_after_its_baseline_and_ends_at_its_sum() -> None:
    goal, _, seen = goal_check(9000.0, Measure.TOTAL)
    frame = goal_frame(goal, seen)
    assert frame["date"].min() > pd.Timestamp(LAST)
    assert frame["median"].iloc[-1] == 100.0 * 90


def test_the_pace_joins_the_weeks_of_the_goal() -> None:
    goal, _, seen = goal_check(110.0)
    joined = with_pace(goal_frame(goal, seen), pace_path(goal, seen))
    assert joined["pace"].iloc[-1] == 110.0
    assert np.isnan(joined["pace"].iloc[0])


def test_the_stops_of_a_slider_read_differently() -> None:
    grid = pd.DataFrame({"target": [0.12, 0.14, 0.16, 0.18, 0.22, 5.0]})
    stops = slider_stops(grid, views(), T)
    assert list(stops.values()) == ["0.1", "0.2", "5"]
    assert list(stops) == [0.14, 0.22, 5.0]


def test_a_pace_by_week_is_told_on_every_week_of_the_goal() -> None:
    days = pd.to_datetime(["2026-03-01", "2026-03-04", "2026-03-08"])
    pace = pd.DataFrame(
        {"date": pd.to_datetime(["2026-03-02", "2026-03-09"]), "pace": [100.0, 170.0]}
    )
    told = with_pace(pd.DataFrame({"date": days}), pace)["pace"].tolist()
    assert np.isnan(told[0])
    assert told[1:] == pytest.approx([120.0, 160.0])


@pytest.mark.parametrize(
    ("seen", "measure", "words"),
    [
        (views(), Measure.MEAN, "Views per day"),
        (views(), Measure.TOTAL, "Views in total"),
        (followers(), Measure.LEVEL, "Followers"),
    ],
    ids=["mean", "total", "level"],
)
def test_axes_say_how_a_kpi_is_read(seen: KpiOutlook, measure: Measure, words: str) -> None:
    assert T(reading_label(seen, measure)) == words


def test_the_heading_speaks_of_the_same_draws_as_a_goal() -> None:
    seen = outlook(known([100.0] * 120), flat_futures([110.0, 120.0, 130.0]))
    figures = outlook_figures(seen, DEADLINE)
    assert T(heading_sentence(seen, figures)) == (
        "Views: from 100 to about 120 per day by Mar 31, 2026 (+20%), if nothing changes."
    )
    assert T(range_sentence(seen, figures)) == (
        "In 8 of 10 possible futures it lies between 112 and 128, taken over the 28 days from "
        "Mar 4, 2026 to Mar 31, 2026."
    )


def test_a_small_change_is_told_as_staying() -> None:
    seen = views()
    sentence = T(heading_sentence(seen, outlook_figures(seen, DEADLINE)))
    assert sentence == "Views: about 100 per day until Mar 31, 2026, as now, if nothing changes."


def test_drivers_add_up_to_the_expected_change() -> None:
    parts = Drivers(baseline=100, expected=120, recent_level=5, trend=20, season=-6, events=1)
    frame = drivers_frame(parts, T)
    assert frame["part"].tolist() == ["Return to usual", "Trend", "Season", "Events"]
    assert frame["value"].sum() == 20
    assert T(drivers_summary(frame, quantity=VIEWS)) == (
        "The largest part is “Trend” with +20; all parts together make +20."
    )


def test_parts_that_would_read_zero_are_left_out() -> None:
    parts = Drivers(baseline=100, expected=120, recent_level=-0.01, trend=20, season=0, events=0)
    assert drivers_frame(parts, T)["part"].tolist() == ["Trend"]
    still = Drivers(baseline=100, expected=100, recent_level=0, trend=0, season=0, events=0)
    frame = drivers_frame(still, T)
    assert frame.empty
    seen = views()
    assert T(drivers_sentence(seen, outlook_figures(seen, DEADLINE), frame)).startswith(
        "Nothing pulls it away from 100"
    )


def test_a_fan_of_weeks_says_why_it_is_not_the_figure_above() -> None:
    frame = goal_frame(*goal_check(110.0)[::2])
    said = T(fan_summary(frame, quantity=VIEWS.named("Views per day"), by_week=True))
    assert said.startswith("Views per day, each week by itself: in the week to Mar 31, 2026")
    assert said.endswith("Single weeks vary more than the 28 days told above.")


def test_parts_are_rounded_to_the_same_place() -> None:
    assert readable([472.84, -41.53, -0.02, 0.0]) == [473.0, -42.0, 0.0, 0.0]
    assert readable([0.0, 0.0]) == [0.0, 0.0]


def record(*outcomes: float) -> Evidence:
    """Windows that said 80 to 120, middle 100, after a level of 90."""
    windows = tuple(
        BacktestWindow(
            made_on=date(2025, 1, 31),
            first=date(2025, 2, 1),
            last=date(2025, 2, 28),
            low=80.0,
            median=100.0,
            high=120.0,
            unchanged=90.0,
            outcome=outcome,
            probability_of_growth=0.6,
        )
        for outcome in outcomes
    )
    return Evidence(
        windows=windows,
        training_first=date(2024, 1, 1),
        training_last=date(2025, 2, 28),
        observed_count=424,
    )


def test_the_track_record_counts_what_lay_inside() -> None:
    evidence = record(100.0, 119.0, 130.0)
    assert track_frame(evidence)["inside"].tolist() == [True, True, False]
    assert "Tried on 3 past windows: 2 times" in T(track_summary(evidence))
    happened = track_table(evidence, quantity=VIEWS).worded(T)["Happened"]
    assert happened.tolist() == ["100", "119", "130"]


def test_it_is_admitted_when_nothing_better_than_staying_can_be_said() -> None:
    better, worse = record(100.0, 110.0), record(90.0, 80.0)
    won = comparison_summary(better, quantity=VIEWS)
    lost = comparison_summary(worse, quantity=VIEWS)
    assert won is not None
    assert lost is not None
    assert T(won).startswith("Its middle missed what happened by 5 on average")
    assert "nothing better" in T(lost)


def test_without_past_windows_nothing_is_claimed() -> None:
    assert comparison_summary(record(), quantity=VIEWS) is None
    assert track_frame(record()).empty
    assert "too short" in T(track_summary(record()))


def test_past_windows_of_a_level_speak_of_its_daily_gain() -> None:
    assert T(track_quantity(followers()).label) == "Followers gained per day"
    assert T(track_quantity(views()).label) == "Views per day"


def test_the_ladder_answers_what_to_aim_for() -> None:
    seen = outlook(known([100.0] * 120), flat_futures(np.linspace(50, 150, 101)))
    rungs = propose(seen, measure=Measure.MEAN, deadline=DEADLINE)
    sentence = T(ladder_sentence(rungs, seen))
    assert sentence.startswith("Views per day by Mar 31, 2026: ")
    assert sentence.endswith(" a stretch.")
    assert T(rung_sentence(rungs[0], seen)).startswith("Hold ")
    assert T(ladder_sentence((), seen)) == (
        "Views: no target above zero can be proposed from these data."
    )


def test_the_curve_runs_through_the_ladder_and_falls() -> None:
    seen = outlook(known([100.0] * 120), flat_futures(np.linspace(50, 150, 101)))
    rungs = propose(seen, measure=Measure.MEAN, deadline=DEADLINE)
    own = new_goal(seen, TargetInput(value=123.0), measure=Measure.MEAN, deadline=DEADLINE)
    ladder = ladder_frame(rungs, check_goal(own, seen), T)
    curve = curve_frame(seen, own, ladder)
    assert set(ladder["target"]) <= set(curve["target"])
    assert curve["probability"].is_monotonic_decreasing
    assert ladder.loc[ladder["target"] == 123.0, "name"].tolist() == ["Your own"]
    assert "falls from" in T(curve_summary(ladder, quantity=VIEWS))


@settings(derandomize=True, deadline=None)
@given(
    value=st.floats(0.0001, 1e9, allow_nan=False),
    unit=st.sampled_from([Unit.COUNT, Unit.NUMBER, Unit.SECONDS, Unit.MONEY]),
)
def test_a_target_put_into_the_field_is_read_back_as_it_was(value: float, unit: Unit) -> None:
    figure = round(value, 4)
    assert parse_target(typed_target(figure, unit), unit).value == pytest.approx(figure)


@pytest.mark.parametrize("share", [0.052, 0.0004, 0.5, 1.0])
def test_a_share_put_into_the_field_keeps_its_percent_sign(share: float) -> None:
    assert typed_target(share, Unit.SHARE).endswith("%")
    assert parse_target(typed_target(share, Unit.SHARE), Unit.SHARE).value == pytest.approx(share)


def test_summaries_name_the_numbers_that_are_drawn() -> None:
    goal, check, seen = goal_check(110.0)
    frame = goal_frame(goal, seen)
    quantity = reading_quantity(seen, Measure.MEAN)
    told = goal_summary(frame, quantity=quantity, target=110.0, probability=check.probability)
    assert T(told) == (
        "Views per day: the target 110 on Mar 31, 2026 is met in 40% of the possible futures; the "
        "middle one ends at 100."
    )
    assert "8 in 10 lie between 84 and 116" in T(fan_summary(frame, quantity=quantity))


def test_a_series_summary_names_lowest_highest_and_last() -> None:
    days = pd.date_range("2026-01-01", periods=4)
    frame = pd.DataFrame({"date": days, "value": [3.0, 1.0, np.nan, 2.0]})
    assert T(series_summary(frame, quantity=VIEWS)) == (
        "Views moved between 1 on Jan 2, 2026 and 3 on Jan 1, 2026; the last value is 2."
    )
    empty = frame.assign(value=np.nan)
    assert "No value" in T(series_summary(empty, quantity=VIEWS))


def test_a_distribution_summary_says_how_many_lie_below() -> None:
    values = pd.Series([1.0, 2.0, np.nan, 4.0, 5.0], index=pd.date_range("2026-01-01", periods=5))
    assert T(distribution_summary(values, 4.5, quantity=VIEWS)) == (
        "4.5 is more than 75% of the account's own values since Jan 1, 2026."
    )


def coverage_history() -> History:
    days = pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-05"])
    daily = pd.DataFrame(
        {"account_id": "a", "date": days, "metric": "views", "value": [1.0, 0.0, 2.0]}
    )
    return History.build([Account(account_id="a", name="Mina", platform="tiktok")], daily=daily)


def test_coverage_shows_runs_of_days_and_leaves_gaps_open() -> None:
    frame = coverage_frame(coverage_history(), T)
    assert frame["days"].tolist() == [2, 1]
    assert T(coverage_summary(frame)) == "Days from Jan 1, 2026 to Jan 5, 2026, with 1 gap."
    drawn = coverage_chart(frame, t=T).to_dict()
    until = [row["until"] for row in next(iter(drawn["datasets"].values()))]
    assert until == ["2026-01-03T00:00:00", "2026-01-06T00:00:00"]


def test_a_smooth_rate_is_pooled_and_a_missing_day_is_no_zero() -> None:
    series = pd.DataFrame(
        {
            "date": pd.date_range("2026-01-01", periods=3),
            "value": [0.01, np.nan, 0.5],
            "numerator": [1.0, np.nan, 500.0],
            "denominator": [100.0, np.nan, 1000.0],
            "posts": [0, 0, 0],
        }
    )
    smooth = series_frame(series, CATALOGUE["engagement_rate_by_views"], Step.DAY)["smooth"]
    assert smooth.tolist() == pytest.approx([0.01, 0.01, 501 / 1100])


def test_smooth_counts_are_means_of_the_known_days() -> None:
    series = pd.DataFrame(
        {
            "date": pd.date_range("2026-01-01", periods=3),
            "value": [2.0, np.nan, 4.0],
            "numerator": [2.0, np.nan, 4.0],
            "denominator": [np.nan] * 3,
            "posts": [0, 0, 0],
        }
    )
    assert series_frame(series, CATALOGUE["views"], Step.DAY)["smooth"].tolist() == [2, 2, 3]


def test_tables_are_worded_on_the_page_and_plain_in_files() -> None:
    frame = pd.DataFrame({"date": [pd.Timestamp("2026-01-31")], "value": [12345.0]})
    table = fan_table(frame, quantity=VIEWS)
    assert table.worded(T).to_dict("records") == [{"Day": "Jan 31, 2026", "Views": "12,345"}]
    assert table.plain(T).to_dict("records") == [{"Day": "2026-01-31", "Views": 12345.0}]


def test_rows_are_plain_json() -> None:
    frame = pd.DataFrame(
        {"date": [pd.Timestamp("2026-01-31")], "value": [np.nan], "word": ["a"], "inside": [True]}
    )
    assert rows(frame) == [
        {"date": "2026-01-31T00:00:00", "value": None, "word": "a", "inside": True}
    ]
