"""How many posts, days or tries an experiment needs, before it starts."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log

import numpy as np
from scipy import stats
from statsmodels.stats.power import NormalIndPower, TTestIndPower
from statsmodels.stats.proportion import proportion_effectsize

from kpicore.errors import ExperimentError
from kpicore.experiments.looks import POWER, last_alpha
from kpicore.experiments.model import Design, check_number
from kpicore.experiments.schedule import round_days
from kpicore.kpis.columns import Floats
from kpicore.messages import msg
from kpicore.units import Amount, Change, Unit

RANKS_SHARE = 3 / np.pi
"""Efficiency of rank tests against t tests on well-behaved logarithms (Lehmann 1975)."""
MOST_NEEDED = 100_000_000
USUAL_SPREAD = 0.6
"""Standard deviation of the logarithm of views where no posts of one's own tell it: four of six
posts lie between 55 % and 180 % of the middle."""
_NORMAL_IQR = 1.349


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What an experiment needs.

    Attributes
    ----------
    per_variant : int
        Tries, posts or days of each variant.
    in_all : int
        Of all variants; days are rounded up until weekdays are shared evenly.
    error : float
        Error of the last look, with which it was reckoned.
    """

    per_variant: int
    in_all: int
    error: float


def need_of_rate(
    rate: float, worth: float, *, variants: int = 2, looks: int = 1, power: float = POWER
) -> Need:
    """Return how many tries it takes to find a difference between rates.

    Parameters
    ----------
    rate : float
        Of the usual variant, in (0, 1).
    worth : float
        Relative difference to be found, above 0.
    variants : int
        Two to five.
    looks : int
        How often it will be looked at, the end included.
    power : float
        Chance to call the better variant the winner of all, in (0, 1).

    Returns
    -------
    Need
        In tries.

    Raises
    ------
    ExperimentError
        If the rate or what it would become is none, or the number of variants.
    """
    if not 0 < rate < rate * (1 + worth) < 1:
        raise ExperimentError(
            msg(
                "A rate of {rate} and a difference of {worth} do not fit: both rates have to lie "
                "between 0 and 100 %.",
                rate=Amount(rate, Unit.SHARE),
                worth=Change(worth),
            )
        )
    alpha = last_alpha(looks)
    effect = float(proportion_effectsize(rate * (1 + worth), rate))
    found = NormalIndPower().solve_power(
        effect_size=effect, alpha=alpha, power=_of_each_pair(power, variants)
    )
    return _need(float(found), variants, alpha)


def need_of_amount(
    spread: float,
    worth: float,
    *,
    design: Design = Design.POSTS,
    variants: int = 2,
    looks: int = 1,
    power: float = POWER,
) -> Need:
    """Return how many posts or days it takes to find a difference between amounts.

    Parameters
    ----------
    spread : float
        Standard deviation of the logarithm of the amount between posts or days; above 0.
    worth : float
        Relative difference to be found, above 0.
    design : Design
        Days are rounded up until weekdays are shared evenly.
    variants, looks, power : int, int, float
        As for `need_of_rate`.

    Returns
    -------
    Need
        In posts or days.

    Raises
    ------
    ExperimentError
        If the spread or the difference is not above 0, or the number of variants is none.
    """
    if not (spread > 0 and worth > 0):
        raise ExperimentError(msg("The spread and the difference have to be above 0."))
    alpha = last_alpha(looks)
    # solve_power fails where fewer than two would do.
    effect = min(log(1 + worth) / spread, 3.0)
    found = TTestIndPower().solve_power(
        effect_size=effect, alpha=alpha, power=_of_each_pair(power, variants)
    )
    in_days = design is Design.DAYS
    return _need(float(found) / RANKS_SHARE, variants, alpha, in_days=in_days)


def spread_of(values: Floats) -> float:
    """Return the spread of amounts on the scale of logarithms, whatever single viral ones do.

    Parameters
    ----------
    values : array of float
        Amounts of posts; those that are missing or 0 are passed over.

    Returns
    -------
    float
        Like a standard deviation; `USUAL_SPREAD` with fewer than 10.
    """
    told = values[np.isfinite(values) & (values > 0)]
    if told.size < 10:
        return USUAL_SPREAD
    return max(float(stats.iqr(np.log(told))) / _NORMAL_IQR, 0.01)


def _of_each_pair(power: float, variants: int) -> float:
    check_number(variants)
    # The winner has to beat each of the others; these events help each other, so that their
    # product is the least that they have together.
    return float(power ** (1 / (variants - 1)))


def _need(found: float, variants: int, alpha: float, *, in_days: bool = False) -> Need:
    if not found < MOST_NEEDED:
        raise ExperimentError(
            msg(
                "More than {most} would be needed; such a small difference cannot be found. Choose "
                "a larger difference.",
                most=MOST_NEEDED,
            )
        )
    each = ceil(found)
    in_all = each * variants
    if in_days:
        whole = round_days(variants)
        in_all = -(-in_all // whole) * whole
        each = in_all // variants
    return Need(per_variant=each, in_all=in_all, error=alpha)
