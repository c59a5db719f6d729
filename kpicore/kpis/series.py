"""A KPI as a daily, weekly or monthly series."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.errors import NotComputableError
from kpicore.history import History
from kpicore.kpis.catalogue import kpi
from kpicore.kpis.columns import LONGEST_GAP_DAYS, Floats, Ints, day_number
from kpicore.kpis.definition import Rollup, Statistic
from kpicore.kpis.figures import PER_POST
from kpicore.kpis.lines import day_line, reading_of, single_values
from kpicore.kpis.reading import Reading
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions, account_tables
from kpicore.messages import msg
from kpicore.periods import Period

COLUMNS = ("date", "value", "numerator", "denominator", "posts", "complete")
"""Columns of a series, in order."""


class Step(StrEnum):
    """How days are put together in a series."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def _bucket(step: Step, first_weekday: int) -> Callable[[Ints], Ints]:
    """Return what gives the first day of each day's step."""
    if step is Step.WEEK:
        # Day 0 was a Thursday, weekday 3.
        return lambda days: days - (days + 3 - first_weekday) % 7
    if step is Step.MONTH:
        return lambda days: _as_days(days.astype("datetime64[D]").astype("datetime64[M]"))
    return lambda days: days


def _as_days(months: np.ndarray) -> Ints:
    days: Ints = months.astype("datetime64[D]").astype(np.int64)
    return days


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
        Days, weeks or calendar months.
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
    frame = make(reading, span, _bucket(step, options.first_weekday))
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
        return _as_days(starts.astype("datetime64[D]").astype("datetime64[M]") + 1)
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
