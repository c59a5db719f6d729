"""Spans of days: calendar months and quarters, comparison periods and deadlines.

A period is inclusive on both sides. Today is always passed in; nothing here reads the clock.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `first` to `last`, both included.

    Attributes
    ----------
    first, last : date
        Inclusive ends.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"Period ends {self.last} before it begins {self.first}.")

    @property
    def days(self) -> int:
        """Number of days, at least 1."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=i) for i in range(self.days))

    def previous(self) -> Period:
        """Return the span of equal length that ends the day before this one begins."""
        last = self.first - ONE_DAY
        return Period(last - timedelta(days=self.days - 1), last)

    def year_before(self) -> Period:
        """Return the same calendar span one year earlier (29 February becomes 28)."""
        return Period(add_months(self.first, -12), add_months(self.last, -12))

    def clipped(self, first: date, last: date) -> Period | None:
        """Return the part inside ``first``..``last``, or None when there is none."""
        start, end = max(self.first, first), min(self.last, last)
        return Period(start, end) if start <= end else None


def last_days(count: int, today: date) -> Period:
    """Return the `count` complete days before `today`.

    Parameters
    ----------
    count : int
        Number of days, at least 1.
    today : date
        The unfinished day; not included.

    Returns
    -------
    Period
        Ends the day before `today`.
    """
    last = today - ONE_DAY
    return Period(last - timedelta(days=count - 1), last)


def week_of(day: date, *, first_weekday: int = 0) -> Period:
    """Return the calendar week that holds `day`; weeks start on Monday unless said otherwise."""
    first = day - timedelta(days=(day.weekday() - first_weekday) % 7)
    return Period(first, first + timedelta(days=6))


def month_of(day: date) -> Period:
    """Return the calendar month that holds `day`."""
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def quarter_of(day: date) -> Period:
    """Return the calendar quarter that holds `day`."""
    month = 3 * ((day.month - 1) // 3) + 1
    first = day.replace(month=month, day=1)
    return Period(first, add_months(first, 3) - ONE_DAY)


def add_months(day: date, months: int) -> date:
    """Move `day` by calendar months; the last day of a month stays inside the month it lands in.

    Parameters
    ----------
    day : date
        Starting day.
    months : int
        Months to move, may be negative.

    Returns
    -------
    date
        31 December plus three months is 31 March; 30 November plus three months 28 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
