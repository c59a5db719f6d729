"""Days that had variants in turn: compared within weekdays and within weeks.

A variant that had more Saturdays is not better for it. One model holds the variants, the weekdays
and the weeks: for amounts a robust regression of their logarithms (one viral day decides
nothing), for rates a regression of successes with the tries as exposure, in which days differ by
more than chance as far as the days themselves show: a day with many tries then tells little more
than others. Intervals are Student's. Days that resemble their neighbours
make them wider than need be, never too narrow, as long as variants take turns.

References
----------
Huber (1973), Annals of Statistics 1. McCullagh and Nelder (1989), Generalized Linear Models,
section 6.2.3, for errors from Pearson's statistic. Breslow (1984), Applied Statistics 33, for days
that differ by more than chance.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy import optimize, stats
from statsmodels.genmod.families import NegativeBinomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM, GLMResults
from statsmodels.regression.linear_model import OLS, RegressionResults
from statsmodels.robust.norms import HuberT
from statsmodels.robust.robust_linear_model import RLM

from kpicore.errors import NotEnoughDataError
from kpicore.experiments.comparing import DRAWS, NO_POINTS, SEED, exact_rows, shares_of_best
from kpicore.experiments.contrasts import Contrast
from kpicore.experiments.model import Experiment
from kpicore.kpis.columns import Floats
from kpicore.messages import msg

FEWEST_DAYS = 14
"""Two weeks: each weekday twice."""
FEWEST_FREEDOM = 4
HUBER = 2.5
"""Spreads from which a day counts less. Within them 98.8 % of well-behaved days lie."""
_ROUNDS = 3


class DayComparison:
    """Variants that had days in turn.

    Parameters
    ----------
    experiment : Experiment
        With a day in every row.

    Raises
    ------
    NotEnoughDataError
        If there are too few days, or weekdays and variants cannot be told apart.
    """

    def __init__(self, experiment: Experiment) -> None:
        rows = [row for row in experiment.rows if row.day is not None]
        if len(rows) < FEWEST_DAYS:
            raise NotEnoughDataError(
                msg(
                    "There are {days} days with results; at least {needed} are needed, so that "
                    "each weekday comes twice.",
                    days=len(rows),
                    needed=FEWEST_DAYS,
                )
            )
        self._size = len(experiment.variants)
        codes = np.array([experiment.variants.index(row.variant) for row in rows])
        columns = _columns(codes, self._size, [row.day.toordinal() for row in rows if row.day])
        free = len(rows) - columns.shape[1]
        if np.linalg.matrix_rank(columns) < columns.shape[1] or free < FEWEST_FREEDOM:
            raise NotEnoughDataError(
                msg(
                    "Weekdays and variants cannot be told apart yet: let every variant have "
                    "different weekdays, a few weeks long."
                )
            )
        wins = np.array([row.wins for row in rows])
        self.in_factors = True
        if experiment.defined.is_rate:
            tries = np.array([row.tries or 0.0 for row in rows])
            if min(np.bincount(codes, wins, minlength=self._size)) <= 0:
                raise NotEnoughDataError(
                    msg("A variant has no success yet; rates cannot be compared so early.")
                )
            with exact_rows():
                self._fit = _counted(wins, tries, columns)
        else:
            self.in_factors = bool((wins > 0).all())
            self._fit = _robust(np.log(wins) if self.in_factors else wins, columns)
        self._freedom = free
        self._effects = np.asarray(self._fit.params)[: self._size]
        self._covariance = np.asarray(self._fit.cov_params())[: self._size, : self._size]

    @property
    def typical(self) -> Floats:
        """What each variant has on a usual day of the middle of the experiment."""
        return np.exp(self._effects) if self.in_factors else self._effects

    @cached_property
    def chances(self) -> Floats:
        """How likely each variant is the best one."""
        drawn = stats.multivariate_t.rvs(
            self._effects,
            self._covariance,
            df=self._freedom,
            size=DRAWS,
            random_state=np.random.default_rng(SEED),
        )
        return shares_of_best(np.asarray(drawn))

    def contrast(self, one: int, other: int, alpha: float) -> Contrast:
        """Hold a variant against another on equal weekdays."""
        shift = float(self._effects[one] - self._effects[other])
        weights = np.zeros(self._size)
        weights[[one, other]] = 1.0, -1.0
        error = float(np.sqrt(max(weights @ self._covariance @ weights, 0.0)))
        if error == 0:
            return Contrast(
                change=self._share(shift, other),
                low=self._share(shift, other),
                high=self._share(shift, other),
                p_value=1.0 if shift == 0 else 0.0,
            )
        reach = error * float(stats.t.isf(alpha / 2, self._freedom))
        return Contrast(
            change=self._share(shift, other),
            low=self._share(shift - reach, other),
            high=self._share(shift + reach, other),
            p_value=2 * float(stats.t.sf(abs(shift) / error, self._freedom)),
        )

    def points(self, one: int, other: int, alpha: float) -> tuple[float, float, float]:
        """Return nothing: the share says it."""
        return NO_POINTS

    def _share(self, shift: float, other: int) -> float:
        if self.in_factors:
            return float(np.expm1(shift))
        usual = float(self._effects[other])
        return shift / usual if usual > 0 else float(np.copysign(np.inf, shift)) if shift else 0.0


def _columns(codes: np.ndarray, size: int, days: list[int]) -> Floats:
    """Return a column per variant, per weekday and week but one; all but the first around 0."""
    when = np.array(days)
    parts = (when % 7, (when - when.min()) // 7)
    rest = [(part == one).astype(float) for part in parts for one in np.unique(part)[1:]]
    centred = np.column_stack(rest)
    return np.column_stack([np.eye(size)[codes], centred - centred.mean(axis=0)])


def _counted(wins: Floats, tries: Floats, columns: Floats) -> GLMResults:
    """Fit successes; days differ by so much that Pearson's statistic is what it should be."""
    made = GLM(wins, columns, family=Poisson(), exposure=tries).fit(scale="X2")
    for _ in range(_ROUNDS):
        differing = _differing(wins, made.fittedvalues, made.df_resid)
        if differing == 0:
            break
        family = NegativeBinomial(alpha=differing)
        made = GLM(wins, columns, family=family, exposure=tries).fit(scale="X2")
    return made


def _differing(wins: Floats, usual: Floats, free: float) -> float:
    """Return the squared share by which days differ apart from chance, 0 where they do not."""
    squares = (wins - usual) ** 2

    def beyond(differing: float) -> float:
        return float((squares / (usual * (1 + differing * usual))).sum()) - free

    if beyond(0.0) <= 0:
        return 0.0
    # With the days' share alone as variance the statistic is larger still.
    most = float((squares / usual**2).sum()) / free
    return float(optimize.brentq(beyond, 0.0, most))


def _robust(values: Floats, columns: Floats) -> RegressionResults:
    plain = OLS(values, columns).fit()
    # Days that lie on the model leave no spread to be robust against.
    middle = float(np.median(np.abs(plain.resid)))
    if middle <= 1e-9 * (1.0 + float(np.abs(values).max())):
        return plain
    # Residuals are smaller than what days differ by, the more so the more columns there are.
    limit = HUBER * float(np.sqrt(len(values) / plain.df_resid))
    return RLM(values, columns, M=HuberT(t=limit)).fit()
