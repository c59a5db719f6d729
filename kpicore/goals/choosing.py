"""Which KPIs are worth a goal where nobody names one, and how far their forecasts reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from kpicore.errors import NotComputableError, NotEnoughDataError
from kpicore.goals.thresholds import WINDOW_DAYS
from kpicore.history import History
from kpicore.kpis import DEFAULT_OPTIONS, KpiOptions, forecast_input
from kpicore.periods import quarter_of

PREFERRED_KPIS: Final = (
    "average_views",
    "views",
    "impressions",
    "followers",
    "engagement_rate_by_views",
    "engagements",
    "likes",
    "watch_time",
    "reach",
)
"""Tried in this order where nobody names a KPI: those that the data give are worth a goal."""


def kpis_worth_a_goal(
    history: History,
    *,
    account_ids: Sequence[str],
    today: date,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> Iterator[str]:
    """Yield the KPIs of `PREFERRED_KPIS` that some accounts' data allow to forecast, in its order.

    Parameters
    ----------
    history : History
        Of the workspace.
    account_ids : sequence of str
        The accounts.
    today : date
        First day that is not known.
    options : KpiOptions, optional
        How the workspace reads KPIs.

    Yields
    ------
    str
        Keys of the catalogue.
    """
    ids = tuple(account_ids)
    for key in PREFERRED_KPIS:
        try:
            forecast_input(history, key, account_ids=ids, today=today, options=options)
        except (NotComputableError, NotEnoughDataError):
            continue
        yield key


def forecast_reach(today: date, deadlines: Iterable[date]) -> date:
    """Return the last day of a forecast from which all goals on one figure are read.

    Whole quarters, so that one more goal seldom needs another forecast, and past the known days in
    any case: a goal whose deadline has passed is worded with a forecast too.

    Parameters
    ----------
    today : date
        First day that is not known.
    deadlines : iterable of date
        Of the goals on the figure, and every other day that is asked for.

    Returns
    -------
    date
        Last day of a quarter.
    """
    return quarter_of(max([today + timedelta(days=WINDOW_DAYS), *deadlines])).last
