"""Scales on which errors of a KPI are about the same size whatever its level.

A link turns a level (the mean of a window) into a number on which change is additive: the logarithm
for counts and averages, the inverse hyperbolic sine for net counts, which may be negative, and the
logit for shares. All are monotone, so quantiles pass through.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from kpicore.forecasting.posterior import Array

_RELATIVE_FLOOR = 1e-3
_DAILY_FLOOR = 0.05
_WINDOW_ROOT = float(np.sqrt(28))
_EXPONENT_LIMIT = 40.0


class SeriesKind(StrEnum):
    """What a series counts, which decides its scale and its bounds."""

    FLOW = "flow"
    """Counts of a day, never below zero."""
    NET = "net"
    """Counts of a day that may be negative, such as net followers."""
    STOCK = "stock"
    """A level, such as followers."""
    SHARE = "share"
    """A rate on the scale 0-1 given without its parts."""
    MEAN = "mean"
    """A non-negative average, such as seconds per view."""


class Link(Protocol):
    """A monotone scale of levels."""

    def daily(self) -> Link:
        """Return the scale of single days, on which odd days do not lie infinitely far."""

    def forward(self, level: Array) -> Array:
        """Return levels on the scale where change is additive."""

    def inverse(self, scaled: Array) -> Array:
        """Return levels on the scale of the data."""


@dataclass(frozen=True, slots=True)
class LogLink:
    """Logarithm of one plus the level in small units.

    Attributes
    ----------
    unit : float
        One for counts; a thousandth of the usual level for averages, so that scale is irrelevant.
    usual : float
        Median of the observed days above zero.
    """

    unit: float = 1.0
    usual: float = 0.0

    def daily(self) -> LogLink:
        """Return the scale of single days: a zero lies about three below the usual."""
        return LogLink(max(self.unit, _DAILY_FLOOR * self.usual), self.usual)

    def forward(self, level: Array) -> Array:
        """Return ``log(1 + level / unit)``."""
        return np.log1p(np.maximum(level, 0.0) / self.unit)

    def inverse(self, scaled: Array) -> Array:
        """Return the level, never below zero."""
        return np.maximum(np.expm1(np.minimum(scaled, _EXPONENT_LIMIT)), 0.0) * self.unit


@dataclass(frozen=True, slots=True)
class SignedLink:
    """Inverse hyperbolic sine: linear near zero, logarithmic far from it, on both sides.

    Attributes
    ----------
    unit : float
        Level at which it turns from linear to logarithmic, about the noise of a window's mean.
    """

    unit: float = 1.0

    def daily(self) -> SignedLink:
        """Return the scale of single days, whose noise is larger than that of four weeks."""
        return SignedLink(self.unit * _WINDOW_ROOT)

    def forward(self, level: Array) -> Array:
        """Return ``asinh(level / 2 unit)``."""
        return np.arcsinh(level / (2 * self.unit))

    def inverse(self, scaled: Array) -> Array:
        """Return the level."""
        limited = np.clip(scaled, -_EXPONENT_LIMIT, _EXPONENT_LIMIT)
        result: Array = np.sinh(limited) * (2 * self.unit)
        return result


@dataclass(frozen=True, slots=True)
class BoundedLink:
    """Logit of a share between zero and `upper`.

    Attributes
    ----------
    upper : float
        Largest possible value.
    slack : float
        Small amount that keeps zero and `upper` finite.
    """

    upper: float = 1.0
    slack: float = 1e-6

    def daily(self) -> BoundedLink:
        """Return the scale of single days, where few views give shares of exactly zero or one."""
        return BoundedLink(self.upper, self.slack * _DAILY_FLOOR / _RELATIVE_FLOOR)

    def forward(self, level: Array) -> Array:
        """Return the logit of the level."""
        inside = np.clip(level, 0.0, self.upper)
        return np.log((inside + self.slack) / (self.upper - inside + self.slack))

    def inverse(self, scaled: Array) -> Array:
        """Return the level, inside its bounds."""
        odds = np.exp(np.clip(scaled, -_EXPONENT_LIMIT, _EXPONENT_LIMIT))
        level: Array = (odds * (self.upper + self.slack) - self.slack) / (1 + odds)
        return np.clip(level, 0.0, self.upper)


def link_for(kind: SeriesKind, rates: Array, *, upper: float | None = None) -> Link:
    """Choose the scale of a series.

    Parameters
    ----------
    kind : SeriesKind
        What it counts; a stock is judged by its daily gains.
    rates : Array
        Observed daily values (gains for a stock), without NaN.
    upper : float, optional
        Bound of a share.

    Returns
    -------
    Link
        The scale.
    """
    positive = rates[rates > 0]
    usual = float(np.median(positive)) if len(positive) else 1.0
    if kind is SeriesKind.FLOW:
        return LogLink(1.0, usual)
    if kind is SeriesKind.MEAN:
        return LogLink(usual * _RELATIVE_FLOOR, usual)
    if kind is SeriesKind.SHARE:
        bound = 1.0 if upper is None else upper
        slack = _RELATIVE_FLOOR * min(usual, bound - usual)
        return BoundedLink(bound, slack if slack > 0 else _RELATIVE_FLOOR * bound)
    quartile = float(np.subtract(*np.quantile(rates, [0.75, 0.25])))
    noise = (quartile / 1.35 if quartile > 0 else float(np.std(rates))) / _WINDOW_ROOT
    return SignedLink(max(noise / 2, 1e-3 * float(np.abs(rates).mean()), 1e-6))
