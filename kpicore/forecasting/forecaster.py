"""The public doors: forecast one series, a ratio, or several that share their future."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpicore.forecasting.calibration import Constants, shipped_constants
from kpicore.forecasting.drivers import Parts
from kpicore.forecasting.engine import Prepared, draw, make_evidence, prepare
from kpicore.forecasting.events import Event
from kpicore.forecasting.gaps import draw_gaps
from kpicore.forecasting.innovations import Innovations, independent
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.model import Solver
from kpicore.forecasting.outlook import CANDIDATES
from kpicore.forecasting.paths import Paths
from kpicore.forecasting.posterior import Array
from kpicore.forecasting.result import COMPONENT_COLUMNS, Forecast
from kpicore.forecasting.series import WINDOW_DAYS, Grid, make_grid, window_level

TREND, SEASON, DRIFT = CANDIDATES.index("trend"), CANDIDATES.index("season"), len(CANDIDATES)
"""Columns of the believed centre."""


def forecast(
    history: pd.Series,
    *,
    horizon_days: int,
    kind: SeriesKind | str,
    events: Sequence[Event] = (),
    holidays: str | None = None,
    seed: int = 0,
    step_days: int = 1,
    solver: Solver = Solver.EXACT,
    constants: Constants | None = None,
) -> Forecast:
    """Forecast one series.

    Parameters
    ----------
    history : pandas.Series
        Float values, ascending DatetimeIndex without time zone, NaN or no row for missing days.
        At most the last four years are used.
    horizon_days : int
        Days ahead, at least 1.
    kind : SeriesKind or str
        What the series counts: "flow", "net", "stock", "share" or "mean". A flow with corrections
        below zero is forecast as "net".
    events : sequence of Event, default ()
        Dated things that moved or will move the numbers.
    holidays : str, optional
        ISO country code whose public holidays matter.
    seed : int, default 0
        The same seed gives the same draws.
    step_days : int, default 1
        7 for weekly data.
    solver : Solver, default Solver.EXACT
        Who finds the mode of Prophet's posterior: in process, or Prophet's own Stan program.
    constants : Constants, optional
        Learned constants; those that ship by default.

    Returns
    -------
    Forecast
        One array of draws and what is read from it.

    Raises
    ------
    NotEnoughDataError
        With fewer than 28 observed days (12 weeks); names the day on which it will do.
    NotComputableError
        If values lie outside what the kind allows.
    SettingsError
        If the country is not known.
    """
    grid = make_grid(history, SeriesKind(kind), step_days=step_days)
    prepared = prepare(
        grid,
        horizon_days,
        constants or shipped_constants(),
        events=events,
        holidays=holidays,
        solver=solver,
    )
    return assemble(history, prepared, independent(prepared.steps, seed), seed)


def assemble(history: pd.Series, prepared: Prepared, numbers: Innovations, seed: int) -> Forecast:
    """Draw, and put draws, history, components and evidence together.

    Parameters
    ----------
    history : pandas.Series
        As given.
    prepared : Prepared
        What is believed.
    numbers : Innovations
        Random numbers.
    seed : int
        Their seed, for the evidence.

    Returns
    -------
    Forecast
        The result.
    """
    grid = prepared.grid
    rates = draw(prepared, numbers)
    values = rates
    if grid.kind is SeriesKind.STOCK:
        # A level cannot fall below zero: followers are people.
        values = np.maximum(float(grid.values[-1]) + np.cumsum(rates, axis=1), 0.0)
    gap_days, gap_draws = draw_gaps(prepared, numbers)
    trailing = grid.trailing
    ahead = prepared.days[len(grid.days) :]
    paths = Paths(
        history=history.astype(float),
        gap_days=pd.DatetimeIndex(gap_days.append(ahead[:trailing])),
        gap_draws=np.concatenate([gap_draws, values[:, :trailing]], axis=1),
        first_day=(history.index[-1] + pd.Timedelta(days=grid.step_days)).date(),
        draws=values[:, trailing:],
        step_days=grid.step_days,
    )
    return Forecast(
        kind=grid.kind,
        paths=paths,
        components=component_frame(prepared, values),
        evidence=make_evidence(prepared, seed),
        parts=make_parts(prepared),
    )


def make_parts(prepared: Prepared) -> Parts:
    """Split the centre by its causes, for the drivers."""
    grid = prepared.grid
    size, recent = len(grid.days), grid.steps(WINDOW_DAYS)
    stock = grid.kind is SeriesKind.STOCK
    pace = window_level(grid.numerator, grid.denominator, recent)
    week = prepared.signals.week[max(0, size - recent) : size]
    past_events = prepared.signals.events[max(0, size - recent) : size]
    return Parts(
        link=grid.link,
        days=prepared.days[size:],
        trend=prepared.believed[:, TREND] + prepared.believed[:, DRIFT],
        season=prepared.believed[:, SEASON] + prepared.week - week.mean(),
        events=prepared.events,
        baseline=float(grid.values[-1]) if stock else pace,
        past_events=float(past_events.mean()),
        pace=pace if stock else None,
    )


def component_frame(prepared: Prepared, values: Array) -> pd.DataFrame:
    """Return trend, week, year and events in units of the data over history and horizon.

    Parameters
    ----------
    prepared : Prepared
        What is believed.
    values : Array
        Draws of the steps ahead.

    Returns
    -------
    pandas.DataFrame
        Columns date, trend, week, year, events.
    """
    grid, signals = prepared.grid, prepared.signals
    daily, link = grid.link.daily(), grid.link
    size = len(grid.days)
    season = prepared.believed[:, SEASON]
    without = prepared.outlook.current + prepared.believed.sum(axis=1)
    ahead = daily.forward(link.inverse(without - season))
    year = np.concatenate([signals.year[:size], season])
    trend = np.concatenate([signals.trend[:size], ahead])
    layers = [trend, year, signals.week, signals.events]
    stages = daily.inverse(np.cumsum(layers, axis=0))
    parts = np.diff(stages, axis=0, prepend=0.0)
    if grid.kind is SeriesKind.STOCK:
        parts = _as_levels(parts, grid)
    else:
        # The middle of the draws holds what noise does to the middle: the trend carries what
        # lasts for weeks, the single days carry the rest.
        by_noise = np.median(values, axis=0) - parts[:, size:].sum(axis=0)
        lasting = _moving_mean(by_noise, WINDOW_DAYS) if grid.step_days == 1 else by_noise
        parts[0, size:] += lasting
        parts[2, size:] += by_noise - lasting
    frame = pd.DataFrame(
        {"date": prepared.days, "trend": parts[0], "week": parts[2], "year": parts[1]}
    )
    frame["events"] = parts[3]
    return frame[list(COMPONENT_COLUMNS)]


def _moving_mean(values: Array, width: int) -> Array:
    """Return the means of as many neighbours as there are, `width` of them at most."""
    ones = np.ones(min(width, len(values)))
    means: Array = np.convolve(values, ones, "same") / np.convolve(
        np.ones(len(values)), ones, "same"
    )
    return means


def _as_levels(gains: Array, grid: Grid) -> Array:
    """Turn components of gains into components of the level, which is known up to today."""
    size = len(grid.days)
    level = pd.Series(grid.values).interpolate(limit_direction="both").to_numpy()
    summed = np.cumsum(gains, axis=1)
    summed -= summed[:, [size - 1]]
    summed[0, size:] += level[-1]
    summed[0, :size] = level - summed[1:, :size].sum(axis=0)
    return summed
