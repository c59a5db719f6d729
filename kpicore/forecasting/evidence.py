"""What a forecast rests on: its own track record, training span, versions and seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

INTERVAL_LEVEL = 0.8
"""Level of the intervals in the track record: four of five outcomes should lie inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestWindow:
    """What would have been said on a past day about a window, and what happened.

    Attributes
    ----------
    made_on : date
        Last day that was known.
    first, last : date
        The window, inclusive; its mean is what was forecast (of daily gains for a level).
    low, median, high : float
        Interval of `INTERVAL_LEVEL` and median, without knowing this window.
    unchanged : float
        Level of the four weeks before: what "nothing changes" says.
    outcome : float
        What happened.
    probability_of_growth : float
        How likely it was said that the outcome would be at least `unchanged`.
    """

    made_on: date
    first: date
    last: date
    low: float
    median: float
    high: float
    unchanged: float
    outcome: float
    probability_of_growth: float

    @property
    def inside(self) -> bool:
        """Whether the outcome lay in the interval."""
        return self.low <= self.outcome <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a forecast rests on.

    Attributes
    ----------
    windows : tuple of BacktestWindow
        The account's own past windows, oldest first; empty when the history is too short.
    training_first, training_last : date
        Span of the observed days that were used.
    observed_count : int
        Number of observed days (weeks) in it.
    weights : Mapping[str, float]
        How far each candidate for the centre is believed at the end of the horizon, 1 fully.
    versions : Mapping[str, str]
        Versions of what computed the forecast, and of the learned constants.
    seed : int
        Seed of the draws.
    """

    windows: tuple[BacktestWindow, ...]
    training_first: date
    training_last: date
    observed_count: int
    weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    seed: int = 0

    @property
    def coverage(self) -> float | None:
        """Share of past windows whose outcome lay in the interval; None without windows."""
        if not self.windows:
            return None
        return sum(window.inside for window in self.windows) / len(self.windows)

    @property
    def median_error(self) -> float | None:
        """Mean absolute error of the medians; None without windows."""
        return self._error("median")

    @property
    def unchanged_error(self) -> float | None:
        """Mean absolute error of "nothing changes"; None without windows."""
        return self._error("unchanged")

    @property
    def beats_unchanged(self) -> bool | None:
        """Whether the medians were closer than "nothing changes"; None without windows."""
        mine, theirs = self.median_error, self.unchanged_error
        return None if mine is None or theirs is None else mine < theirs

    def _error(self, name: str) -> float | None:
        if not self.windows:
            return None
        gaps = [abs(float(getattr(window, name)) - window.outcome) for window in self.windows]
        return sum(gaps) / len(gaps)
