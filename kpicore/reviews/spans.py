"""Which weeks and months are reviewed, and since when a review looks at what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from kpicore.periods import ONE_DAY, Period, month_of, week_of
from kpicore.reviews.model import Review, ReviewKind, ReviewPeriod

OFFERED: Mapping[ReviewKind, int] = MappingProxyType(
    {ReviewKind.WEEKLY: 13, ReviewKind.MONTHLY: 12}
)
"""Periods to choose from: a quarter of weeks, a year of months."""

LONGEST_LOOK_BACK_DAYS = 100
"""What changed since a review longer ago than a quarter is no news any more."""

_PeriodOf = Callable[[date, int], Period]
_PERIOD_OF: Mapping[ReviewKind, _PeriodOf] = MappingProxyType(
    {
        ReviewKind.WEEKLY: lambda day, first: week_of(day, first_weekday=first),
        ReviewKind.MONTHLY: lambda day, _first: month_of(day),
    }
)


def review_period(kind: ReviewKind, day: date, *, first_weekday: int = 0) -> ReviewPeriod:
    """Return the week or month that holds a day.

    Parameters
    ----------
    kind : ReviewKind
        Which of them.
    day : date
        Any day of it.
    first_weekday : int, default 0
        First day of the week, 0 for Monday to 6 for Sunday.

    Returns
    -------
    ReviewPeriod
        Whole, whether it is over or not.
    """
    return ReviewPeriod(kind=kind, days=_PERIOD_OF[kind](day, first_weekday))


def offered_periods(
    kind: ReviewKind, *, first_day: date, last_day: date, first_weekday: int = 0
) -> tuple[ReviewPeriod, ...]:
    """Return the periods that can be reviewed, the newest first.

    Parameters
    ----------
    kind : ReviewKind
        Weeks or months.
    first_day, last_day : date
        Days that the data reach from and to.
    first_weekday : int, default 0
        First day of the week.

    Returns
    -------
    tuple of ReviewPeriod
        At least one. The one that is still running comes first only where none is over yet:
        half a week looks like a bad one.
    """
    running = review_period(kind, last_day, first_weekday=first_weekday)
    found = [running]
    while len(found) <= OFFERED[kind] and found[-1].days.first > first_day:
        before = found[-1].days.first - ONE_DAY
        found.append(review_period(kind, before, first_weekday=first_weekday))
    if running.days.last > last_day and len(found) > 1:
        found = [found[1], running, *found[2:]]
    return tuple(found[: OFFERED[kind]])


def looks_back_to(
    period: ReviewPeriod, reviews: Iterable[Review], account_ids: Iterable[str]
) -> date:
    """Return the first day of what a review calls "since the last review".

    Parameters
    ----------
    period : ReviewPeriod
        Under review.
    reviews : iterable of Review
        All of the workspace.
    account_ids : iterable of str
        Accounts under review.

    Returns
    -------
    date
        The day after the newest closed review of these accounts that ended before this one does;
        without one, or where it lies longer ago than a quarter, the first day of the period.
    """
    wanted = set(account_ids)
    ends = [
        r.period.days.last + ONE_DAY
        for r in reviews
        if r.closed and set(r.account_ids) == wanted and r.period.days.last < period.days.last
    ]
    newest = max(ends, default=period.days.first)
    too_long = (period.days.last - newest).days > LONGEST_LOOK_BACK_DAYS
    return period.days.first if too_long else newest
