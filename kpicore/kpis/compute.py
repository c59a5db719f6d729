"""A KPI over a period: value, comparison with the span before, and what a reader must know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kpicore.history import History
from kpicore.kpis.catalogue import CATALOGUE, check_statistic, kpi
from kpicore.kpis.definition import Basis, KpiDefinition, Rollup, Statistic, Way
from kpicore.kpis.figures import (
    Figure,
    Plan,
    Ripeness,
    choose_ways,
    measure,
    offered_ways,
    ripeness,
)
from kpicore.kpis.reasons import why_not
from kpicore.kpis.spans import compared_span, known_part, last_known_day
from kpicore.kpis.tables import DEFAULT_OPTIONS, AccountTable, KpiOptions, account_tables
from kpicore.kpis.value import KpiValue
from kpicore.messages import Message, msg, msgs
from kpicore.periods import Period
from kpicore.units import Unit

COVERAGE_TOLERANCE = 0.1
"""Two totals are compared when the days they rest on differ by at most this share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a KPI is read for some accounts: once chosen, the same for every span.

    Attributes
    ----------
    tables : tuple of AccountTable
        The accounts.
    definition : KpiDefinition
        The KPI.
    statistic : Statistic
        The statistic.
    plan : Plan
        The way of each account.
    options : KpiOptions
        The workspace's decisions.
    """

    tables: tuple[AccountTable, ...]
    definition: KpiDefinition
    statistic: Statistic
    plan: Plan
    options: KpiOptions

    def figure(self, span: Period) -> Figure:
        """Return the figure over other days, made in the same way."""
        return measure(
            self.tables,
            self.definition,
            self.statistic,
            plan=self.plan,
            span=span,
            options=self.options,
        )

    def why_not(self, figure: Figure, span: Period) -> Message:
        """Say why a figure over those days has no value."""
        return why_not(
            self.tables,
            self.definition,
            self.statistic,
            figure=figure,
            plan=self.plan,
            span=span,
            options=self.options,
        )

    @property
    def from_posts(self) -> bool:
        """Whether single posts stand behind it."""
        return any(way is not None and way.basis is Basis.POSTS for way in self.plan)


def read_kpi(
    tables: tuple[AccountTable, ...],
    definition: KpiDefinition,
    *,
    statistic: Statistic | None,
    span: Period,
    options: KpiOptions,
) -> tuple[Reading, Figure]:
    """Choose statistic and ways for a span, and work out the figure.

    Parameters
    ----------
    tables : tuple of AccountTable
        The accounts.
    definition : KpiDefinition
        The KPI.
    statistic : Statistic or None
        None takes the first of the KPI's statistics that the data allow.
    span : Period
        The days.
    options : KpiOptions
        The workspace's decisions.

    Returns
    -------
    tuple of Reading and Figure
        Of the first statistic when none gives a value.
    """
    wanted = (
        definition.statistics if statistic is None else (check_statistic(definition, statistic),)
    )
    first: tuple[Reading, Figure] | None = None
    for candidate in wanted:
        plan = choose_ways(tables, definition, candidate, span=span, options=options)
        reading = Reading(
            tables=tables, definition=definition, statistic=candidate, plan=plan, options=options
        )
        figure = reading.figure(span)
        if figure.value is not None:
            return reading, figure
        first = first or (reading, figure)
    if first is None:
        raise ValueError(f"KPI {definition.key!r} offers no statistic.")
    return first


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
        last=last_known_day(tables, today),
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
    last = last_known_day(tables, today)
    return tuple(
        _compute(tables, kpi(key), period, last=last, statistic=None, options=options)
        for key in (CATALOGUE if keys is None else keys)
    )


def _compute(
    tables: tuple[AccountTable, ...],
    definition: KpiDefinition,
    period: Period,
    *,
    last: date | None,
    statistic: Statistic | None,
    options: KpiOptions,
) -> KpiValue:
    known = None if last is None else known_part(period, last)
    accounts = tuple(t.account.account_id for t in tables)
    if known is None:
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
    reading, figure = read_kpi(tables, definition, statistic=statistic, span=known, options=options)
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
    comparable = _comparable(definition, figure, before)
    previous = before.value if comparable else None
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
        notes=()
        if value is None
        else _notes(reading, figure, ripe, period=period, known=known, comparable=comparable),
    )


def offered_post_ways(reading: Reading) -> tuple[Way, ...]:
    """Return the ways from posts that a reading takes, or could have taken."""
    taken = tuple(
        dict.fromkeys(w for w in reading.plan if w is not None and w.basis is Basis.POSTS)
    )
    return taken or tuple(
        w for w in offered_ways(reading.definition, reading.statistic) if w.basis is Basis.POSTS
    )


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


def _comparable(definition: KpiDefinition, figure: Figure, before: Figure) -> bool:
    if definition.rollup is not Rollup.SUM or before.value is None or not figure.account_days:
        return True
    gap = abs(figure.account_days - before.account_days)
    return gap <= COVERAGE_TOLERANCE * max(figure.account_days, before.account_days)


def _relative_change(value: float | None, previous: float | None) -> float | None:
    if value is None or previous is None or previous <= 0 or value < 0:
        return None
    return value / previous - 1.0


def _notes(
    reading: Reading,
    figure: Figure,
    ripe: Ripeness,
    *,
    period: Period,
    known: Period,
    comparable: bool,
) -> tuple[Message, ...]:
    found = _way_notes(reading)
    if known != period:
        found.append(
            msg(
                "The period runs to {end}, the data to {last}; compared with the same span before.",
                end=period.last,
                last=known.last,
            )
        )
    missing = known.days - figure.days
    if figure.days and missing > 0 and reading.definition.rollup in _WHERE_DAYS_MATTER:
        found.append(
            msgs(
                "One of {days} days is missing.",
                "{count} of {days} days are missing.",
                missing,
                days=known.days,
            )
        )
    if not comparable:
        found.append(msg("Not compared: the span before does not hold as many days with data."))
    found.extend(_account_notes(reading))
    if ripe.left_out:
        found.append(
            msgs(
                "One post younger than {days} days is left out.",
                "{count} posts younger than {days} days are left out.",
                ripe.left_out,
                days=reading.options.maturity_days,
            )
        )
    if ripe.completed:
        found.append(
            msgs(
                "One young post is completed by the account's own age curve.",
                "{count} young posts are completed by the account's own age curve.",
                ripe.completed,
            )
        )
    return tuple(found)


_WHERE_DAYS_MATTER = frozenset({Rollup.SUM, Rollup.POOLED, Rollup.MAXIMUM, Rollup.QUANTILE})


def _way_notes(reading: Reading) -> list[Message]:
    found: list[Message] = []
    for way in reading.plan:
        if way is not None and way.note is not None and way.note not in found:
            found.append(way.note)
    return found


def _account_notes(reading: Reading) -> list[Message]:
    if len(reading.tables) == 1:
        return []
    notes = []
    absent = sum(way is None for way in reading.plan)
    if absent:
        notes.append(
            msgs(
                "One account does not tell this and is not counted.",
                "{count} accounts do not tell this and are not counted.",
                absent,
            )
        )
    if reading.definition.rollup is Rollup.LAST and len(reading.tables) - absent > 1:
        notes.append(
            msg("Levels of several accounts are added: who follows two of them counts twice.")
        )
    return notes
