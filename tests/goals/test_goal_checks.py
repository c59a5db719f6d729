"""Baselines, checks and curves on futures that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from goal_builders import (
    DEADLINE,
    LAST,
    TODAY,
    flat_futures,
    known,
    outlook,
    ratio_outlook,
    seasonal_outlook,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.errors import GoalError, NotEnoughDataError
from kpicore.goals import (
    GoalThresholds,
    KpiOutlook,
    Measure,
    Status,
    TargetInput,
    Verdict,
    check_goal,
    default_measure,
    goal_aims_up,
    new_goal,
    probability_curve,
    thresholds_of,
)
from kpicore.periods import Period
from kpicore.settings import Settings

TEN_FUTURES = [90, 95, 100, 105, 110, 115, 120, 125, 130, 200]


def steady(levels: list[float] | None = None, value: float = 100.0) -> KpiOutlook:
    """120 days of one value, then ten futures, each of one value."""
    return outlook(known([value] * 120), flat_futures(levels or TEN_FUTURES))


def test_the_probability_is_the_share_of_futures_that_meet_the_target() -> None:
    view = steady()
    goal = new_goal(view, TargetInput(change=0.2), measure=Measure.MEAN, deadline=DEADLINE)
    check = check_goal(goal, view)
    assert goal.target == pytest.approx(120)
    assert check.probability == pytest.approx(0.4)  # 120, 125, 130, 200
    assert check.verdict is Verdict.STRETCH
    assert check.expected == pytest.approx(112.5)
    assert check.gap == pytest.approx(7.5)
    # Quantiles of ten values between 0-based ranks 0.9 and 8.1.
    assert (check.low, check.high) == (pytest.approx(94.5), pytest.approx(137.0))
    assert check.window == Period(date(2026, 3, 4), date(2026, 3, 31))
    assert check.forecast_made_on == TODAY
    assert check.observed_share == 0


def test_growth_per_week_compounds_from_baseline_to_target() -> None:
    view = steady()
    goal = new_goal(view, TargetInput(value=150), measure=Measure.MEAN, deadline=DEADLINE)
    check = check_goal(goal, view)
    assert check.needed_weekly_growth is not None
    assert check.forecast_weekly_growth is not None
    weeks = 90 / 7
    assert 100 * (1 + check.needed_weekly_growth) ** weeks == pytest.approx(150)
    assert 100 * (1 + check.forecast_weekly_growth) ** weeks == pytest.approx(check.expected)


def test_the_mean_reads_the_last_28_days_only() -> None:
    values = [1.0] * 92 + [10.0] * 28
    view = outlook(known(values), flat_futures([10.0, 20.0]))
    baseline = view.baseline(Measure.MEAN)
    assert baseline.value == 10.0
    assert baseline.period == Period(date(2025, 12, 4), LAST)


def test_the_total_is_compared_with_the_span_of_equal_length_before() -> None:
    view = outlook(known(list(range(1, 121))), flat_futures([100.0, 200.0]))
    baseline = view.baseline(Measure.TOTAL, deadline=DEADLINE)
    assert baseline.period == Period(date(2025, 10, 3), LAST)
    assert baseline.value == sum(range(31, 121))
    goal = new_goal(view, TargetInput(value=9_500), measure=Measure.TOTAL, deadline=DEADLINE)
    check = check_goal(goal, view)
    assert check.window == Period(TODAY, DEADLINE)
    assert check.probability == 0.5  # 9,000 and 18,000
    assert check.expected == pytest.approx(13_500)


def test_missing_days_of_a_total_count_like_the_others_and_are_told() -> None:
    values = [100.0] * 120
    values[110] = np.nan
    view = outlook(known(values), flat_futures([100.0]))
    assert view.baseline(Measure.TOTAL, deadline=DEADLINE).value == pytest.approx(9_000)
    assert view.baseline(Measure.MEAN).value == pytest.approx(100)
    goal = new_goal(view, TargetInput(value=9_500), measure=Measure.TOTAL, deadline=DEADLINE)
    notes = check_goal(goal, view).notes
    assert [n.count for n in notes] == [1]


def test_a_total_without_enough_past_is_refused() -> None:
    view = outlook(known([100.0] * 60), flat_futures([100.0]))
    with pytest.raises(NotEnoughDataError, match="Only 60 of the 90 days from Oct 3, 2025"):
        view.baseline(Measure.TOTAL, deadline=DEADLINE)


def test_a_baseline_with_holes_is_refused() -> None:
    view = outlook(known([100.0] * 100 + [np.nan] * 19 + [1.0]), flat_futures([100.0]))
    with pytest.raises(NotEnoughDataError, match="Only 9 of the 28 days"):
        view.baseline(Measure.MEAN)


def test_a_ratio_pools_its_days() -> None:
    # Half of the days 10 of 100, half 100 of 10,000: pooled 110 ÷ 10,100, not the mean of rates.
    above, below = known([10.0, 100.0] * 30), known([100.0, 10_000.0] * 30)
    view = ratio_outlook(
        above, below, flat_futures([1.0, 3.0], 90), flat_futures([100.0, 100.0], 90)
    )
    assert view.baseline(Measure.MEAN).value == pytest.approx(110 / 10_100)
    assert view.measures == (Measure.MEAN,)
    goal = new_goal(view, TargetInput(value=0.02), measure=Measure.MEAN, deadline=DEADLINE)
    assert check_goal(goal, view).probability == 0.5


def test_a_level_is_read_at_the_deadline() -> None:
    rising = np.linspace(1001, 1090, 90)
    futures = np.vstack([rising, rising + 50])
    history = known(list(np.linspace(900, 1000, 60)))
    view = outlook(history, futures, key="followers", kind="stock")
    assert default_measure(view) is Measure.LEVEL
    baseline = view.baseline(Measure.LEVEL)
    assert (baseline.value, baseline.period) == (1000.0, Period(LAST, LAST))
    goal = new_goal(view, TargetInput(value=1100), measure=Measure.LEVEL, deadline=DEADLINE)
    check = check_goal(goal, view)
    assert check.probability == 0.5
    assert check.window == Period(DEADLINE, DEADLINE)
    with pytest.raises(GoalError, match="Followers cannot be read as total of the period"):
        view.draws_of(Measure.TOTAL, check.window)


def test_known_days_of_the_window_enter_every_future() -> None:
    # Seen on 17 March: 14 of the 28 days are known at 100, the rest is 100 or 200.
    view = outlook(known([100.0] * 120, date(2026, 3, 17)), flat_futures([100.0, 200.0], 14))
    start = steady()
    goal = new_goal(start, TargetInput(value=150), measure=Measure.MEAN, deadline=DEADLINE)
    check = check_goal(goal, view)
    assert check.observed_share == 0.5
    assert view.draws_of(Measure.MEAN, check.window) == pytest.approx([100, 150])
    assert check.probability == 0.5


def test_less_is_better_for_lost_followers() -> None:
    view = outlook(known([10.0] * 60), flat_futures([6, 7, 8, 9, 12]), key="lost_followers")
    assert not goal_aims_up(view)
    goal = new_goal(view, TargetInput(change=-0.2), measure=Measure.MEAN, deadline=DEADLINE)
    assert goal.target == pytest.approx(8)
    assert check_goal(goal, view).probability == pytest.approx(0.6)


def test_an_outlook_of_something_else_is_a_mistake() -> None:
    view = steady()
    goal = new_goal(view, TargetInput(value=150), measure=Measure.MEAN, deadline=DEADLINE)
    with pytest.raises(ValueError, match="The goal speaks of"):
        check_goal(replace(goal, kpi="likes"), view)


def test_a_window_beyond_the_forecast_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="make an outlook with a longer horizon"):
        steady().draws_of(Measure.MEAN, Period(DEADLINE, date(2026, 4, 30)))


def test_data_that_ended_half_a_year_ago_are_no_ground_for_a_goal() -> None:
    view = outlook(known([100.0] * 120), flat_futures([100.0], 300), today=date(2026, 7, 1))
    with pytest.raises(NotEnoughDataError, match="The data of Mina end on Dec 31, 2025, 181 days"):
        new_goal(view, TargetInput(change=0.2), measure=Measure.MEAN, deadline=date(2026, 9, 30))


def test_data_that_ended_last_week_are_told_and_used() -> None:
    view = outlook(known([100.0] * 120), flat_futures([100.0], 120), today=date(2026, 1, 8))
    goal = new_goal(view, TargetInput(change=0.2), measure=Measure.MEAN, deadline=DEADLINE)
    assert [n.count for n in check_goal(goal, view).notes] == [7]


def test_per_post_goals_say_when_they_are_settled() -> None:
    view = outlook(known([100.0] * 120), flat_futures([100.0]), per_post=True, maturity_days=7)
    goal = new_goal(view, TargetInput(change=0.2), measure=Measure.MEAN, deadline=DEADLINE)
    (note,) = check_goal(goal, view).notes
    assert note.values["day"] == date(2026, 4, 7)
    assert view.measures == (Measure.MEAN,)


@pytest.mark.parametrize(
    ("probability", "verdict", "status"),
    [
        (1.0, Verdict.SAFE, Status.AHEAD),
        (0.8, Verdict.SAFE, Status.AHEAD),
        (0.79, Verdict.REALISTIC, Status.ON_PACE),
        (0.5, Verdict.REALISTIC, Status.ON_PACE),
        (0.49, Verdict.STRETCH, Status.AT_RISK),
        (0.2, Verdict.STRETCH, Status.AT_RISK),
        (0.19, Verdict.UNLIKELY, Status.OUT_OF_REACH),
        (0.0, Verdict.UNLIKELY, Status.OUT_OF_REACH),
    ],
)
def test_thresholds_belong_to_the_better_side(
    probability: float, verdict: Verdict, status: Status
) -> None:
    assert GoalThresholds().verdict(probability) is verdict
    assert GoalThresholds().status(probability) is status


def test_thresholds_follow_the_settings() -> None:
    made = thresholds_of(Settings(verdict_safe=0.9, early_share=0.1))
    assert (made.safe, made.early_share) == (0.9, 0.1)
    assert made.verdict(0.85) is Verdict.REALISTIC


@pytest.mark.parametrize("probability", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_has_no_verdict(probability: float) -> None:
    with pytest.raises(ValueError, match="A probability lies in"):
        GoalThresholds().verdict(probability)


def test_thresholds_must_rise() -> None:
    with pytest.raises(ValueError, match="must rise from stretch to safe"):
        GoalThresholds(safe=0.4)
    with pytest.raises(ValueError, match="must rise from at_risk to ahead"):
        GoalThresholds(ahead=0.4)
    with pytest.raises(ValueError, match="interval_level must lie inside"):
        GoalThresholds(interval_level=1.0)


def test_the_curve_says_what_the_check_says() -> None:
    view = steady()
    curve = probability_curve(
        view, measure=Measure.MEAN, deadline=DEADLINE, points=5, include=(120.0, 1000.0)
    )
    by_target = curve.set_index("target")["probability"]
    assert by_target[120.0] == pytest.approx(0.4)
    assert by_target[1000.0] == 0
    assert curve.loc[curve["target"] == 120.0, "verdict"].item() == "stretch"
    assert (curve["target"].diff().dropna() > 0).all()


@given(first=st.floats(10, 5_000), second=st.floats(10, 5_000))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_a_higher_target_is_never_more_likely(first: float, second: float) -> None:
    view = _SEASONAL
    low, high = sorted((first, second))
    odds = [
        check_goal(
            new_goal(view, TargetInput(value=v), measure=Measure.MEAN, deadline=DEADLINE), view
        ).probability
        for v in (low, high)
    ]
    assert odds[0] >= odds[1]


_SEASONAL = seasonal_outlook()


def test_the_curve_never_rises_where_more_is_better() -> None:
    curve = probability_curve(_SEASONAL, measure=Measure.TOTAL, deadline=DEADLINE)
    assert (curve["probability"].diff().dropna() <= 0).all()


def test_a_changed_target_reads_the_same_draws_again() -> None:
    window = Period(date(2026, 3, 4), DEADLINE)
    assert _SEASONAL.draws_of(Measure.MEAN, window) is _SEASONAL.draws_of(Measure.MEAN, window)
