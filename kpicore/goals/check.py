"""How likely a goal is: its target against the draws of the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from kpicore.forecasting.result import probability as share_of_draws
from kpicore.goals.deadlines import goal_window, weekly_growth
from kpicore.goals.model import Goal, GoalCheck, Measure, StoredForecast
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.reading import read_window
from kpicore.goals.targets import aims_up
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, GoalThresholds
from kpicore.messages import Message, msg, msgs
from kpicore.periods import ONE_DAY, Period


def check_goal(
    goal: Goal,
    outlook: KpiOutlook,
    *,
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
) -> GoalCheck:
    """Judge a goal by the forecast.

    Parameters
    ----------
    goal : Goal
        New, running, or past its deadline.
    outlook : KpiOutlook
        Of the same KPI and accounts, reaching to the deadline.
    thresholds : GoalThresholds
        Limits of the verdicts.

    Returns
    -------
    GoalCheck
        Probability, verdict, expected value and what growth it takes. Known days of the window
        enter every draw as they are.

    Raises
    ------
    ValueError
        If the outlook is of another KPI, statistic or other accounts.
    GoalError
        If the KPI does not have the goal's measure.
    """
    _check_same(goal, outlook)
    window = goal_window(
        goal.measure, deadline=goal.deadline, baseline_last=goal.baseline.period.last
    )
    draws = outlook.draws_of(goal.measure, window)
    side = "at_least" if goal_aims_up(outlook) else "at_most"
    probability = share_of_draws(draws, **{side: goal.target})
    tail = (1 - thresholds.interval_level) / 2
    low, expected, high = (float(v) for v in np.quantile(draws, [tail, 0.5, 1 - tail]))
    return GoalCheck(
        goal=goal,
        unit=outlook.unit,
        window=window,
        probability=probability,
        verdict=thresholds.verdict(probability),
        expected=expected,
        low=low,
        high=high,
        interval_level=thresholds.interval_level,
        gap=goal.target - expected,
        needed_weekly_growth=weekly_growth(goal.baseline, goal.target, deadline=goal.deadline),
        forecast_weekly_growth=weekly_growth(goal.baseline, expected, deadline=goal.deadline),
        observed_share=_observed_share(window, outlook.last_day),
        forecast_made_on=outlook.last_day + ONE_DAY,
        backtest_windows=len(outlook.forecast.evidence.windows),
        notes=_notes(goal, outlook),
    )


def stored_forecast(check: GoalCheck, made_at: datetime) -> StoredForecast:
    """Return what a check says as it is kept, to be scored once the window has passed."""
    return StoredForecast(
        goal_id=check.goal.goal_id,
        made_at=made_at,
        target=check.goal.target,
        probability=check.probability,
        expected=check.expected,
        low=check.low,
        high=check.high,
    )


def goal_aims_up(outlook: KpiOutlook) -> bool:
    """Tell whether goals on the KPI are met by reaching at least the target."""
    return aims_up(outlook.definition.direction)


def _check_same(goal: Goal, outlook: KpiOutlook) -> None:
    wanted = (goal.kpi, goal.statistic, set(goal.account_ids))
    found = (outlook.definition.key, outlook.statistic, set(outlook.account_ids))
    if wanted != found:
        raise ValueError(f"The goal speaks of {wanted}, the outlook of {found}.")


def _observed_share(window: Period, last_known: date) -> float:
    known = window.clipped(window.first, last_known) if last_known >= window.first else None
    return 0.0 if known is None else known.days / window.days


def _notes(goal: Goal, outlook: KpiOutlook) -> tuple[Message, ...]:
    notes: list[Message] = []
    missing = read_window(outlook.source, goal.measure, goal.baseline.period).days_missing
    if missing:
        notes.append(
            msgs(
                "One day of the baseline is missing and does not count as zero.",
                "{count} days of the baseline are missing and do not count as zero.",
                missing,
            )
        )
    age = (outlook.today - outlook.last_day).days - 1 - outlook.settled_after_days
    if age > 0:
        notes.append(
            msgs(
                "The data end one day before today; newer data make the probability sharper.",
                "The data end {count} days before today; newer data make the probability sharper.",
                age,
            )
        )
    if outlook.settled_after_days:
        notes.append(
            msg(
                "Posts count at the age of {days} days, so the result is known on {day}.",
                days=outlook.settled_after_days,
                day=goal.deadline + timedelta(days=outlook.settled_after_days),
            )
        )
    return tuple(notes)


def probability_curve(
    outlook: KpiOutlook,
    *,
    measure: Measure,
    deadline: date,
    points: int = 81,
    include: Sequence[float] = (),
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
) -> pd.DataFrame:
    """Return how likely each target is.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    measure : Measure
        How goals are read.
    deadline : date
        Inside the outlook.
    points : int, default 81
        Number of targets between the 1st and the 99th percentile of the draws.
    include : sequence of float
        Targets that shall be on the curve whatever their value: the typed one, the ladder.
    thresholds : GoalThresholds
        Limits of the verdicts.

    Returns
    -------
    DataFrame
        Columns `target` (ascending, in the unit), `probability` (0-1; falling where more is
        better, rising where less is) and `verdict` (code).
    """
    baseline = outlook.baseline(measure, deadline=deadline)
    window = goal_window(measure, deadline=deadline, baseline_last=baseline.period.last)
    draws = np.sort(outlook.draws_of(measure, window))
    low, high = np.quantile(draws, [0.01, 0.99])
    targets = np.unique(np.concatenate([np.linspace(low, high, points), np.asarray(include)]))
    at_least = goal_aims_up(outlook)
    below = np.searchsorted(draws, targets, side="left" if at_least else "right") / draws.size
    probability = 1 - below if at_least else below
    return pd.DataFrame(
        {
            "target": targets,
            "probability": probability,
            "verdict": [thresholds.verdict(float(p)).value for p in probability],
        }
    )
