"""Posts at equal age: which are old enough, and how young ones will grow.

A post's total grows for days after it was published, so posts are compared at one age. The first
value seen at that age or later is the post's mature value. With one export alone age and success
cannot be told apart and young posts are left out. With repeated exports the account's own age curve
- the share of the mature value that a post has at each age - is learned from posts that were seen
both young and mature, and completes the young ones, with the error that this adds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MATURITY_DAYS = 7
"""Age in days at which posts are compared. Short videos earn most of their views in their first
week, and a week holds every weekday once; a workspace can change it."""

FEWEST_PAIRS = 5
"""Posts seen young and mature that a curve needs; fewer say more about the posts than the ages."""

LARGEST_ERROR = 0.7
"""Posts are completed at ages where the logarithm of the missing factor is known to this standard
error (a factor of two either way); younger ones are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """What exports said of posts, for one metric, sorted by post and age.

    Attributes
    ----------
    posts : array of int
        Number of the post.
    ages : array of int
        Whole days from the post's day to the day of the export.
    values : array of float
        Lifetime total then.
    """

    posts: Ints
    ages: Ints
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeCurve:
    """How an account's posts grow to their mature value.

    Attributes
    ----------
    maturity_days : int
        Age of the mature value.
    shares : array of float
        Entry ``a`` is the share reached at age ``a``, for ages 0 to maturity; never falling, NaN
        below the youngest age seen, 1 at maturity.
    errors : array of float
        Standard error of the logarithm of one post's share at each age.
    posts : int
        Posts that were seen young and mature.
    """

    maturity_days: int
    shares: Floats
    errors: Floats
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Values of posts at the age at which they are compared.

    Attributes
    ----------
    values : array of float
        Per post; NaN where too young or never seen.
    young : array of bool
        Posts seen, but too young to count.
    completed : array of bool
        Posts completed by the curve.
    errors : array of float
        Standard error of the logarithm; 0 for mature posts.
    """

    values: Floats
    young: Flags
    completed: Flags
    errors: Floats


def mature_values(sightings: Sightings, posts: int, *, maturity_days: int) -> Floats:
    """Return each post's first value at maturity age or later.

    Parameters
    ----------
    sightings : Sightings
        Sorted by post and age.
    posts : int
        Number of posts.
    maturity_days : int
        Age that counts as mature.

    Returns
    -------
    array of float
        NaN for posts never seen at that age.
    """
    values = np.full(posts, np.nan)
    old = np.flatnonzero(sightings.ages >= maturity_days)[::-1]
    # Written from old to young, so that the first sighting at maturity is the one that stays.
    values[sightings.posts[old]] = sightings.values[old]
    return values


def learn_age_curve(sightings: Sightings, *, maturity_days: int) -> AgeCurve | None:
    """Learn how posts grow from those seen both young and mature.

    The mean logarithm of each age's share is drawn toward a one-parameter curve of the same
    account, ``(age / maturity) ** power``, as far as the posts of that age disagree among
    themselves; then the shares are made never to fall.

    Parameters
    ----------
    sightings : Sightings
        Sorted by post and age.
    maturity_days : int
        Age of the mature value, at least 1.

    Returns
    -------
    AgeCurve or None
        None with fewer than `FEWEST_PAIRS` such posts.
    """
    if not sightings.posts.size:
        return None
    mature = mature_values(sightings, int(sightings.posts.max()) + 1, maturity_days=maturity_days)
    final = mature[sightings.posts]
    paired = (
        (sightings.ages >= 1)
        & (sightings.ages < maturity_days)
        & (sightings.values > 0)
        & (final > 0)
    )
    posts = np.unique(sightings.posts[paired]).size
    if posts < FEWEST_PAIRS:
        return None
    ages = sightings.ages[paired]
    logs = np.log(np.minimum(sightings.values[paired] / final[paired], 1.0))
    means, errors = _shrunk_means(ages, logs, maturity_days)
    shares = np.full(maturity_days + 1, np.nan)
    youngest = int(ages.min())
    inner = np.exp(means[youngest:])
    shares[youngest:] = np.append(np.maximum.accumulate(inner), 1.0)
    return AgeCurve(
        maturity_days=maturity_days, shares=shares, errors=np.append(errors, 0.0), posts=posts
    )


def _shrunk_means(ages: Ints, logs: Floats, maturity_days: int) -> tuple[Floats, Floats]:
    """Mean and spread of log shares by age below maturity; ages unseen follow the power curve."""
    count = np.bincount(ages, minlength=maturity_days).astype(np.float64)
    total = np.bincount(ages, weights=logs, minlength=maturity_days)
    seen = count > 0
    raw = np.divide(total, count, out=np.zeros(maturity_days), where=seen)
    within = float(np.sum((logs - raw[ages]) ** 2))
    freedom = max(float(logs.size - seen.sum()), 1.0)
    variance = within / freedom
    grid = np.log(np.maximum(np.arange(maturity_days), 0.5) / maturity_days)
    power = max(float(np.sum(logs * grid[ages]) / np.sum(grid[ages] ** 2)), 0.0)
    curve = power * grid
    off = (raw - curve)[seen]
    # Between-age variance that is not the noise of the means: how far the power curve is wrong.
    between = max(float(np.mean(off**2) - np.mean(variance / count[seen])), 0.0)
    noise = np.divide(variance, count, out=np.full(maturity_days, np.inf), where=seen)
    trust = np.where(seen, 1.0 if variance == 0 else between / (between + noise), 0.0)
    means = np.minimum(curve + trust * (raw - curve), 0.0)
    error_of_mean = np.where(seen, np.minimum(noise, between + variance), between + variance)
    return means, np.sqrt(variance + error_of_mean)


def settle(
    sightings: Sightings, posts: int, *, maturity_days: int, curve: AgeCurve | None
) -> Settled:
    """Bring posts to maturity: seen values for mature ones, completed ones for young posts.

    Parameters
    ----------
    sightings : Sightings
        Sorted by post and age.
    posts : int
        Number of posts.
    maturity_days : int
        Age that counts as mature.
    curve : AgeCurve or None
        How posts grow; None leaves young posts out.

    Returns
    -------
    Settled
        One entry per post.
    """
    values = mature_values(sightings, posts, maturity_days=maturity_days)
    latest = np.full(posts, np.nan)
    age = np.full(posts, -1, dtype=np.int64)
    latest[sightings.posts] = sightings.values
    age[sightings.posts] = sightings.ages
    unripe = np.isnan(values) & np.isfinite(latest)
    completed = np.zeros(posts, dtype=np.bool_)
    errors = np.zeros(posts)
    if curve is not None and unripe.any():
        place = np.clip(age, 0, maturity_days)
        share, error = curve.shares[place], curve.errors[place]
        completed = (
            unripe & (age >= 1) & np.isfinite(share) & (error <= LARGEST_ERROR) & (latest > 0)
        )
        # The mean of a log-normal factor lies above its median by exp(variance / 2).
        factor = np.exp(error[completed] ** 2 / 2) / share[completed]
        values[completed] = latest[completed] * factor
        errors[completed] = error[completed]
    return Settled(values=values, young=unripe & ~completed, completed=completed, errors=errors)
