"""The pace path, the status on the way, and the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from goal_builders import (
    DEADLINE,
    LAST,
    TODAY,
    flat_futures,
    known,
    outlook,
    seasonal_outlook,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.goals import (
    Goal,
    KpiOutlook,
    Measure,
    Status,
    TargetInput,
    actual_path,
    check_goal,
    new_goal,
    pace_path,
    progress_of,
    settle,
    status_of,
)
from kpicore.kpis.definition import Direction

SEASONAL = seasonal_outlook()
SIX_DAYS = timedelta(days=6)


def goal_on(
    view: KpiOutlook, target: float, *, measure: Measure = Measure.MEAN, deadline: date = DEADLINE
) -> Goal:
    return new_goal(view, TargetInput(value=target), measure=measure, deadline=deadline)


@given(target=st.floats(50, 20_000), measure=st.sampled_from([Measure.MEAN, Measure.TOTAL]))
@settings(derandomize=True, deadline=None, max_examples=25)
def test_the_path_ends_exactly_at_the_target(target: float, measure: Measure) -> None:
    goal = goal_on(SEASONAL, target * (90 if measure is Measure.TOTAL else 1), measure=measure)
    path = pace_path(goal, SEASONAL)
    assert path["pace"].iloc[-1] == goal.target
    assert path["date"].iloc[-1] == pd.Timestamp(DEADLINE)
    assert (path["low"] <= path["pace"] + 1e-9).all()
    assert (path["pace"] <= path["high"] + 1e-9).all()


def test_the_path_of_a_mean_begins_at_the_baseline_and_follows_the_season() -> None:
    goal = goal_on(SEASONAL, 1200.0)
    path = pace_path(goal, SEASONAL).set_index("date")["pace"]
    assert path.iloc[0] == goal.baseline.value
    assert len(path) == 91
    # The hump of February stands above the straight line between the ends.
    straight = np.linspace(path.iloc[0], path.iloc[-1], len(path))
    assert path.loc[pd.Timestamp("2026-03-01")] > straight[60] * 1.1


def test_the_path_of_a_total_is_the_running_sum_scaled() -> None:
    view = outlook(known([100.0] * 120), flat_futures([100.0, 100.0, 100.0]))
    path = pace_path(goal_on(view, 18_000.0, measure=Measure.TOTAL), view)
    assert path["date"].iloc[0] == pd.Timestamp(TODAY)
    assert path["pace"].to_numpy() == pytest.approx(200.0 * np.arange(1, 91))


def test_the_path_of_a_level_begins_at_the_level() -> None:
    rising = np.linspace(1001, 1090, 90)
    view = outlook(
        known(list(np.linspace(900, 1000, 60))),
        np.vstack([rising, rising]),
        key="followers",
        kind="stock",
    )
    path = pace_path(goal_on(view, 1200.0, measure=Measure.LEVEL), view)
    assert path["pace"].iloc[[0, -1]].tolist() == [1000.0, 1200.0]
    assert (path["pace"].diff().dropna() > 0).all()


def test_the_path_of_a_net_count_passes_through_zero() -> None:
    view = outlook(
        known([-5.0] * 60), flat_futures([-4.0, -3.0, -2.0]), key="net_followers", kind="net"
    )
    path = pace_path(goal_on(view, 4.0), view)
    assert path["pace"].iloc[[0, -1]].tolist() == [-5.0, 4.0]


def test_the_actual_path_reads_what_is_known() -> None:
    start = outlook(known([100.0] * 120), flat_futures([100.0, 200.0]))
    goal = goal_on(start, 9_900.0, measure=Measure.TOTAL)
    now = outlook(
        known([100.0] * 120 + [110.0] * 20, LAST + timedelta(days=20)), flat_futures([100.0], 70)
    )
    path = actual_path(goal, now)
    assert path["date"].iloc[[0, -1]].tolist() == [
        pd.Timestamp(TODAY),
        pd.Timestamp(LAST + timedelta(days=20)),
    ]
    assert path["value"].to_numpy() == pytest.approx(110.0 * np.arange(1, 21))


@pytest.mark.parametrize(
    ("day", "probability", "status"),
    [
        (date(2026, 1, 10), 0.6, Status.TOO_EARLY),
        (date(2026, 1, 10), 0.96, Status.AHEAD),
        (date(2026, 1, 10), 0.04, Status.OUT_OF_REACH),
        (date(2026, 1, 10), 0.95, Status.TOO_EARLY),
        (date(2026, 1, 19), 0.6, Status.ON_PACE),
        (date(2026, 3, 1), 0.3, Status.AT_RISK),
    ],
)
def test_the_first_fifth_is_too_early_unless_it_is_nearly_sure(
    day: date, probability: float, status: Status
) -> None:
    goal = replace(goal_on(SEASONAL, 1200.0), created_on=TODAY)
    assert status_of(goal, probability, today=day) is status


def test_what_a_total_still_needs_is_shared_by_the_days_left() -> None:
    start = outlook(known([100.0] * 120), flat_futures([100.0, 200.0]))
    goal = goal_on(start, 9_900.0, measure=Measure.TOTAL)
    now = outlook(
        known([100.0] * 120 + [110.0] * 20, LAST + timedelta(days=20)),
        flat_futures([90.0, 110.0, 120.0], 70),
    )
    progress = progress_of(goal, check_goal(goal, now), now)
    assert progress.current == pytest.approx(2_200)
    assert progress.days_left == 70
    assert progress.required_per_day == pytest.approx((9_900 - 2_200) / 70)
    assert progress.forecast_per_day == pytest.approx(110)
    assert progress.required_weekly_growth is None
    assert progress.status is Status.ON_PACE


def test_what_a_mean_still_needs_counts_the_days_of_its_window_that_are_over() -> None:
    start = outlook(known([100.0] * 120), flat_futures([100.0, 200.0]))
    goal = goal_on(start, 150.0)
    now = outlook(known([100.0] * 120, date(2026, 3, 17)), flat_futures([100.0, 200.0], 14))
    progress = progress_of(goal, check_goal(goal, now), now)
    # 28 days at 150 are 4,200; 14 days brought 1,400; 14 are left.
    assert progress.required_per_day == pytest.approx(200)
    assert progress.required_weekly_growth == pytest.approx(1.5 ** (7 / 14) - 1)


def test_what_a_level_still_needs_is_its_gain_per_day() -> None:
    rising = np.linspace(1010, 1900, 90)
    view = outlook(known([1000.0] * 60), np.vstack([rising, rising]), key="followers", kind="stock")
    goal = goal_on(view, 1450.0, measure=Measure.LEVEL)
    progress = progress_of(goal, check_goal(goal, view), view)
    assert progress.required_per_day == pytest.approx(5.0)
    assert progress.forecast_per_day == pytest.approx(10.0)


def ended(values: list[float], *, last: date = DEADLINE) -> KpiOutlook:
    return outlook(known(values, last), flat_futures([1.0]))


def test_a_goal_is_settled_by_its_window_alone() -> None:
    goal = goal_on(outlook(known([100.0] * 120), flat_futures([100.0])), 150.0)
    met = settle(goal, ended([0.0] * 92 + [150.0] * 28).source, direction=Direction.UP)
    assert (met.status, met.outcome) == (Status.REACHED, 150.0)
    missed = settle(goal, ended([200.0] * 92 + [149.0] * 28).source, direction=Direction.UP)
    assert (missed.status, missed.outcome) == (Status.MISSED, 149.0)


def test_less_is_better_is_settled_the_other_way() -> None:
    view = outlook(known([100.0] * 120), flat_futures([100.0]), key="lost_followers")
    goal = goal_on(view, 80.0)
    result = settle(goal, ended([79.0] * 120).source, direction=Direction.DOWN)
    assert result.status is Status.REACHED


def test_a_goal_waits_until_the_data_reach_the_deadline() -> None:
    goal = goal_on(outlook(known([100.0] * 120), flat_futures([100.0])), 150.0)
    source = ended([200.0] * 120, last=date(2026, 3, 30)).source
    result = settle(goal, source, direction=Direction.UP)
    assert (result.status, result.outcome, result.known_on) == (
        Status.WAITING,
        None,
        date(2026, 4, 1),
    )


def test_a_per_post_goal_is_known_later_by_the_maturity_age() -> None:
    view = outlook(known([100.0] * 120), flat_futures([100.0]), per_post=True, maturity_days=7)
    goal = goal_on(view, 150.0)
    assert settle(goal, view.source, direction=Direction.UP).known_on == date(2026, 4, 8)


def test_completed_posts_settle_no_goal_and_start_none() -> None:
    view = outlook(known([100.0] * 120), flat_futures([100.0]), per_post=True, maturity_days=7)
    goal = goal_on(view, 150.0)
    values = [200.0] * 114 + [900.0] * 6
    at_deadline = replace(ended(values).source, per_post=True, maturity_days=7, completed_days=6)
    waiting = settle(goal, at_deadline, direction=Direction.UP)
    assert (waiting.status, waiting.outcome) == (Status.WAITING, None)
    # The baseline ends with the last mature day, six days before the last known one.
    baseline = replace(view, source=at_deadline).baseline(Measure.MEAN)
    assert (baseline.value, baseline.period.last) == (200.0, at_deadline.last_day - SIX_DAYS)


@pytest.mark.parametrize(
    ("target", "status"),
    [(8_000.0, Status.REACHED), (8_950.0, Status.WAITING)],
    ids=["enough stays enough", "too little is not final"],
)
def test_a_missing_day_of_a_total_is_not_zero(target: float, status: Status) -> None:
    goal = goal_on(
        outlook(known([100.0] * 120), flat_futures([100.0])), target, measure=Measure.TOTAL
    )
    values = [100.0] * 120
    values[60] = np.nan
    result = settle(goal, ended(values).source, direction=Direction.UP)
    assert (result.status, result.outcome, result.days_missing) == (status, 8_900.0, 1)


def test_a_window_without_data_settles_nothing() -> None:
    goal = goal_on(outlook(known([100.0] * 120), flat_futures([100.0])), 150.0)
    values = [100.0] * 120
    values[-28:-1] = [np.nan] * 27
    result = settle(goal, ended(values).source, direction=Direction.UP)
    assert (result.status, result.days_missing) == (Status.WAITING, 27)
