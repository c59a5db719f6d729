"""What posting more or less often goes along with, read from the account's own weeks.

Posts and counts are put into weeks. Both are freed of everything slow - trend and season, as
straight pieces of a quarter each - and what is left of the counts is held against what is left of
the posts, of the same week and of the week before, on logarithms: an elasticity. The errors of
neighbouring weeks hang together; what one carries into the next is taken off first
(Cochrane-Orcutt). The estimate is shrunk to a prior by precision.

Before the data speak, every elasticity from 0 (the same views are shared by more posts) to 1 (each
post brings its own) is as likely: mean 1/2, standard deviation 1/sqrt(12). It is an association:
weeks with more posts may differ in other ways too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log1p, sqrt

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.errors import NotComputableError
from kpicore.history import History
from kpicore.kpis import forecast_input

PRIOR_MEAN = 0.5
PRIOR_ERROR = 1 / sqrt(12)
LEAST_WEEKS = 16
"""Fewer weeks than this leave too little after trend and season are taken out."""
WEEKS_PER_PIECE = 13
MOST_CARRIED = 0.8
"""Most of one week's error that is taken to be carried into the next."""
LEAST_CONTRAST = 1e-6
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


def posts_by_day(history: History, account_ids: Sequence[str], today: date) -> pd.Series | None:
    """Return how many posts each day brought, put together; None where that is not known.

    Parameters
    ----------
    history : History
        Of the workspace.
    account_ids : sequence of str
        The accounts.
    today : date
        First day that is not known.

    Returns
    -------
    Series of float or None
        Every day, NaN where not known.
    """
    try:
        source = forecast_input(
            history, "posting_frequency", account_ids=tuple(account_ids), today=today
        )
    except NotComputableError:
        return None
    return source.series if source.step_days == 1 and source.series.notna().any() else None


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
    free = len(place) - slow.shape[1] - regressors.shape[1] - 1
    if free < LEAST_WEEKS // 2:
        return None
    design = np.column_stack([regressors, slow])
    carried = _carried_over(values - design @ _solved(design, values), place, design.shape[1])
    # What one week's surprise carries into the next is taken off both sides.
    follows = np.flatnonzero(np.diff(place) == 1) + 1
    left, right = values.copy(), design.copy()
    left[follows] -= carried * values[follows - 1]
    right[follows] -= carried * design[follows - 1]
    return _first_coefficient(left, right, free)


def _solved(design: Floats, values: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(design, values, rcond=None)[0], dtype=np.float64)


def _carried_over(rest: Floats, place: npt.NDArray[np.intp], taken_out: int) -> float:
    """Return the correlation of neighbouring weeks' errors, in [0, MOST_CARRIED]."""
    follows = np.flatnonzero(np.diff(place) == 1) + 1
    size = float((rest**2).sum())
    if size <= 0 or not follows.size:
        return 0.0
    found = float(rest[follows] @ rest[follows - 1]) / size
    # Every regressor that was taken out pulls the correlation of what is left down.
    return float(np.clip(found + taken_out / len(rest), 0.0, MOST_CARRIED))


def _first_coefficient(values: Floats, design: Floats, free: int) -> tuple[float, float] | None:
    basis, _ = np.linalg.qr(design[:, 2:])
    moved = design[:, :2] - basis @ (basis.T @ design[:, :2])
    square = moved.T @ moved
    if np.linalg.eigvalsh(square)[0] < LEAST_CONTRAST * len(values):
        return None
    inverse = np.linalg.inv(square)
    left = values - basis @ (basis.T @ values)
    coefficients = inverse @ (moved.T @ left)
    variance = float(((left - moved @ coefficients) ** 2).sum()) / free * inverse[0, 0]
    return float(coefficients[0]), sqrt(max(variance, LEAST_CONTRAST))


def _slow(place: npt.NDArray[np.intp]) -> Floats:
    """Straight pieces that meet every quarter: whatever moves slowly is theirs."""
    span = int(place[-1] - place[0])
    knots = np.linspace(place[0], place[-1], max(2, span // WEEKS_PER_PIECE + 1))
    width = knots[1] - knots[0]
    hats: Floats = np.maximum(0.0, 1 - np.abs(place[:, None] - knots[None, :]) / width)
    return hats
