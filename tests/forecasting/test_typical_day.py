"""A typical day: the median of a quarter, even over weekdays, which viral days do not lift."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kpicore.forecasting import forecast
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.model import fit_signals
from kpicore.forecasting.outlook import CANDIDATES, look, without_events
from kpicore.forecasting.series import make_grid

TYPICAL = CANDIDATES.index("typical_day")


def series(values: np.ndarray) -> pd.Series:
    return pd.Series(values, index=pd.date_range("2025-01-06", periods=len(values), freq="D"))


def typical(values: np.ndarray) -> float:
    """Return the candidate as seen from the end of a history."""
    grid = make_grid(series(values), SeriesKind.FLOW)
    signals = fit_signals(grid, 30)
    seen = look(grid, without_events(grid, signals), signals, len(grid.days), 30)
    return float(seen.path()[0, TYPICAL])


def test_of_a_steady_account_it_is_the_recent_level() -> None:
    assert typical(np.full(200, 500.0)) == pytest.approx(0.0, abs=1e-6)


def test_quiet_weekends_are_no_quiet_times() -> None:
    week = np.array([700.0, 700, 700, 700, 700, 100, 100])
    assert typical(np.tile(week, 40)) == pytest.approx(0.0, abs=0.05)


def test_a_few_viral_days_do_not_lift_it() -> None:
    values = np.full(200, 500.0)
    values[-12:-9] = 10_000
    raised = np.log(values[-28:].mean() / 500)
    assert typical(values) == pytest.approx(-raised, abs=0.05)


def test_a_viral_spike_in_the_last_weeks_does_not_last_in_the_forecast() -> None:
    rng = np.random.default_rng(4)
    values = np.round(500 * np.exp(rng.normal(0, 0.2, 400)))
    calm = forecast(series(values), horizon_days=90, kind="flow", seed=1)
    values[-14:-10] *= 12
    viral = forecast(series(values), horizon_days=90, kind="flow", seed=1)
    last, first = viral.first_day + pd.Timedelta(days=89), viral.first_day + pd.Timedelta(days=62)
    middle, usual = (np.median(f.window_mean(first, last)) for f in (viral, calm))
    # The four weeks' mean has more than doubled; after a quarter little of that is left.
    lifted = values[-28:].mean()
    assert lifted > 2 * usual
    assert middle - usual < (lifted - usual) / 3
