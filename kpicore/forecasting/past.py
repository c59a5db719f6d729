"""The account's own past: how much its levels changed, and how its past windows came out.

Backtest windows end inside the history. At each of several past days the candidates for the centre
are computed from what was known then, and compared with what happened at every knot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpicore.forecasting.model import Signals
from kpicore.forecasting.outlook import (
    CANDIDATES,
    Outlook,
    knot_windows,
    look,
    outcome,
    trailing_levels,
)
from kpicore.forecasting.posterior import Array
from kpicore.forecasting.series import WINDOW_DAYS, Grid

CUTS = 8
"""Number of past days from which windows are forecast."""
REACH_DAYS = 540
"""How far back they lie: an account of two years ago was another one."""
_MIN_SEEN = 28
_CHANGE_SPAN_DAYS = 735
_RECENT_DAYS = 84
_FLOOR = 0.02
_CAP = 3.0
_WINDOW_WEEKS = 4
_USUAL = 0.3
_FEW = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """Past windows: candidates and outcomes, one row per cut and knot.

    Attributes
    ----------
    cut : Array of int
        Number of grid points that were known.
    knot : Array of int
        Which knot's window.
    candidates : Array
        Candidates for the change, one column for each of `CANDIDATES`.
    change : Array
        What happened, minus the level that was recent then.
    current : Array
        That recent level.
    """

    cut: npt.NDArray[np.intp]
    knot: npt.NDArray[np.intp]
    candidates: Array
    change: Array
    current: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """How restless an account was, on the link scale.

    Attributes
    ----------
    change : float
        Typical change from one four-week window to the next.
    recent_change : float
        The same for windows of a week in the last twelve weeks.
    noise : float
        Noise of single days.
    """

    change: float
    recent_change: float
    noise: float


def run_trials(grid: Grid, adjusted: Array, signals: Signals, horizon: int) -> Trials:
    """Forecast past windows and see what happened.

    Parameters
    ----------
    grid : Grid
        The history.
    adjusted : Array
        Its numerator without events.
    signals : Signals
        Prophet's components of the whole history.
    horizon : int
        Steps ahead of the forecast; past windows are no longer than that, and shorter where the
        history is short.

    Returns
    -------
    Trials
        Possibly empty.
    """
    size = len(grid.days)
    seen = max(grid.steps(_MIN_SEEN), 4)
    ahead = min(horizon, max(grid.steps(14), (size - seen) // 2))
    earliest = max(seen + grid.steps(7), size - ahead - grid.steps(REACH_DAYS))
    latest = size - ahead
    rows: list[tuple[int, int, float, float, Array]] = []
    if latest >= earliest:
        for cut in np.unique(np.linspace(earliest, latest, CUTS).astype(int)):
            if np.count_nonzero(grid.observed[:cut]) >= seen // 2:
                rows += _trial(grid, adjusted, look(grid, adjusted, signals, int(cut), ahead))
    return Trials(
        cut=np.array([row[0] for row in rows], dtype=np.intp),
        knot=np.array([row[1] for row in rows], dtype=np.intp),
        candidates=np.array([row[4] for row in rows]).reshape(len(rows), len(CANDIDATES)),
        change=np.array([row[3] for row in rows], dtype=float),
        current=np.array([row[2] for row in rows], dtype=float),
    )


def _trial(
    grid: Grid, adjusted: Array, outlook: Outlook
) -> list[tuple[int, int, float, float, Array]]:
    path = outlook.path()
    found = []
    for knot, (first, last) in enumerate(knot_windows(grid, len(path))):
        result = outcome(grid, adjusted, outlook.cut + first, outlook.cut + last)
        if np.isfinite(result):
            candidates = path[first:last].mean(axis=0)
            found.append((outlook.cut, knot, outlook.current, result - outlook.current, candidates))
    return found


def measure_past(grid: Grid, adjusted: Array, signals: Signals) -> Past:
    """Measure how restless the account was.

    Parameters
    ----------
    grid : Grid
        The history.
    adjusted : Array
        Its numerator without events.
    signals : Signals
        Prophet's components.

    Returns
    -------
    Past
        Each number at least 0.02; with few weeks the changes lean on what is usual elsewhere.
    """
    size = len(grid.days)
    monthly = trailing_levels(grid, adjusted, size, WINDOW_DAYS, _CHANGE_SPAN_DAYS)
    weekly = trailing_levels(grid, adjusted, size, 7, _RECENT_DAYS)
    change = _typical(monthly[:-_WINDOW_WEEKS] - monthly[_WINDOW_WEEKS:], _WINDOW_WEEKS)
    recent = _typical(np.diff(weekly), 1)
    rest = (signals.target - signals.week[:size] - signals.events[:size])[-grid.steps(364) :]
    steps = np.diff(rest[np.isfinite(rest)])
    noise = float(np.sqrt(np.mean(np.minimum(steps**2, _CAP**2)) / 2))
    return Past(
        change=max(float(change), _FLOOR),
        recent_change=max(float(recent), _FLOOR),
        noise=max(float(noise), _FLOOR),
    )


def _typical(changes: Array, overlap: int) -> float:
    """Root mean square, with the usual change of other accounts for a few observations."""
    known = changes[np.isfinite(changes)]
    total = float(np.sum(np.minimum(known**2, _CAP**2))) / overlap
    return float(np.sqrt((total + _FEW * _USUAL**2) / (len(known) / overlap + _FEW)))
