"""Which days a KPI speaks of, and which days it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from kpicore.errors import DataNotFoundError
from kpicore.history import History
from kpicore.kpis.columns import day_number, day_of
from kpicore.kpis.figures import Plan
from kpicore.kpis.tables import AccountTable, account_tables
from kpicore.messages import msg
from kpicore.periods import ONE_DAY, Period, add_months, last_days, month_of, quarter_of, week_of


class Preset(StrEnum):
    """Periods that the period picker offers."""

    LAST_7 = "7d"
    LAST_28 = "28d"
    LAST_90 = "90d"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    CUSTOM = "custom"


_FROM_LAST_DAY: Mapping[Preset, Callable[[date], Period]] = MappingProxyType(
    {
        Preset.LAST_7: lambda last: last_days(7, last + ONE_DAY),
        Preset.LAST_28: lambda last: last_days(28, last + ONE_DAY),
        Preset.LAST_90: lambda last: last_days(90, last + ONE_DAY),
        Preset.MONTH: month_of,
        Preset.QUARTER: quarter_of,
    }
)


def anchor_day(tables: Sequence[AccountTable], today: date) -> date | None:
    """Return the day before today at which periods of the accounts end, or None without data."""
    return _latest([t.data_end for t in tables], today)


def last_told_day(tables: Sequence[AccountTable], today: date) -> date | None:
    """Return the last whole day before today that any export tells of, or None without data."""
    return _latest([t.latest_end for t in tables], today)


def last_day_of(tables: Sequence[AccountTable], plan: Plan, today: date) -> date | None:
    """Return the last whole day before today that a KPI, made in these ways, can tell of."""
    ways = zip(tables, plan, strict=True)
    return _latest([None if way is None else table.end_for(way) for table, way in ways], today)


def _latest(ends: Sequence[int | None], today: date) -> date | None:
    known = [end for end in ends if end is not None]
    return day_of(min(max(known), day_number(today) - 1)) if known else None


def data_end(history: History, account_ids: Sequence[str], today: date) -> date:
    """Return the last whole day that the exports of the accounts tell of.

    Parameters
    ----------
    history : History
        The data.
    account_ids : sequence of str
        Accounts; the one whose data reach furthest decides.
    today : date
        The unfinished day; never returned.

    Returns
    -------
    date
        Before `today`.

    Raises
    ------
    DataNotFoundError
        If the accounts have no dated data.
    """
    last = anchor_day(account_tables(history, account_ids), today)
    if last is None:
        raise DataNotFoundError(
            msg("There are no dated numbers yet. Upload an export with days or posts.")
        )
    return last


def current_period(
    history: History,
    account_ids: Sequence[str],
    preset: Preset | str,
    today: date,
    *,
    custom: Period | None = None,
    first_weekday: int = 0,
) -> Period:
    """Return the period of that name, anchored at the last day of data.

    Parameters
    ----------
    history : History
        The data.
    account_ids : sequence of str
        Accounts looked at.
    preset : Preset or str
        Last 7, 28 or 90 days; the week, month or quarter that holds the last day; or custom.
    today : date
        The unfinished day.
    custom : Period, optional
        The days, when `preset` is custom.
    first_weekday : int, default 0
        First day of the week, 0 for Monday.

    Returns
    -------
    Period
        Calendar periods may reach beyond the data: they are then unfinished.

    Raises
    ------
    DataNotFoundError
        If the accounts have no dated data.
    ValueError
        If `preset` is custom and `custom` is missing.
    """
    preset = Preset(preset)
    if preset is Preset.CUSTOM:
        if custom is None:
            raise ValueError("A custom period needs its days.")
        return custom
    last = data_end(history, account_ids, today)
    if preset is Preset.WEEK:
        return week_of(last, first_weekday=first_weekday)
    return _FROM_LAST_DAY[preset](last)


def known_part(period: Period, last: date) -> Period | None:
    """Return the part of the period up to the last known day, or None when it begins later."""
    return period.clipped(period.first, last)


def compared_span(period: Period, known: Period) -> Period:
    """Return the days that the known part of a period is compared with.

    Parameters
    ----------
    period : Period
        The whole period.
    known : Period
        Its known beginning; equal to `period` when it is over.

    Returns
    -------
    Period
        As many days as `known`. For a period that is over, the days just before it. For a running
        month or quarter the first days of the one before, for other running periods the first
        days of the span before.
    """
    if known == period:
        return period.previous()
    first = period.previous().first
    if period == month_of(period.first):
        first = add_months(period.first, -1)
    elif period == quarter_of(period.first):
        first = add_months(period.first, -3)
    span = Period(first, day_of(day_number(first) + known.days - 1))
    # 30 days of March have no counterpart inside February: then the days just before count.
    return span if span.last < period.first else known.previous()
