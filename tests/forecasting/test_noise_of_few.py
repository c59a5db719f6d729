"""Daily noise leaves the middle of four weeks where it was learned to be, also of few counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kpicore.forecasting.innovations import independent
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.series import make_grid
from kpicore.forecasting.simulate import Outcome, draw_days

STEPS = 28


def middle(kind: SeriesKind, change: float) -> tuple[float, float]:
    """Return the wanted level on the link scale and the middle of the windows that are drawn."""
    rng = np.random.default_rng(6)
    days = pd.date_range("2025-01-01", periods=364)
    counts = pd.Series(rng.poisson(rng.gamma(0.5, 6.0, len(days))).astype(float), index=days)
    grid = make_grid(counts, kind)
    daily, link = grid.link.daily(), grid.link
    current = float(link.forward(np.array([counts[-STEPS:].mean()]))[0])
    # Days against their own middle: skewed, as bursts of a few posts are.
    pool = daily.forward(counts.to_numpy()) - daily.forward(np.array([counts.mean()]))
    drawn = draw_days(
        grid,
        current,
        Outcome(
            centre=np.full(STEPS, change),
            scale=np.full(STEPS, 0.01),
            freedom=5.0,
            skew=0.0,
            persistence=0.7,
        ),
        week=np.zeros(STEPS),
        events=np.zeros(STEPS),
        pool=pool,
        numbers=independent(STEPS, 1),
    )
    return current + change, float(np.median(link.forward(drawn.mean(axis=1))))


@pytest.mark.parametrize("kind", [SeriesKind.FLOW, SeriesKind.NET])
@pytest.mark.parametrize("change", [-0.3, 0.0, 0.7])
def test_noise_does_not_move_the_middle_of_four_weeks(kind: SeriesKind, change: float) -> None:
    wanted, drawn = middle(kind, change)
    assert drawn == pytest.approx(wanted, abs=0.06)
