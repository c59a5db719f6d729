"""The best past quarter beside a target, and what became of what was said of goals."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from goal_builders import DEADLINE, LAST, flat_futures, known, outlook

from kpicore.goals import (
    Baseline,
    Goal,
    Measure,
    Revision,
    StoredForecast,
    best_quarter,
    settled_aims,
    settled_forecasts,
)
from kpicore.kpis import Direction, Statistic
from kpicore.periods import Period


def two_quarters(first: float, second: float, *, gap: int = 0):
    """July to September at one level, October to December at another, some days missing."""
    values = np.concatenate([np.full(92, first), np.full(92, second)])
    values[:gap] = np.nan
    return outlook(known(values), flat_futures([100.0]))


def test_the_best_quarter_is_the_highest_mean_or_total() -> None:
    seen = two_quarters(120.0, 100.0)
    best = best_quarter(seen, Measure.MEAN)
    assert best is not None
    assert best.period == Period(date(2025, 7, 1), date(2025, 9, 30))
    assert best.value == pytest.approx(120.0)
    total = best_quarter(seen, Measure.TOTAL)
    assert total is not None
    assert total.value == pytest.approx(92 * 120.0)


def test_of_equal_quarters_the_later_is_named() -> None:
    best = best_quarter(two_quarters(100.0, 100.0), Measure.MEAN)
    assert best is not None
    assert best.period.last == LAST


def test_a_quarter_with_gaps_gives_no_total_and_with_many_no_mean() -> None:
    few, many = two_quarters(120.0, 100.0, gap=3), two_quarters(120.0, 100.0, gap=30)
    mean, total = best_quarter(few, Measure.MEAN), best_quarter(few, Measure.TOTAL)
    assert mean is not None
    assert mean.value == pytest.approx(120.0)
    assert total is not None
    assert total.value == pytest.approx(92 * 100.0)
    late = best_quarter(many, Measure.MEAN)
    assert late is not None
    assert late.value == pytest.approx(100.0)


def test_without_a_whole_quarter_there_is_no_best_one() -> None:
    assert best_quarter(outlook(known([5.0] * 60), flat_futures([5.0])), Measure.MEAN) is None


def goal(target: float, deadline: date, *revisions: Revision) -> Goal:
    return Goal(
        goal_id="g",
        kpi="views",
        statistic=Statistic.POOLED,
        account_ids=("a",),
        measure=Measure.MEAN,
        baseline=Baseline(value=100.0, period=Period(date(2025, 8, 1), date(2025, 8, 28))),
        target=target,
        deadline=deadline,
        created_on=date(2025, 9, 1),
        revisions=revisions,
    )


def said(day: date, target: float, probability: float) -> StoredForecast:
    return StoredForecast(
        goal_id="g",
        made_at=datetime(day.year, day.month, day.day, 9),
        target=target,
        probability=probability,
        expected=100.0,
        low=90.0,
        high=110.0,
    )


def test_an_aim_counts_once_with_what_was_said_first() -> None:
    source = two_quarters(100.0, 100.0).source
    told = [said(date(2025, 9, 1), 90.0, 0.7), said(date(2025, 9, 20), 90.0, 0.9)]
    (scored,) = settled_forecasts(
        goal(90.0, date(2025, 10, 31)), told, source, direction=Direction.UP
    )
    assert (scored.probability, scored.reached, scored.outcome) == (0.7, True, 100.0)


def test_a_revised_goal_is_judged_by_each_of_its_aims() -> None:
    source = two_quarters(100.0, 100.0).source
    old = Revision(
        target=150.0, deadline=date(2025, 10, 31), revised_on=date(2025, 10, 1), reason="too high"
    )
    told = [said(date(2025, 9, 1), 150.0, 0.3), said(date(2025, 10, 2), 90.0, 0.8)]
    revised = goal(90.0, date(2025, 11, 30), old)
    first, second = settled_forecasts(revised, told, source, direction=Direction.UP)
    assert (first.probability, first.reached) == (0.3, False)
    assert (second.probability, second.reached) == (0.8, True)


def test_what_was_said_of_a_target_stays_with_the_deadline_it_had() -> None:
    source = two_quarters(100.0, 100.0).source
    # The data end weeks before the calendar: the day of a revision may lie before what was said
    # of the old target, and in another time zone than the reader's.
    old = Revision(
        target=150.0, deadline=date(2025, 10, 31), revised_on=date(2025, 9, 3), reason="too high"
    )
    told = [said(date(2025, 9, 4), 150.0, 0.3), said(date(2025, 9, 2), 90.0, 0.8)]
    revised = goal(90.0, date(2025, 11, 30), old)
    aims = settled_aims(revised, told, source, direction=Direction.UP)
    assert {(aim.goal.target, aim.goal.deadline) for aim in aims} == {
        (150.0, date(2025, 10, 31)),
        (90.0, date(2025, 11, 30)),
    }


def test_a_window_that_is_not_over_counts_for_nothing() -> None:
    source = two_quarters(100.0, 100.0).source
    told = [said(date(2025, 9, 1), 90.0, 0.7)]
    assert settled_forecasts(goal(90.0, DEADLINE), told, source, direction=Direction.UP) == ()
