"""Draws of the days that are missing inside the history."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpicore.forecasting.engine import Prepared
from kpicore.forecasting.innovations import Innovations
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.posterior import Array
from kpicore.forecasting.simulate import draw_noise, noise_pool

GAP_REACH_DAYS = 400
"""Missing days older than this are not drawn: no running window reaches back so far."""
_LOCAL_DAYS = 29


def draw_gaps(prepared: Prepared, numbers: Innovations) -> tuple[pd.DatetimeIndex, Array]:
    """Draw missing days around the level of the days near them.

    Parameters
    ----------
    prepared : Prepared
        What is known.
    numbers : Innovations
        Random numbers; the noise of the gaps uses the same stretches as the days ahead.

    Returns
    -------
    tuple of pandas.DatetimeIndex, Array
        The days, ascending, and one row per draw.
    """
    grid, signals = prepared.grid, prepared.signals
    size = len(grid.days)
    missing = np.flatnonzero(~np.isfinite(grid.values))
    missing = missing[missing >= size - grid.steps(GAP_REACH_DAYS)]
    draws = len(numbers.common)
    if not len(missing):
        return grid.days[:0], np.empty((draws, 0))
    if grid.kind is SeriesKind.STOCK:
        # Between two known levels the way is short: a straight line.
        known = np.flatnonzero(np.isfinite(grid.values))
        between = np.interp(missing, known, grid.values[known])
        return grid.days[missing], np.tile(between, (draws, 1))
    kernel = np.ones(min(grid.steps(_LOCAL_DAYS), size))
    weight = np.convolve(grid.denominator, kernel, "same")
    with np.errstate(invalid="ignore", divide="ignore"):
        local = np.convolve(prepared.adjusted, kernel, "same") / weight
    known = np.flatnonzero(weight > 0)
    daily = grid.link.daily()
    level = daily.forward(np.interp(missing, known, local[known]))
    pool = noise_pool(grid, signals, prepared.adjusted, prepared.outlook.current)
    noise = draw_noise(pool, numbers, len(missing))
    usual = level + signals.week[missing] + signals.events[missing]
    return grid.days[missing], daily.inverse(usual + noise)
