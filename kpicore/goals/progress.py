"""How a running goal stands: its status, the required rate from here, and its settlement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from kpicore.goals.deadlines import compound_weekly, goal_window
from kpicore.goals.model import Goal, GoalCheck, Measure, Status
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.pace import window_at
from kpicore.goals.reading import Reading, read_window
from kpicore.goals.targets import aims_up
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, GoalThresholds
from kpicore.kpis import ForecastInput, SeriesKind
from kpicore.kpis.definition import Direction
from kpicore.periods import ONE_DAY, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a running goal stands.

    Attributes
    ----------
    status : Status
        In a word.
    time_share : float
        Share of the goal's time that has passed, in [0, 1].
    days_left : int
        Days from the last known one to the deadline.
    current : float or None
        Where the measure stands on the last known day.
    required_per_day : float or None
        What each day that still counts must bring: its mean, for levels its gain; None for
        ratios, whose days weigh differently.
    forecast_per_day : float or None
        What the forecast expects of the same days.
    required_weekly_growth : float or None
        Compound growth per week from `current` to the target; None for totals and where
        `current` is not positive.
    """

    status: Status
    time_share: float
    days_left: int
    current: float | None
    required_per_day: float | None
    forecast_per_day: float | None
    required_weekly_growth: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How a goal ended.

    Attributes
    ----------
    status : Status
        Reached, missed, or waiting for data.
    outcome : float or None
        The measure at the deadline; None while waiting without any value.
    known_on : date
        First day on which the outcome can be told: the day after the deadline, for per-post KPIs
        later by the maturity age.
    days_missing : int
        Days of the window without a value.
    """

    status: Status
    outcome: float | None
    known_on: date
    days_missing: int = 0


def status_of(
    goal: Goal,
    probability: float,
    *,
    today: date,
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
) -> Status:
    """Put the standing of a running goal in a word.

    Parameters
    ----------
    goal : Goal
        Running.
    probability : float
        Of meeting it, seen from today.
    today : date
        First day that is not known.
    thresholds : GoalThresholds
        Limits, and the early guard.

    Returns
    -------
    Status
        Too early to say in the first part of its time, unless the probability is near 0 or 1.
    """
    sure = max(probability, 1 - probability) > thresholds.early_certain
    if _time_share(goal, today) < thresholds.early_share and not sure:
        return Status.TOO_EARLY
    return thresholds.status(probability)


def progress_of(
    goal: Goal,
    check: GoalCheck,
    outlook: KpiOutlook,
    *,
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
) -> Progress:
    """Tell how a running goal stands and what it takes from here.

    Parameters
    ----------
    goal : Goal
        Running: its deadline lies after the last known day.
    check : GoalCheck
        Of the goal by `outlook`.
    outlook : KpiOutlook
        The KPI with the newest data.
    thresholds : GoalThresholds
        Limits of the status.

    Returns
    -------
    Progress
        Status and rates.
    """
    known_last = outlook.last_day
    days_left = (goal.deadline - known_last).days
    current = None
    if goal.measure is not Measure.TOTAL or known_last > goal.baseline.period.last:
        current = read_window(outlook.source, goal.measure, window_at(goal, known_last)).value
    growth = None
    if current is not None and goal.measure is not Measure.TOTAL:
        growth = compound_weekly(current, goal.target, days=days_left)
    required, expected = _rates(goal, check, outlook, current)
    return Progress(
        status=status_of(goal, check.probability, today=outlook.today, thresholds=thresholds),
        time_share=_time_share(goal, outlook.today),
        days_left=days_left,
        current=current,
        required_per_day=required,
        forecast_per_day=expected,
        required_weekly_growth=growth,
    )


def _rates(
    goal: Goal, check: GoalCheck, outlook: KpiOutlook, current: float | None
) -> tuple[float | None, float | None]:
    """Return what each remaining day must bring, and what the forecast expects of it."""
    left = check.window.clipped(outlook.last_day + ONE_DAY, check.window.last)
    if left is None or outlook.source.denominator is not None:
        return None, None
    if goal.measure is Measure.LEVEL:
        days = (goal.deadline - outlook.last_day).days
        if current is None:
            return None, None
        return (goal.target - current) / days, (check.expected - current) / days
    known = read_window(outlook.source, Measure.TOTAL, check.window)
    sum_known = known.value or 0.0
    if goal.measure is Measure.TOTAL:
        wanted = goal.target
    else:
        wanted = goal.target * (known.days_known + left.days)
    expected = float(np.median(outlook.draws_of(Measure.MEAN, left)))
    return (wanted - sum_known) / left.days, expected


def _time_share(goal: Goal, today: date) -> float:
    whole = (goal.deadline - goal.created_on).days + 1
    gone = (today - goal.created_on).days
    return min(max(gone / whole, 0.0), 1.0) if whole > 0 else 1.0


def settle(goal: Goal, source: ForecastInput, *, direction: Direction) -> Settlement:
    """Tell how a goal ended; needs no forecast.

    Parameters
    ----------
    goal : Goal
        The goal.
    source : ForecastInput
        The KPI's series with the newest data.
    direction : Direction
        Which way is better.

    Returns
    -------
    Settlement
        Waiting as long as the data do not reach the deadline, posts up to it are not all seen at
        maturity, or days are missing that could still change the answer.
    """
    window = goal_window(
        goal.measure, deadline=goal.deadline, baseline_last=goal.baseline.period.last
    )
    known_on = goal.deadline + timedelta(days=1 + (source.maturity_days if source.per_post else 0))
    if source.mature_until < goal.deadline:
        return Settlement(status=Status.WAITING, outcome=None, known_on=known_on)
    reading = read_window(source, goal.measure, window)
    if reading.value is None:
        return Settlement(
            status=Status.WAITING,
            outcome=None,
            known_on=known_on,
            days_missing=reading.days_missing,
        )
    up = aims_up(direction)
    met = reading.value >= goal.target if up else reading.value <= goal.target
    return Settlement(
        status=_settled_status(goal, reading, window, met=met, up=up, kind=source.kind),
        outcome=reading.value,
        known_on=known_on,
        days_missing=reading.days_missing,
    )


def _settled_status(
    goal: Goal, reading: Reading, window: Period, *, met: bool, up: bool, kind: SeriesKind
) -> Status:
    if goal.measure is Measure.TOTAL and reading.days_missing:
        # A missing day could only add to a count: enough stays enough, too little is not final.
        final = kind is SeriesKind.FLOW and met == up
        return (Status.REACHED if met else Status.MISSED) if final else Status.WAITING
    if goal.measure is Measure.MEAN and reading.days_missing > window.days // 2:
        return Status.WAITING
    return Status.REACHED if met else Status.MISSED
