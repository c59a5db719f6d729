"""What posting more or less often goes along with, read from the account's own weeks.

Posts and counts are put into weeks. Both are freed of everything slow - trend and season, as
straight pieces of a quarter each - and what is left of the counts is held against what is left of
the posts, of the same week and of the week before, on logarithms: an elasticity. Errors of
neighbouring weeks may hang together (Newey-West). The estimate is shrunk to a prior by precision.

Before the data speak, every elasticity from 0 (the same views are shared by more posts) to 1 (each
post brings its own) is as likely: mean 1/2, standard deviation 1/sqrt(12). It is an association:
weeks with more posts may differ in other ways too.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p, sqrt

import numpy as np
import numpy.typing as npt
import pandas as pd

PRIOR_MEAN = 0.5
PRIOR_ERROR = 1 / sqrt(12)
LEAST_WEEKS = 16
"""Fewer weeks than this leave too little after trend and season are taken out."""
WEEKS_PER_PIECE = 13
HELD_WEEKS = 4
"""Weeks over which errors may hang together."""
LEAST_KNOWN_DAYS = 5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingEffect:
    """How a count follows the number of posts.

    Attributes
    ----------
    elasticity, error : float
        Of ``log(count)`` on ``log(1 + posts per week)``, after shrinking, and its standard error.
    weeks : int
        Own weeks that it rests on; 0 when it is the prior alone.
    """

    elasticity: float = PRIOR_MEAN
    error: float = PRIOR_ERROR
    weeks: int = 0


PRIOR = PostingEffect()


def doubling(elasticity: float, posts_per_week: float) -> float:
    """Return the change that twice as many posts bring, as a share."""
    step = log1p(2 * posts_per_week) - log1p(posts_per_week)
    return float(np.expm1(elasticity * step))


def elasticity_of(per_doubling: float, posts_per_week: float) -> float:
    """Return the elasticity at which twice as many posts bring a given change, above -1."""
    step = log1p(2 * posts_per_week) - log1p(posts_per_week)
    return log1p(per_doubling) / step


def posting_effect(posts: pd.Series, counts: pd.Series) -> PostingEffect:
    """Estimate how a daily count follows the number of posts.

    Parameters
    ----------
    posts : Series of float
        Posts per day, NaN where not known.
    counts : Series of float
        The count per day, NaN where not known. Weeks without any are left out.

    Returns
    -------
    PostingEffect
        The prior where the weeks are too few or the posts hardly change from week to week.
    """
    weekly_posts, weekly_counts = _weeks(posts, counts)
    used = np.isfinite(weekly_posts) & np.isfinite(weekly_counts) & (weekly_counts > 0)
    used[1:] &= np.isfinite(weekly_posts[:-1])
    used[:1] = False  # the first week has no week before
    if used.sum() < LEAST_WEEKS:
        return PRIOR
    now = np.log1p(weekly_posts)
    before = np.concatenate([[np.nan], now[:-1]])
    place = np.flatnonzero(used)
    # The sum of both weeks' effects is what a lasting change brings: one regressor of its own.
    regressors = np.column_stack([now, now - before])[place]
    found = _regressed(np.log(weekly_counts[place]), regressors, place)
    if found is None:
        return PRIOR
    own, error = found
    weight, prior = 1 / error**2, 1 / PRIOR_ERROR**2
    return PostingEffect(
        elasticity=(own * weight + PRIOR_MEAN * prior) / (weight + prior),
        error=1 / sqrt(weight + prior),
        weeks=len(place),
    )


def _weeks(posts: pd.Series, counts: pd.Series) -> tuple[Floats, Floats]:
    """Return both per week, weeks counted back from the last day that both tell."""
    told, counted = posts.dropna(), counts.dropna()
    if told.empty or counted.empty:
        return np.empty(0), np.empty(0)
    first = max(pd.Timestamp(told.index[0]), pd.Timestamp(counted.index[0]))
    last = min(pd.Timestamp(told.index[-1]), pd.Timestamp(counted.index[-1]))
    days = pd.date_range(first, last)
    days = days[len(days) % 7 :]
    return _weekly(posts.reindex(days)), _weekly(counts.reindex(days))


def _weekly(daily: pd.Series) -> Floats:
    values = daily.to_numpy(dtype=float).reshape(-1, 7)
    known = np.isfinite(values).sum(axis=1)
    sums = np.nansum(values, axis=1)
    # A missing day counts like the mean of the week's others.
    filled: Floats = np.where(known >= LEAST_KNOWN_DAYS, sums * 7 / np.maximum(known, 1), np.nan)
    return filled


def _regressed(
    values: Floats, regressors: Floats, place: npt.NDArray[np.intp]
) -> tuple[float, float] | None:
    """Return the coefficient of the first regressor and its error; None without contrast."""
    slow = _slow(place)
    free = len(place) - slow.shape[1] - regressors.shape[1]
    if free < LEAST_WEEKS // 2:
        return None
    basis, _ = np.linalg.qr(slow)
    moved = regressors - basis @ (basis.T @ regressors)
    rest = values - basis @ (basis.T @ values)
    square = moved.T @ moved
    if np.linalg.eigvalsh(square)[0] < 1e-6 * len(place):
        return None
    inverse = np.linalg.inv(square)
    coefficients = inverse @ (moved.T @ rest)
    scores = moved * (rest - moved @ coefficients)[:, None]
    middle = scores.T @ scores
    for lag in range(1, HELD_WEEKS + 1):
        crossed = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (HELD_WEEKS + 1)) * (crossed + crossed.T)
    variance = (inverse @ middle @ inverse)[0, 0] * len(place) / free
    # Pieces, autocorrelation and few weeks can make Newey-West too sure; never below plain errors.
    plain = inverse[0, 0] * float(((rest - moved @ coefficients) ** 2).sum()) / free
    return float(coefficients[0]), sqrt(max(variance, plain, 1e-6))


def _slow(place: npt.NDArray[np.intp]) -> Floats:
    """Straight pieces that meet every quarter: whatever moves slowly is theirs."""
    span = int(place[-1] - place[0])
    knots = np.linspace(place[0], place[-1], max(2, span // WEEKS_PER_PIECE + 1))
    width = knots[1] - knots[0]
    hats: Floats = np.maximum(0.0, 1 - np.abs(place[:, None] - knots[None, :]) / width)
    return hats
