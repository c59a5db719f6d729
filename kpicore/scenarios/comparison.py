"""Scenarios side by side: probability, expected value and the paired difference to the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from kpicore.errors import ScenarioError
from kpicore.goals.check import check_goal
from kpicore.goals.deadlines import goal_window
from kpicore.goals.model import Goal, GoalCheck
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.pace import window_at
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, GoalThresholds
from kpicore.messages import Message, msg
from kpicore.scenarios.acting import Acted, act
from kpicore.scenarios.ground import Ground
from kpicore.scenarios.model import Scenario

PATH_COLUMNS = ("date", "scenario", "median", "difference", "low", "high")
"""Columns of `paths`; `scenario` is the place in the list of scenarios."""
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A scenario minus the forecast, in the same futures.

    Attributes
    ----------
    median, low, high : float
        In the KPI's unit; `low` and `high` hold the interval of the thresholds' level. Exactly 0
        for a scenario that changes nothing.
    """

    median: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One goal under one scenario.

    Attributes
    ----------
    scenario : Scenario
        The scenario.
    goal : Goal
        The goal.
    check : GoalCheck or None
        None where the scenario cannot be applied.
    difference : Difference or None
        Likewise.
    acted : Acted or None
        Likewise.
    fault : Message or None
        Why it cannot be applied.
    """

    scenario: Scenario
    goal: Goal
    check: GoalCheck | None = None
    difference: Difference | None = None
    acted: Acted | None = None
    fault: Message | None = None


def compare(
    scenarios: Sequence[Scenario],
    goal: Goal,
    outlook: KpiOutlook,
    ground: Ground,
    *,
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
    seed: int = 0,
) -> tuple[Outcome, ...]:
    """Judge a goal under several scenarios.

    Parameters
    ----------
    scenarios : sequence of Scenario
        In the order wanted.
    goal : Goal
        Its accounts must be those of a scenario for its levers to be pulled.
    outlook : KpiOutlook
        As forecast, reaching to the deadline.
    ground : Ground
        Of the goal's accounts.
    thresholds : GoalThresholds
        Limits of the verdicts and level of the intervals.
    seed : int, default 0
        Of the levers' uncertainty.

    Returns
    -------
    tuple of Outcome
        One per scenario.
    """

    def outcome(scenario: Scenario) -> Outcome:
        acted = _acted(scenario, goal, outlook, ground, seed)
        if isinstance(acted, Message):
            return Outcome(scenario=scenario, goal=goal, fault=acted)
        return Outcome(
            scenario=scenario,
            goal=goal,
            check=check_goal(goal, acted.outlook, thresholds=thresholds),
            difference=difference(goal, acted.outlook, outlook, thresholds=thresholds),
            acted=acted,
        )

    return tuple(outcome(scenario) for scenario in scenarios)


def _acted(
    scenario: Scenario, goal: Goal, outlook: KpiOutlook, ground: Ground, seed: int
) -> Acted | Message:
    if scenario.levers and set(scenario.account_ids) != set(goal.account_ids):
        return msg("This scenario is about other accounts than the goal.")
    try:
        return act(scenario, outlook, ground, seed=seed)
    except ScenarioError as refused:
        return refused.message


def difference(
    goal: Goal,
    changed: KpiOutlook,
    outlook: KpiOutlook,
    *,
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
) -> Difference:
    """Return what a scenario adds to a goal's measure, draw by draw.

    Parameters
    ----------
    goal : Goal
        Says measure and window.
    changed, outlook : KpiOutlook
        Under the scenario, and as forecast: the same futures.
    thresholds : GoalThresholds
        Level of the interval.

    Returns
    -------
    Difference
        Quantiles of the differences, not differences of quantiles.
    """
    window = goal_window(
        goal.measure, deadline=goal.deadline, baseline_last=goal.baseline.period.last
    )
    each = changed.draws_of(goal.measure, window) - outlook.draws_of(goal.measure, window)
    tail = (1 - thresholds.interval_level) / 2
    low, median, high = (float(v) for v in np.quantile(each, [tail, 0.5, 1 - tail]))
    return Difference(median=median, low=low, high=high)


def paths(
    goal: Goal,
    outlook: KpiOutlook,
    changed: Sequence[KpiOutlook],
    *,
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS,
) -> pd.DataFrame:
    """Return the way of a goal's measure under several scenarios, week by week to the deadline.

    Parameters
    ----------
    goal : Goal
        The goal.
    outlook : KpiOutlook
        As forecast.
    changed : sequence of KpiOutlook
        Under each scenario.
    thresholds : GoalThresholds
        Level of the interval.

    Returns
    -------
    DataFrame
        `PATH_COLUMNS`: the median of each scenario, and the median and interval of its paired
        difference to the forecast.
    """
    last = outlook.last_day
    weeks = [last + timedelta(days=d) for d in range(_WEEK, (goal.deadline - last).days + 1, _WEEK)]
    days = weeks if weeks and weeks[-1] == goal.deadline else [*weeks, goal.deadline]
    tail = (1 - thresholds.interval_level) / 2
    rows: list[tuple[pd.Timestamp, int, float, float, float, float]] = []
    for day in days:
        window = window_at(goal, day)
        base = outlook.draws_of(goal.measure, window)
        for place, one in enumerate(changed):
            drawn = one.draws_of(goal.measure, window)
            low, middle, high = np.quantile(drawn - base, [tail, 0.5, 1 - tail])
            median = float(np.median(drawn))
            rows.append((pd.Timestamp(day), place, median, float(middle), float(low), float(high)))
    return pd.DataFrame(rows, columns=list(PATH_COLUMNS))
