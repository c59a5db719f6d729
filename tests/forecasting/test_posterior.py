"""The exact solver against Stan, and against the optimality conditions of its own problem."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from forecast_builders import daily_series
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from kpicore.forecasting import Solver, forecast
from kpicore.forecasting.backend import (
    CmdStanPyBackend,
    ExactBackend,
    ExactProphet,
    stan_moments,
)
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.posterior import Mode, Moments, _lasso, log_posterior, solve_mode
from kpicore.forecasting.series import make_grid

# Prophet itself uses parts of pandas that announce their removal.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

LOG_DENSITY_TOLERANCE = 0.01  # what two optimisers may differ by without anyone noticing
FIT_TOLERANCE = 0.02  # of the range of y: flat directions of the posterior move the fit a little

SERIES = {
    "two years with weekly and yearly waves": daily_series(days=760, yearly_wave=0.3),
    "short": daily_series(days=60),
    "growing": daily_series(days=300, growth_per_day=0.01),
    "wandering": daily_series(days=500, walk=0.05, seed=3),
    "with gaps": daily_series(days=400).where(lambda v: v.index.day % 5 != 0),
    "with zeros": daily_series(days=400, level=2.0, noise=0.8),
}


def prophet_data(values: pd.Series) -> tuple[dict, dict]:
    model = ExactProphet(uncertainty_samples=0)
    frame = pd.DataFrame({"ds": values.index, "y": np.log1p(values.to_numpy())})
    inputs = model.preprocess(frame)
    start = dataclasses.asdict(model.calculate_initial_params(inputs.K))
    return start, dataclasses.asdict(inputs)


@pytest.mark.parametrize("values", SERIES.values(), ids=SERIES.keys())
def test_the_exact_mode_is_as_likely_as_stans_and_fits_the_same(values):
    start, data = prophet_data(values)
    moments, prior_sd, tau = stan_moments(data)
    found, stan = ExactBackend().fit(start, data), CmdStanPyBackend().fit(start, data)
    ours, theirs = mode_of(found), mode_of(stan)

    best = log_posterior(moments, ours, prior_sd, tau)
    assert best >= log_posterior(moments, theirs, prior_sd, tau) - LOG_DENSITY_TOLERANCE
    np.testing.assert_allclose(fitted(found, data), fitted(stan, data), atol=FIT_TOLERANCE)


@pytest.mark.parametrize("kind", list(SeriesKind))
def test_the_exact_mode_is_as_likely_as_stans_for_every_kind(kind):
    values = daily_series(days=420, walk=0.02, seed=5)
    if kind is SeriesKind.STOCK:
        values = values.cumsum()
    elif kind is SeriesKind.NET:
        values = values - values.median()
    elif kind is SeriesKind.SHARE:
        values = values / (values + 300)
    grid = make_grid(values, kind)
    target = grid.link.daily().forward(np.nan_to_num(grid.rates))[grid.observed]
    start, data = prophet_data(pd.Series(np.expm1(target), grid.days[grid.observed]))
    moments, prior_sd, tau = stan_moments(data)
    ours, theirs = (
        log_posterior(moments, mode_of(backend.fit(start, data)), prior_sd, tau)
        for backend in (ExactBackend(), CmdStanPyBackend())
    )
    assert ours >= theirs - LOG_DENSITY_TOLERANCE


@settings(derandomize=True, deadline=None, max_examples=20)
@given(st.integers(1, 6), st.integers(1, 5), st.floats(0.02, 2), st.integers(0, 10_000))
def test_the_exact_mode_is_where_a_general_optimiser_ends(size, bends, tau, seed):
    rng = np.random.default_rng(seed)
    design = rng.standard_normal((40, size + bends))
    y = design @ rng.standard_normal(size + bends) * 0.2 + 0.1 * rng.standard_normal(40)
    moments = Moments(gram=design.T @ design, projection=design.T @ y, square=y @ y, count=40)
    prior_sd = rng.uniform(0.5, 5, size)

    def cost(p):
        # The rate changes are split in two non-negative parts, which makes the cost smooth.
        beta, up, down, log_noise = np.split(p, [size, size + bends, size + 2 * bends])
        noise = np.exp(log_noise[0])
        rest = y - design @ np.concatenate([beta, up - down])
        prior = np.sum((beta / prior_sd) ** 2) / 2 + (up + down).sum() / tau
        return rest @ rest / (2 * noise**2) + 40 * np.log(noise) + prior + 2 * noise**2

    bounds = [(None, None)] * size + [(0, None)] * (2 * bends) + [(-12, 3)]
    start = np.concatenate([np.zeros(size + 2 * bends), [-1.0]])
    options = {"maxiter": 5000, "maxfun": 200_000, "ftol": 1e-13, "gtol": 1e-9}
    found = minimize(cost, start, method="L-BFGS-B", bounds=bounds, options=options)
    best = log_posterior(moments, solve_mode(moments, prior_sd, tau), prior_sd, tau)
    assert best >= -found.fun - 1e-5
    assert best == pytest.approx(-found.fun, abs=1e-2)


def mode_of(params) -> Mode:
    gaussian = np.concatenate([np.ravel(params[name]) for name in ("k", "m", "beta")])
    return Mode(
        gaussian=gaussian,
        delta=np.ravel(params["delta"]),
        noise=float(np.ravel(params["sigma_obs"])[0]),
    )


def fitted(params, data):
    return np.ravel(params["trend"]) + data["X"].to_numpy() @ np.ravel(params["beta"])


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.integers(1, 12), st.floats(0.001, 50), st.integers(0, 10_000))
def test_the_lasso_meets_its_optimality_conditions(size, penalty, seed):
    rng = np.random.default_rng(seed)
    design = rng.standard_normal((size + 3, size))
    curvature, pull = design.T @ design, 5 * rng.standard_normal(size)
    x = _lasso(curvature, pull, penalty, np.zeros(size))
    gradient = curvature @ x - pull
    slack = 1e-6 * (penalty + np.abs(pull).max())
    assert np.all(np.abs(gradient[x == 0]) <= penalty + slack)
    np.testing.assert_allclose(gradient[x != 0], -penalty * np.sign(x[x != 0]), atol=slack)


def test_the_noise_level_is_a_stationary_point_of_the_posterior():
    rng = np.random.default_rng(0)
    design = np.column_stack([np.linspace(0, 1, 80), np.ones(80), rng.standard_normal((80, 3))])
    y = design @ np.array([0.3, 0.5, 0.2, 0.0, 0.0]) + 0.1 * rng.standard_normal(80)
    moments = Moments(gram=design.T @ design, projection=design.T @ y, square=y @ y, count=80)
    prior_sd = np.full(4, 5.0)
    mode = solve_mode(moments, prior_sd, 0.05)
    best = log_posterior(moments, mode, prior_sd, 0.05)
    for factor in (0.99, 1.01):
        moved = dataclasses.replace(mode, noise=mode.noise * factor)
        assert log_posterior(moments, moved, prior_sd, 0.05) < best


def test_models_outside_the_exact_case_go_to_stan():
    values = daily_series(days=120)
    frame = pd.DataFrame({"ds": values.index, "y": values.to_numpy()})
    model = ExactProphet(seasonality_mode="multiplicative", uncertainty_samples=0)
    model.fit(frame)
    assert model.stan_fit is not None or model.stan_backend._stan is not None


def test_stan_as_a_setting_gives_the_same_forecast():
    values = daily_series(days=200)
    exact = forecast(values, horizon_days=20, kind="flow")
    stan = forecast(values, horizon_days=20, kind="flow", solver=Solver.STAN)
    np.testing.assert_allclose(
        np.median(stan.draws, axis=0), np.median(exact.draws, axis=0), rtol=0.01
    )
