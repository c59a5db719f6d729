"""What a report is made of before anything is said: data, days, goals with their forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from kpicore.forecasting import Event
from kpicore.goals import (
    DEFAULT_THRESHOLDS,
    Goal,
    GoalThresholds,
    KpiOutlook,
    PlanOdds,
    check_goal,
    pace_path,
    progress_of,
    settle,
)
from kpicore.history import Account, History
from kpicore.kpis import (
    CATALOGUE,
    DEFAULT_OPTIONS,
    KpiOptions,
    KpiValue,
    Stage,
    compute_kpis,
    focus_kpis,
)
from kpicore.periods import Period
from kpicore.reviews import Decision, GoalStanding, ReviewNote

MOST_FIGURES = 4
"""Figures in a row."""


@dataclass(frozen=True, kw_only=True)
class ReportGoal:
    """A goal and what the newest data say of it.

    Attributes
    ----------
    standing : GoalStanding
        Its check and progress, how it ended, or why nothing can be said.
    outlook : KpiOutlook or None
        The forecast behind them; None where there is none.
    pace : DataFrame or None
        From `kpicore.goals.pace_path`: the way that meets the target; None where the forecast of
        the day on which the goal was set is not at hand.
    """

    standing: GoalStanding
    outlook: KpiOutlook | None = None
    pace: pd.DataFrame | None = None

    @property
    def goal(self) -> Goal:
        """The goal as saved."""
        return self.standing.goal


def report_goal(
    goal: Goal, outlook: KpiOutlook, *, thresholds: GoalThresholds = DEFAULT_THRESHOLDS
) -> ReportGoal:
    """Check a goal for a report.

    Parameters
    ----------
    goal : Goal
        Running, or past its deadline.
    outlook : KpiOutlook
        Of its KPI and accounts, reaching to its deadline.
    thresholds : GoalThresholds
        Limits of verdicts and statuses.

    Returns
    -------
    ReportGoal
        With its check and progress, or with how it ended.
    """
    if goal.deadline <= outlook.last_day:
        direction = CATALOGUE[goal.kpi].direction
        ended = settle(goal, outlook.source, direction=direction)
        standing = GoalStanding(goal=goal, settlement=ended, currency=outlook.currency)
        return ReportGoal(standing=standing, outlook=outlook)
    check = check_goal(goal, outlook, thresholds=thresholds)
    progress = progress_of(goal, check, outlook, thresholds=thresholds)
    standing = GoalStanding(goal=goal, check=check, progress=progress, currency=outlook.currency)
    # What happened since a goal was set must not bend its path.
    set_now = goal.created_on >= outlook.today
    pace = pace_path(goal, outlook, thresholds=thresholds) if set_now else None
    return ReportGoal(standing=standing, outlook=outlook, pace=pace)


@dataclass(frozen=True, kw_only=True)
class Material:
    """What a report is made of.

    Attributes
    ----------
    history : History
        Of the accounts, and of no others.
    period : Period
        Days that the KPIs speak of.
    today : date
        The unfinished day; it and later days are not counted.
    made_on : date
        The day of the report.
    goals : tuple of ReportGoal
        Those that it speaks of.
    odds : PlanOdds or None
        How likely the running goals are together, in their order.
    core_kpis : tuple of str
        Keys that matter most, the most important first; empty for those of `stage`.
    stage : Stage
        What the accounts work on.
    options : KpiOptions
        How KPIs are read.
    events : tuple of Event
        Dated things that moved the numbers.
    files : tuple of str
        Names of the files that the numbers come from.
    notes : tuple of ReviewNote
        What people observed in these days.
    decisions : tuple of Decision
        What was decided of them.
    thresholds : GoalThresholds
        Limits of verdicts and statuses.
    """

    history: History
    period: Period
    today: date
    made_on: date
    goals: tuple[ReportGoal, ...] = ()
    odds: PlanOdds | None = None
    core_kpis: tuple[str, ...] = ()
    stage: Stage = Stage.BRAND
    options: KpiOptions = DEFAULT_OPTIONS
    events: tuple[Event, ...] = ()
    files: tuple[str, ...] = ()
    notes: tuple[ReviewNote, ...] = ()
    decisions: tuple[Decision, ...] = ()
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Those that it speaks of."""
        return self.history.accounts

    @property
    def account_ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(a.account_id for a in self.history.accounts)

    @property
    def standings(self) -> tuple[GoalStanding, ...]:
        """How its goals stand."""
        return tuple(g.standing for g in self.goals)

    @property
    def running(self) -> tuple[ReportGoal, ...]:
        """The goals whose deadline is still to come."""
        return tuple(g for g in self.goals if g.standing.check is not None)

    def of_first_goal(self) -> Material:
        """Return the part that speaks of the first goal; all of it where there is no goal."""
        if not self.goals:
            return self
        found = self.goals[0]
        known = [i for i in found.goal.account_ids if i in self.account_ids]
        history = self.history.only(known) if known else self.history
        return replace(self, history=history, goals=(found,), odds=None)

    def values(self, account_ids: Sequence[str] | None = None) -> tuple[KpiValue, ...]:
        """Return all KPIs of some accounts, by default of all of them put together."""
        return compute_kpis(
            self.history,
            self.period,
            account_ids=account_ids or self.account_ids,
            today=self.today,
            options=self.options,
        )

    def core(self, values: Sequence[KpiValue]) -> tuple[KpiValue, ...]:
        """Return the KPIs that matter most among some that have a value.

        Parameters
        ----------
        values : sequence of KpiValue
            From `values`.

        Returns
        -------
        tuple of KpiValue
            At most `MOST_FIGURES`; empty where none has a value.
        """
        found = {v.key: v for v in values if v.value is not None}
        own = tuple(key for key in self.core_kpis if key in found)
        focus = own or focus_kpis(self.stage, tuple(found)) or tuple(found)
        return tuple(found[key] for key in focus[:MOST_FIGURES])
