"""Reading a KPI's known days by a measure: baselines, what happened so far, settlement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpicore.goals.model import Measure
from kpicore.kpis import ForecastInput
from kpicore.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the known days of a window say.

    Attributes
    ----------
    value : float or None
        Read by the measure, in the unit; None when no day of the window is known. Missing days
        are left out of means and not part of totals.
    days_known, days_missing : int
        Days of the window up to the end of the data that hold a value, and that do not.
    """

    value: float | None
    days_known: int
    days_missing: int


def read_window(source: ForecastInput, measure: Measure, window: Period) -> Reading:
    """Read the known part of a window.

    Parameters
    ----------
    source : ForecastInput
        The KPI's series.
    measure : Measure
        How it is read: mean per day, of weekly data per week (ratios pooled as sum over sum),
        total, or last level.
    window : Period
        Days to read; those after the end of the data are not counted as missing.

    Returns
    -------
    Reading
        Value and how much of it is known.
    """
    values, weights = _window_arrays(source, window)
    told = np.isfinite(values) & np.isfinite(weights)
    known = told & (weights > 0)
    count = int(known.sum()) * source.step_days
    # A day without posts has no ratio, yet nothing is missing.
    missing = max(0, _days_inside(source, window) - int(told.sum()) * source.step_days)
    missing = 0 if source.per_post else missing
    if not known.any():
        return Reading(value=None, days_known=0, days_missing=missing)
    if measure is Measure.LEVEL:
        value = float(values[known][-1])
    elif measure is Measure.TOTAL:
        value = float(values[known].sum())
    else:
        value = float(values[known].sum() / weights[known].sum()) * source.scale
    return Reading(value=value, days_known=count, days_missing=missing)


def _window_arrays(source: ForecastInput, window: Period) -> tuple[np.ndarray, np.ndarray]:
    # By position in the arrays: paths read dozens of windows, and a slice of a Series each would
    # take longer than all the rest.
    days = source.series.index.to_numpy("datetime64[D]")
    first = np.searchsorted(days, np.datetime64(window.first))
    stop = np.searchsorted(days, np.datetime64(window.last), side="right")
    values = source.series.to_numpy(dtype=float)[first:stop]
    if source.denominator is None:
        return values, np.ones(values.size)
    return values, source.denominator.to_numpy(dtype=float)[first:stop]


def _days_inside(source: ForecastInput, window: Period) -> int:
    last = min(window.last, source.last_day)
    return max(0, (last - window.first).days + 1)
