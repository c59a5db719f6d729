"""Deadlines in words, and those that cannot be planned for."""

from __future__ import annotations

from datetime import date

import pytest
from goal_builders import DEADLINE, LAST, TODAY

from kpicore.errors import GoalError
from kpicore.goals import Baseline, DeadlineChoice, Measure, check_deadline, deadline_of
from kpicore.goals.deadlines import compound_weekly, goal_window, offered_deadlines, weekly_growth
from kpicore.periods import Period


def test_three_months_from_data_until_new_years_eve_end_with_march() -> None:
    assert deadline_of(DeadlineChoice.THREE_MONTHS, TODAY) == date(2026, 3, 31)


def test_deadlines_are_offered_nearest_first_and_with_time_to_act() -> None:
    offers = offered_deadlines(date(2026, 3, 28))
    assert [(o.choice, o.deadline) for o in offers] == [
        (DeadlineChoice.NEXT_MONTH, date(2026, 4, 30)),
        (DeadlineChoice.THREE_MONTHS, date(2026, 6, 27)),
        (DeadlineChoice.NEXT_QUARTER, date(2026, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("deadline", "problem"),
    [
        (date(2025, 12, 31), "lies in the past; choose Jan 7, 2026 or later"),
        (date(2026, 1, 2), "leaves no time to act; choose Jan 7, 2026 or later"),
        (date(2026, 1, 6), "leaves no time to act"),
        (date(2028, 1, 1), "further than a forecast can see; choose Feb 4, 2027"),
    ],
)
def test_impossible_deadlines_are_refused(deadline: date, problem: str) -> None:
    with pytest.raises(GoalError, match=problem):
        check_deadline(deadline, today=TODAY)


@pytest.mark.parametrize("deadline", [date(2026, 1, 7), date(2027, 2, 4)])
def test_the_outermost_deadlines_are_accepted(deadline: date) -> None:
    check_deadline(deadline, today=TODAY)


@pytest.mark.parametrize(
    ("measure", "window"),
    [
        (Measure.MEAN, Period(date(2026, 3, 4), DEADLINE)),
        (Measure.TOTAL, Period(TODAY, DEADLINE)),
        (Measure.LEVEL, Period(DEADLINE, DEADLINE)),
    ],
)
def test_each_measure_has_its_window(measure: Measure, window: Period) -> None:
    assert goal_window(measure, deadline=DEADLINE, baseline_last=LAST) == window


def test_two_weeks_of_ten_percent_make_twentyone() -> None:
    assert compound_weekly(100, 121, days=14) == pytest.approx(0.1)


@pytest.mark.parametrize(("start", "end", "days"), [(0, 5, 7), (-1, 5, 7), (5, -1, 7), (5, 6, 0)])
def test_growth_says_nothing_without_a_positive_start(start: float, end: float, days: int) -> None:
    assert compound_weekly(start, end, days=days) is None


def test_the_way_to_the_deadline_counts_from_the_last_day_of_the_baseline() -> None:
    baseline = Baseline(value=100.0, period=Period(date(2025, 12, 4), LAST))
    assert weekly_growth(baseline, 110.0, deadline=date(2026, 1, 7)) == pytest.approx(0.1)
