"""Deadlines that people choose: ends of months and quarters, three months, a date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from kpicore.errors import GoalError
from kpicore.goals.model import Baseline, Measure
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, WINDOW_DAYS, GoalThresholds
from kpicore.messages import Message, msg
from kpicore.periods import ONE_DAY, Period, add_months, month_of, quarter_of


class DeadlineChoice(StrEnum):
    """A deadline in words; its date follows from today."""

    THIS_MONTH = "this_month"
    NEXT_MONTH = "next_month"
    THIS_QUARTER = "this_quarter"
    NEXT_QUARTER = "next_quarter"
    THREE_MONTHS = "three_months"


LABELS: Mapping[DeadlineChoice, Message] = MappingProxyType(
    {
        DeadlineChoice.THIS_MONTH: msg("End of this month"),
        DeadlineChoice.NEXT_MONTH: msg("End of next month"),
        DeadlineChoice.THIS_QUARTER: msg("End of this quarter"),
        DeadlineChoice.NEXT_QUARTER: msg("End of next quarter"),
        DeadlineChoice.THREE_MONTHS: msg("In three months"),
    }
)

_DATES: Mapping[DeadlineChoice, Callable[[date], date]] = MappingProxyType(
    {
        DeadlineChoice.THIS_MONTH: lambda today: month_of(today).last,
        DeadlineChoice.NEXT_MONTH: lambda today: month_of(add_months(today, 1)).last,
        DeadlineChoice.THIS_QUARTER: lambda today: quarter_of(today).last,
        DeadlineChoice.NEXT_QUARTER: lambda today: quarter_of(add_months(today, 3)).last,
        # Counted from the last known day: data until 31 December give 31 March.
        DeadlineChoice.THREE_MONTHS: lambda today: add_months(today - ONE_DAY, 3),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedDeadline:
    """A deadline to choose from.

    Attributes
    ----------
    choice : DeadlineChoice
        Its code.
    label : Message
        Its name for people.
    deadline : date
        Its date.
    """

    choice: DeadlineChoice
    label: Message
    deadline: date


def deadline_of(choice: DeadlineChoice, today: date) -> date:
    """Return the date that a deadline in words means on a day."""
    return _DATES[choice](today)


def offered_deadlines(
    today: date, thresholds: GoalThresholds = DEFAULT_THRESHOLDS
) -> tuple[OfferedDeadline, ...]:
    """Return the deadlines that leave enough time, nearest first.

    Parameters
    ----------
    today : date
        First day that is not known yet.
    thresholds : GoalThresholds
        Says how near a deadline may be.

    Returns
    -------
    tuple of OfferedDeadline
        "In three months" is always among them.
    """
    earliest = earliest_deadline(today, thresholds)
    offers = [
        OfferedDeadline(choice=c, label=LABELS[c], deadline=deadline_of(c, today))
        for c in DeadlineChoice
    ]
    return tuple(sorted((o for o in offers if o.deadline >= earliest), key=lambda o: o.deadline))


def earliest_deadline(today: date, thresholds: GoalThresholds = DEFAULT_THRESHOLDS) -> date:
    """Return the first day that may be a deadline, seen from today."""
    return today + timedelta(days=thresholds.shortest_days - 1)


def check_deadline(
    deadline: date, *, today: date, thresholds: GoalThresholds = DEFAULT_THRESHOLDS
) -> None:
    """Refuse deadlines that cannot be planned for.

    Parameters
    ----------
    deadline : date
        Last day that counts.
    today : date
        First day that is not known yet.
    thresholds : GoalThresholds
        Says how near and how far a deadline may be.

    Raises
    ------
    GoalError
        If it lies in the past, too near or too far.
    """
    earliest = earliest_deadline(today, thresholds)
    latest = today + timedelta(days=thresholds.longest_days - 1)
    if deadline < today:
        raise GoalError(
            msg(
                "The deadline {deadline} lies in the past; choose {earliest} or later.",
                deadline=deadline,
                earliest=earliest,
            )
        )
    if deadline < earliest:
        raise GoalError(
            msg(
                "The deadline {deadline} leaves no time to act; choose {earliest} or later.",
                deadline=deadline,
                earliest=earliest,
            )
        )
    if deadline > latest:
        raise GoalError(
            msg(
                "The deadline {deadline} is further than a forecast can see; choose {latest} or "
                "earlier.",
                deadline=deadline,
                latest=latest,
            )
        )


def goal_window(measure: Measure, *, deadline: date, baseline_last: date) -> Period:
    """Return the days on which a goal is read.

    Parameters
    ----------
    measure : Measure
        Mean: the last 28 days up to the deadline. Total: from the day after the baseline. Level:
        the deadline itself.
    deadline : date
        Last day that counts.
    baseline_last : date
        Last day of the baseline.

    Returns
    -------
    Period
        Ends at the deadline.
    """
    if measure is Measure.TOTAL:
        return Period(baseline_last + ONE_DAY, deadline)
    if measure is Measure.LEVEL:
        return Period(deadline, deadline)
    return Period(deadline - timedelta(days=WINDOW_DAYS - 1), deadline)


def weekly_growth(baseline: Baseline, value: float, *, deadline: date) -> float | None:
    """Return the compound growth per week that leads from a baseline to a value.

    The windows of baseline and goal are equally long (28 days, or for totals the whole span), so
    their centres lie as far apart as their ends.

    Parameters
    ----------
    baseline : Baseline
        Where it starts.
    value : float
        Value at the deadline.
    deadline : date
        Last day that counts.

    Returns
    -------
    float or None
        As a share per week; None where the baseline is not positive, the value negative, or the
        deadline not after the baseline.
    """
    days = (deadline - baseline.period.last).days
    return compound_weekly(baseline.value, value, days=days)


def compound_weekly(start: float, end: float, *, days: int) -> float | None:
    """Return the compound growth per week from one value to another.

    Parameters
    ----------
    start, end : float
        In the same unit.
    days : int
        Days between them.

    Returns
    -------
    float or None
        As a share per week; None where `start` is not positive, `end` negative or no day between.
    """
    if start <= 0 or end < 0 or days <= 0:
        return None
    return float((end / start) ** (7 / days) - 1)
