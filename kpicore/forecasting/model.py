"""Prophet for one series: its components over history and horizon, and refits at past days.

Prophet makes features, components and predictions once per series. Season and holiday columns
depend on the date alone, so a backtest window takes slices of them and only solves for its own
trend and coefficients, with changepoints and scales placed as Prophet would place them.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.forecasting.events import SPIKE_DAYS, Event, holiday_days
from kpicore.forecasting.posterior import RATE_PRIOR_SD, Array, Moments, solve_mode
from kpicore.forecasting.series import Grid

if TYPE_CHECKING:
    from kpicore.forecasting.backend import ExactProphet

CHANGEPOINTS = 25
"""Prophet's default number of places where the trend may bend."""
CHANGEPOINT_RANGE = 0.8
"""Prophet's default: the last fifth of the history does not bend."""
TAU = 0.05
"""Prophet's default scale of the bends."""
YEAR_DAYS = 720
"""A yearly season needs two years. Prophet's own limit of 730 days from the first day to the last
misses an export of exactly two years by a day."""


class Solver(StrEnum):
    """Who finds the mode of Prophet's posterior."""

    EXACT = "exact"
    """In process, exact and fast; falls back to Stan where the model is another one."""
    STAN = "stan"
    """Prophet's own Stan program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Prophet's components on the link scale of single days, over history and horizon.

    Attributes
    ----------
    trend, week, year, events : Array
        One number per grid point of history and horizon; events hold holidays and user events.
    features : Array
        Prophet's season and holiday columns, one row per grid point.
    prior_sd : Array
        Their prior standard deviations.
    yearly : numpy.ndarray of bool
        Which columns are the yearly season.
    target : Array
        The history on the link scale, NaN where missing.
    lifts : Mapping[int, float]
        Mean effect of each past event, by its position in the list of events.
    """

    trend: Array
    week: Array
    year: Array
    events: Array
    features: Array
    prior_sd: Array
    yearly: npt.NDArray[np.bool_]
    target: Array
    lifts: Mapping[int, float]


def fit_signals(
    grid: Grid,
    horizon: int,
    *,
    events: Sequence[Event] = (),
    holidays: str | None = None,
    solver: Solver = Solver.EXACT,
) -> Signals:
    """Fit Prophet and read its components.

    Parameters
    ----------
    grid : Grid
        The history.
    horizon : int
        Grid steps ahead.
    events : sequence of Event
        The user's events.
    holidays : str, optional
        ISO country code.
    solver : Solver, default Solver.EXACT
        Who finds the mode.

    Returns
    -------
    Signals
        Components over history and horizon.
    """
    target = np.where(grid.observed, grid.link.daily().forward(np.nan_to_num(grid.rates)), np.nan)
    step = pd.Timedelta(days=grid.step_days)
    days = pd.date_range(grid.days[0], periods=len(grid.days) + horizon, freq=step)
    dated = _dated_frame(grid, days, events, holidays)
    with warnings.catch_warnings():
        # Prophet still uses parts of pandas that announce their removal; not our user's concern.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        model = _fitted(grid, target, dated, solver)
        parts = model.predict(pd.DataFrame({"ds": days}))
    columns = model.last_features.columns
    zero = np.zeros(len(days))
    trend = parts["trend"].to_numpy()
    effects = parts["holidays"].to_numpy() if "holidays" in parts else zero
    lifts = _past_lifts(parts, grid, events)
    return Signals(
        trend=trend,
        week=parts["weekly"].to_numpy() if "weekly" in parts else zero,
        year=parts["yearly"].to_numpy() if "yearly" in parts else zero,
        events=effects + _planned(grid, days, events, lifts, trend),
        features=model.last_features.to_numpy(dtype=float),
        prior_sd=np.asarray(model.last_prior_sd, dtype=float),
        yearly=np.array([str(name).startswith("yearly_delim_") for name in columns]),
        target=target,
        lifts=lifts,
    )


def refit(grid: Grid, signals: Signals, cut: int, ahead: int) -> tuple[Array, Array]:
    """Fit Prophet's model to the history before a past day.

    Parameters
    ----------
    grid : Grid
        The history.
    signals : Signals
        Of the whole history; gives the features.
    cut : int
        Number of grid points that are seen.
    ahead : int
        Grid steps after them.

    Returns
    -------
    tuple of Array, Array
        Trend and yearly season over ``cut + ahead`` grid points.
    """
    known = np.flatnonzero(np.isfinite(signals.target[:cut]))
    y = signals.target[known]
    scale = float(np.abs(y).max())
    zero = np.zeros(cut + ahead)
    if scale == 0 or np.ptp(y) == 0:
        return zero + y[-1], zero
    span = int(known[-1] - known[0])
    keep = np.ones(len(signals.prior_sd), dtype=bool)
    if span * grid.step_days < YEAR_DAYS:
        keep &= ~signals.yearly
    time = (np.arange(cut + ahead) - known[0]) / span
    reach = int(np.floor(len(known) * CHANGEPOINT_RANGE))
    count = min(CHANGEPOINTS, reach - 1)
    bends = time[known[np.linspace(0, reach - 1, count + 1).round().astype(int)[1:]]]
    features = signals.features[: cut + ahead, keep]
    hinges = np.maximum(time[:, None] - bends, 0.0)
    design = np.column_stack([time, np.ones_like(time), features, hinges])
    seen = design[known]
    target = y / scale
    prior_sd = np.concatenate([[RATE_PRIOR_SD, RATE_PRIOR_SD], signals.prior_sd[keep]])
    moments = Moments(
        gram=seen.T @ seen,
        projection=seen.T @ target,
        square=float(target @ target),
        count=len(target),
    )
    mode = solve_mode(moments, prior_sd, TAU)
    beta = mode.gaussian[2:]
    trend = design[:, :2] @ mode.gaussian[:2] + hinges @ mode.delta
    yearly = signals.yearly[keep]
    return trend * scale, features[:, yearly] @ beta[yearly] * scale


def _fitted(grid: Grid, target: Array, dated: pd.DataFrame | None, solver: Solver) -> ExactProphet:
    from kpicore.forecasting.backend import ExactProphet  # noqa: PLC0415 - slow import

    stan = solver is Solver.STAN
    known = np.flatnonzero(np.isfinite(target))
    model = ExactProphet(
        holidays=dated,
        uncertainty_samples=0,
        yearly_seasonality=bool((known[-1] - known[0]) * grid.step_days >= YEAR_DAYS),
        stan_backend="CMDSTANPY" if stan else None,
    )
    model.fit(pd.DataFrame({"ds": grid.days, "y": target}))
    return model


def _dated_frame(
    grid: Grid, days: pd.DatetimeIndex, events: Sequence[Event], holidays: str | None
) -> pd.DataFrame | None:
    """Past events and holidays as Prophet wants them; planned events act outside the fit."""
    rows: list[tuple[pd.Timestamp, str]] = []
    last = grid.days[-1]
    for position, event in enumerate(events):
        acting = _on_grid(event, grid.days)
        single = len(acting) * grid.step_days <= SPIKE_DAYS
        for order, day in enumerate(acting):
            rows.append((day, f"event {position} {order if single else 0}"))
    if holidays is not None and grid.step_days == 1:
        listed = holiday_days(holidays, days[0].date(), days[-1].date())
        seen = {name for day, name in listed if pd.Timestamp(day) <= last}
        rows += [(pd.Timestamp(day), f"holiday {name}") for day, name in listed if name in seen]
    if not rows:
        return None
    return pd.DataFrame(rows, columns=["ds", "holiday"])


def _on_grid(event: Event, days: pd.DatetimeIndex) -> pd.DatetimeIndex:
    return days[(days >= pd.Timestamp(event.first)) & (days <= pd.Timestamp(event.last))]


def _past_lifts(parts: pd.DataFrame, grid: Grid, events: Sequence[Event]) -> Mapping[int, float]:
    """Mean effect per day of every event that has observed days."""
    lifts = {}
    for position, event in enumerate(events):
        acting = grid.days.isin(_on_grid(event, grid.days)) & grid.observed
        names = [name for name in parts.columns if str(name).startswith(f"event {position} ")]
        if acting.any() and names:
            rows = np.flatnonzero(acting)
            lifts[position] = float(parts[names].to_numpy()[rows].sum(axis=1).mean())
    return lifts


def _planned(
    grid: Grid,
    days: pd.DatetimeIndex,
    events: Sequence[Event],
    lifts: Mapping[int, float],
    trend: Array,
) -> Array:
    """Effect of the events on the days ahead, on the link scale of single days."""
    effect = np.zeros(len(days))
    daily = grid.link.daily()
    for position, event in enumerate(events):
        ahead = days.isin(_on_grid(event, days)) & (days > grid.days[-1])
        if not ahead.any():
            continue
        if event.lift is not None:
            lifted = daily.inverse(trend[ahead]) * (1 + event.lift)
            effect[ahead] += daily.forward(lifted) - trend[ahead]
            continue
        similar = [
            lifts[k] for k, other in enumerate(events) if other.kind == event.kind and k in lifts
        ]
        effect[ahead] += lifts.get(position, float(np.mean(similar)) if similar else 0.0)
    return effect
