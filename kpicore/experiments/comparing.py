"""What every way of comparing variants gives: changes with intervals, and chances to be best."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from kpicore.kpis.columns import Floats

DRAWS = 20_000
"""Draws for the chance to be best; it is known to a third of a percent."""
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One variant against another.

    Attributes
    ----------
    change : float
        Relative difference, 0.2 for a fifth more.
    low, high : float
        Its interval; infinite where the data set no bound.
    p_value : float
        Two-sided, of no difference.
    """

    change: float
    low: float
    high: float
    p_value: float


class Comparison(Protocol):
    """Variants of one experiment, ready to be held against each other."""

    @property
    def typical(self) -> Floats:
        """What is typical of each variant: its rate, or the middle of its amounts."""
        ...

    @property
    def chances(self) -> Floats:
        """How likely each variant is the best one; they add up to 1."""
        ...

    def contrast(self, one: int, other: int, alpha: float) -> Contrast:
        """Hold a variant against another.

        Parameters
        ----------
        one, other : int
            Their places.
        alpha : float
            The interval holds with 1 - `alpha`.

        Returns
        -------
        Contrast
            Of `one` against `other`.
        """
        ...

    def points(self, one: int, other: int, alpha: float) -> tuple[float, float, float]:
        """Return the absolute difference with its interval; NaN where there is none."""
        ...


NO_POINTS = (float("nan"), float("nan"), float("nan"))


def shares_of_best(draws: Floats) -> Floats:
    """Return how often each column is the largest of its row."""
    best = np.argmax(draws, axis=1)
    return np.bincount(best, minlength=draws.shape[1]) / len(draws)


@contextmanager
def exact_rows() -> Iterator[None]:
    """Let rows lie on the model exactly: no spread is an answer here, not a fault.

    Yields
    ------
    None
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        yield
