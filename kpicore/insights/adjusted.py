"""What a post's response is apart from trend, format and the luck of its day.

One mixed model for all questions. Fixed are the columns that a question is about; random are a
smooth trend (hats every few weeks, so that growth and seasons are taken out as far as the posts
show them), the post's format, a step where the platform began to count differently, and the day:
posts of one day share their luck, and a weekday that had two lucky days is not a good weekday.
Variances of trend and days are estimated by restricted likelihood. Viral posts pull no effect:
residuals beyond `HUBER` spreads are drawn in, and the pseudo values that result carry the sampling
variance of the robust estimate with them.

References
----------
Huber (1973), Annals of Statistics 1, section 7, for pseudo values; Henderson (1975), Biometrics 31,
for the mixed-model equations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, optimize, sparse, special

from kpicore.insights.design import Design
from kpicore.insights.equal_age import EqualPosts
from kpicore.kpis.columns import Floats

HUBER = 2.5
"""Spreads from which a residual counts less. Within them 98.8 % of well-behaved posts lie."""

ROUNDS = 2
"""Times that variances and pseudo values are found in turn."""
_PULLS = 5
_NORMAL_QUARTILE = float(special.ndtri(0.75))
_LOWEST, _HIGHEST = -9.0, 4.0
_SAME = 1e-9


@dataclass(frozen=True, kw_only=True)
class Fit:
    """What the model found.

    Attributes
    ----------
    estimates : array of float
        One per asked column, on the scale of logarithms.
    covariance : array of float
        Their covariance.
    freedom : float
        Degrees of freedom of `spread`.
    spread : float
        Standard deviation of one post, without what is adjusted for.
    model : Solved
        For effects of further columns.
    """

    estimates: Floats
    covariance: Floats
    freedom: float
    spread: float
    model: Solved


@dataclass(frozen=True, kw_only=True)
class Solved:
    """A solved model, to which single columns can be added one at a time."""

    design: Design
    pseudo: Floats
    day_pull: Floats
    factor: tuple[Floats, bool]
    solution: Floats
    rss: float


def fit_adjusted(posts: EqualPosts, columns: sparse.csr_array, *, by_format: bool = True) -> Fit:
    """Find the level of each asked column, apart from trend, format and days.

    Parameters
    ----------
    posts : EqualPosts
        More than the columns; see `kpicore.insights.effects.FEWEST_POSTS`.
    columns : csr_array
        A row per post and full column rank; the constant is among them or their sum.
    by_format : bool, default True
        Whether formats are taken out.

    Returns
    -------
    Fit
        Estimates with their covariance.
    """
    design = Design(posts, columns, by_format=by_format)
    pseudo = posts.response.copy()
    ratios = np.array([-2.0, -2.0])
    factored = _factored(design, ratios)
    solved, sigma2 = _solve(factored, pseudo)
    for _ in range(ROUNDS):
        for _ in range(_PULLS):
            fitted = design.columns @ solved.solution
            pseudo = _drawn_in(posts.response, fitted, design.asked)
            solved, sigma2 = _solve(factored, pseudo)
        if design.errors.any():
            design.weigh(sigma2 / (sigma2 + design.errors**2))
        ratios = _likeliest(design, pseudo, ratios)
        factored = _factored(design, ratios)
        solved, sigma2 = _solve(factored, pseudo)
    inverse = linalg.cho_solve(solved.factor, np.eye(solved.solution.size))
    plain = _kernel(design, solved.day_pull)
    used = float(np.trace(inverse @ plain))
    # What days share is known no better than there are days.
    freedom = max(design.day_count - used, 3.0)
    # The trend bends toward the very posts it is taken from; with many posts this vanishes.
    sigma2 *= (design.size - design.asked) / max(design.size - used, 0.5 * design.size)
    asked = slice(0, design.asked)
    return Fit(
        estimates=solved.solution[asked],
        covariance=sigma2 * inverse[asked, asked],
        freedom=freedom,
        spread=float(np.sqrt(sigma2)),
        model=solved,
    )


def added_effects(fit: Fit, indicators: sparse.csc_array) -> tuple[Floats, Floats]:
    """Return what each of some columns adds to a fitted model, one at a time.

    Parameters
    ----------
    fit : Fit
        The model without them.
    indicators : csc_array
        A row per post, a column per thing that a post has or not.

    Returns
    -------
    estimates, errors : arrays of float
        Difference between posts with and without, and its standard error; NaN where trend and
        formats leave nothing to compare.
    """
    solved, design = fit.model, fit.model.design
    # Rows are things and columns posts from here on: no table has to be turned on its side.
    weights = design.weights[indicators.indices]
    shape = (indicators.shape[1], indicators.shape[0])
    weighted = sparse.csr_array(
        (indicators.data * weights, indicators.indices, indicators.indptr), shape=shape
    )
    by_day = sparse.csr_array(weighted @ design.day_of_post)
    pulled = sparse.csr_array(by_day.multiply(solved.day_pull[None, :]))
    cross = (
        np.asarray((weighted @ design.columns).todense()) - np.asarray(pulled @ design.by_day)
    ).T
    squares = sparse.csr_array(
        (indicators.data**2 * weights, indicators.indices, indicators.indptr), shape=shape
    )
    own = (
        np.asarray(squares.sum(axis=1)).ravel()
        - np.asarray(by_day.multiply(pulled).sum(axis=1)).ravel()
    )
    left = np.asarray(weighted @ solved.pseudo) - np.asarray(
        pulled @ (design.days @ (design.weights * solved.pseudo))
    )
    free = own - np.sum(cross * linalg.cho_solve(solved.factor, cross), axis=0)
    usable = free > 1e-6 * np.maximum(own, 1e-12)
    score = left - cross.T @ solved.solution
    estimates = np.divide(score, free, out=np.full(free.size, np.nan), where=usable)
    rss = np.maximum(solved.rss - np.where(usable, estimates * score, 0.0), 0.0)
    # The trend has bent toward these posts, too: the same allowance as in the spread of the model.
    allowance = fit.spread**2 * max(design.size - design.asked, 1) / solved.rss
    variance = allowance * rss / max(design.size - design.asked - 1, 1)
    errors = np.sqrt(np.divide(variance, free, out=np.full(free.size, np.nan), where=usable))
    return estimates, errors


def _drawn_in(response: Floats, fitted: Floats, asked: int) -> Floats:
    """Return pseudo values: residuals beyond the limit are drawn in, the others grow for it."""
    residuals = response - fitted
    spread = float(np.median(np.abs(residuals - np.median(residuals)))) / _NORMAL_QUARTILE
    # Columns with few posts fit them closely: residuals are smaller than what posts differ by.
    spread *= float(np.sqrt(residuals.size / max(residuals.size - asked, 1)))
    if spread <= _SAME * (1.0 + float(np.abs(response).max(initial=0.0))):
        # Posts that do not differ have nothing to be drawn in.
        return response
    limit = HUBER * spread
    inside = float(np.mean(np.abs(residuals) <= limit))
    return fitted + np.clip(residuals, -limit, limit) / inside


def _kernel(design: Design, day_pull: Floats) -> Floats:
    return np.asarray(design.product - design.by_day.T @ (day_pull[:, None] * design.by_day))


@dataclass(frozen=True, kw_only=True)
class _Sums:
    """What the normal equations need of the pseudo values."""

    right: Floats
    days: Floats
    total: float


def _sums(design: Design, pseudo: Floats) -> _Sums:
    weighted = design.weights * pseudo
    return _Sums(
        right=np.asarray(design.turned @ weighted),
        days=np.asarray(design.days @ weighted),
        total=float(weighted @ pseudo),
    )


@dataclass(frozen=True, kw_only=True)
class _Factored:
    """The normal equations of one variance ratio; values to be solved for may change."""

    design: Design
    day_pull: Floats
    factor: tuple[Floats, bool]


def _left(design: Design, ratios: Floats) -> tuple[Floats, Floats]:
    day_pull = design.day_pull(float(np.exp(ratios[1])))
    return _kernel(design, day_pull) + np.diag(design.penalty(float(np.exp(ratios[0])))), day_pull


def _right(design: Design, sums: _Sums, day_pull: Floats) -> tuple[Floats, float]:
    pulled = day_pull * sums.days
    return sums.right - design.by_day.T @ pulled, sums.total - float(sums.days @ pulled)


def _factored(design: Design, ratios: Floats) -> _Factored:
    matrix, day_pull = _left(design, ratios)
    return _Factored(design=design, day_pull=day_pull, factor=linalg.cho_factor(matrix))


def _solve(factored: _Factored, pseudo: Floats) -> tuple[Solved, float]:
    design = factored.design
    right, total = _right(design, _sums(design, pseudo), factored.day_pull)
    solution = linalg.cho_solve(factored.factor, right)
    rss = max(total - float(right @ solution), 1e-12)
    solved = Solved(
        design=design,
        pseudo=pseudo,
        day_pull=factored.day_pull,
        factor=factored.factor,
        solution=np.asarray(solution),
        rss=rss,
    )
    return solved, rss / max(design.size - design.asked, 1)


def _likeliest(design: Design, pseudo: Floats, start: Floats) -> Floats:
    """Return the logarithms of the variance ratios of trend and days, by restricted likelihood."""
    shared_days = design.size - design.day_count >= FEWEST_SHARED
    rest = max(design.size - design.asked, 1)
    sums = _sums(design, pseudo)

    def deviance(asked: Floats) -> float:
        ratios = asked if shared_days else np.array([asked[0], _LOWEST])
        matrix, day_pull = _left(design, ratios)
        right, total = _right(design, sums, day_pull)
        lower = np.linalg.cholesky(matrix)
        half = linalg.solve_triangular(lower, right, lower=True, check_finite=False)
        rss = max(total - float(half @ half), 1e-12)
        return float(
            rest * np.log(rss)
            + np.sum(np.log1p(np.exp(ratios[1]) * design.day_weights))
            + design.bends * ratios[0]
            + 2.0 * np.sum(np.log(np.diag(lower)))
        )

    free = 2 if shared_days else 1
    found = optimize.minimize(
        deviance,
        np.clip(start[:free], _LOWEST, _HIGHEST),
        method="L-BFGS-B",
        bounds=[(_LOWEST, _HIGHEST)] * free,
        # A variance known to a few percent is known well enough for an interval.
        options={"maxiter": 8, "ftol": 1e-6, "eps": 1e-3},
    )
    return np.append(found.x, _LOWEST) if free == 1 else np.asarray(found.x)


FEWEST_SHARED = 10
"""Posts on a day that has another one, below which days cannot be told from posts."""
