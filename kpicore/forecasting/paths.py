"""Days of history and draws of the days ahead as one line of time.

A window may lie in the history, in the future or across both: observed days enter every draw as
they are, missing ones are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpicore.forecasting.posterior import Array
from kpicore.periods import ONE_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Observed days, draws of missing days and draws of the days ahead.

    Attributes
    ----------
    history : pandas.Series
        What was observed, NaN where missing, ascending days.
    gap_days : pandas.DatetimeIndex
        Missing days of the history that were drawn.
    gap_draws : Array
        One row per draw, one column per gap day.
    first_day : date
        First day ahead.
    draws : Array
        One row per draw, one column per day (week) ahead.
    step_days : int
        1 for days, 7 for weeks.
    """

    history: pd.Series
    gap_days: pd.DatetimeIndex
    gap_draws: Array
    first_day: date
    draws: Array
    step_days: int = 1

    @property
    def days_ahead(self) -> pd.DatetimeIndex:
        """Days of the columns of `draws`."""
        return pd.date_range(
            self.first_day, periods=self.draws.shape[1], freq=pd.Timedelta(days=self.step_days)
        )

    def window(self, first: date, last: date) -> Array:
        """Return the values of the days `first` to `last` in every draw.

        Parameters
        ----------
        first, last : date
            Inclusive.

        Returns
        -------
        Array
            One row per draw, one column per day.

        Raises
        ------
        ValueError
            If the window is empty, reaches beyond the horizon or before what is known.
        """
        horizon_end = self.first_day + timedelta(days=self.draws.shape[1] * self.step_days - 1)
        if last < first:
            raise ValueError(f"The window ends {last} before it begins {first}.")
        if last > horizon_end:
            raise ValueError(f"The window ends {last}, the forecast on {horizon_end}.")
        parts = []
        if first < self.first_day:
            parts.append(self._past(first, min(last, self.first_day - ONE_DAY)))
        # Numbers of columns, not days: a goal asks for a window on each day of its way.
        begin = max(-((self.first_day - first).days // self.step_days), 0)
        parts.append(
            self.draws[:, begin : max((last - self.first_day).days // self.step_days + 1, 0)]
        )
        values = np.concatenate(parts, axis=1)
        if not values.shape[1]:
            raise ValueError(f"No week begins between {first} and {last}.")
        return values

    def _past(self, first: date, last: date) -> Array:
        begin = self.history.index[0].date()
        if first < begin:
            raise ValueError(f"The window begins {first}, the history on {begin}.")
        start, end = np.datetime64(first), np.datetime64(last)
        days, values = self.history.index.to_numpy(), self.history.to_numpy(float)
        seen = (days >= start) & (days <= end) & ~np.isnan(values)
        gaps = self.gap_days.to_numpy()
        missing = (gaps >= start) & (gaps <= end)
        observed = np.broadcast_to(values[seen], (len(self.draws), int(seen.sum())))
        expected = ((last - first).days + 1) // self.step_days
        if observed.shape[1] + int(missing.sum()) < expected:
            raise ValueError(f"Days before {last} are missing and too old to be drawn.")
        if not missing.any():
            return observed
        joined = np.concatenate([observed, self.gap_draws[:, missing]], axis=1)
        ordered: Array = joined[:, np.argsort(np.concatenate([days[seen], gaps[missing]]))]
        return ordered
