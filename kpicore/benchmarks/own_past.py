"""The first yardstick: an account's own past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.kpis import (
    CATALOGUE,
    DEFAULT_OPTIONS,
    Direction,
    KpiComparison,
    KpiOptions,
    Rollup,
    Step,
    kpi_series,
)


@dataclass(frozen=True, kw_only=True)
class OwnPast:
    """Where a KPI stands in the account's own history.

    Attributes
    ----------
    comparison : KpiComparison
        Value, span before, same span last year, percentile over twelve months.
    months : DataFrame
        date (first day, datetime), value; whole months with a value, oldest first.
    best_month : date or None
        First day of the best whole month; None without whole months, or where neither more nor
        less is better.
    best_value : float or None
        Its value.
    """

    comparison: KpiComparison
    months: pd.DataFrame
    best_month: date | None = None
    best_value: float | None = None


def own_past(
    history: History,
    key: str,
    comparison: KpiComparison,
    *,
    account_ids: Sequence[str],
    today: date,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> OwnPast:
    """Add the months of the account's history to a comparison.

    Parameters
    ----------
    history : History
        The data.
    key : str
        Key of the catalogue.
    comparison : KpiComparison
        From `kpicore.kpis.compare_kpi`, of the same KPI and accounts.
    account_ids : sequence of str
        Accounts.
    today : date
        The unfinished day.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    OwnPast
        Without months where the KPI has no value, or counts different people.
    """
    definition = CATALOGUE[key]
    nothing = pd.DataFrame({"date": pd.to_datetime([]), "value": pd.Series(dtype="float64")})
    if comparison.value.value is None or definition.rollup is Rollup.NONE:
        return OwnPast(comparison=comparison, months=nothing)
    series = kpi_series(
        history,
        key,
        account_ids=account_ids,
        today=today,
        step=Step.MONTH,
        statistic=comparison.value.statistic,
        options=options,
    )
    whole = series[series["complete"] & series["value"].notna()]
    months = whole[["date", "value"]].reset_index(drop=True)
    if months.empty or definition.direction is Direction.NEUTRAL:
        return OwnPast(comparison=comparison, months=months)
    values = months["value"].to_numpy()
    place = int(np.argmin(values) if definition.direction is Direction.DOWN else np.argmax(values))
    return OwnPast(
        comparison=comparison,
        months=months,
        best_month=months["date"].iloc[place].date(),
        best_value=float(values[place]),
    )
