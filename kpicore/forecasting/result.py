"""Forecasts: draws kept to the end, and everything that is read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpicore.errors import NotComputableError
from kpicore.forecasting.drivers import Drivers, Parts
from kpicore.forecasting.evidence import Evidence
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.paths import Paths
from kpicore.forecasting.posterior import Array
from kpicore.messages import msg

COMPONENT_COLUMNS = ("date", "trend", "week", "year", "events")
"""Columns of `Forecast.components`."""
_LEVEL_KINDS = (SeriesKind.STOCK, SeriesKind.SHARE, SeriesKind.MEAN)


def probability(
    values: Array, *, at_least: float | None = None, at_most: float | None = None
) -> float:
    """Return the share of draws inside bounds.

    Parameters
    ----------
    values : Array
        One value per draw.
    at_least, at_most : float, optional
        Inclusive bounds; at least one is needed.

    Returns
    -------
    float
        In [0, 1].

    Raises
    ------
    ValueError
        If no bound is given or the values hold NaN.
    """
    if at_least is None and at_most is None:
        raise ValueError("Give at_least, at_most or both.")
    numbers = np.asarray(values, dtype=float)
    if not len(numbers) or np.isnan(numbers).any():
        raise ValueError("A probability needs draws without NaN.")
    inside = np.ones(len(numbers), dtype=bool)
    if at_least is not None:
        inside &= numbers >= at_least
    if at_most is not None:
        inside &= numbers <= at_most
    return float(inside.mean())


def interval_frame(draws: Array, days: pd.DatetimeIndex, level: float) -> pd.DataFrame:
    """Return central intervals per day.

    Parameters
    ----------
    draws : Array
        One row per draw, one column per day.
    days : pandas.DatetimeIndex
        The days.
    level : float
        Share of draws inside, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        Columns date, low, median, high.
    """
    if not 0 < level < 1:
        raise ValueError(f"An interval level lies between 0 and 1; {level} was given.")
    low, median, high = np.quantile(draws, [(1 - level) / 2, 0.5, (1 + level) / 2], axis=0)
    return pd.DataFrame({"date": days, "low": low, "median": median, "high": high})


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What may come of one series: one array of draws, from which everything is read.

    Attributes
    ----------
    kind : SeriesKind
        What the series counts.
    paths : Paths
        History and draws on one line of time.
    components : pandas.DataFrame
        Columns date, trend, week, year, events, in units of the data, over history and horizon;
        the four add up to the fitted past and to the middle of the days ahead.
    evidence : Evidence
        What it rests on.
    parts : Parts or None
        What the centre is made of, for `drivers`.
    """

    kind: SeriesKind
    paths: Paths
    components: pd.DataFrame
    evidence: Evidence
    parts: Parts | None = field(default=None, repr=False)

    @property
    def draws(self) -> Array:
        """All draws, one row each, one column per day ahead, on the scale of the data."""
        return self.paths.draws

    @property
    def first_day(self) -> date:
        """First day ahead: the last day of the history plus one (week for weekly data)."""
        return self.paths.first_day

    @property
    def last_day(self) -> date:
        """Last day of the horizon."""
        span = self.draws.shape[1] * self.paths.step_days
        return self.first_day + timedelta(days=span - 1)

    @property
    def days(self) -> pd.DatetimeIndex:
        """Days of the columns of `draws`."""
        return self.paths.days_ahead

    def window_mean(self, first: date, last: date) -> Array:
        """Return the mean per day of a window in every draw.

        Parameters
        ----------
        first, last : date
            Inclusive; days in the history enter as observed, missing ones are drawn.

        Returns
        -------
        Array
            One number per draw.

        Raises
        ------
        ValueError
            If the window lies outside history and horizon.
        """
        means: Array = self.paths.window(first, last).mean(axis=1)
        return means

    def window_total(self, first: date, last: date) -> Array:
        """Return the sum over a window in every draw.

        Parameters
        ----------
        first, last : date
            Inclusive.

        Returns
        -------
        Array
            One number per draw.

        Raises
        ------
        NotComputableError
            For levels, shares and means, which do not add up over days.
        """
        if self.kind in _LEVEL_KINDS:
            raise NotComputableError(
                msg(
                    "Levels, shares and averages do not add up over days. Ask for the mean of the "
                    "window or the level on a day instead."
                )
            )
        totals: Array = self.paths.window(first, last).sum(axis=1)
        return totals

    def level(self, day: date) -> Array:
        """Return the level on a day in every draw.

        Parameters
        ----------
        day : date
            In history or horizon.

        Returns
        -------
        Array
            One number per draw.

        Raises
        ------
        NotComputableError
            For counts per day, which have no level.
        """
        if self.kind not in _LEVEL_KINDS:
            raise NotComputableError(
                msg(
                    "Counts per day have no level. Ask for the mean or the total of a window "
                    "instead."
                )
            )
        first = day - timedelta(days=self.paths.step_days - 1)
        values: Array = self.paths.window(first, day)[:, -1]
        return values

    def probability(
        self, values: Array, *, at_least: float | None = None, at_most: float | None = None
    ) -> float:
        """Return the share of draws inside bounds; see `probability`."""
        return probability(values, at_least=at_least, at_most=at_most)

    def interval(self, level: float) -> pd.DataFrame:
        """Return central intervals per day: columns date, low, median, high."""
        return interval_frame(self.draws, self.days, level)

    def drivers(self, first: date, last: date) -> Drivers:
        """Say what the expected change from now to a window is made of.

        Parameters
        ----------
        first, last : date
            Inclusive window inside the horizon.

        Returns
        -------
        Drivers
            Contributions of recent level, trend, season and events; they add up to the change.

        Raises
        ------
        ValueError
            If the forecast was made from draws alone, or the window leaves the horizon.
        """
        if self.parts is None:
            raise ValueError("A forecast made from draws alone has no drivers.")
        return self.parts.explain(float(np.median(self.window_mean(first, last))), first, last)
