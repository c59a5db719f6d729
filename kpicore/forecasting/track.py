"""The account's own track record: past windows as they would have been forecast."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from scipy.special import stdtr, stdtrit

from kpicore.forecasting.calibration import (
    Constants,
    learn_weights,
    own_errors,
    scale_at_knots,
    spread_features,
    with_drift,
)
from kpicore.forecasting.evidence import INTERVAL_LEVEL, BacktestWindow
from kpicore.forecasting.outlook import KNOT_DAYS, Outlook, knot_windows
from kpicore.forecasting.past import Past, Trials
from kpicore.forecasting.series import Grid


def track_record(
    grid: Grid,
    trials: Trials,
    constants: Constants,
    *,
    outlook: Outlook,
    past: Past,
    knot: int,
) -> tuple[BacktestWindow, ...]:
    """Say what would have been said about past windows, each judged without itself.

    Parameters
    ----------
    grid : Grid
        The history.
    trials : Trials
        Past windows.
    constants : Constants
        What was learned across series.
    outlook : Outlook
        Candidates today.
    past : Past
        How restless the account was.
    knot : int
        Longest knot of interest; where no past window is as long, the longest there is.

    Returns
    -------
    tuple of BacktestWindow
        Oldest first.
    """
    if not len(trials.knot):
        return ()
    chosen_knot = min(knot, int(trials.knot.max()))
    rows = np.flatnonzero(trials.knot == chosen_knot)
    first, last = knot_windows(grid, grid.steps(KNOT_DAYS[-1]))[chosen_knot]
    step = timedelta(days=grid.step_days)
    tail = stdtrit(constants.freedom, (1 + INTERVAL_LEVEL) / 2)
    windows = []
    for row in rows:
        cut = int(trials.cut[row])
        weights = learn_weights(
            constants, trials, step_days=grid.step_days, without_cut=cut, only_knot=chosen_knot
        )[chosen_knot]
        errors = own_errors(constants, trials, step_days=grid.step_days, without_cut=cut)
        features = spread_features(grid, outlook, past, errors, constants.usual_growth)
        scale = float(scale_at_knots(constants, features)[chosen_knot])
        change = float(with_drift(trials.candidates[[row]])[0] @ weights)
        start = float(trials.current[row])
        up, down = scale * np.exp(constants.skew), scale * np.exp(-constants.skew)
        said = np.array([change - tail * down, change, change + tail * up, 0.0, trials.change[row]])
        low, median, high, unchanged, outcome = map(float, grid.link.inverse(start + said))
        growth = stdtr(constants.freedom, change / (down if change > 0 else up))
        made_on = grid.days[cut - 1].date()
        windows.append(
            BacktestWindow(
                made_on=made_on,
                first=made_on + step * (first + 1),
                last=made_on + step * last,
                low=low,
                median=median,
                high=high,
                unchanged=unchanged,
                outcome=outcome,
                probability_of_growth=float(growth),
            )
        )
    return tuple(windows)
