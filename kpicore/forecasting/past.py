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
    season_trust,
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
    lessons : Array
        The same, with levels compared in a season that is known only since.
    season_since : Array
        That season's part of what happened; zero where the season was known then, or is not today.
    change : Array
        What happened, minus the level that was recent then.
    current : Array
        That recent level.
    """

    cut: npt.NDArray[np.intp]
    knot: npt.NDArray[np.intp]
    candidates: Array
    lessons: Array
    season_since: Array
    change: Array
    current: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    cut: int
    knot: int
    candidates: Array
    lessons: Array
    season_since: float
    change: float
    current: float


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
    season = None
    if signals.year.any():
        season = season_trust(grid, adjusted, size) * signals.year
    rows: list[_Row] = []
    if latest >= earliest:
        for cut in np.unique(np.linspace(earliest, latest, CUTS).astype(int)):
            if np.count_nonzero(grid.observed[:cut]) >= seen // 2:
                seen_then = look(grid, adjusted, signals, int(cut), ahead, later_season=season)
                rows += _trial(grid, adjusted, seen_then)
    width = len(CANDIDATES)
    return Trials(
        cut=np.array([row.cut for row in rows], dtype=np.intp),
        knot=np.array([row.knot for row in rows], dtype=np.intp),
        candidates=np.array([row.candidates for row in rows]).reshape(len(rows), width),
        lessons=np.array([row.lessons for row in rows]).reshape(len(rows), width),
        season_since=np.array([row.season_since for row in rows], dtype=float),
        change=np.array([row.change for row in rows], dtype=float),
        current=np.array([row.current for row in rows], dtype=float),
    )


def _trial(grid: Grid, adjusted: Array, outlook: Outlook) -> list[_Row]:
    path, lessons = outlook.path(), outlook.lessons()
    found = []
    for knot, (first, last) in enumerate(knot_windows(grid, len(path))):
        result = outcome(grid, adjusted, outlook.cut + first, outlook.cut + last)
        if np.isfinite(result):
            found.append(
                _Row(
                    cut=outlook.cut,
                    knot=knot,
                    candidates=path[first:last].mean(axis=0),
                    lessons=lessons[first:last].mean(axis=0),
                    season_since=float(outlook.season_since[first:last].mean()),
                    change=result - outlook.current,
                    current=outlook.current,
                )
            )
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
