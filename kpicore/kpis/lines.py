"""A KPI day by day: accounts put together, before days are put into steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kpicore.errors import NotComputableError
from kpicore.kpis.columns import Flags, Floats, Ints, day_number, day_of
from kpicore.kpis.definition import KpiDefinition, Rollup, Statistic
from kpicore.kpis.figures import Part
from kpicore.kpis.reading import Reading, read_kpi
from kpicore.kpis.tables import AccountTable, KpiOptions
from kpicore.messages import msg
from kpicore.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A KPI day by day, accounts put together.

    Attributes
    ----------
    first : int
        Day number of the first entry.
    upper, lower : array of float
        Above and below the line; NaN where the day is not known. `lower` is 1 for counts.
    posts : array of int
        Posts published, for figures made of posts; else 0.
    """

    first: int
    upper: Floats
    lower: Floats
    posts: Ints

    @property
    def days(self) -> Ints:
        """Day number of each entry."""
        return np.arange(self.first, self.first + self.upper.size)


def whole_span(tables: Sequence[AccountTable], today: date) -> Period | None:
    """Return the days before today that any table holds rows for, or None."""
    yesterday = day_number(today) - 1
    firsts, lasts = [], []
    for table in tables:
        for days in (table.daily.days, table.post_days, table.live.days):
            if days.size:
                firsts.append(int(days[0]))
                lasts.append(int(days[-1]))
    if not firsts or min(firsts) > yesterday:
        return None
    return Period(day_of(min(firsts)), day_of(min(max(lasts), yesterday)))


def reading_of(
    tables: tuple[AccountTable, ...],
    definition: KpiDefinition,
    *,
    statistic: Statistic | None,
    today: date,
    options: KpiOptions,
) -> tuple[Reading, Period]:
    """Choose statistic and ways on all days before today.

    Parameters
    ----------
    tables : tuple of AccountTable
        The accounts.
    definition : KpiDefinition
        The KPI.
    statistic : Statistic or None
        None takes the first that the data allow.
    today : date
        The unfinished day.
    options : KpiOptions
        The workspace's decisions.

    Returns
    -------
    tuple of Reading and Period
        The reading and the days.

    Raises
    ------
    NotComputableError
        If the accounts hold nothing that it can be made of.
    """
    span = whole_span(tables, today)
    if span is None:
        raise NotComputableError(
            msg("There are no dated numbers yet. Upload an export with days or posts.")
        )
    reading, figure = read_kpi(tables, definition, statistic=statistic, span=span, options=options)
    if not any(way is not None for way in reading.plan):
        raise NotComputableError(reading.why_not(figure, span))
    return reading, span


def parts_of(reading: Reading, span: Period) -> list[Part]:
    """Return what each account that can give the KPI brings to it."""
    parts = []
    for table, way in zip(reading.tables, reading.plan, strict=True):
        if way is None:
            continue
        columns = table.columns(way.basis, reading.options)
        pieces = columns.pieces(way)
        if pieces is not None:
            rows = columns.between(span)
            parts.append(
                Part(
                    pieces=pieces,
                    rows=rows,
                    before=slice(rows.start, rows.start),
                    days=columns.days[rows],
                )
            )
    return parts


def day_line(reading: Reading, span: Period, *, all_accounts: bool = False) -> DayLine:
    """Put a KPI together day by day.

    Parameters
    ----------
    reading : Reading
        The KPI of some accounts.
    span : Period
        The days wanted.
    all_accounts : bool, default False
        Whether a day needs every account. Otherwise an account counts from its first known day
        on; after that a day on which one is missing is missing, so that no sum drops for want of
        data.

    Returns
    -------
    DayLine
        One entry per day of the span.
    """
    size, first = span.days, day_number(span.first)
    upper, lower = np.zeros(size), np.zeros(size)
    posts = np.zeros(size, dtype=np.int64)
    usable = np.ones(size, dtype=np.bool_)
    seen = np.zeros(size, dtype=np.bool_)
    pooled = reading.definition.rollup is Rollup.POOLED
    for part in parts_of(reading, span):
        place = part.days - first
        known = part.pieces.known[part.rows]
        there = np.zeros(size, dtype=np.bool_)
        there[place[known]] = True
        upper += np.bincount(place, weights=part.pieces.upper[part.rows], minlength=size)
        if part.pieces.lower is not None:
            lower += np.bincount(place, weights=part.pieces.lower[part.rows], minlength=size)
        if reading.from_posts:
            posts += np.bincount(place[known], minlength=size)
        seen |= there
        if not pooled and not reading.from_posts:
            usable &= there | (_not_begun(there) if not all_accounts else False)
        elif all_accounts and not reading.from_posts:
            usable &= there
    known_days = seen & usable
    missing = np.where(known_days, 0.0, np.nan)
    return DayLine(
        first=first,
        upper=upper + missing,
        lower=(lower if pooled else np.ones(size)) + missing,
        posts=posts,
    )


def _not_begun(there: Flags) -> Flags:
    begun: Flags = np.logical_or.accumulate(there)
    return ~begun


def single_values(reading: Reading, span: Period) -> tuple[Ints, Floats]:
    """Return the single values behind a figure - of days or of posts - and the day of each.

    Parameters
    ----------
    reading : Reading
        The KPI of some accounts.
    span : Period
        The days.

    Returns
    -------
    tuple of arrays
        Day numbers, and values (for a ratio only where something stands below the line).
    """
    days, values = [], []
    for part in parts_of(reading, span):
        upper = part.pieces.upper[part.rows]
        use = part.pieces.known[part.rows]
        if part.pieces.lower is not None:
            lower = part.pieces.lower[part.rows]
            use = use & (lower > 0)
            upper = upper[use] / lower[use]
        else:
            upper = upper[use]
        days.append(part.days[use])
        values.append(upper)
    return np.concatenate(days), np.concatenate(values)
