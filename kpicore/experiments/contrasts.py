"""What every way of comparing variants gives: changes with intervals, and chances to be best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kpicore.kpis.columns import Floats


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
