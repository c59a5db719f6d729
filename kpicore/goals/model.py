"""What a goal is, what a check of it says, and what a proposal offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kpicore.kpis.definition import Stage, Statistic
from kpicore.messages import Message
from kpicore.periods import Period
from kpicore.units import Unit


class Measure(StrEnum):
    """How a goal is read at its deadline."""

    MEAN = "mean"
    """Per-day mean of the last 28 days up to the deadline; ratios pooled over those days; per-post
    KPIs over the posts published in them."""
    TOTAL = "total"
    """Sum from the day after the baseline to the deadline."""
    LEVEL = "level"
    """Level at the deadline."""


class Verdict(StrEnum):
    """How likely a target is, in a word."""

    SAFE = "safe"
    REALISTIC = "realistic"
    STRETCH = "stretch"
    UNLIKELY = "unlikely"


class Status(StrEnum):
    """How a running goal stands."""

    TOO_EARLY = "too_early"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    AT_RISK = "at_risk"
    OUT_OF_REACH = "out_of_reach"
    REACHED = "reached"
    MISSED = "missed"
    WAITING = "waiting"
    """The deadline has passed, the data that settle it are not there yet."""


class Rung(StrEnum):
    """A step of the ladder of proposals."""

    SAFE = "safe"
    REALISTIC = "realistic"
    STRETCH = "stretch"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The value a goal starts from.

    Attributes
    ----------
    value : float
        In the KPI's unit, read by the goal's measure.
    period : Period
        The days it covers.
    """

    value: float
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An earlier target of a goal, kept when it was changed.

    Attributes
    ----------
    target : float
        The old target.
    deadline : date
        The old deadline.
    revised_on : date
        When it was replaced.
    reason : str
        Why, in the user's words.
    """

    target: float
    deadline: date
    revised_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A target for a KPI at a deadline.

    Attributes
    ----------
    goal_id : str
        Stable identity; empty before it is saved.
    kpi : str
        Key of the catalogue.
    statistic : Statistic
        Part of the KPI's identity.
    account_ids : tuple of str
        Accounts it speaks of.
    measure : Measure
        How it is read.
    baseline : Baseline
        What it starts from.
    target : float
        In the KPI's unit.
    deadline : date
        Last day that counts.
    created_on : date
        Day on which it was set.
    stage : Stage or None
        The priority it serves.
    reason : str
        Why, in the user's words.
    owner : str
        Who answers for it, in the user's words.
    next_review : date or None
        When it is looked at again.
    probability_at_start : float or None
        What was said when it was set.
    revisions : tuple of Revision
        Earlier targets, oldest first.
    version : int
        Counts saved changes, for telling two edits apart.
    """

    goal_id: str = ""
    kpi: str
    statistic: Statistic
    account_ids: tuple[str, ...]
    measure: Measure
    baseline: Baseline
    target: float
    deadline: date
    created_on: date
    stage: Stage | None = None
    reason: str = ""
    owner: str = ""
    next_review: date | None = None
    probability_at_start: float | None = None
    revisions: tuple[Revision, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCheck:
    """What the forecast says of a goal.

    Attributes
    ----------
    goal : Goal
        The goal checked.
    unit : Unit
        What its numbers count.
    window : Period
        The days on which it is read.
    probability : float
        Share of forecast draws that meet the target, in [0, 1].
    verdict : Verdict
        The probability in a word.
    expected : float
        Median of the draws at the window.
    low, high : float
        Ends of the central interval.
    interval_level : float
        Its level, 0.8.
    gap : float
        ``target - expected``, in the unit.
    needed_weekly_growth, forecast_weekly_growth : float or None
        Compound growth per week as a share, from the baseline to the target and to the expected
        value; None where the baseline is not positive.
    observed_share : float
        Share of the window that is already history, in [0, 1].
    forecast_made_on : date
        First day that the forecast does not know.
    backtest_windows : int
        Past windows on which the spread rests.
    notes : tuple of Message
        What a reader must know.
    """

    goal: Goal
    unit: Unit
    window: Period
    probability: float
    verdict: Verdict
    expected: float
    low: float
    high: float
    interval_level: float = 0.8
    gap: float
    needed_weekly_growth: float | None
    forecast_weekly_growth: float | None
    observed_share: float = 0.0
    forecast_made_on: date
    backtest_windows: int = 0
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A target that the app offers.

    Attributes
    ----------
    rung : Rung
        Its step on the ladder.
    goal : Goal
        Ready to be saved.
    check : GoalCheck
        With the probability of the rounded figure.
    """

    rung: Rung
    goal: Goal
    check: GoalCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredForecast:
    """What was said of a goal at some moment; kept, and scored once its window has passed.

    Attributes
    ----------
    goal_id : str
        The goal.
    made_at : datetime
        When it was said.
    target, probability, expected, low, high : float
        What was said.
    """

    goal_id: str
    made_at: datetime
    target: float
    probability: float
    expected: float
    low: float
    high: float
