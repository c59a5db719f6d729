"""Net counts and the level that they add up to are the same account: forecast as surely."""

import numpy as np
import pandas as pd
import pytest

from kpicore.forecasting import SeriesKind, shipped_constants
from kpicore.forecasting.engine import prepare
from kpicore.forecasting.series import make_grid


@pytest.mark.parametrize("usual", [2.0, 60.0])
def test_net_counts_are_as_sure_as_the_gains_of_their_level(usual):
    rng = np.random.default_rng(3)
    days = pd.date_range(end="2025-06-30", periods=400)
    gains = pd.Series(np.round(usual + usual * rng.standard_normal(400)), days)
    level = 1000 + gains.cumsum()
    assert gains.min() < 0 < level.min()
    net, stock = (
        prepare(make_grid(series, kind), 90, shipped_constants())
        for series, kind in ((gains.iloc[1:], SeriesKind.NET), (level, SeriesKind.STOCK))
    )
    assert net.outcome.scale == pytest.approx(stock.outcome.scale, rel=0.05)
    assert net.outcome.centre == pytest.approx(stock.outcome.centre, abs=0.05)
