"""Which goals need somebody first: what can still be turned, before what needs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from kpicore.goals.model import Goal, Status

NEEDS_ATTENTION: Final = frozenset({Status.AT_RISK, Status.OUT_OF_REACH})
"""Statuses of running goals that will rather be missed than reached."""

ATTENTION: Final[Mapping[Status | None, int]] = MappingProxyType(
    {
        Status.AT_RISK: 0,
        Status.OUT_OF_REACH: 1,
        Status.TOO_EARLY: 2,
        Status.ON_PACE: 3,
        Status.AHEAD: 4,
        None: 5,
        Status.WAITING: 6,
        Status.MISSED: 7,
        Status.REACHED: 8,
    }
)
"""Lower comes first: what can still be turned, before what cannot, before what needs nothing."""


def attention_rank(status: Status | None, *, review_overdue: bool = False) -> tuple[int, int]:
    """Return how soon a goal needs somebody, for sorting.

    Parameters
    ----------
    status : Status or None
        How it stands; None where that is not known.
    review_overdue : bool
        Whether it should have been looked at again by now.

    Returns
    -------
    tuple of int
        Lower comes first: goals that will rather be missed, goals whose review is overdue, then
        the others in the order of `ATTENTION`.
    """
    if status in NEEDS_ATTENTION:
        return 0, ATTENTION[status]
    return 1 if review_overdue else 2, ATTENTION[status]


def review_overdue(goal: Goal, *, today: date, reviewed_on: date | None = None) -> bool:
    """Tell whether a goal should have been looked at again by now.

    Parameters
    ----------
    goal : Goal
        Running.
    today : date
        Of the reader's calendar: a review falls due though nobody brings new data.
    reviewed_on : date, optional
        Day of the latest review that was closed.

    Returns
    -------
    bool
        False where no review was agreed on, and on its day itself.
    """
    due = goal.next_review
    if due is None or due >= today:
        return False
    return reviewed_on is None or reviewed_on < due
