"""How stored forecasts came out: of those that said about 70 %, how many came true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpicore.forecasting.posterior import Array

RELIABILITY_COLUMNS = ("low", "high", "count", "said", "came_true")
"""Columns of `Scores.reliability`."""
BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Edges of the groups of probabilities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredForecast:
    """A stored forecast whose window has passed.

    Attributes
    ----------
    probability : float or None
        What was said about reaching the target, in [0, 1]; None when there was no target.
    reached : bool or None
        Whether it was reached; None when there was no target.
    low, high : float or None
        The interval that was said.
    interval_level : float
        Share of outcomes that should lie inside it.
    outcome : float
        What happened.
    """

    probability: float | None
    reached: bool | None
    low: float | None
    high: float | None
    outcome: float
    interval_level: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How a number of forecasts came out.

    Attributes
    ----------
    count : int
        Forecasts with a probability.
    brier : float or None
        Mean squared distance of probability and result; 0 is best, 0.25 says 50 % always.
    coverage : float or None
        Share of outcomes inside their intervals.
    expected_coverage : float or None
        Share that should lie inside.
    reliability : pandas.DataFrame
        Groups of similar probabilities: low, high (edges), count, said (mean probability),
        came_true (how many); empty groups are left out.
    """

    count: int
    brier: float | None
    coverage: float | None
    expected_coverage: float | None
    reliability: pd.DataFrame


def score_forecasts(forecasts: Sequence[ScoredForecast]) -> Scores:
    """Score forecasts whose windows have passed.

    Parameters
    ----------
    forecasts : sequence of ScoredForecast
        In any order.

    Returns
    -------
    Scores
        None where nothing can be said.
    """
    judged = [(f.probability, f.reached) for f in forecasts if _is_judged(f)]
    said = np.array([pair[0] for pair in judged], dtype=float)
    true = np.array([pair[1] for pair in judged], dtype=float)
    with_interval = [f for f in forecasts if f.low is not None and f.high is not None]
    inside = [_holds(f) for f in with_interval]
    return Scores(
        count=len(said),
        brier=float(np.mean((said - true) ** 2)) if len(said) else None,
        coverage=float(np.mean(inside)) if inside else None,
        expected_coverage=(
            float(np.mean([f.interval_level for f in with_interval])) if inside else None
        ),
        reliability=reliability_table(said, true),
    )


def reliability_table(said: Array, came_true: Array) -> pd.DataFrame:
    """Group probabilities and count how many came true.

    Parameters
    ----------
    said : Array
        Probabilities in [0, 1].
    came_true : Array
        1 where it happened, 0 where not.

    Returns
    -------
    pandas.DataFrame
        Columns low, high, count, said, came_true.
    """
    if len(said) and not (said.min() >= 0 and said.max() <= 1):
        raise ValueError("Probabilities lie between 0 and 1.")
    group = np.clip(np.searchsorted(BINS, said, side="right") - 1, 0, len(BINS) - 2)
    rows = [
        (BINS[k], BINS[k + 1], int((group == k).sum()), said[group == k].mean(), came)
        for k in np.unique(group)
        for came in [int(came_true[group == k].sum())]
    ]
    return pd.DataFrame(rows, columns=list(RELIABILITY_COLUMNS))


def _is_judged(forecast: ScoredForecast) -> bool:
    return forecast.probability is not None and forecast.reached is not None


def _holds(forecast: ScoredForecast) -> bool:
    low, high = forecast.low, forecast.high
    return low is not None and high is not None and low <= forecast.outcome <= high
