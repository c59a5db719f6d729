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

from kpicore.insights.equal_age import EqualPosts
from kpicore.kpis.columns import Floats, Ints, day_number

HUBER = 2.5
"""Spreads from which a residual counts less. Within them 98.8 % of well-behaved posts lie."""

TREND_STEP_DAYS = 14
"""The trend may bend so often, if there are `POSTS_PER_BEND` posts for each bend."""
POSTS_PER_BEND = 4
MOST_BENDS = 60

STEADY_RATIO = 16.0
"""Variance of formats against that of posts: wide, so that formats are taken out almost wholly,
and yet a length that only one format has can still be told from nothing, with a wide interval."""

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


class Design:
    """The columns of a model and their products, made once.

    Parameters
    ----------
    posts : EqualPosts
        The posts.
    columns : csr_array
        What the question is about, a row per post; together they must hold the constant.
    by_format : bool
        Whether formats are taken out.
    """

    def __init__(
        self, posts: EqualPosts, columns: sparse.csr_array, *, by_format: bool = True
    ) -> None:
        steady = _steady(posts, by_format=by_format)
        trend = _trend(posts.days)
        self.asked = columns.shape[1]
        self.steady, self.bends = steady.shape[1], trend.shape[1]
        self.size = len(posts)
        self.columns = sparse.csr_array(sparse.hstack([columns, steady, trend], format="csr"))
        self.turned = sparse.csr_array(self.columns.T)
        _, codes = np.unique(posts.days, return_inverse=True)
        self.day_count = int(codes.max()) + 1 if codes.size else 0
        ones = np.ones(self.size)
        self.days = sparse.csr_array(
            (ones, (codes, np.arange(self.size))), shape=(self.day_count, self.size)
        )
        self.day_of_post = sparse.csr_array(
            (ones, codes, np.arange(self.size + 1)), shape=(self.size, self.day_count)
        )
        self.errors = posts.errors
        self.weigh(np.ones(self.size))

    def weigh(self, weights: Floats) -> None:
        """Let posts count as much as their values are known."""
        self.weights = weights
        weighted = self.columns.multiply(weights[:, None]).tocsr()
        self.product = np.asarray((self.turned @ weighted).todense())
        self.by_day = np.asarray((self.days @ weighted).todense())
        self.day_weights = self.days @ weights

    def day_pull(self, ratio: float) -> Floats:
        """Return how far each day's sum is taken out, for a variance ratio of days to posts."""
        return np.asarray(ratio / (1.0 + ratio * np.asarray(self.day_weights)))

    def penalty(self, trend_ratio: float) -> Floats:
        """Return the inverse variance ratio of each column."""
        return np.concatenate(
            [
                np.zeros(self.asked),
                np.full(self.steady, 1.0 / STEADY_RATIO),
                np.full(self.bends, 1.0 / trend_ratio),
            ]
        )


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
    solved, sigma2 = _solve(design, pseudo, ratios)
    for _ in range(ROUNDS):
        for _ in range(_PULLS):
            fitted = design.columns @ solved.solution
            pseudo = _drawn_in(posts.response, fitted, design.asked)
            solved, sigma2 = _solve(design, pseudo, ratios)
        if design.errors.any():
            design.weigh(sigma2 / (sigma2 + design.errors**2))
        ratios = _likeliest(design, pseudo, ratios)
        solved, sigma2 = _solve(design, pseudo, ratios)
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
    variance = rss / max(design.size - design.asked - 1, 1)
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


def _normal_equations(
    design: Design, sums: _Sums, ratios: Floats
) -> tuple[Floats, Floats, float, Floats]:
    day_pull = design.day_pull(float(np.exp(ratios[1])))
    matrix = _kernel(design, day_pull) + np.diag(design.penalty(float(np.exp(ratios[0]))))
    right = sums.right - design.by_day.T @ (day_pull * sums.days)
    return matrix, right, sums.total - float(sums.days @ (day_pull * sums.days)), day_pull


def _solve(design: Design, pseudo: Floats, ratios: Floats) -> tuple[Solved, float]:
    matrix, right, total, day_pull = _normal_equations(design, _sums(design, pseudo), ratios)
    factor = linalg.cho_factor(matrix)
    solution = linalg.cho_solve(factor, right)
    rss = max(total - float(right @ solution), 1e-12)
    solved = Solved(
        design=design,
        pseudo=pseudo,
        day_pull=day_pull,
        factor=factor,
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
        matrix, right, total, _ = _normal_equations(design, sums, ratios)
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


def _trend(days: Ints) -> sparse.csr_array:
    """Return hats over the days: at each day two neighbouring ones add up to one."""
    if not days.size:
        return sparse.csr_array((0, 0))
    first, last = int(days.min()), int(days.max())
    bends = min((last - first) // TREND_STEP_DAYS, days.size // POSTS_PER_BEND, MOST_BENDS)
    if bends < 2:
        return sparse.csr_array((days.size, 0))
    place = (days - first) / (last - first) * bends
    left = np.minimum(place.astype(np.int64), bends - 1)
    share = place - left
    rows = np.arange(days.size)
    return sparse.csr_array(
        (
            np.concatenate([1.0 - share, share]),
            (np.concatenate([rows, rows]), np.concatenate([left, left + 1])),
        ),
        shape=(days.size, bends + 1),
    )


def _steady(posts: EqualPosts, *, by_format: bool) -> sparse.csr_array:
    """Return a column per format and per break of counting."""
    size = len(posts)
    # A straight line as well: the hats know only bends around it.
    span = posts.days - posts.days.mean() if size else posts.days.astype(float)
    reach = float(np.abs(span).max()) if size else 0.0
    columns = [span / reach] if reach > 0 else []
    names = sorted(set(posts.formats)) if by_format else []
    if len(names) > 1:
        columns += [(posts.formats == name).astype(np.float64) for name in names]
    for change in posts.breaks:
        after = posts.days >= day_number(change.day)
        if change.formats:
            after = after & np.isin(posts.formats.astype(str), change.formats)
        columns.append(after.astype(np.float64))
    if not columns:
        return sparse.csr_array((size, 0))
    return sparse.csr_array(np.column_stack(columns))
