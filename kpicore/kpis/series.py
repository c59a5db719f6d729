"""A KPI as a daily, weekly or monthly series."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.errors import NotComputableError
from kpicore.history import History
from kpicore.kpis.catalogue import kpi
from kpicore.kpis.compute import Reading, read_kpi
from kpicore.kpis.definition import KpiDefinition, Rollup, Statistic
from kpicore.kpis.figures import PER_POST, Part
from kpicore.kpis.tables import (
    DEFAULT_OPTIONS,
    LONGEST_GAP_DAYS,
    AccountTable,
    Flags,
    Floats,
    Ints,
    KpiOptions,
    account_tables,
    day_number,
    day_of,
)
from kpicore.messages import msg
from kpicore.periods import Period

COLUMNS = ("date", "value", "numerator", "denominator", "posts", "complete")
"""Columns of a series, in order."""


class Step(StrEnum):
    """How days are put together in a series."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


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


_BUCKETS: Mapping[Step, Callable[[Ints], Ints]] = MappingProxyType(
    {
        Step.DAY: lambda days: days,
        # Day 0 was a Thursday; weeks start on Monday.
        Step.WEEK: lambda days: days - (days + 3) % 7,
        Step.MONTH: lambda days: (
            days.astype("datetime64[D]")
            .astype("datetime64[M]")
            .astype("datetime64[D]")
            .astype(np.int64)
        ),
    }
)


def kpi_series(
    history: History,
    key: str,
    *,
    account_ids: Sequence[str],
    today: date,
    step: Step = Step.DAY,
    statistic: Statistic | None = None,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> pd.DataFrame:
    """Return a KPI day by day, week by week or month by month.

    Parameters
    ----------
    history : History
        The data.
    key : str
        Key of the catalogue.
    account_ids : sequence of str
        Accounts, at least one.
    today : date
        The unfinished day; it and later days are not counted.
    step : Step, default DAY
        Days, weeks from Monday, or calendar months.
    statistic : Statistic, optional
        By default the first of the KPI's statistics that the data allow.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    DataFrame
        date (first day of the step, datetime), value (NaN where nothing is known), numerator,
        denominator (NaN where there is none), posts (counted), complete (False where days of the
        step lie outside the data). One row per step from the first to the last known one.

    Raises
    ------
    DataNotFoundError
        If the KPI, the statistic or an account does not exist.
    NotComputableError
        If the accounts hold nothing that it can be made of, or for weeks and months of distinct
        people.
    """
    definition = kpi(key)
    if definition.rollup is Rollup.NONE and (step is not Step.DAY or len(account_ids) > 1):
        raise NotComputableError(
            msg(
                "{kpi} counts different people and cannot be added over days or accounts. Look at "
                "single days of one account.",
                kpi=definition.label,
            )
        )
    tables = account_tables(history, account_ids)
    reading, span = reading_of(
        tables, definition, statistic=statistic, today=today, options=options
    )
    make = _SERIES.get(definition.rollup, _summed)
    if reading.statistic in PER_POST:
        make = _per_post
    frame = make(reading, span, _BUCKETS[step])
    known = np.flatnonzero(frame["value"].notna())
    frame = frame.iloc[known[0] : known[-1] + 1] if known.size else frame.iloc[:0]
    return _finished(frame, reading, span, step)


def _finished(frame: pd.DataFrame, reading: Reading, span: Period, step: Step) -> pd.DataFrame:
    first = day_number(span.first)
    last = min(day_number(span.last), _ripe_until(reading))
    starts = frame["date"].to_numpy()
    after = _after(starts, step)
    days = starts.astype("int64")
    frame = frame.assign(
        complete=(days >= first) & (after - 1 <= last),
        date=starts.astype("datetime64[D]").astype("datetime64[us]"),
    )
    return frame.reset_index(drop=True)[list(COLUMNS)]


def _after(starts: Ints, step: Step) -> Ints:
    if step is Step.MONTH:
        months = starts.astype("datetime64[D]").astype("datetime64[M]") + 1
        return months.astype("datetime64[D]").astype(np.int64)
    return starts + (7 if step is Step.WEEK else 1)


def _ripe_until(reading: Reading) -> int:
    """Day number of the last day whose posts were seen at maturity; far away for other KPIs."""
    if not reading.from_posts:
        return int(np.iinfo(np.int64).max)
    return max(
        (t.last_sighting or 0) - reading.options.maturity_days
        for t, way in zip(reading.tables, reading.plan, strict=True)
        if way is not None
    )


def _steps(days: Ints, bucket: Callable[[Ints], Ints]) -> tuple[Ints, Ints]:
    """Return the first days of all steps and, for each day, the number of its step."""
    starts, place = np.unique(bucket(days), return_inverse=True)
    return starts, place


def _summed(reading: Reading, span: Period, bucket: Callable[[Ints], Ints]) -> pd.DataFrame:
    line = day_line(reading, span)
    starts, place = _steps(line.days, bucket)
    known = np.isfinite(line.upper)
    count = np.bincount(place, weights=known, minlength=starts.size)
    upper = np.bincount(place, weights=np.where(known, line.upper, 0.0), minlength=starts.size)
    lower = np.bincount(place, weights=np.where(known, line.lower, 0.0), minlength=starts.size)
    pooled = reading.definition.rollup is Rollup.POOLED
    usable = (count > 0) & ((lower > 0) | (not pooled))
    value = np.full(starts.size, np.nan)
    scale = reading.definition.scale if pooled else 1.0
    np.divide(upper * scale, lower if pooled else 1.0, out=value, where=usable)
    return pd.DataFrame(
        {
            "date": starts,
            "value": value,
            "numerator": np.where(count > 0, upper, np.nan),
            "denominator": np.where((count > 0) & pooled, lower, np.nan),
            "posts": np.bincount(place, weights=line.posts, minlength=starts.size).astype(int),
        }
    )


def _levels(reading: Reading, span: Period, bucket: Callable[[Ints], Ints]) -> pd.DataFrame:
    line = day_line(reading, span)
    starts, place = _steps(line.days, bucket)
    value = np.full(starts.size, np.nan)
    known = np.flatnonzero(np.isfinite(line.upper))
    # Ascending, so the last known level of each step is the one that stays.
    value[place[known]] = line.upper[known]
    return _plain(starts, value)


def _growth(reading: Reading, span: Period, bucket: Callable[[Ints], Ints]) -> pd.DataFrame:
    frame = _levels(reading, span, bucket)
    levels = frame["value"].to_numpy()
    growth = np.full(levels.size, np.nan)
    # The level that a step starts from is the last one known before it, if it is near.
    line = day_line(reading, span)
    known = np.flatnonzero(np.isfinite(line.upper))
    before = np.searchsorted(line.days[known], frame["date"].to_numpy()) - 1
    fits = before >= 0
    anchor = known[np.maximum(before, 0)] if known.size else np.zeros(before.size, dtype=int)
    if known.size:
        near = frame["date"].to_numpy() - line.days[anchor] <= LONGEST_GAP_DAYS
        fits &= near & (line.upper[anchor] > 0)
        growth[fits] = levels[fits] / line.upper[anchor][fits] - 1.0
    return _plain(frame["date"].to_numpy(), growth)


def _largest(reading: Reading, span: Period, bucket: Callable[[Ints], Ints]) -> pd.DataFrame:
    return _grouped(reading, span, bucket, lambda values: float(values.max()))


def _quantile(reading: Reading, span: Period, bucket: Callable[[Ints], Ints]) -> pd.DataFrame:
    level = 0.9 if reading.statistic is Statistic.P90 else 0.5
    return _grouped(reading, span, bucket, lambda values: float(np.quantile(values, level)))


def _per_post(reading: Reading, span: Period, bucket: Callable[[Ints], Ints]) -> pd.DataFrame:
    statistic = PER_POST[reading.statistic]
    scale = reading.definition.scale
    return _grouped(reading, span, bucket, lambda values: float(statistic(values)) * scale)


def _grouped(
    reading: Reading,
    span: Period,
    bucket: Callable[[Ints], Ints],
    statistic: Callable[[Floats], float],
) -> pd.DataFrame:
    grid = np.arange(day_number(span.first), day_number(span.last) + 1)
    starts, _ = _steps(grid, bucket)
    days, values = single_values(reading, span)
    place = np.searchsorted(starts, bucket(days))
    order = np.argsort(place, kind="stable")
    counts = np.bincount(place, minlength=starts.size)
    groups = np.split(values[order], np.cumsum(counts)[:-1])
    value = np.array([statistic(group) if group.size else np.nan for group in groups])
    frame = _plain(starts, value)
    frame["posts"] = counts if reading.from_posts else 0
    return frame


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


def _plain(starts: Ints, value: Floats) -> pd.DataFrame:
    empty = np.full(starts.size, np.nan)
    return pd.DataFrame(
        {
            "date": starts,
            "value": value,
            "numerator": empty,
            "denominator": empty,
            "posts": np.zeros(starts.size, dtype=int),
        }
    )


_SERIES: Mapping[Rollup, Callable[[Reading, Period, Callable[[Ints], Ints]], pd.DataFrame]] = (
    MappingProxyType(
        {
            Rollup.LAST: _levels,
            Rollup.GROWTH: _growth,
            Rollup.MAXIMUM: _largest,
            Rollup.QUANTILE: _quantile,
        }
    )
)
