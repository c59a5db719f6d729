"""Frames of what the model sees in a series: its trend, its weekdays, its year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from babel.dates import get_day_names

from kpicore.forecasting import Drivers, Forecast, RatioForecast
from kpicore.goals.outlook import KpiOutlook
from kpicore.language import Translator

YEAR_DAYS = 365
SHARE_SHOWN = 0.005
"""A part that never moves the figure by half a percent of its size is not drawn."""


@dataclass(frozen=True, kw_only=True)
class ComponentFrames:
    """What the model sees, ready to be drawn; a part that it does not see is None.

    Attributes
    ----------
    trend : DataFrame
        ``date`` and ``value``: the middle without season and events.
    week : DataFrame or None
        ``weekday`` (its name) and ``value``: what the weekday adds.
    year : DataFrame or None
        ``date`` and ``value``: what the time of year adds.
    """

    trend: pd.DataFrame
    week: pd.DataFrame | None
    year: pd.DataFrame | None


def made_forecast(outlook: KpiOutlook) -> Forecast | RatioForecast:
    """Return an outlook's forecast with all that is known of its making.

    Raises
    ------
    TypeError
        If it was not made by `kpicore.forecasting`.
    """
    forecast = outlook.forecast
    if not isinstance(forecast, (Forecast, RatioForecast)):
        raise TypeError(f"Expected a forecast of kpicore.forecasting, got {type(forecast)}.")
    return forecast


def drivers_of(outlook: KpiOutlook, first: date, last: date) -> Drivers:
    """Return what the expected change from now to a window is made of."""
    return made_forecast(outlook).drivers(first, last)


def component_frames(outlook: KpiOutlook, t: Translator) -> ComponentFrames:
    """Split what the model sees by its causes.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    t : Translator
        Of the reader, for the names of weekdays.

    Returns
    -------
    ComponentFrames
        The last two years and the days ahead, by week for trend and year.
    """
    parts = made_forecast(outlook).components.tail(3 * YEAR_DAYS)
    dates = pd.DatetimeIndex(parts["date"])
    size = float(parts["trend"].abs().median())
    weekly = parts[dates.dayofweek == dates[-1].dayofweek]
    by_weekday = parts["week"].groupby(dates.dayofweek).mean()
    names = get_day_names("abbreviated", locale=t.locale)
    week = pd.DataFrame(
        {"weekday": [names[day] for day in by_weekday.index], "value": by_weekday.to_numpy()}
    )
    year = weekly[["date", "year"]].rename(columns={"year": "value"}).tail(YEAR_DAYS // 7 + 1)
    trend = weekly[["date", "trend"]].rename(columns={"trend": "value"})
    return ComponentFrames(
        trend=trend.reset_index(drop=True),
        week=week if _matters(week["value"], size) else None,
        year=year.reset_index(drop=True) if _matters(year["value"], size) else None,
    )


def _matters(values: pd.Series, size: float) -> bool:
    return bool(values.abs().max() > SHARE_SHOWN * size)
