"""A KPI over a period: value, comparison with the span before, and what a reader must know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kpicore.history import History
from kpicore.kpis.catalogue import CATALOGUE, kpi
from kpicore.kpis.definition import KpiDefinition, Rollup, Statistic
from kpicore.kpis.figures import Figure
from kpicore.kpis.notes import notes_on
from kpicore.kpis.reading import Reading, offered_post_ways, read_kpi
from kpicore.kpis.ripeness import Ripeness, ripeness
from kpicore.kpis.spans import compared_span, known_part, last_day_of, last_told_day
from kpicore.kpis.tables import DEFAULT_OPTIONS, AccountTable, KpiOptions, account_tables
from kpicore.kpis.value import KpiValue
from kpicore.messages import Message, msg
from kpicore.periods import Period
from kpicore.units import Unit

COVERAGE_TOLERANCE = 0.1
"""Two totals are compared when the days they rest on differ by at most this share."""


def compute_kpi(
    history: History,
    key: str,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    statistic: Statistic | None = None,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> KpiValue:
    """Work out one KPI of some accounts over a period.

    Parameters
    ----------
    history : History
        The data.
    key : str
        Key of the catalogue.
    period : Period
        The days. Of a period that is not over the known beginning counts, against the same span
        of the period before.
    account_ids : sequence of str
        Accounts, at least one, put together by the KPI's roll-up.
    today : date
        The unfinished day; it and later days are not counted.
    statistic : Statistic, optional
        By default the first of the KPI's statistics that the data allow.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    KpiValue
        With a reason where there is no value.

    Raises
    ------
    DataNotFoundError
        If the KPI, the statistic or an account does not exist.
    ValueError
        If `account_ids` is empty.
    """
    if not account_ids:
        raise ValueError("account_ids is empty; name at least one account.")
    tables = account_tables(history, account_ids)
    return _compute(
        tables,
        kpi(key),
        period,
        today=today,
        statistic=statistic,
        options=options,
    )


def compute_kpis(
    history: History,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    keys: Iterable[str] | None = None,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> tuple[KpiValue, ...]:
    """Work out several KPIs of some accounts over a period.

    Parameters
    ----------
    history : History
        The data.
    period : Period
        The days.
    account_ids : sequence of str
        Accounts, at least one.
    today : date
        The unfinished day.
    keys : iterable of str, optional
        Keys of the catalogue; by default all, in its order.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    tuple of KpiValue
        One per key, in the order of `keys`.

    Raises
    ------
    DataNotFoundError
        If a KPI or an account does not exist.
    ValueError
        If `account_ids` is empty.
    """
    if not account_ids:
        raise ValueError("account_ids is empty; name at least one account.")
    tables = account_tables(history, account_ids)
    return tuple(
        _compute(tables, kpi(key), period, today=today, statistic=None, options=options)
        for key in (CATALOGUE if keys is None else keys)
    )


def _compute(
    tables: tuple[AccountTable, ...],
    definition: KpiDefinition,
    period: Period,
    *,
    today: date,
    statistic: Statistic | None,
    options: KpiOptions,
) -> KpiValue:
    found = read_period(
        tables, definition, period, today=today, statistic=statistic, options=options
    )
    accounts = tuple(t.account.account_id for t in tables)
    if found is None:
        last = last_told_day(tables, today)
        return KpiValue(
            key=definition.key,
            statistic=statistic or definition.statistics[0],
            unit=definition.unit,
            accounts=accounts,
            period=period,
            value=None,
            reason=_no_days(period, last),
            unfinished=last is not None,
        )
    reading, figure, known = found
    reason, currency = _money_reason(reading)
    value = figure.value if reason is None else None
    if value is None and reason is None:
        reason = reading.why_not(figure, known)
    posts_matter = reading.from_posts or (value is None and definition.per_post)
    ripe = (
        ripeness(tables, offered_post_ways(reading), span=known, options=options)
        if posts_matter
        else Ripeness()
    )
    span = compared_span(period, known)
    before = Figure() if value is None else reading.figure(span)
    as_full = comparable(definition, figure, before)
    previous = before.value if as_full else None
    return KpiValue(
        key=definition.key,
        statistic=reading.statistic,
        unit=definition.unit,
        accounts=accounts,
        period=period,
        value=value,
        reason=reason,
        previous=previous,
        previous_period=span,
        change=_relative_change(value, previous),
        difference=None if value is None or previous is None else value - previous,
        numerator=figure.numerator,
        denominator=figure.denominator,
        days_observed=figure.days,
        posts_counted=figure.posts,
        posts_left_out=ripe.left_out,
        posts_completed=ripe.completed,
        completion_error=ripe.error,
        unfinished=known != period,
        currency=currency,
        counted_differently=previous is not None
        and bool(reading.breaks(Period(span.first, known.last))),
        notes=()
        if value is None
        else notes_on(
            reading, figure, ripe, period=period, known=known, before=span, comparable=as_full
        ),
    )


def read_period(
    tables: tuple[AccountTable, ...],
    definition: KpiDefinition,
    period: Period,
    *,
    today: date,
    statistic: Statistic | None,
    options: KpiOptions,
) -> tuple[Reading, Figure, Period] | None:
    """Read a KPI over the known part of a period.

    Parameters
    ----------
    tables : tuple of AccountTable
        The accounts.
    definition : KpiDefinition
        The KPI.
    period : Period
        The days asked for.
    today : date
        The unfinished day.
    statistic : Statistic or None
        None takes the first that the data allow.
    options : KpiOptions
        The workspace's decisions.

    Returns
    -------
    tuple of Reading, Figure and Period, or None
        The period is its known part; None when the data end before it begins.
    """
    last = last_told_day(tables, today)
    known = None if last is None else known_part(period, last)
    if known is None:
        return None
    reading, figure = read_kpi(tables, definition, statistic=statistic, span=known, options=options)
    # Days and posts of an account may end on different days; what was taken decides.
    end = last_day_of(tables, reading.plan, today)
    if end is not None and end < known.last:
        known = Period(period.first, max(end, period.first))
        figure = reading.figure(known)
    return reading, figure, known


def _no_days(period: Period, last: date | None) -> Message:
    if last is None:
        return msg("There are no dated numbers yet. Upload an export with days or posts.")
    return msg(
        "The data end on {last}, before this period begins on {first}.",
        last=last,
        first=period.first,
    )


def _money_reason(reading: Reading) -> tuple[Message | None, str | None]:
    if reading.definition.unit is not Unit.MONEY:
        return None, None
    taken = zip(reading.tables, reading.plan, strict=True)
    currencies = dict.fromkeys(t.account.currency for t, way in taken if way is not None)
    if len(currencies) > 1:
        names = tuple(c or "?" for c in currencies)
        return msg("The amounts are in different currencies ({names}).", names=names), None
    return None, next(iter(currencies), None)


def comparable(definition: KpiDefinition, figure: Figure, before: Figure) -> bool:
    """Return whether two figures rest on about as many days; only totals need it."""
    if definition.rollup is not Rollup.SUM or before.value is None or not figure.account_days:
        return True
    gap = abs(figure.account_days - before.account_days)
    return gap <= COVERAGE_TOLERANCE * max(figure.account_days, before.account_days)


def _relative_change(value: float | None, previous: float | None) -> float | None:
    if value is None or previous is None or previous <= 0 or value < 0:
        return None
    return value / previous - 1.0
