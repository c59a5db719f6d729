"""What each day was expected to bring the day before, and how odd the day then was.

The forecast's own parts are taken: Prophet's weekday, time of year and the user's events, on the
scale on which its errors are of one size. Around them the level is what the days before showed,
their median, so that one odd day does not make the next one odd. What is left of a day is its
surprise. Its usual size is measured on all days, each side for itself, with its own heavy tail:
half of the surprises give the size, the largest tenth the tail, and neither is moved by the few
days that really were different. A day's p-value is that tail's; a share of days as small as the
chosen one is named where nothing happened at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from kpicore.forecasting.events import Event
from kpicore.forecasting.links import Link, SeriesKind
from kpicore.forecasting.model import fit_signals
from kpicore.forecasting.series import Grid, make_grid
from kpicore.history import History
from kpicore.kpis.columns import Floats
from kpicore.metrics import METRICS, MetricKind

SPANS = (7, 14, 28)
"""Days from which a level may be read; the account's own days choose."""

KNOWN_SHARE = 0.5
"""Share of those days that must be known."""

LOCAL_DAYS = 121
"""Surprises of so many days around tell their usual size: a small account's days differ more."""
_FEWEST_LOCAL = 40

_HALF, _TENTH = 0.5, 0.9
_USUAL_TAIL, _TAIL_WORTH = 2.58, 25.0
"""Ratio of the two quantiles for Student's t with 10 degrees of freedom, worth so many days."""
_FREEDOMS = np.array([2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 30.0, 100.0])
_SMALLEST = 0.01
"""Surprises of one in a hundred are none: numbers of a machine are steadier than any account."""

EXPECTED_COLUMNS = ("date", "value", "missing", "expected", "low", "high", "surprise", "p_value")
"""`value` of the day, of a level its gain; `missing` whether the exports do not tell that day;
`expected` the day before; `low`, `high` where it lies but for the share of false alarms; `surprise`
in usual sizes; `p_value` of the day being like others."""


@dataclass(frozen=True, kw_only=True)
class ExpectedDays:
    """Every day of a series beside what it was expected to bring.

    Attributes
    ----------
    frame : DataFrame
        `EXPECTED_COLUMNS` without `low` and `high`, a row per day; NaN where a day is missing or
        too few days before it are known.
    steady : array of float
        The days on the link scale, apart from weekday, season and events; NaN where missing.
    level : array of float
        What the days before each day showed of it.
    size : array of float
        Usual size of a surprise on that scale, by day.
    moved : array of float
        What weekday, season and events add on that scale.
    tails : tuple of Tail
        Below and above.
    link : Link
        The scale of single days.
    span : int
        Days from which the level is read.
    """

    frame: pd.DataFrame
    steady: Floats
    level: Floats
    size: Floats
    moved: Floats
    tails: tuple[Tail, Tail]
    link: Link
    span: int

    @property
    def judged(self) -> int:
        """Number of days that could be judged."""
        return int(self.frame["p_value"].notna().sum())

    def banded(self, false_alarms: float) -> pd.DataFrame:
        """Return all `EXPECTED_COLUMNS` for a share of false alarms.

        Parameters
        ----------
        false_alarms : float
            Share of ordinary days that lie outside the band, above 0 and below 1.

        Returns
        -------
        DataFrame
            A row per day.
        """
        below, above = self.tails
        centre = self.level + self.moved
        low = centre + self.size * (below.middle - below.reach(false_alarms))
        high = centre + self.size * (above.middle + above.reach(false_alarms))
        banded = self.frame.assign(low=self.link.inverse(low), high=self.link.inverse(high))
        return banded[list(EXPECTED_COLUMNS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """How far surprises of one side usually go.

    Attributes
    ----------
    middle : float
        From where they are counted, in usual sizes.
    scale, freedom : float
        Of Student's t.
    """

    middle: float
    scale: float
    freedom: float

    def p_value(self, distance: Floats) -> Floats:
        """Return the share of ordinary days, of both sides, that lie as far out."""
        return np.asarray(2.0 * special.stdtr(self.freedom, -distance / self.scale))

    def reach(self, false_alarms: float) -> float:
        """Return the distance outside of which that share of ordinary days lies."""
        return float(-special.stdtrit(self.freedom, false_alarms / 2.0) * self.scale)


def expect_metric(
    history: History, account_id: str, metric: str, *, events: Sequence[Event] = ()
) -> ExpectedDays:
    """Return what each day of one metric of an account was expected to bring.

    Parameters
    ----------
    history : History
        The data.
    account_id, metric : str
        Account and canonical metric name.
    events : sequence of Event
        The user's own.

    Returns
    -------
    ExpectedDays
        As `expect_days`.

    Raises
    ------
    NotEnoughDataError
        With fewer than 28 known days.
    """
    return expect_days(history.series(account_id, metric), _kind(metric), events=events)


def _kind(metric: str) -> SeriesKind:
    if metric == "net_followers":
        return SeriesKind.NET
    return SeriesKind.STOCK if METRICS[metric].kind is MetricKind.STOCK else SeriesKind.FLOW


def expect_days(
    series: pd.Series, kind: SeriesKind, *, events: Sequence[Event] = ()
) -> ExpectedDays:
    """Return what each day of a series was expected to bring.

    Parameters
    ----------
    series : Series
        Daily values, ascending days, NaN where missing; a stock is judged by its daily gains.
    kind : SeriesKind
        What it counts.
    events : sequence of Event
        The user's own: their days surprise nobody any more.

    Returns
    -------
    ExpectedDays
        Of the days of the series, at most four years.

    Raises
    ------
    NotEnoughDataError
        With fewer than 28 known days.
    NotComputableError
        If values lie outside what the kind allows.
    """
    grid = make_grid(series, kind)
    signals = fit_signals(grid, 1, events=events)
    size = len(grid.days)
    moved = (signals.week + signals.year + signals.events)[:size]
    steady = signals.target - moved
    span, level = _levels(steady)
    left = steady - level
    usual = _usual_sizes(left)
    tails = _tails(left / usual)
    return ExpectedDays(
        frame=_frame(grid, level + moved, left / usual, tails),
        steady=steady,
        level=level,
        size=usual,
        moved=moved,
        tails=tails,
        link=grid.link.daily(),
        span=span,
    )


def _levels(steady: Floats) -> tuple[int, Floats]:
    """Return the span whose median foretells the next day best, and those medians."""
    longest = max(steady.size // 2, min(SPANS))
    told = {span: medians_before(steady, span) for span in SPANS if span <= longest}
    best = min(told, key=lambda span: float(np.nanmedian(np.abs(steady - told[span]))))
    return best, told[best]


def medians_before(values: Floats, span: int) -> Floats:
    """Return the median of the known days among the last `span` before each day; NaN with few."""
    padded = np.concatenate([np.full(span, np.nan), values[:-1]])
    windows = np.lib.stride_tricks.sliding_window_view(padded, span)
    known = np.isfinite(windows).sum(axis=1)
    ordered = np.sort(windows, axis=1)
    rows = np.arange(len(windows))
    lower, upper = np.maximum((known - 1) // 2, 0), np.minimum(known // 2, span - 1)
    middle = (ordered[rows, lower] + ordered[rows, upper]) / 2.0
    return np.where(known >= KNOWN_SHARE * span, middle, np.nan)


def _usual_sizes(left: Floats) -> Floats:
    """Return the median surprise around each day, that of all days where few are known."""
    sizes = np.abs(left)
    overall = max(float(np.nanmedian(sizes)), _SMALLEST) if np.isfinite(sizes).any() else 1.0
    around = pd.Series(sizes).rolling(LOCAL_DAYS, center=True, min_periods=_FEWEST_LOCAL).median()
    return np.maximum(np.where(around.notna(), around, overall), overall / 4.0)


def _tails(sizes: Floats) -> tuple[Tail, Tail]:
    known = sizes[np.isfinite(sizes)]
    middle = float(np.median(known))
    return _tail(middle - known[known < middle], middle), _tail(
        known[known > middle] - middle, middle
    )


def _tail(distances: Floats, middle: float) -> Tail:
    """Fit Student's t to the distances of one side by two of its quantiles."""
    if not distances.size:
        return Tail(middle=middle, scale=1.0, freedom=4.0)
    half, tenth = np.quantile(distances, [_HALF, _TENTH])
    half = max(float(half), _SMALLEST)
    weight = distances.size / (distances.size + _TAIL_WORTH)
    ratio = weight * float(tenth) / half + (1.0 - weight) * _USUAL_TAIL
    # Distances are those of one side: their median is the distribution's third quarter.
    halves = special.stdtrit(_FREEDOMS, (1.0 + _HALF) / 2.0)
    ratios = special.stdtrit(_FREEDOMS, (1.0 + _TENTH) / 2.0) / halves
    freedom = float(np.exp(np.interp(-ratio, -ratios, np.log(_FREEDOMS))))
    return Tail(
        middle=middle,
        scale=half / float(special.stdtrit(freedom, (1.0 + _HALF) / 2.0)),
        freedom=freedom,
    )


def _frame(grid: Grid, centre: Floats, sizes: Floats, tails: tuple[Tail, Tail]) -> pd.DataFrame:
    below, above = tails
    distance = sizes - above.middle
    up = above.p_value(np.maximum(distance, 0.0))
    down = below.p_value(np.maximum(-distance, 0.0))
    return pd.DataFrame(
        {
            "date": grid.days,
            "value": grid.rates,
            "missing": np.isnan(grid.values),
            "expected": grid.link.daily().inverse(centre),
            "surprise": sizes,
            "p_value": np.where(np.isfinite(sizes), np.where(distance > 0, up, down), np.nan),
        }
    )
