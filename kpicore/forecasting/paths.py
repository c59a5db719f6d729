"""Days of history and draws of the days ahead as one line of time.

A window may lie in the history, in the future or across both: observed days enter every draw as
they are, missing ones are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpicore.forecasting.posterior import Array


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
        start, end = pd.Timestamp(first), pd.Timestamp(last)
        ahead = self.days_ahead
        if end < start:
            raise ValueError(f"The window ends {end.date()} before it begins {start.date()}.")
        horizon_end = ahead[-1] + pd.Timedelta(days=self.step_days - 1)
        if end > horizon_end:
            raise ValueError(f"The window ends {end.date()}, the forecast on {horizon_end.date()}.")
        parts = []
        if start < ahead[0]:
            parts.append(self._past(start, min(end, ahead[0] - pd.Timedelta(days=1))))
        inside = np.flatnonzero((ahead >= start) & (ahead <= end))
        parts.append(self.draws[:, inside])
        values = np.concatenate(parts, axis=1)
        if not values.shape[1]:
            raise ValueError(f"No week begins between {start.date()} and {end.date()}.")
        return values

    def _past(self, start: pd.Timestamp, end: pd.Timestamp) -> Array:
        first = self.history.index[0]
        if start < first:
            raise ValueError(f"The window begins {start.date()}, the history on {first.date()}.")
        seen = self.history[(self.history.index >= start) & (self.history.index <= end)].dropna()
        missing = (self.gap_days >= start) & (self.gap_days <= end)
        observed = np.broadcast_to(seen.to_numpy(float), (len(self.draws), len(seen)))
        expected = len(pd.date_range(start, end)) // self.step_days
        if len(seen) + int(missing.sum()) < expected:
            raise ValueError(f"Days before {end.date()} are missing and too old to be drawn.")
        days = np.concatenate([seen.index.to_numpy(), self.gap_days[missing].to_numpy()])
        joined = np.concatenate([observed, self.gap_draws[:, np.flatnonzero(missing)]], axis=1)
        ordered: Array = joined[:, np.argsort(days)]
        return ordered
