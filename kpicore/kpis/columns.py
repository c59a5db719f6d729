"""Columns of numbers over days, posts or live streams, and what stands above and below a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.kpis.definition import Way
from kpicore.periods import Period

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_EPOCH = date(1970, 1, 1)
LONGEST_GAP_DAYS = 7
"""A change of level over a longer gap is not given to one day."""

LEVEL_DAYS = 31
"""A level says something of the days around it, not of another season."""

NO_DAY = int(np.iinfo(np.int64).min)
"""Day number of an unknown date; sorts first."""


def day_number(day: date) -> int:
    """Return the days since 1970."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """Return the date of a day number."""
    return _EPOCH + timedelta(days=int(number))


@dataclass(frozen=True, slots=True)
class Pieces:
    """What stands above and below the line, day by day or post by post.

    Attributes
    ----------
    upper : array of float
        Above the line; 0 where not `known`.
    lower : array of float or None
        Below the line; None for counts and levels.
    known : array of bool
        Whether all that is needed is known.
    """

    upper: Floats
    lower: Floats | None
    known: Flags


@dataclass(slots=True)
class Columns:
    """Columns of numbers over days, or over posts or live streams sorted by day.

    Attributes
    ----------
    days : array of int
        Day number of each row, ascending.
    values : dict of str to array
        Metric to its values, NaN where unknown.
    dense : bool
        Whether there is exactly one row per day.
    """

    days: Ints
    values: dict[str, Floats]
    dense: bool
    _pieces: dict[Way, Pieces | None] = field(default_factory=dict)

    def between(self, period: Period) -> slice:
        """Return the rows of the period's days."""
        first, last = day_number(period.first), day_number(period.last)
        if not self.days.size:
            return slice(0, 0)
        if self.dense:
            start = int(self.days[0])
            size = self.days.size
            return slice(min(max(first - start, 0), size), min(max(last - start + 1, 0), size))
        low, high = np.searchsorted(self.days, (first, last + 1))
        return slice(int(low), int(high))

    def pieces(self, way: Way) -> Pieces | None:
        """Return what the way makes of these columns, or None where a metric is unknown."""
        if way not in self._pieces:
            self._pieces[way] = self._make(way)
        return self._pieces[way]

    def _make(self, way: Way) -> Pieces | None:
        if any(metric not in self.values for metric in way.metrics):
            return None
        upper = np.zeros(self.days.size)
        for metric in way.plus:
            upper = upper + self.values[metric]
        if way.difference:
            upper = _changes(upper)
        for metric in way.minus:
            upper = upper - self.values[metric]
        lower: Floats | None = None
        if way.weight is not None:
            lower = self.values[way.weight]
            upper = upper * lower
        elif way.per:
            lower = np.zeros(self.days.size)
            for metric in way.per:
                lower = lower + self.values[metric]
        known = np.isfinite(upper) if lower is None else np.isfinite(upper) & np.isfinite(lower)
        if not known.any():
            return None
        return Pieces(
            np.where(known, upper, 0.0),
            None if lower is None else np.where(known, lower, 0.0),
            known,
        )


def _changes(levels: Floats) -> Floats:
    known = np.flatnonzero(np.isfinite(levels))
    changes = np.full(levels.size, np.nan)
    if known.size > 1:
        near = np.diff(known) <= LONGEST_GAP_DAYS
        changes[known[1:][near]] = np.diff(levels[known])[near]
    return changes


def day_numbers(moments: pd.Series) -> Ints:
    """Return the day number of each moment as written, `NO_DAY` where it is unknown."""
    # NaT is the smallest integer already.
    days: Ints = moments.to_numpy().astype("datetime64[D]").astype(np.int64)
    return days


def level_on(days: Ints, levels: Floats, wanted: Ints) -> Floats:
    """Return the level on each wanted day, NaN where none is known near it.

    Parameters
    ----------
    days : array of int
        Day numbers, ascending.
    levels : array of float
        Level of each day, NaN where unknown.
    wanted : array of int
        Day numbers looked for.

    Returns
    -------
    array of float
        The last level known by then, else the first known after it, if at most
        `LEVEL_DAYS` away: some exports tell the level of their last day only.
    """
    known = np.flatnonzero(np.isfinite(levels))
    if not known.size:
        return np.full(wanted.size, np.nan)
    place = known[np.maximum(np.searchsorted(days[known], wanted, side="right") - 1, 0)]
    near = np.abs(days[place] - wanted) <= LEVEL_DAYS
    return np.asarray(np.where(near, levels[place], np.nan), dtype=np.float64)
