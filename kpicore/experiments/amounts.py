"""Amounts per post: rank tests, and the Hodges-Lehmann shift with the interval that they give.

Views of posts differ by factors, and a viral one counts for hundreds: variants are compared on the
scale of logarithms by ranks, so that a difference is a factor and no single post decides. The
interval holds every shift that the Mann-Whitney test does not reject. Where an amount is 0 there
are no logarithms; shifts are then differences, and their share is of the other variant's median.

References
----------
Hodges and Lehmann (1963), Annals of Mathematical Statistics 34. Tukey and McLaughlin (1963),
Sankhya A 25, for the error of trimmed means, from which the chances are drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from scipy import stats

from kpicore.errors import NotEnoughDataError
from kpicore.experiments.comparing import DRAWS, NO_POINTS, SEED, shares_of_best
from kpicore.experiments.contrasts import Contrast
from kpicore.experiments.model import Experiment
from kpicore.kpis.columns import Floats
from kpicore.messages import msg

FEWEST_POSTS = 5
"""Of each variant: with four of each, ranks can hardly tell anything from chance."""
_TRIMMED = 0.2


class AmountComparison:
    """Amounts of variants, each post by itself.

    Parameters
    ----------
    experiment : Experiment
        Of an amount.

    Raises
    ------
    NotEnoughDataError
        If a variant has too few rows.
    """

    def __init__(self, experiment: Experiment) -> None:
        values = [np.array([row.wins for row in experiment.of(v)]) for v in experiment.variants]
        fewest = min(range(len(values)), key=lambda place: len(values[place]))
        if len(values[fewest]) < FEWEST_POSTS:
            raise NotEnoughDataError(
                msg(
                    "“{variant}” has {rows} rows; each variant needs at least {needed}, one per "
                    "post or day.",
                    variant=experiment.variants[fewest],
                    rows=len(values[fewest]),
                    needed=FEWEST_POSTS,
                )
            )
        self._typical = np.array([float(np.median(v)) for v in values])
        self.in_factors = all(bool((v > 0).all()) for v in values)
        self._values = [np.log(v) for v in values] if self.in_factors else values

    @property
    def typical(self) -> Floats:
        """Median of each variant."""
        return self._typical

    @cached_property
    def chances(self) -> Floats:
        """How likely each variant has the highest middle."""
        rng = np.random.default_rng(SEED)
        draws = np.empty((DRAWS, len(self._values)))
        limits = (_TRIMMED, _TRIMMED)
        for place, values in enumerate(self._values):
            kept = len(values) - 2 * int(_TRIMMED * len(values))
            error = float(stats.mstats.trimmed_stde(values, limits=limits))
            middle = float(stats.trim_mean(values, _TRIMMED))
            draws[:, place] = middle + error * rng.standard_t(max(kept - 1, 1), DRAWS)
        return shares_of_best(draws)

    def contrast(self, one: int, other: int, alpha: float) -> Contrast:
        """Hold a variant against another by the shift between them."""
        left, right = self._values[one], self._values[other]
        shifts = np.sort(np.subtract.outer(left, right), axis=None)
        low, high = _interval(left, right, shifts, alpha)
        found = float(np.median(shifts))
        return Contrast(
            change=self._share(found, other),
            low=self._share(low, other),
            high=self._share(high, other),
            p_value=_p_value(left, right),
        )

    def points(self, one: int, other: int, alpha: float) -> tuple[float, float, float]:
        """Return nothing: the share says it for amounts."""
        return NO_POINTS

    def _share(self, shift: float, other: int) -> float:
        if self.in_factors:
            return float(np.expm1(shift))
        usual = float(self._typical[other])
        return shift / usual if usual > 0 else float(np.copysign(np.inf, shift)) if shift else 0.0


def _p_value(left: Floats, right: Floats) -> float:
    return float(stats.mannwhitneyu(left, right).pvalue)


def _interval(left: Floats, right: Floats, shifts: Floats, alpha: float) -> tuple[float, float]:
    """Return the ends of the shifts that the rank test does not reject."""
    distinct = np.unique(shifts)
    # The test changes only where a shift meets one of the differences: one trial at each of them
    # and one between each two.
    trials = np.empty(2 * len(distinct) + 1)
    trials[1::2] = distinct
    trials[2:-1:2] = (distinct[1:] + distinct[:-1]) / 2
    trials[0], trials[-1] = distinct[0] - 1, distinct[-1] + 1
    last = len(trials) - 1
    inside = min(int(np.searchsorted(trials, np.median(shifts))), last)

    def kept(place: int) -> bool:
        return _p_value(left - trials[place], right) > alpha

    low, high = _furthest(kept, inside, 0), _furthest(kept, inside, last)
    return (
        -np.inf if low == 0 else float(distinct[(low - 1) // 2]),
        np.inf if high == last else float(distinct[high // 2]),
    )


def _furthest(kept: Callable[[int], bool], inside: int, end: int) -> int:
    """Return the place furthest toward an end that is kept, by halving; `inside` is."""
    if kept(end):
        return end
    outside = end
    while abs(outside - inside) > 1:
        middle = (outside + inside) // 2
        if kept(middle):
            inside = middle
        else:
            outside = middle
    return inside
