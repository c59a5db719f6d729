"""Prophet with its posterior mode solved in process, behind Prophet's own backend interface.

Prophet makes features, components and predictions as always; only the optimiser is replaced, and
only where it is exact: additive terms with a linear or flat trend and no sampling. Everything else
goes to the Stan program that comes with Prophet. Import this module only when a forecast is made:
importing Prophet takes seconds.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kpicore.forecasting.posterior import RATE_PRIOR_SD, Array, Mode, Moments, solve_mode

# Prophet reports a missing plotly as an error while it is imported, and a line per fit later; a
# forecast reports through its evidence instead.
logging.getLogger("prophet.plot").setLevel(logging.CRITICAL)

from prophet import Prophet  # noqa: E402 - after its logger is set
from prophet.models import CmdStanPyBackend, IStanBackend, TrendIndicator  # noqa: E402

logging.getLogger("prophet").setLevel(logging.ERROR)


_MOST_MATRICES = 32
_COLUMN_MATRICES: dict[tuple[object, ...], tuple[pd.DataFrame, Mapping[str, tuple[str, ...]]]] = {}
"""Component matrices by the names of the columns, the oldest dropped first."""


class ExactBackend(IStanBackend):
    """Backend that solves additive models exactly and hands the rest to Stan."""

    def __init__(self) -> None:
        super().__init__()
        self._stan: CmdStanPyBackend | None = None

    @staticmethod
    def get_type() -> str:
        """Return the backend's name."""
        return "EXACT"

    def load_model(self) -> None:
        """Load nothing: the solver is plain numpy."""

    # Any: the shapes of these mappings are Prophet's own interface.
    def fit(
        self, stan_init: dict[str, Any], stan_data: dict[str, Any], **kwargs: Any
    ) -> dict[str, Any]:
        """Return the mode as Prophet expects it: one row per parameter.

        Parameters
        ----------
        stan_init : dict
            Prophet's starting values.
        stan_data : dict
            Prophet's data block.
        **kwargs : Any
            Arguments for Stan's optimiser; given ones mean that Stan is wanted.

        Returns
        -------
        dict
            k, m, delta, beta, sigma_obs and trend, each with one row.
        """
        if kwargs or not is_exact(stan_data):
            return dict(self._fallback().fit(stan_init, stan_data, **kwargs))
        return _as_parameters(stan_data, fit_exactly(stan_data))

    def sampling(
        self, stan_init: dict[str, Any], stan_data: dict[str, Any], samples: int, **kwargs: Any
    ) -> dict[str, Any]:
        """Sample with Stan; there is nothing to solve."""
        return dict(self._fallback().sampling(stan_init, stan_data, samples, **kwargs))

    def cleanup(self) -> None:
        """Remove what Stan left behind, if it ran."""
        if self._stan is not None:
            self._stan.cleanup()

    def _fallback(self) -> CmdStanPyBackend:
        if self._stan is None:
            self._stan = CmdStanPyBackend()
            _quiet_stan()
            self._stan.set_options(newton_fallback=self.newton_fallback)
        return self._stan


def _quiet_stan() -> None:
    # cmdstanpy sets its own level when a backend imports it, and then writes two lines per fit.
    logging.getLogger("cmdstanpy").setLevel(logging.ERROR)


class ExactProphet(Prophet):
    """Prophet whose default backend is the exact solver and which keeps its features."""

    last_features: pd.DataFrame
    """Season and holiday columns of the days that were asked for last."""
    last_prior_sd: list[float]
    """Prior standard deviation of each of these columns."""

    def make_all_seasonality_features(self, df: pd.DataFrame) -> Any:
        """Make the features as Prophet does, and keep them for the backtest windows."""
        made = super().make_all_seasonality_features(df)
        self.last_features, self.last_prior_sd = made[0], list(made[1])
        return made

    def regressor_column_matrix(self, seasonal_features: pd.DataFrame, modes: Any) -> Any:
        """Tell which columns make up which component, as Prophet does, once per set of columns.

        The answer depends on names alone, and working it out takes longer than the solve.
        """
        names = self.train_holiday_names
        key = (
            tuple(seasonal_features.columns),
            tuple(modes["additive"]),
            tuple(modes["multiplicative"]),
            self.holidays_mode,
            () if names is None else tuple(names.unique()),
        )
        if self.extra_regressors or key not in _COLUMN_MATRICES:
            made = super().regressor_column_matrix(seasonal_features, modes)
            if not self.extra_regressors:
                while len(_COLUMN_MATRICES) >= _MOST_MATRICES:
                    _COLUMN_MATRICES.pop(next(iter(_COLUMN_MATRICES)), None)
                kept_modes = {str(mode): tuple(parts) for mode, parts in made[1].items()}
                _COLUMN_MATRICES[key] = (made[0].copy(), kept_modes)
            return made
        matrix, kept = _COLUMN_MATRICES[key]
        return matrix.copy(), {mode: list(parts) for mode, parts in kept.items()}

    def _load_stan_backend(self, stan_backend: str | None) -> None:
        if stan_backend is None:
            self.stan_backend = ExactBackend()
        else:
            super()._load_stan_backend(stan_backend)
            _quiet_stan()


def is_exact(stan_data: Mapping[str, Any]) -> bool:
    """Tell whether Prophet's data block is one that the exact solver covers."""
    additive = not np.any(np.asarray(stan_data["s_m"]))
    return additive and stan_data["trend_indicator"] != TrendIndicator.LOGISTIC.value


def stan_moments(stan_data: Mapping[str, Any]) -> tuple[Moments, Array, float]:
    """Turn Prophet's data block into moments, prior scales and the Laplace scale.

    Parameters
    ----------
    stan_data : Mapping
        Prophet's data block of an additive model.

    Returns
    -------
    tuple of Moments, Array, float
        Columns are rate, offset, features, hinges; for a flat trend rate and hinges are zero
        columns, as in Stan, where they only feel their priors.
    """
    t = np.asarray(stan_data["t"], dtype=float)
    y = np.asarray(stan_data["y"], dtype=float)
    features = np.asarray(stan_data["X"], dtype=float) * np.asarray(stan_data["s_a"], dtype=float)
    hinges = np.maximum(t[:, None] - np.asarray(stan_data["t_change"], dtype=float), 0.0)
    rate = t[:, None]
    if stan_data["trend_indicator"] == TrendIndicator.FLAT.value:
        hinges, rate = np.zeros_like(hinges), np.zeros_like(rate)
    design = np.hstack([rate, np.ones_like(rate), features, hinges])
    prior_sd = np.concatenate(
        [[RATE_PRIOR_SD, RATE_PRIOR_SD], np.asarray(stan_data["sigmas"], dtype=float)]
    )
    moments = Moments(
        gram=design.T @ design, projection=design.T @ y, square=float(y @ y), count=len(y)
    )
    return moments, prior_sd, float(stan_data["tau"])


def fit_exactly(stan_data: Mapping[str, Any]) -> Mode:
    """Solve Prophet's data block of an additive model.

    Parameters
    ----------
    stan_data : Mapping
        Prophet's data block.

    Returns
    -------
    Mode
        The maximum of the posterior.
    """
    return solve_mode(*stan_moments(stan_data))


def _as_parameters(stan_data: Mapping[str, Any], mode: Mode) -> dict[str, Array]:
    t = np.asarray(stan_data["t"], dtype=float)
    hinges = np.maximum(t[:, None] - np.asarray(stan_data["t_change"], dtype=float), 0.0)
    rate, offset = mode.gaussian[:2]
    flat = stan_data["trend_indicator"] == TrendIndicator.FLAT.value
    trend = np.full_like(t, offset) if flat else rate * t + offset + hinges @ mode.delta
    rows = {
        "k": rate,
        "m": offset,
        "delta": mode.delta,
        "sigma_obs": mode.noise,
        "beta": mode.gaussian[2:],
        "trend": trend,
    }
    return {name: np.asarray(row, dtype=float).reshape(1, -1) for name, row in rows.items()}
