"""A checked history on an even grid of days or weeks, and the levels of its windows.

Everything later works on two arrays: what was counted (`numerator`) and over what (`denominator`,
one per observed day, or the denominator of a ratio). The level of a window is Σ over Σ, so missing
days drop out and ratios pool.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.errors import NotComputableError, NotEnoughDataError
from kpicore.forecasting.links import Link, SeriesKind, link_for
from kpicore.forecasting.posterior import Array
from kpicore.messages import msg

MIN_OBSERVED_DAYS = 28
"""Fewer observed days than this are refused."""
MIN_OBSERVED_WEEKS = 12
"""The same for weekly data: fewer points tell nothing about change."""
MAX_HISTORY_DAYS = 1461
"""Older days than four years say nothing about the next quarter and are not read."""
WINDOW_DAYS = 28
"""Length of the window that is a level: four whole weeks."""
_MIN_WINDOW_SHARE = 0.36


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A history on an even grid.

    Attributes
    ----------
    kind : SeriesKind
        What is counted; a flow with corrections below zero has become NET.
    days : pandas.DatetimeIndex
        Even grid from the first observed day to the end of the history.
    values : Array
        The history as given, NaN where missing.
    numerator, denominator : Array
        What was counted and over what; both 0 where missing. Gains per day for a stock.
    link : Link
        Scale on which change is additive.
    step_days : int
        1 for daily, 7 for weekly data.
    trailing : int
        Grid points of the history after the last observed one, which `days` leaves out.
    """

    kind: SeriesKind
    days: pd.DatetimeIndex
    values: Array
    numerator: Array
    denominator: Array
    link: Link
    step_days: int = 1
    trailing: int = 0

    @property
    def observed(self) -> npt.NDArray[np.bool_]:
        """Which grid points are known."""
        return self.denominator > 0

    @property
    def rates(self) -> Array:
        """Value of each grid point on which levels are built, NaN where missing."""
        with np.errstate(invalid="ignore"):
            return np.where(self.observed, self.numerator / self.denominator, np.nan)

    def steps(self, days: int) -> int:
        """Return how many grid steps make up `days`, at least 1."""
        return max(1, round(days / self.step_days))


def make_grid(history: pd.Series, kind: SeriesKind, *, step_days: int = 1) -> Grid:
    """Check a history and put it on its grid.

    Parameters
    ----------
    history : pandas.Series
        Float values, ascending DatetimeIndex without time zone, NaN for missing days.
    kind : SeriesKind
        What it counts.
    step_days : int, default 1
        1 for days, 7 for weeks.

    Returns
    -------
    Grid
        The checked history.

    Raises
    ------
    NotEnoughDataError
        If fewer than 28 days (12 weeks) are observed; names the day on which it will do.
    NotComputableError
        If values lie outside what the kind allows.
    ValueError
        If the index is not one of ascending days.
    """
    values, trailing = _even(history, step_days)
    numbers = values.to_numpy(dtype=float)
    _check_range(numbers, kind)
    if kind is SeriesKind.FLOW and np.nanmin(numbers) < 0:
        # Platforms correct counts afterwards: some daily counts of flows are below zero.
        kind = SeriesKind.NET
    rates = _gains(numbers) if kind is SeriesKind.STOCK else numbers
    known = np.isfinite(rates)
    return Grid(
        kind=kind,
        days=pd.DatetimeIndex(values.index),
        values=numbers,
        numerator=np.where(known, rates, 0.0),
        denominator=known.astype(float),
        link=link_for(kind, rates[known]),
        step_days=step_days,
        trailing=trailing,
    )


def make_ratio_grid(
    numerator: pd.Series, denominator: pd.Series, *, upper: float | None, step_days: int = 1
) -> Grid:
    """Put a ratio on its grid: the level of a window is Σ numerator over Σ denominator.

    Parameters
    ----------
    numerator, denominator : pandas.Series
        Daily counts, NaN for missing days; a day counts where both are known.
    upper : float or None
        Largest possible ratio; None when there is none.
    step_days : int, default 1
        1 for days, 7 for weeks.

    Returns
    -------
    Grid
        Its `values` are the daily ratios, NaN where the denominator is zero or either is missing.

    Raises
    ------
    NotEnoughDataError
        If fewer than 28 days have a ratio.
    NotComputableError
        If a count is negative or a ratio exceeds `upper`.
    """
    joined = pd.concat([numerator.astype(float), denominator.astype(float)], axis=1)
    joined.columns = pd.Index(["numerator", "denominator"])
    # A day without denominator has no ratio; counts of such a day belong to no rate.
    joined[(joined["denominator"] == 0) | joined.isna().any(axis=1)] = np.nan
    top, trailing = _even(joined["numerator"], step_days)
    bottom, _ = _even(joined["denominator"], step_days)
    top_values, bottom_values = top.to_numpy(dtype=float), bottom.to_numpy(dtype=float)
    _check_range(top_values, SeriesKind.FLOW, strict=True)
    _check_range(bottom_values, SeriesKind.FLOW, strict=True)
    ratio = top_values / bottom_values
    known = np.isfinite(ratio)
    pooled = float(top_values[known].sum() / bottom_values[known].sum())
    if upper is not None and ratio[known].max() > upper * (1 + 1e-9):
        raise NotComputableError(
            msg(
                "A ratio of {value} was found where at most {upper} is possible. Check that "
                "numerator and denominator come from the same export.",
                value=float(ratio[known].max()),
                upper=upper,
            )
        )
    kind = SeriesKind.MEAN if upper is None else SeriesKind.SHARE
    return Grid(
        kind=kind,
        days=pd.DatetimeIndex(top.index),
        values=ratio,
        numerator=np.where(known, top_values, 0.0),
        denominator=np.where(known, bottom_values, 0.0),
        link=link_for(kind, np.array([pooled]), upper=upper),
        step_days=step_days,
        trailing=trailing,
    )


def first_day_that_will_do(observed: int, last: date, step_days: int = 1) -> date:
    """Return the day on which enough is observed if nothing is missing from now on."""
    needed = MIN_OBSERVED_DAYS if step_days == 1 else MIN_OBSERVED_WEEKS
    return last + timedelta(days=(needed - observed) * step_days)


def window_level(numerator: Array, denominator: Array, window: int) -> float:
    """Return the level of the last `window` points; with too few known ones it reaches back.

    Parameters
    ----------
    numerator, denominator : Array
        What was counted and over what, 0 where missing.
    window : int
        Number of grid points.

    Returns
    -------
    float
        Σ numerator over Σ denominator; NaN when nothing at all is known.
    """
    needed = int(np.ceil(_MIN_WINDOW_SHARE * window))
    start = max(0, len(denominator) - window)
    if np.count_nonzero(denominator[start:]) < needed:
        known = np.flatnonzero(denominator)
        if not len(known):
            return float("nan")
        start = int(known[-min(needed, len(known))])
    return float(numerator[start:].sum() / denominator[start:].sum())


def scaled_level(link: Link, level: float) -> float:
    """Return one level on the link's scale."""
    return float(link.forward(np.array([level]))[0])


def _even(history: pd.Series, step_days: int) -> tuple[pd.Series, int]:
    """Put a history on an even grid that ends with its last observation."""
    index = history.index
    if not isinstance(index, pd.DatetimeIndex) or index.tz is not None:
        raise ValueError("A history needs a DatetimeIndex without time zone.")
    if not index.is_monotonic_increasing or not index.is_unique:
        raise ValueError("The days of a history must be ascending and unique.")
    known = history.notna().to_numpy()
    needed = MIN_OBSERVED_DAYS if step_days == 1 else MIN_OBSERVED_WEEKS
    count = int(known.sum())
    if count < needed:
        raise _too_short(count, index, needed, step_days)
    seen = index[known]
    longest = max(1, MAX_HISTORY_DAYS // step_days)
    reach = min(int((seen[-1] - seen[0]).days // step_days) + 1, longest)
    grid = pd.date_range(end=seen[-1], periods=reach, freq=pd.Timedelta(days=step_days))
    trailing = int((index[-1] - seen[-1]).days // step_days)
    return history.astype(float).reindex(grid), trailing


def _too_short(
    count: int, index: pd.DatetimeIndex, needed: int, step_days: int
) -> NotEnoughDataError:
    if not len(index):
        return NotEnoughDataError(
            msg(
                "There are no days at all to forecast from; {needed} are needed. Upload an export "
                "that holds this figure by day.",
                needed=needed,
            )
        )
    day = first_day_that_will_do(count, index[-1].date(), step_days)
    return NotEnoughDataError(
        msg(
            "Only {count} days are known and {needed} are needed for a forecast. If no day is "
            "missing from now on, it will do on {day}.",
            count=count,
            needed=needed,
            day=day,
        )
        if step_days == 1
        else msg(
            "Only {count} weeks are known and {needed} are needed for a forecast. If no week is "
            "missing from now on, it will do on {day}.",
            count=count,
            needed=needed,
            day=day,
        )
    )


def _check_range(values: Array, kind: SeriesKind, *, strict: bool = False) -> None:
    known = values[np.isfinite(values)]
    low, high = float(known.min()), float(known.max())
    positive = kind in (SeriesKind.STOCK, SeriesKind.SHARE, SeriesKind.MEAN) or strict
    if positive and low < 0:
        raise NotComputableError(
            msg(
                "The value {value} was found where nothing below zero is possible. Check the "
                "column, or treat the figure as a net count.",
                value=low,
            )
        )
    if kind is SeriesKind.SHARE and high > 1:
        raise NotComputableError(
            msg(
                "The value {value} was found in a figure that is a share between 0 and 1. Check "
                "whether it is given in percent.",
                value=high,
            )
        )


def _gains(levels: Array) -> Array:
    # Between two known levels the gain is known exactly in total; a gap shares it evenly.
    known = np.flatnonzero(np.isfinite(levels))
    filled = np.interp(np.arange(known[-1] + 1), known, levels[known])
    gains = np.full(len(levels), np.nan)
    gains[1 : known[-1] + 1] = np.diff(filled)
    return gains
