"""The bridge to forecasting: a KPI as the daily or weekly series that a model continues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import numpy as np

from kpicore.errors import NotComputableError
from kpicore.history import History
from kpicore.kpis.catalogue import kpi
from kpicore.kpis.columns import day_of
from kpicore.kpis.definition import Rollup, Statistic
from kpicore.kpis.figures import PER_POST
from kpicore.kpis.forecast_posts import cohort_input, statistic_input
from kpicore.kpis.forecast_series import ForecastInput, SeriesKind, cut_line, dated_series
from kpicore.kpis.lines import DayLine, day_line, reading_of
from kpicore.kpis.reading import Reading
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions, account_tables
from kpicore.messages import msg
from kpicore.periods import Period

_KINDS: Mapping[Rollup, SeriesKind] = MappingProxyType(
    {
        Rollup.SUM: SeriesKind.FLOW,
        Rollup.POOLED: SeriesKind.FLOW,
        Rollup.LAST: SeriesKind.STOCK,
        Rollup.MAXIMUM: SeriesKind.MEAN,
        Rollup.QUANTILE: SeriesKind.MEAN,
        Rollup.NONE: SeriesKind.MEAN,
    }
)


def forecast_input(
    history: History,
    key: str,
    *,
    account_ids: Sequence[str],
    today: date,
    statistic: Statistic | None = None,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> ForecastInput:
    """Return the series that a forecast of the KPI continues.

    Counts become a flow (net where they may be negative), levels a stock, ratios a numerator with
    its denominator. Average views and other ratios made of posts become sums and counts of the
    posts published on each day, at equal age; where fewer than `SPARSE_POSTS_PER_DAY` go out, of
    each week. A median per post becomes a weekly series of medians. Several accounts are put
    together on the days on which all are known.

    Parameters
    ----------
    history : History
        The data.
    key : str
        Key of the catalogue.
    account_ids : sequence of str
        Accounts, at least one.
    today : date
        The unfinished day; it and later days are not used.
    statistic : Statistic, optional
        By default the first of the KPI's statistics that the data allow.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    ForecastInput
        Series from the first to the last known day.

    Raises
    ------
    DataNotFoundError
        If the KPI, the statistic or an account does not exist.
    NotComputableError
        If there is nothing to forecast: missing data, distinct people of several accounts, growth
        rates (their level is forecast instead).
    """
    definition = kpi(key)
    if definition.rollup is Rollup.GROWTH:
        raise NotComputableError(
            msg("A growth rate follows from the level. Set the goal on followers instead.")
        )
    if definition.rollup is Rollup.NONE and len(account_ids) > 1:
        raise NotComputableError(
            msg(
                "{kpi} counts different people and cannot be added over accounts. Choose one "
                "account.",
                kpi=definition.label,
            )
        )
    reading, span = reading_of(
        account_tables(history, account_ids),
        definition,
        statistic=statistic,
        today=today,
        options=options,
    )
    if reading.statistic in PER_POST:
        return statistic_input(reading, span)
    if reading.from_posts:
        return cohort_input(reading, span)
    return _daily(reading, span)


def _daily(reading: Reading, span: Period) -> ForecastInput:
    definition = reading.definition
    line = _trimmed(day_line(reading, span, all_accounts=True), reading)
    ratio = definition.rollup is Rollup.POOLED
    kind = _KINDS[definition.rollup]
    # Some platforms take removed comments and likes off the day: then data show that they may.
    negative = definition.may_be_negative or bool(np.nanmin(line.upper) < 0)
    if kind is SeriesKind.FLOW and negative:
        kind = SeriesKind.NET
    return ForecastInput(
        key=definition.key,
        statistic=reading.statistic,
        unit=definition.unit,
        kind=kind,
        series=dated_series(line.upper, line, definition.key),
        denominator=dated_series(line.lower, line, "denominator") if ratio else None,
        scale=definition.scale if ratio else 1.0,
        upper=definition.upper,
        default_measure="level" if definition.rollup is Rollup.LAST else "mean",
        last_day=day_of(int(line.days[-1])),
    )


def _trimmed(line: DayLine, reading: Reading) -> DayLine:
    known = np.flatnonzero(np.isfinite(line.upper))
    if not known.size:
        raise NotComputableError(
            msg(
                "{kpi}: there is no day on which all the chosen accounts are known. Choose fewer "
                "accounts.",
                kpi=reading.definition.label,
            )
        )
    return cut_line(line, int(known[0]), int(known[-1]) + 1)
