"""Making outlooks: from a history to the forecast of one KPI."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kpicore.errors import GoalError
from kpicore.goals.outlook import DrawnForecast, KpiOutlook
from kpicore.history import History
from kpicore.kpis import DEFAULT_OPTIONS, KpiOptions, forecast_input
from kpicore.kpis.definition import Statistic
from kpicore.messages import msg

if TYPE_CHECKING:
    from kpicore.forecasting import Event


def make_outlook(
    history: History,
    key: str,
    *,
    account_ids: Sequence[str],
    until: date,
    today: date,
    statistic: Statistic | None = None,
    events: Sequence[Event] = (),
    holidays: str | None = None,
    seed: int = 0,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> KpiOutlook:
    """Forecast a KPI of some accounts.

    Parameters
    ----------
    history : History
        Of the workspace.
    key : str
        Key of the catalogue.
    account_ids : sequence of str
        At least one account; several are added up.
    until : date
        Last day of the forecast: the latest deadline that will be asked for.
    today : date
        Nothing from this day on is used, so that an outlook of an earlier day can be made.
    statistic : Statistic, optional
        The first that the data allow by default.
    events : sequence of Event
        Dated things that moved or will move the numbers.
    holidays : str, optional
        ISO country code whose holidays are used.
    seed : int, default 0
        Seed of the draws.
    options : KpiOptions, optional
        How the workspace reads KPIs.

    Returns
    -------
    KpiOutlook
        With a forecast from the day after the last known one to `until`.

    Raises
    ------
    DataNotFoundError
        If an account or the KPI is unknown.
    NotEnoughDataError
        If the history is too short.
    NotComputableError
        If the data do not hold the KPI.
    GoalError
        If `until` is not after the last known day.
    """
    from kpicore.forecasting import forecast, forecast_ratio  # noqa: PLC0415 - loads Prophet

    accounts = tuple(history.account(i) for i in account_ids)
    source = forecast_input(
        history,
        key,
        account_ids=tuple(account_ids),
        today=today,
        statistic=statistic,
        options=options,
    )
    # Weekly data are forecast in whole weeks, the last of which holds the deadline.
    steps = math.ceil((until - source.last_day).days / source.step_days)
    horizon_days = steps * source.step_days
    if horizon_days < 1:
        raise GoalError(
            msg(
                "The deadline {deadline} is already part of the data, which end on {last}; choose "
                "a later one.",
                deadline=until,
                last=source.last_day,
            )
        )
    made: DrawnForecast
    if source.denominator is not None:
        made = forecast_ratio(
            source.series,
            source.denominator,
            horizon_days=horizon_days,
            upper=source.upper,
            events=tuple(events),
            holidays=holidays,
            seed=seed,
            step_days=source.step_days,
        )
    else:
        made = forecast(
            source.series,
            horizon_days=horizon_days,
            kind=source.kind.value,
            events=tuple(events),
            holidays=holidays,
            seed=seed,
            step_days=source.step_days,
        )
    return KpiOutlook(
        accounts=accounts,
        source=source,
        forecast=made,
        horizon_last=source.last_day + timedelta(days=horizon_days),
        today=today,
    )
