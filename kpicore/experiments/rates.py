"""Rates out of many tries: score intervals, and the chance to be best from Beta posteriors.

Where a variant has several rows (posts, days), tries of one row are alike: a good post has many
clicks. How alike is told by all variants together; each variant's counts are then divided by its
own design effect, the variance that rows of its sizes have over the one of independent tries, and
the usual methods take the reduced counts. With few rows it is uncertain how alike tries are, so
that intervals reach as far as Student's distribution does.

References
----------
Koopman (1984), Biometrics 40, for score intervals of ratios. Newcombe (1998), Statistics in
Medicine 17, for those of differences. Rao and Scott (1992), Biometrics 48, 577-585, for reduced
counts. Williams (1982), Applied Statistics 31, 144-148, for how alike tries of one row are.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy import special, stats
from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep

from kpicore.errors import NotEnoughDataError
from kpicore.experiments.comparing import DRAWS, SEED, shares_of_best
from kpicore.experiments.contrasts import Contrast
from kpicore.experiments.model import Experiment
from kpicore.kpis.columns import Floats
from kpicore.messages import msg

FEWEST_COUNTED = 5
"""Successes and failures that each variant needs: with fewer a rate is hardly known."""
FEWEST_ROWS = 4
"""Rows of each variant from which their spread can be told, where there are several."""
_ROUNDS = 5


class RateComparison:
    """Rates of variants.

    Parameters
    ----------
    experiment : Experiment
        Of a rate.

    Raises
    ------
    NotEnoughDataError
        If a variant has too few successes or failures, or there are too few rows.
    """

    def __init__(self, experiment: Experiment) -> None:
        places = {name: place for place, name in enumerate(experiment.variants)}
        codes = np.array([places[row.variant] for row in experiment.rows], dtype=int)
        wins = np.array([row.wins for row in experiment.rows])
        tries = np.array([row.tries or 0.0 for row in experiment.rows])
        size = len(places)
        all_wins = np.bincount(codes, wins, minlength=size)
        all_tries = np.bincount(codes, tries, minlength=size)
        fewest = np.minimum(all_wins, all_tries - all_wins)
        if fewest.min() < FEWEST_COUNTED:
            place = int(fewest.argmin())
            raise NotEnoughDataError(
                msg(
                    "“{variant}” has {wins} of {tries}; each variant needs at least {fewest} that "
                    "worked and as many that did not.",
                    variant=experiment.variants[place],
                    wins=float(all_wins[place]),
                    tries=float(all_tries[place]),
                    fewest=FEWEST_COUNTED,
                )
            )
        self._typical = all_wins / all_tries
        effect, self._freedom = _design_effects(codes, wins, tries)
        self._wins, self._tries = all_wins / effect, all_tries / effect

    @property
    def typical(self) -> Floats:
        """Σ successes over Σ tries of each variant."""
        return self._typical

    @cached_property
    def chances(self) -> Floats:
        """How likely each variant is the best one, from a flat prior."""
        rng = np.random.default_rng(SEED)
        size = (DRAWS, len(self._wins))
        draws = stats.beta.rvs(
            1 + self._wins, 1 + self._tries - self._wins, size=size, random_state=rng
        )
        return shares_of_best(draws)

    def contrast(self, one: int, other: int, alpha: float) -> Contrast:
        """Hold a variant against another by the ratio of their rates."""
        counts = self._counts(one, other)
        low, high = confint_proportions_2indep(
            *counts, compare="ratio", method="score", alpha=self._plain(alpha)
        )
        tested = test_proportions_2indep(*counts, compare="ratio", method="score")
        return Contrast(
            change=float(self._typical[one] / self._typical[other]) - 1.0,
            low=float(low) - 1.0,
            high=float(high) - 1.0,
            p_value=2.0 * float(stats.t.sf(abs(float(tested.statistic)), self._freedom)),
        )

    def points(self, one: int, other: int, alpha: float) -> tuple[float, float, float]:
        """Return the difference of two rates with its interval, as shares."""
        low, high = confint_proportions_2indep(
            *self._counts(one, other), compare="diff", method="newcomb", alpha=self._plain(alpha)
        )
        return float(self._typical[one] - self._typical[other]), float(low), float(high)

    def _counts(self, one: int, other: int) -> tuple[float, float, float, float]:
        return self._wins[one], self._tries[one], self._wins[other], self._tries[other]

    def _plain(self, alpha: float) -> float:
        """Return the error at which a normal quantile is as far out as Student's is here."""
        return float(2.0 * special.ndtr(stats.t.ppf(alpha / 2.0, self._freedom)))


def _design_effects(codes: np.ndarray, wins: Floats, tries: Floats) -> tuple[Floats, float]:
    """Return each variant's variance over that of independent tries, and degrees of freedom."""
    rows = np.bincount(codes)
    if rows.max() == 1:
        return np.ones(rows.size), np.inf
    if rows.min() < FEWEST_ROWS:
        raise NotEnoughDataError(
            msg(
                "A variant has {rows} rows; at least {needed} are needed to see how much rows of "
                "one variant differ, or one row per variant that holds its sums.",
                rows=int(rows.min()),
                needed=FEWEST_ROWS,
            )
        )
    seen = tries > 0
    codes, wins, tries = codes[seen], wins[seen], tries[seen]
    alike = _alike(codes, wins, tries)
    grown = np.bincount(codes, tries * (1 + (tries - 1) * alike))
    return grown / np.bincount(codes, tries), float(max(codes.size - rows.size, 1))


def _alike(codes: np.ndarray, wins: Floats, tries: Floats) -> float:
    """Return the correlation of two tries of one row, from 0 to 1.

    It is the one at which the rows lie as far from their variant's rate as they do; that the rate
    is taken from the same rows is reckoned with.
    """
    all_tries = np.bincount(codes, tries)
    rate = (np.bincount(codes, wins) / all_tries)[codes]
    single, share = rate * (1 - rate), tries / all_tries[codes]
    squares = (wins - tries * rate) ** 2

    def expected(variance: Floats) -> Floats:
        whole = np.bincount(codes, variance)[codes]
        return np.asarray(variance * (1 - 2 * share) + share**2 * whole)

    by_chance, by_row = expected(tries * single), expected(tries * (tries - 1) * single)
    alike = 0.0
    for _ in range(_ROUNDS):
        weight = 1 / (tries * single * (1 + (tries - 1) * alike))
        more = float(weight @ by_row)
        if more <= 0:
            return 0.0
        alike = min(max(float(weight @ (squares - by_chance)) / more, 0.0), 1.0)
    return alike
