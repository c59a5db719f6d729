"""Several series that share their future: draw i is the same future in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kpicore.forecasting.calibration import Constants, shipped_constants
from kpicore.forecasting.dependence import correlation, triangular_root, weekly_errors
from kpicore.forecasting.engine import prepare
from kpicore.forecasting.events import Event
from kpicore.forecasting.forecaster import assemble
from kpicore.forecasting.innovations import correlated
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.model import Solver
from kpicore.forecasting.result import Forecast
from kpicore.forecasting.series import make_grid


@dataclass(frozen=True, slots=True)
class SeriesSpec:
    """One series of a joint forecast.

    Attributes
    ----------
    history : pandas.Series
        As for `forecast`.
    kind : SeriesKind or str
        What it counts.
    events : sequence of Event
        The user's events.
    holidays : str or None
        ISO country code.
    step_days : int
        7 for weekly data.
    """

    history: pd.Series
    kind: SeriesKind | str
    events: Sequence[Event] = ()
    holidays: str | None = None
    step_days: int = 1


def forecast_joint(
    specs: Mapping[str, SeriesSpec],
    *,
    horizon_days: int,
    seed: int = 0,
    solver: Solver = Solver.EXACT,
    constants: Constants | None = None,
) -> Mapping[str, Forecast]:
    """Forecast several series together.

    Parameters
    ----------
    specs : Mapping of str to SeriesSpec
        The series by any key.
    horizon_days : int
        Days ahead.
    seed : int, default 0
        The same seed gives the same draws.
    solver : Solver, default Solver.EXACT
        Who finds the mode of Prophet's posterior.
    constants : Constants, optional
        Learned constants; those that ship by default.

    Returns
    -------
    Mapping of str to Forecast
        In the order given. Draw i of one belongs to draw i of the others: copies move as one,
        unrelated series are independent.

    Raises
    ------
    NotEnoughDataError
        If one of the series is too short.
    """
    believed = constants or shipped_constants()
    prepared = {
        key: prepare(
            make_grid(spec.history, SeriesKind(spec.kind), step_days=spec.step_days),
            horizon_days,
            believed,
            events=spec.events,
            holidays=spec.holidays,
            solver=solver,
        )
        for key, spec in specs.items()
    }
    if not prepared:
        return {}
    errors = [weekly_errors(item) for item in prepared.values()]
    steps = max(item.steps for item in prepared.values())
    numbers = correlated(triangular_root(correlation(errors)), steps, seed)
    return {
        key: assemble(specs[key].history, item, own, seed)
        for (key, item), own in zip(prepared.items(), numbers, strict=True)
    }
