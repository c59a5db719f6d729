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
import numpy.typing as npt

from kpicore.forecasting.belief import Belief, believe
from kpicore.forecasting.links import LogLink, SignedLink
from kpicore.forecasting.outlook import CANDIDATES, KNOT_DAYS, Outlook
from kpicore.forecasting.past import Past, Trials
from kpicore.forecasting.posterior import Array
from kpicore.forecasting.series import WINDOW_DAYS, Grid

KNOT_MIDDLES = tuple(days - min(days, WINDOW_DAYS) / 2 for days in KNOT_DAYS)
"""Middles of the knots' windows, in days ahead."""
KNOT_LOG_DAYS: Array = np.log(np.array(KNOT_DAYS) / 60)
"""Logarithm of the knots' days over those of the middle one."""
_CLIP = 3.0
_FLOOR = 0.02
_LEAST_FRESH = 0.3
_FULL_HISTORY_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """Learned constants.

    Attributes
    ----------
    weights : Array
        Prior weight of each candidate at each knot (rows); the last column is the drift, the
        change that no candidate explains.
    strength : Array
        Prior precision of each weight, in the same shape: how much evidence of the account's own
        it takes to move it.
    spread : Mapping[str, float]
        Coefficients of the log scale.
    lasting : Mapping[str, float]
        How some of these coefficients change when the days ahead become e times as many: what
        makes the next weeks uncertain need not make the next year so.
    growth : Array
        Intercept of the log scale per knot.
    usual_growth : Array
        Usual log error per knot, to compare an account's own errors of different knots.
    freedom, skew, persistence : float
        Shape of the errors; see `simulate.Outcome`.
    version : str
        Names the fit that made them.
    """

    weights: Array
    strength: Array
    spread: Mapping[str, float]
    lasting: Mapping[str, float]
    growth: Array
    usual_growth: Array
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
        spread={str(k): float(v) for k, v in raw["spread"].items()},
        lasting={str(k): float(v) for k, v in raw["lasting"].items()},
        growth=np.array(raw["growth"], dtype=float),
        usual_growth=np.array(raw["usual_growth"], dtype=float),
        freedom=float(raw["freedom"]),
        skew=float(raw["skew"]),
        persistence=float(raw["persistence"]),
        version=str(raw["version"]),
    )


@lru_cache(maxsize=1)
def shipped_constants() -> Constants:
    """Return the constants that ship with the package."""
    return parse_constants((files(__package__) / "constants.json").read_text("utf-8"))


def learn_weights(
    constants: Constants,
    trials: Trials,
    *,
    step_days: int = 1,
    without_cut: int = -1,
    only_knot: int | None = None,
) -> Array:
    """Move the prior weights by the account's own past windows.

    Parameters
    ----------
    constants : Constants
        Prior weights and their strength.
    trials : Trials
        Past windows.
    step_days : int, default 1
        Days per step.
    without_cut : int, default -1
        Leave out the windows of this cut, to judge them by the others.
    only_knot : int, optional
        Move the weights of this knot alone.

    Returns
    -------
    Array
        Weight of each candidate at each knot.
    """
    weights = constants.weights.copy()
    for knot in np.unique(trials.knot) if only_knot is None else (only_knot,):
        chosen = (trials.knot == knot) & (trials.cut != without_cut)
        if chosen.any():
            weights[knot] += _belief(constants, trials, chosen, int(knot), step_days).move
    return weights


def _belief(
    constants: Constants, trials: Trials, chosen: npt.NDArray[np.bool_], knot: int, step_days: int
) -> Belief:
    weights = constants.weights[knot]
    x, cuts = with_drift(trials.lessons[chosen]), trials.cut[chosen]
    since = trials.season_since[chosen] * weights[CANDIDATES.index("season")]
    error = np.clip(trials.change[chosen] - since - x @ weights, -_CLIP, _CLIP)
    # Windows that overlap repeat each other's evidence.
    apart = np.ptp(cuts) / max(len(cuts) - 1, 1) * step_days / KNOT_DAYS[knot]
    fresh = np.clip(np.sqrt(apart), _LEAST_FRESH, 1.0) if len(cuts) > 1 else 1.0
    usual = float(np.exp(constants.usual_growth[knot]))
    return believe(x, error, constants.strength[knot], usual=usual, fresh=float(fresh))


def with_drift(candidates: Array) -> Array:
    """Return capped candidates with a column of ones for the drift."""
    capped = np.clip(candidates, -_CLIP, _CLIP)
    return np.column_stack([capped, np.ones(len(capped))])


def own_errors(
    constants: Constants, trials: Trials, *, step_days: int = 1, without_cut: int = -1
) -> Array:
    """Return the account's typical own error per knot; NaN where unknown.

    Each past window is judged by what the others teach.
    """
    errors = np.full(len(KNOT_DAYS), np.nan)
    for knot in np.unique(trials.knot):
        chosen = (trials.knot == knot) & (trials.cut != without_cut)
        if chosen.any():
            unseen = _belief(constants, trials, chosen, int(knot), step_days).unseen
            errors[knot] = np.minimum(np.abs(unseen), _CLIP).mean()
    return errors


def believed_path(weights: Array, path: Array, step_days: int) -> Array:
    """Return what each candidate contributes to the centre per step; the last column is the drift.

    Parameters
    ----------
    weights : Array
        Weight of each candidate and of the drift at each knot.
    path : Array
        Candidates per step.
    step_days : int
        Days per step.

    Returns
    -------
    Array
        One row per step, ``len(CANDIDATES) + 1`` columns; their sum is the centre.
    """
    along = [over_steps(column, len(path), step_days) for column in weights.T]
    return with_drift(path) * np.column_stack(along)


def over_steps(at_knots: Array, steps: int, step_days: int) -> Array:
    """Interpolate numbers given at the middles of the knots' windows, on log days ahead."""
    ahead = np.log((np.arange(steps) + 0.5) * step_days + 0.5)
    along: Array = np.interp(ahead, np.log(KNOT_MIDDLES), at_knots)
    return along


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
        # Net counts and gains of levels share one scale, on which the same change is less.
        "signed": float(isinstance(grid.link, SignedLink)),
        "jump": float(min(abs(outlook.levels[1]), 2.0)),
        "week_jump": float(min(abs(outlook.levels[0]), 2.0)),
        "season": min(outlook.season_size, 2.0),
        "young": float(max(0.0, np.log(_FULL_HISTORY_DAYS / seen))),
    }


def scale_at_knots(constants: Constants, features: Mapping[str, float]) -> Array:
    """Return the scale of the error at every knot."""
    base = float(sum(constants.spread[name] * value for name, value in features.items()))
    tilt = sum(slope * features[name] for name, slope in constants.lasting.items())
    log_scale = constants.growth + base + tilt * KNOT_LOG_DAYS
    scale: Array = np.exp(np.clip(log_scale, np.log(_FLOOR), np.log(_CLIP)))
    return scale
