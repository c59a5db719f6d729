"""A KPI beside its own past: the same span last year, and its distribution over twelve months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.kpis.breaks import SeriesBreak
from kpicore.kpis.catalogue import kpi
from kpicore.kpis.compute import comparable, compute_kpi, read_period
from kpicore.kpis.definition import Statistic
from kpicore.kpis.figures import Figure
from kpicore.kpis.reading import Reading
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions, account_tables
from kpicore.kpis.value import KpiValue
from kpicore.periods import Period, add_months

YEAR_DAYS = 365
FEWEST_WINDOWS = 12
"""A percentile of fewer past spans says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiComparison:
    """A KPI's value beside its own past.

    Attributes
    ----------
    value : KpiValue
        The value, with the span before.
    year_ago : float or None
        The same figure over `year_ago_period`.
    year_ago_period : Period or None
        As many days as are known of the period, ending on the same date one year earlier.
    year_ago_change : float or None
        Relative change against it; None where either is missing or not positive.
    percentile : float or None
        Share of the account's own spans of this length in the last twelve months that lie below
        the value (half of those equal to it), in [0, 1].
    windows : int
        Spans behind the percentile.
    breaks : tuple of SeriesBreak
        Days between the first and last compared day on which counting changed.
    """

    value: KpiValue
    year_ago: float | None = None
    year_ago_period: Period | None = None
    year_ago_change: float | None = None
    percentile: float | None = None
    windows: int = 0
    breaks: tuple[SeriesBreak, ...] = ()


def same_span_last_year(span: Period) -> Period:
    """Return as many days that end on the same date a year earlier."""
    last = add_months(span.last, -12)
    return Period(last - timedelta(days=span.days - 1), last)


def compare_kpi(
    history: History,
    key: str,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    statistic: Statistic | None = None,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> KpiComparison:
    """Work out a KPI and hold it against its own past.

    Parameters
    ----------
    history : History
        The data.
    key : str
        Key of the catalogue.
    period : Period
        The days.
    account_ids : sequence of str
        Accounts, at least one.
    today : date
        The unfinished day.
    statistic : Statistic, optional
        By default the first of the KPI's statistics that the data allow.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    KpiComparison
        Without comparisons where the value is missing.

    Raises
    ------
    DataNotFoundError
        If the KPI, the statistic or an account does not exist.
    ValueError
        If `account_ids` is empty.
    """
    value = compute_kpi(
        history,
        key,
        period,
        account_ids=account_ids,
        today=today,
        statistic=statistic,
        options=options,
    )
    if value.value is None:
        return KpiComparison(value=value)
    reading, figure, known = _read(history, value, today=today, options=options)
    span = same_span_last_year(known)
    before = reading.figure(span)
    year_ago = before.value if comparable(reading.definition, figure, before) else None
    spans = _past(reading, figure, known)
    past = spans["value"].to_numpy()
    percentile = _rank(past, value.value) if past.size >= FEWEST_WINDOWS else None
    firsts = [known.first]
    if year_ago is not None:
        firsts.append(span.first)
    if value.previous_period is not None and value.previous is not None:
        firsts.append(value.previous_period.first)
    if percentile is not None:
        firsts.append(spans["first"].iloc[0].date())
    return KpiComparison(
        value=value,
        year_ago=year_ago,
        year_ago_period=span,
        year_ago_change=_change(value.value, year_ago),
        percentile=percentile,
        windows=int(past.size),
        breaks=reading.breaks(Period(min(firsts), known.last)),
    )


def own_distribution(
    history: History,
    key: str,
    period: Period,
    *,
    account_ids: Sequence[str],
    today: date,
    statistic: Statistic | None = None,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> pd.DataFrame:
    """Return the account's own spans of the same length over the twelve months before.

    Parameters
    ----------
    history : History
        The data.
    key : str
        Key of the catalogue.
    period : Period
        The days looked at.
    account_ids : sequence of str
        Accounts, at least one.
    today : date
        The unfinished day.
    statistic : Statistic, optional
        By default the first of the KPI's statistics that the data allow.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    DataFrame
        first, last (datetime), value; oldest first, the looked-at span itself not among them.
        Empty where the KPI has no value.

    Raises
    ------
    DataNotFoundError
        If the KPI, the statistic or an account does not exist.
    """
    value = compute_kpi(
        history,
        key,
        period,
        account_ids=account_ids,
        today=today,
        statistic=statistic,
        options=options,
    )
    if value.value is None:
        return _frame([])
    reading, figure, known = _read(history, value, today=today, options=options)
    return _past(reading, figure, known)


def _read(
    history: History, value: KpiValue, *, today: date, options: KpiOptions
) -> tuple[Reading, Figure, Period]:
    found = read_period(
        account_tables(history, value.accounts),
        kpi(value.key),
        value.period,
        today=today,
        statistic=value.statistic,
        options=options,
    )
    if found is None:
        raise ValueError(f"KPI {value.key!r} has a value, but no known days in {value.period}.")
    return found


def _past(reading: Reading, figure: Figure, known: Period) -> pd.DataFrame:
    # Neighbouring spans share nearly all their days; a few per span length tell as much.
    stride = max(known.days // 7, 1)
    rows = []
    for back in range(stride, YEAR_DAYS, stride):
        shift = timedelta(days=back)
        span = Period(known.first - shift, known.last - shift)
        past = reading.figure(span)
        if past.value is not None and comparable(reading.definition, figure, past):
            rows.append((span.first, span.last, past.value))
    return _frame(rows[::-1])


def _frame(rows: list[tuple[date, date, float]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "first": pd.to_datetime([r[0] for r in rows]),
            "last": pd.to_datetime([r[1] for r in rows]),
            "value": pd.Series([r[2] for r in rows], dtype="float64"),
        }
    )


def _rank(past: np.ndarray, value: float) -> float:
    return float((np.sum(past < value) + 0.5 * np.sum(past == value)) / past.size)


def _change(value: float, past: float | None) -> float | None:
    if past is None or past <= 0 or value < 0:
        return None
    return value / past - 1.0
