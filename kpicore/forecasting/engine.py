"""From a checked history to a forecast: fit, look back, believe, draw."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.forecasting.calibration import (
    Constants,
    believed_path,
    learn_weights,
    over_steps,
    own_errors,
    scale_at_knots,
    spread_features,
)
from kpicore.forecasting.events import Event
from kpicore.forecasting.evidence import Evidence
from kpicore.forecasting.innovations import Innovations
from kpicore.forecasting.model import Signals, Solver, fit_signals
from kpicore.forecasting.outlook import (
    CANDIDATES,
    Outlook,
    knot_windows,
    look,
    without_events,
)
from kpicore.forecasting.past import Past, Trials, measure_past, run_trials
from kpicore.forecasting.posterior import Array
from kpicore.forecasting.series import Grid
from kpicore.forecasting.simulate import Outcome, draw_days, noise_pool
from kpicore.forecasting.track import track_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Everything that is known before anything is drawn.

    Attributes
    ----------
    grid : Grid
        The history.
    horizon : int
        Steps ahead of the end of the history.
    steps : int
        Steps ahead of the last observation.
    signals : Signals
        Prophet's components.
    adjusted : Array
        Numerator without events.
    outlook : Outlook
        Candidates today.
    trials : Trials
        Past windows.
    past : Past
        How restless the account was.
    constants : Constants
        What was learned across series.
    believed : Array
        Contribution of each candidate and of the drift to the centre, per step.
    weights : Array
        Weight of each candidate at each knot.
    scale : Array
        Scale of the level's error at each knot.
    """

    grid: Grid
    horizon: int
    steps: int
    signals: Signals
    adjusted: Array
    outlook: Outlook
    trials: Trials
    past: Past
    constants: Constants
    believed: Array
    weights: Array
    scale: Array

    @property
    def outcome(self) -> Outcome:
        """Centre and errors of the level per step."""
        return Outcome(
            centre=self.believed.sum(axis=1),
            scale=over_steps(self.scale, self.steps, self.grid.step_days),
            freedom=self.constants.freedom,
            skew=self.constants.skew,
            persistence=self.constants.persistence,
        )

    @property
    def days(self) -> pd.DatetimeIndex:
        """History and steps ahead."""
        grid = self.grid
        step = pd.Timedelta(days=grid.step_days)
        return pd.date_range(grid.days[0], periods=len(grid.days) + self.steps, freq=step)

    @property
    def week(self) -> Array:
        """Weekly season of the steps ahead, on the link scale of single days."""
        return self.signals.week[len(self.grid.days) :]

    @property
    def events(self) -> Array:
        """Effect of events on the steps ahead, on the link scale of single days."""
        return self.signals.events[len(self.grid.days) :]


def prepare(
    grid: Grid,
    horizon_days: int,
    constants: Constants,
    *,
    events: Sequence[Event] = (),
    holidays: str | None = None,
    solver: Solver = Solver.EXACT,
) -> Prepared:
    """Fit Prophet, look back, and decide what to believe.

    Parameters
    ----------
    grid : Grid
        The history.
    horizon_days : int
        Days ahead, at least 1.
    constants : Constants
        What was learned across series.
    events : sequence of Event
        The user's events.
    holidays : str, optional
        ISO country code.
    solver : Solver, default Solver.EXACT
        Who finds Prophet's mode.

    Returns
    -------
    Prepared
        All that the draws need.
    """
    if horizon_days < 1:
        raise ValueError(f"The horizon must be at least one day; {horizon_days} was given.")
    horizon = -(-horizon_days // grid.step_days)
    steps = horizon + grid.trailing
    signals = fit_signals(grid, steps, events=events, holidays=holidays, solver=solver)
    adjusted = without_events(grid, signals)
    outlook = look(grid, adjusted, signals, len(grid.days), steps)
    trials = run_trials(grid, adjusted, signals, steps)
    past = measure_past(grid, adjusted, signals)
    weights = learn_weights(constants, trials, step_days=grid.step_days)
    errors = own_errors(constants, trials, step_days=grid.step_days)
    features = spread_features(grid, outlook, past, errors, constants.usual_growth)
    return Prepared(
        grid=grid,
        horizon=horizon,
        steps=steps,
        signals=signals,
        adjusted=adjusted,
        outlook=outlook,
        trials=trials,
        past=past,
        constants=constants,
        believed=believed_path(weights, outlook.path(), grid.step_days),
        weights=weights,
        scale=scale_at_knots(constants, features),
    )


def draw(prepared: Prepared, numbers: Innovations) -> Array:
    """Draw the steps ahead on the scale of the rates (gains for a stock).

    Parameters
    ----------
    prepared : Prepared
        What is believed.
    numbers : Innovations
        Random numbers for at least `steps` steps.

    Returns
    -------
    Array
        One row per draw, one column per step.
    """
    current = prepared.outlook.current
    pool = noise_pool(prepared.grid, prepared.signals, prepared.adjusted, current)
    return draw_days(
        prepared.grid,
        current,
        prepared.outcome,
        week=prepared.week,
        events=prepared.events,
        pool=pool,
        numbers=numbers,
    )


def make_evidence(prepared: Prepared, seed: int) -> Evidence:
    """Write down what the forecast rests on."""
    grid = prepared.grid
    last = over_last_knot(prepared)
    return Evidence(
        windows=track_record(
            grid,
            prepared.trials,
            prepared.constants,
            outlook=prepared.outlook,
            past=prepared.past,
            knot=last,
        ),
        training_first=grid.days[0].date(),
        training_last=grid.days[-1].date(),
        observed_count=int(np.count_nonzero(grid.observed)),
        weights=MappingProxyType(
            dict(zip((*CANDIDATES, "drift"), map(float, prepared.weights[last]), strict=True))
        ),
        versions=_versions(prepared.constants.version),
        seed=seed,
    )


def over_last_knot(prepared: Prepared) -> int:
    """Return the last knot inside the horizon, or the first one."""
    return max(0, len(knot_windows(prepared.grid, prepared.steps)) - 1)


@lru_cache(maxsize=8)
def _versions(constants: str) -> Mapping[str, str]:
    names = ("prophet", "numpy", "pandas")
    found = {name: version(name) for name in names}
    return MappingProxyType({"python": platform.python_version(), **found, "constants": constants})
