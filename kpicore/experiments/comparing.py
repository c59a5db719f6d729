"""What the methods share: how chances are drawn, and rows without any spread."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from kpicore.kpis.columns import Floats

DRAWS = 20_000
"""Draws for the chance to be best; it is known to a third of a percent."""
SEED = 1
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
