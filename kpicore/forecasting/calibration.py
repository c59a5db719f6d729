"""What was learned on many series, and how one account's own past moves it.

The centre of a window follows its candidates (other spans of the level, trend, season) with weights
learned across series; the account's own backtest windows pull the weights by ridge regression
toward what would have served it. The spread is log-linear in the account's own errors and changes.
Constants are data with provenance, written by a script of the test bench.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from kpicore.forecasting.links import LogLink
from kpicore.forecasting.outlook import CANDIDATES, KNOT_DAYS, Outlook
from kpicore.forecasting.past import Past, Trials
from kpicore.forecasting.posterior import Array
from kpicore.forecasting.series import WINDOW_DAYS, Grid

KNOT_MIDDLES = tuple(days - min(days, WINDOW_DAYS) / 2 for days in KNOT_DAYS)
"""Middles of the knots' windows, in days ahead."""
_CLIP = 3.0
_FLOOR = 0.02
_FULL_HISTORY_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """Learned constants.

    Attributes
    ----------
    weights : Array
        Prior weight of each candidate (columns) at each knot (rows).
    strength : Array
        Prior precision of each candidate's weight, in units of the inverse error variance.
    drift : Array
        Median change that no candidate explains, per knot.
    spread : Mapping[str, float]
        Coefficients of the log scale.
    growth : Array
        Intercept of the log scale per knot.
    freedom, skew, persistence : float
        Shape of the errors; see `simulate.Outcome`.
    version : str
        Names the fit that made them.
    """

    weights: Array
    strength: Array
    drift: Array
    spread: Mapping[str, float]
    growth: Array
    freedom: float
    skew: float
    persistence: float
    version: str


def parse_constants(text: str) -> Constants:
    """Read constants from JSON text, as the fitting script writes it."""
    raw = json.loads(text)
    if tuple(raw["candidates"]) != CANDIDATES or tuple(raw["knot_days"]) != KNOT_DAYS:
        raise ValueError("The constants were fitted for other candidates or knots.")
    return Constants(
        weights=np.array(raw["weights"], dtype=float),
        strength=np.array(raw["strength"], dtype=float),
        drift=np.array(raw["drift"], dtype=float),
        spread={str(k): float(v) for k, v in raw["spread"].items()},
        growth=np.array(raw["growth"], dtype=float),
        freedom=float(raw["freedom"]),
        skew=float(raw["skew"]),
        persistence=float(raw["persistence"]),
        version=str(raw["version"]),
    )


@lru_cache(maxsize=1)
def shipped_constants() -> Constants:
    """Return the constants that ship with the package."""
    return parse_constants((files(__package__) / "constants.json").read_text("utf-8"))


def learn_weights(constants: Constants, trials: Trials, *, without_cut: int = -1) -> Array:
    """Move the prior weights by the account's own past windows.

    Parameters
    ----------
    constants : Constants
        Prior weights and their strength.
    trials : Trials
        Past windows.
    without_cut : int, default -1
        Leave out the windows of this cut, to judge them by the others.

    Returns
    -------
    Array
        Weight of each candidate at each knot.
    """
    weights = constants.weights.copy()
    for knot in np.unique(trials.knot):
        chosen = (trials.knot == knot) & (trials.cut != without_cut)
        if not chosen.any():
            continue
        x = np.clip(trials.candidates[chosen], -_CLIP, _CLIP)
        error = trials.change[chosen] - constants.drift[knot] - x @ constants.weights[knot]
        size = np.mean(np.minimum(error**2, 4 * np.median(error**2))) + _FLOOR
        share = 1 / np.sqrt(1 + np.minimum(error**2, 1e4) / (4 * size))
        gram = (x.T * share) @ x / size + np.diag(constants.strength)
        weights[knot] += np.linalg.solve(gram, (x.T * share) @ error / size)
    return weights


def own_errors(constants: Constants, trials: Trials, *, without_cut: int = -1) -> Array:
    """Return the account's typical own error per knot, by the prior weights; NaN where unknown."""
    errors = np.full(len(KNOT_DAYS), np.nan)
    x = np.clip(trials.candidates, -_CLIP, _CLIP)
    gap = trials.change - constants.drift[trials.knot] - (x * constants.weights[trials.knot]).sum(1)
    for knot in np.unique(trials.knot):
        chosen = (trials.knot == knot) & (trials.cut != without_cut)
        if chosen.any():
            errors[knot] = np.mean(np.minimum(np.abs(gap[chosen]), _CLIP))
    return errors


def believed_path(constants: Constants, weights: Array, path: Array, step_days: int) -> Array:
    """Return what each candidate contributes to the centre per step; the last column is the drift.

    Parameters
    ----------
    constants : Constants
        Gives the drift.
    weights : Array
        Weight of each candidate at each knot.
    path : Array
        Candidates per step.
    step_days : int
        Days per step.

    Returns
    -------
    Array
        One row per step, ``len(CANDIDATES) + 1`` columns; their sum is the centre.
    """
    table = np.column_stack([weights, constants.drift])
    along = np.column_stack(
        [over_steps(table[:, column], len(path), step_days) for column in range(table.shape[1])]
    )
    capped = np.clip(path, -_CLIP, _CLIP)
    return np.column_stack([capped * along[:, :-1], along[:, -1]])


def over_steps(at_knots: Array, steps: int, step_days: int) -> Array:
    """Interpolate numbers given at the middles of the knots' windows, on log days ahead."""
    ahead = np.log((np.arange(steps) + 0.5) * step_days + 0.5)
    return np.interp(ahead, np.log(KNOT_MIDDLES), at_knots)


def spread_features(
    grid: Grid, outlook: Outlook, past: Past, errors: Array, growth: Array
) -> Mapping[str, float]:
    """Return what the scale of the errors depends on.

    Parameters
    ----------
    grid : Grid
        The history.
    outlook : Outlook
        Candidates today.
    past : Past
        How restless the account was.
    errors : Array
        The account's own errors per knot, NaN where unknown.
    growth : Array
        Usual log scale per knot, to compare errors of different knots.

    Returns
    -------
    Mapping[str, float]
        Named numbers, the keys of `Constants.spread`.
    """
    change = float(np.log(past.change))
    known = np.isfinite(errors)
    own = change
    if known.any():
        own = float(np.mean(np.log(np.maximum(errors[known], _FLOOR)) - growth[known]))
    counted = isinstance(grid.link, LogLink) and grid.link.unit == 1.0
    seen = float(np.count_nonzero(grid.observed)) * grid.step_days
    return {
        "change": change,
        "recent_change": float(np.log(past.recent_change)),
        "noise": float(np.log(past.noise)),
        "own_error": own,
        "own_known": float(known.any()),
        "few": float(np.exp(-outlook.current / 2)) if counted else 0.0,
        "jump": float(min(abs(outlook.levels[1]), 2.0)),
        "young": float(max(0.0, np.log(_FULL_HISTORY_DAYS / seen))),
    }


def scale_at_knots(constants: Constants, features: Mapping[str, float]) -> Array:
    """Return the scale of the error at every knot."""
    base = sum(constants.spread[name] * value for name, value in features.items())
    scale: Array = np.exp(np.clip(constants.growth + base, np.log(_FLOOR), np.log(_CLIP)))
    return scale
