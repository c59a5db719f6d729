"""Laws that every forecast keeps, whatever the series."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from forecast_builders import daily_series
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.forecasting import forecast

series = st.builds(
    daily_series,
    days=st.integers(28, 260),
    level=st.floats(0.3, 1e6),
    weekly_wave=st.floats(0, 0.5),
    growth_per_day=st.floats(-0.01, 0.01),
    noise=st.floats(0.01, 1.5),
    walk=st.floats(0, 0.1),
    seed=st.integers(0, 1000),
)
LAW = settings(derandomize=True, deadline=None, max_examples=12)


def last_four_weeks(made):
    return made.window_mean(made.last_day - dt.timedelta(days=27), made.last_day)


@LAW
@given(series, st.floats(0, 3), st.floats(0, 3))
def test_a_higher_target_is_never_more_likely(history, one, other):
    made = forecast(history, horizon_days=40, kind="flow")
    values = last_four_weeks(made)
    low, high = sorted([one * history.mean(), other * history.mean()])
    assert made.probability(values, at_least=high) <= made.probability(values, at_least=low)
    assert made.probability(values, at_most=low) <= made.probability(values, at_most=high)


@LAW
@given(series, st.floats(1e-4, 1e4))
def test_scaling_a_mean_scales_its_draws(history, factor):
    plain = forecast(history + 1, horizon_days=20, kind="mean")
    scaled = forecast((history + 1) * factor, horizon_days=20, kind="mean")
    np.testing.assert_allclose(scaled.draws, plain.draws * factor, rtol=1e-4)


@LAW
@given(series, st.integers(0, 200), st.integers(1, 60))
def test_a_stretch_of_missing_days_never_raises(history, start, length):
    holes = pd.concat([daily_series(days=40, end=str(history.index[0].date())).iloc[:-1], history])
    holes.iloc[start : start + length] = np.nan
    if holes.notna().sum() < 28:
        return
    made = forecast(holes, horizon_days=30, kind="flow")
    assert np.isfinite(made.draws).all()
    assert made.first_day == holes.index[-1].date() + dt.timedelta(days=1)


@LAW
@given(series, st.integers(0, 5))
def test_the_same_seed_gives_the_same_draws_and_counts_are_never_negative(history, seed):
    made = forecast(history, horizon_days=15, kind="flow", seed=seed)
    again = forecast(history, horizon_days=15, kind="flow", seed=seed)
    assert np.array_equal(made.draws, again.draws)
    assert made.draws.min() >= 0
    assert np.isfinite(made.draws).all()


@LAW
@given(series, st.sampled_from([0.5, 0.8, 0.95]))
def test_an_interval_holds_the_median_and_a_wider_one_holds_it(history, level):
    made = forecast(history, horizon_days=15, kind="flow")
    inner, outer = made.interval(level), made.interval(level + 0.04)
    assert (inner["low"] <= inner["median"]).all()
    assert (inner["median"] <= inner["high"]).all()
    assert (outer["low"] <= inner["low"]).all()
    assert (outer["high"] >= inner["high"]).all()


@LAW
@given(series)
def test_every_window_is_read_from_the_same_draws(history):
    made = forecast(history, horizon_days=35, kind="flow")
    first, last = made.first_day, made.last_day
    np.testing.assert_allclose(made.window_total(first, last), made.draws.sum(axis=1))
    np.testing.assert_allclose(made.window_mean(first, last), made.draws.mean(axis=1))
    np.testing.assert_allclose(last_four_weeks(made), made.draws[:, 7:].mean(axis=1))
    median = made.interval(0.8)["median"].to_numpy()
    parts = made.components.set_index("date").loc[made.days].sum(axis=1).to_numpy()
    np.testing.assert_allclose(parts, median, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("kind", ["flow", "net", "stock", "share", "mean"])
def test_odd_series_of_every_kind_give_finite_draws(kind):
    calm = daily_series(days=200, level=300)
    odd = {
        "jumped": calm.where(calm.index < calm.index[-20], calm * 30),
        "died": calm.where(calm.index < calm.index[-40], 0.0),
        "born": calm.where(calm.index >= calm.index[-40], 0.0),
        "constant": calm * 0 + 12,
        "zeros": calm * 0.0,
        "one spike": (calm * 0.0).where(calm.index != calm.index[100], 50.0),
    }
    for name, values in odd.items():
        scaled = values / max(1.0, values.max()) if kind == "share" else values
        made = forecast(scaled, horizon_days=60, kind=kind)
        assert np.isfinite(made.draws).all(), name
        if kind != "net":
            assert made.draws.min() >= 0, name
        if kind == "share":
            assert made.draws.max() <= 1, name


def test_a_longer_horizon_is_less_certain():
    made = forecast(daily_series(walk=0.03), horizon_days=180, kind="flow")
    band = made.interval(0.8)
    width = np.log(band["high"] / band["low"])
    assert width.iloc[-28:].mean() > width.iloc[:14].mean()
