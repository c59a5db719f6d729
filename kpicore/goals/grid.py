"""Targets to slide along: figures that people say, evenly spaced over what is possible."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kpicore.goals.check import goal_aims_up
from kpicore.goals.deadlines import goal_window
from kpicore.goals.model import Measure
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.rounding import nice_step

STEPS = 30
"""At least so many targets; with steps of 1, 2 and 5 up to two and a half times as many."""

REACH = (0.04, 0.96)
"""Quantiles of the draws between which targets are offered: beyond them little changes."""


def target_grid(outlook: KpiOutlook, *, measure: Measure, deadline: date) -> pd.DataFrame:
    """Return evenly spaced targets with their probabilities.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    measure : Measure
        How a goal on it is read.
    deadline : date
        Inside the outlook.

    Returns
    -------
    DataFrame
        ``target`` (ascending multiples of a round step, in the unit), ``low`` and ``high`` (half a
        step to either side) and ``probability``. Empty where the draws hardly differ.
    """
    baseline = outlook.baseline(measure, deadline=deadline)
    window = goal_window(measure, deadline=deadline, baseline_last=baseline.period.last)
    draws = np.sort(outlook.draws_of(measure, window))
    low, high = (float(v) for v in np.quantile(draws, REACH))
    if not high > low:
        return pd.DataFrame(columns=["target", "low", "high", "probability"], dtype=float)
    step = nice_step((high - low) / STEPS, outlook.unit)
    targets = step * np.arange(np.ceil(low / step), np.floor(high / step) + 1)
    if not outlook.may_be_negative:
        targets = targets[targets > 0]
    if outlook.upper is not None:
        targets = targets[targets <= outlook.upper]
    targets = np.round(targets, 10)
    at_least = goal_aims_up(outlook)
    below = np.searchsorted(draws, targets, side="left" if at_least else "right") / draws.size
    return pd.DataFrame(
        {
            "target": targets,
            "low": targets - step / 2,
            "high": targets + step / 2,
            "probability": 1 - below if at_least else below,
        }
    )
