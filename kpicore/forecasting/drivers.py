"""What the expected change is made of: recent level, trend, season and events, adding up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpicore.forecasting.links import Link
from kpicore.forecasting.posterior import Array

DRIVER_KEYS = ("recent_level", "trend", "season", "events")
"""Keys of the contributions, in the order in which they are shown."""
_SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """Contributions to the change from the baseline to the expected value.

    Attributes
    ----------
    baseline : float
        Mean of the last four weeks of the history (level on its last day for a stock).
    expected : float
        Median of the window.
    recent_level : float
        What comes of where the level stood in the last week and quarter, and of what a typical day
        of the quarter brought, against the last four weeks: numbers tend to fall back from a jump.
    trend : float
        What the believed part of Prophet's trend adds, with the growth that the account's own past
        windows kept showing beyond it.
    season : float
        What time of year and weekdays add.
    events : float
        What events and holidays in the window add, less what they gave to the baseline.
    """

    baseline: float
    expected: float
    recent_level: float
    trend: float
    season: float
    events: float

    @property
    def change(self) -> float:
        """Expected value minus baseline; the contributions add up to it."""
        return self.expected - self.baseline

    def frame(self) -> pd.DataFrame:
        """Return the contributions: columns driver (one of `DRIVER_KEYS`) and contribution."""
        values = [getattr(self, key) for key in DRIVER_KEYS]
        return pd.DataFrame({"driver": list(DRIVER_KEYS), "contribution": values})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The centre of the days ahead on the link scale, split by its causes.

    Attributes
    ----------
    link : Link
        The scale.
    days : pandas.DatetimeIndex
        Days ahead.
    trend, season, events : Array
        Contributions per day; weekdays belong to the season.
    baseline : float
        See `Drivers`.
    past_events : float
        What events gave to the baseline, on the link scale.
    pace : float or None
        For a stock: recent gain per day; its link speaks of gains, which add up to the level.
    """

    link: Link
    days: pd.DatetimeIndex
    trend: Array
    season: Array
    events: Array
    baseline: float
    past_events: float = 0.0
    pace: float | None = None

    def explain(self, expected: float, first: date, last: date) -> Drivers:
        """Split the change from the baseline to `expected`.

        Parameters
        ----------
        expected : float
            Median of the window.
        first, last : date
            Inclusive window.

        Returns
        -------
        Drivers
            Contributions in units of the data, in proportion to those on the link scale.

        Raises
        ------
        ValueError
            If the window leaves the horizon.
        """
        start = pd.Timestamp(first) if self.pace is None else self.days[0]
        inside = np.flatnonzero((self.days >= start) & (self.days <= pd.Timestamp(last)))
        if not len(inside):
            raise ValueError(f"The window {first} to {last} lies outside the horizon.")
        trend, season = float(self.trend[inside].mean()), float(self.season[inside].mean())
        events = float(self.events[inside].mean()) - self.past_events
        if self.pace is None:
            worth = self._worth(self.baseline, expected)
        else:
            gain = (expected - self.baseline) / len(inside)
            worth = self._worth(self.pace, gain) * len(inside)
        change = expected - self.baseline
        shares = [part * worth for part in (trend, season, events)]
        return Drivers(
            baseline=self.baseline,
            expected=expected,
            recent_level=change - sum(shares),
            trend=shares[0],
            season=shares[1],
            events=shares[2],
        )

    def _worth(self, before: float, after: float) -> float:
        # Units of the data per unit of the link between the two values (the logarithmic mean for
        # counts): with it contributions add up exactly and do not depend on their order.
        ends = np.array([before, after])
        scaled = self.link.forward(ends)
        if abs(scaled[1] - scaled[0]) > _SAME:
            return float((ends[1] - ends[0]) / (scaled[1] - scaled[0]))
        step = 1e-4
        around = self.link.inverse(scaled[0] + np.array([-step, step]))
        return float((around[1] - around[0]) / (2 * step))
