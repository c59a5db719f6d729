"""Draws of the days ahead, made of a believed centre, learned errors of the level, and past noise.

Each draw is a future: its level leaves the centre by a heavy-tailed error that grows with the
horizon; on it lie the weekly season, the events, and daily noise in stretches taken from the past.
The error of the level is made smaller by what the noise alone does to the mean of four weeks, so
that windows come out as wide as was learned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpicore.forecasting.innovations import BLOCK_STEPS, Innovations
from kpicore.forecasting.links import LogLink
from kpicore.forecasting.model import Signals
from kpicore.forecasting.posterior import Array
from kpicore.forecasting.series import WINDOW_DAYS, Grid

POOL_DAYS = 364
"""Daily noise is taken from the last year: older noise was of another account size."""
_LOCAL_DAYS = 29
_LEAST_SHARE = 0.25
_OTHER_LIFE = 2.0
"""Levels farther apart than this (seven times for counts) are those of different lives."""
_TAILS = (0.01, 0.99)
_LEVELS = 13
_SOME_DRAWS = 400
"""At how many levels, between which tails, and in how many draws the shift by noise is measured."""
_FARTHEST = 5.0
"""No future is more than about 150 times away: heavier tails would only spoil sums."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Centre and errors of the level per step ahead, on the link scale.

    Attributes
    ----------
    centre : Array
        Median of the level.
    scale : Array
        Scale of its error.
    freedom : float
        Degrees of freedom of its tails.
    skew : float
        Log ratio by which errors upward are wider than the scale, and downward narrower.
    persistence : float
        Share of the error's variance that is the same over the whole horizon.
    """

    centre: Array
    scale: Array
    freedom: float
    skew: float
    persistence: float


def noise_pool(grid: Grid, signals: Signals, adjusted: Array, current: float) -> Array:
    """Return past daily noise around the local level, on the link scale of single days.

    Days of another life of the account, before it jumped or died, tell nothing of its noise now.

    Parameters
    ----------
    grid : Grid
        The history.
    signals : Signals
        Prophet's components.
    adjusted : Array
        Numerator without events.
    current : float
        Recent level on the link scale.

    Returns
    -------
    Array
        Noise of the last year, in order, missing days left out.
    """
    window = min(grid.steps(_LOCAL_DAYS), len(grid.days))
    kernel = np.ones(window)
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = adjusted / grid.denominator
        local = np.convolve(adjusted, kernel, "same") / np.convolve(
            grid.denominator, kernel, "same"
        )
    n = len(grid.days)
    daily = grid.link.daily()
    known = np.flatnonzero(grid.observed)[-grid.steps(POOL_DAYS) :]
    alike = known[np.abs(grid.link.forward(local[known]) - current) < _OTHER_LIFE]
    if len(alike) >= grid.steps(WINDOW_DAYS):
        known = alike
    noise: Array = (
        daily.forward(rates[known]) - daily.forward(local[known]) - signals.week[:n][known]
    )
    return noise


def draw_noise(pool: Array, innovations: Innovations, steps: int) -> Array:
    """Join stretches of past noise into one line per draw.

    Parameters
    ----------
    pool : Array
        Past noise.
    innovations : Innovations
        Which stretches.
    steps : int
        Length of the lines.

    Returns
    -------
    Array
        One row per draw.
    """
    block = min(BLOCK_STEPS, len(pool))
    starts = np.floor(innovations.blocks * (len(pool) - block + 1)).astype(np.intp)
    back = len(pool) - block - starts
    index = (back[:, :, None] + np.arange(block)).reshape(len(back), -1)
    reps = -(-steps // index.shape[1])
    noise: Array = pool[np.tile(index, (1, reps))[:, :steps]]
    return noise


def draw_days(
    grid: Grid,
    current: float,
    outcome: Outcome,
    *,
    week: Array,
    events: Array,
    pool: Array,
    numbers: Innovations,
) -> Array:
    """Draw the days ahead.

    Parameters
    ----------
    grid : Grid
        The history.
    current : float
        Recent level on the link scale.
    outcome : Outcome
        Centre and errors of the level.
    week, events : Array
        Their effects per step, on the link scale of single days.
    pool : Array
        Past daily noise.
    numbers : Innovations
        Random numbers.

    Returns
    -------
    Array
        One row per draw, one column per step, on the scale of the data (gains for a stock).
    """
    steps = len(outcome.centre)
    noise = draw_noise(pool, numbers, steps)
    spread = _spread_of_noise(grid, current, week, noise)
    least = _LEAST_SHARE * outcome.scale**2
    scale = np.sqrt(np.maximum(outcome.scale**2 - spread**2, least))
    wanted = current + outcome.centre + _level_errors(outcome, scale, numbers)
    level = _level_below_noise(grid, wanted, week, noise)
    daily, link = grid.link.daily(), grid.link
    days = daily.inverse(daily.forward(link.inverse(level)) + week + events + noise)
    if isinstance(link, LogLink) and current <= 0:
        # An account that stands still has no weekdays: a future at zero stays there.
        days = np.where(level > 0, days, 0.0)
    return days


def _means_with_noise(grid: Grid, level: float, week: Array, noise: Array) -> Array:
    """Return what week and noise make of the mean of four weeks at a level, one per draw."""
    daily, link = grid.link.daily(), grid.link
    window = min(grid.steps(WINDOW_DAYS), noise.shape[1])
    base = daily.forward(link.inverse(np.array([level])))
    days = daily.inverse(base + week[:window] + noise[:, :window])
    means: Array = link.forward(days.mean(axis=1))
    return means


def _spread_of_noise(grid: Grid, current: float, week: Array, noise: Array) -> float:
    # Taken out of the level's error, so that windows come out as wide as was learned.
    low, high = np.quantile(_means_with_noise(grid, current, week, noise), [0.16, 0.84])
    return float(high - low) / 2


def _level_below_noise(grid: Grid, wanted: Array, week: Array, noise: Array) -> Array:
    # Days are skewed, so that noise moves the middle of four weeks, upward as a rule. How far
    # depends on the level: where counts are few, the scale is straight and noise hardly moves it.
    # The level is chosen so that the windows' middle comes out as wanted.
    def moved(levels: Array) -> Array:
        some = noise[:_SOME_DRAWS]
        return np.array([np.median(_means_with_noise(grid, v, week, some)) for v in levels])

    ends = np.quantile(wanted, _TAILS)
    reach = 2 * float(np.abs(moved(ends) - ends).max())
    levels = np.linspace(ends[0] - reach, ends[1] + reach, _LEVELS)
    middles = moved(levels)
    below: Array = wanted - np.interp(wanted, middles, middles - levels)
    return below


def _level_errors(outcome: Outcome, scale: Array, numbers: Innovations) -> Array:
    variance = np.maximum.accumulate(scale**2)
    growth = np.sqrt(np.diff(variance, prepend=0.0))
    wander = np.cumsum(numbers.steps[:, : len(scale)] * growth, axis=1)
    share = outcome.persistence
    errors = np.sqrt(share) * numbers.common[:, None] * np.sqrt(variance)
    errors = (errors + np.sqrt(1 - share) * wander) * numbers.stretch(outcome.freedom)[:, None]
    uneven = np.where(errors > 0, np.exp(outcome.skew), np.exp(-outcome.skew))
    result: Array = np.clip(errors * uneven, -_FARTHEST, _FARTHEST)
    return result
