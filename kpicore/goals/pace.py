"""The path to be on: where the measure should stand on each day to end exactly at the target.

The path is that of the measure itself - its trailing 28-day mean, the running sum, or the level -
and has the shape of the forecast made when the goal was set, season included. It is the forecast's
median path, tilted so that it leaves the baseline unchanged and meets the target at the deadline.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpicore.goals.deadlines import goal_window
from kpicore.goals.model import Goal, Measure
from kpicore.goals.outlook import Draws, KpiOutlook
from kpicore.goals.reading import read_window
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, GoalThresholds
from kpicore.periods import ONE_DAY, Period

PACE_COLUMNS = ("date", "pace", "low", "high")


def window_at(goal: Goal, day: date) -> Period:
    """Return the days that the goal's measure reads on a day of its way.

    Parameters
    ----------
    goal : Goal
        The goal.
    day : date
        After the baseline, up to the deadline.

    Returns
    -------
    Period
        The 28 days up to the day, the running span, or the day itself.
    """
    return goal_window(goal.measure, deadline=day, baseline_last=goal.baseline.period.last)


def pace_path(
    goal: Goal, start: KpiOutlook, *, thresholds: GoalThresholds = DEFAULT_THRESHOLDS
) -> pd.DataFrame:
    """Return the path on which the goal is met.

    Parameters
    ----------
    goal : Goal
        The goal.
    start : KpiOutlook
        The outlook of the day on which the goal was set (`today` is its `created_on`), so that
        what happened since does not bend the path.
    thresholds : GoalThresholds
        Level of the band.

    Returns
    -------
    DataFrame
        A row per day from the last day of the baseline (for totals, the day after) to the
        deadline: `date`; `pace`, ending exactly at the target; `low` and `high`, the forecast's
        own spread laid around the path.
    """
    days = list(_days_of(goal, start.source.step_days))
    tail = (1 - thresholds.interval_level) / 2
    draws = np.stack([_draws_at(goal, start, day) for day in days])
    low, middle, high = np.quantile(draws, [tail, 0.5, 1 - tail], axis=1)
    if goal.measure is not Measure.TOTAL and days[0] == goal.baseline.period.last:
        low[0] = middle[0] = high[0] = goal.baseline.value
    pace = _tilted(middle, goal, days)
    # On its own scale the band is as wide as the forecast's: ratios for counts, else differences.
    if (middle > 0).all() and (pace > 0).all():
        low, high = pace * low / middle, pace * high / middle
    else:
        low, high = pace + low - middle, pace + high - middle
    if start.upper is not None:
        pace, low, high = (np.minimum(a, start.upper) for a in (pace, low, high))
    pace[-1] = goal.target
    return pd.DataFrame(
        dict(zip(PACE_COLUMNS, (pd.to_datetime(days), pace, low, high), strict=True))
    )


def _days_of(goal: Goal, step_days: int) -> Iterator[date]:
    """Days of the path; from the deadline back in steps, so that weeks stay whole."""
    first = goal.baseline.period.last
    if goal.measure is Measure.TOTAL:
        first += ONE_DAY
    span = (goal.deadline - first).days
    return (
        goal.deadline - timedelta(days=d) for d in range(span - span % step_days, -1, -step_days)
    )


def _draws_at(goal: Goal, start: KpiOutlook, day: date) -> Draws:
    return start.draws_of(goal.measure, window_at(goal, day))


def _tilted(middle: Draws, goal: Goal, days: list[date]) -> Draws:
    """Bend a median path so that its end is the target and its beginning stays where it is."""
    end = middle[-1]
    if goal.measure is Measure.TOTAL and end > 0 and goal.target > 0:
        return np.asarray(middle * (goal.target / end))
    span = max((days[-1] - days[0]).days, 1)
    gone = np.array([(d - days[0]).days / span for d in days])
    if end > 0 and goal.target > 0 and (middle > 0).all():
        return np.asarray(middle * (goal.target / end) ** gone)
    return np.asarray(middle + (goal.target - end) * gone)


def actual_path(goal: Goal, now: KpiOutlook) -> pd.DataFrame:
    """Return where the measure stood on each day since the goal was set.

    Parameters
    ----------
    goal : Goal
        The goal.
    now : KpiOutlook
        The KPI with the newest data.

    Returns
    -------
    DataFrame
        Columns `date` and `value`, from the last day of the baseline to the last known day or the
        deadline; NaN where nothing is known.
    """
    first = goal.baseline.period.last
    if goal.measure is Measure.TOTAL:
        first += ONE_DAY
    last = min(now.last_day, goal.deadline)
    days = [first + timedelta(days=d) for d in range((last - first).days + 1)]
    readings = [read_window(now.source, goal.measure, window_at(goal, d)) for d in days]
    values = [np.nan if r.value is None else r.value for r in readings]
    return pd.DataFrame({"date": pd.to_datetime(days), "value": np.array(values, dtype=float)})
