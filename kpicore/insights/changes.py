"""Sudden changes: days that are unlike what was expected of them, and levels that moved and stayed.

A day is named where its surprise is rarer than the chosen share of false alarms; neighbouring days
of one side are one change. A level moved where four weeks before and two weeks after differ by more
than such weeks of this account do otherwise; single odd days are drawn in first, so that a spike is
no new level. Both together give about the chosen share of false alarms where nothing happened.

References
----------
Aldous (1989), Probability Approximations via the Poisson Clumping Heuristic, section D10, for how
often a moving difference of means exceeds a height by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import pandas as pd
from scipy import optimize, special

from kpicore.forecasting.series import MIN_OBSERVED_DAYS
from kpicore.history import History
from kpicore.insights.expected import ExpectedDays
from kpicore.kpis.columns import Flags, Floats

FALSE_ALARMS = 0.01
"""Share of days that are named although nothing happened."""

SHIFT_SHARE = 0.3
"""Part of these that are levels; by chance about one a year at the usual share."""

BEFORE_DAYS, AFTER_DAYS = 28, 14
"""Whole weeks, so that weekdays cancel: a level is held against the one before it."""

MOST_DAYS = 10
"""Longest spike; the forecast, too, lets events up to so many days explain themselves."""

NEXT_DAYS = 2
"""Odd days so near to each other are one change."""

_TAIL_OF_SPIKE = 0.1
_SAME_SIZE = 2.5
_CLUMP = 1 / 12
"""How fast the correlation of the moving difference falls, per day, for 28 and 14 days."""
_NORMAL_QUARTILE = float(special.ndtri(0.75))
_KNOWN = 0.6

WATCHED = (
    "views",
    "followers",
    "net_followers",
    "new_followers",
    "lost_followers",
    "impressions",
    "reach",
    "profile_views",
    "link_clicks",
    "likes",
    "comments",
    "shares",
    "saves",
)
"""Metrics in which changes are looked for, in the order offered."""


class ChangeKind(StrEnum):
    """What a sudden change looks like."""

    ABOVE = "above"
    """Days far above what was expected."""
    BELOW = "below"
    """Days far below it."""
    RISE = "rise"
    """A level that rose and stayed."""
    FALL = "fall"
    """A level that fell and stayed."""

    @property
    def up(self) -> bool:
        """Whether it is more than expected."""
        return self in (ChangeKind.ABOVE, ChangeKind.RISE)

    @property
    def stays(self) -> bool:
        """Whether it is a level."""
        return self in (ChangeKind.RISE, ChangeKind.FALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuddenChange:
    """One sudden change of one metric.

    Attributes
    ----------
    metric : str
        What changed; of followers the daily gain is meant.
    kind : ChangeKind
        What it looks like.
    first, last : date
        Its days; of a level, the two weeks by which it was seen.
    value, expected : float
        What the days brought in all, and were expected to; of a level per day, after and before.
    p_value : float
        How often an ordinary day would be named for as much.
    missing : int
        Days just before, or among them, of which nothing is known.
    """

    metric: str
    kind: ChangeKind
    first: date
    last: date
    value: float
    expected: float
    p_value: float
    missing: int = 0

    @property
    def days(self) -> int:
        """Number of days from first to last."""
        return (self.last - self.first).days + 1

    @property
    def effect(self) -> float:
        """Relative difference to what was expected; NaN where that is not above zero."""
        return self.value / self.expected - 1.0 if self.expected > 0 else float("nan")


def watched_metrics(history: History, account_id: str) -> tuple[str, ...]:
    """Return the metrics of an account in which changes can be looked for.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.

    Returns
    -------
    tuple of str
        Those of `WATCHED` with enough known days. Net followers are left out beside the level,
        whose daily gain they are.
    """
    table = history.daily_table(account_id)
    told = [m for m in WATCHED if m in table and table[m].count() >= MIN_OBSERVED_DAYS]
    return tuple(m for m in told if m != "net_followers" or "followers" not in told)


def find_changes(
    expected: ExpectedDays, metric: str, *, false_alarms: float = FALSE_ALARMS
) -> tuple[SuddenChange, ...]:
    """Find the sudden changes of a series.

    Parameters
    ----------
    expected : ExpectedDays
        Of `kpicore.insights.expected.expect_days`.
    metric : str
        What the series counts.
    false_alarms : float, default 0.01
        Share of days that may be named although nothing happened, above 0 and at most 0.2.

    Returns
    -------
    tuple of SuddenChange
        Newest first; none overlap on one side.

    Raises
    ------
    ValueError
        If the share is out of its range.
    """
    if not 0 < false_alarms <= 0.2:
        raise ValueError(f"false_alarms={false_alarms} is not above 0 and at most 0.2.")
    shifts = list(_shifts(expected, metric, SHIFT_SHARE * false_alarms))
    lasting = [shift for shift in shifts if shift.kind.stays]
    runs = [
        run
        for run in _runs(expected, metric, (1.0 - SHIFT_SHARE) * false_alarms)
        if not any(_belongs(run, shift) for shift in lasting)
    ]
    # What wore off within weeks is told by its odd days, if it had any.
    passing = [
        shift
        for shift in shifts
        if not shift.kind.stays
        and not any(run.kind is shift.kind and _inside(run, shift) for run in runs)
    ]
    found = [*lasting, *passing, *runs]
    return tuple(sorted(found, key=lambda c: (c.first, c.metric), reverse=True))


def _inside(run: SuddenChange, shift: SuddenChange) -> bool:
    return shift.first - timedelta(days=NEXT_DAYS) <= run.first <= shift.last


def _belongs(run: SuddenChange, shift: SuddenChange) -> bool:
    """Tell whether odd days are but the beginning of a new level."""
    per_day = (run.value - run.expected) / run.days
    small = abs(per_day) <= _SAME_SIZE * abs(shift.value - shift.expected)
    return _inside(run, shift) and small and run.kind.up == shift.kind.up


def _runs(expected: ExpectedDays, metric: str, rate: float) -> Iterator[SuddenChange]:
    frame = expected.frame
    p_values = frame["p_value"].to_numpy(dtype=np.float64)
    side = np.sign(frame["surprise"].to_numpy(dtype=np.float64))
    odd = np.flatnonzero(np.nan_to_num(p_values, nan=1.0) < rate)
    if not odd.size:
        return
    apart = (np.diff(odd) > NEXT_DAYS) | (np.diff(side[odd]) != 0)
    for days in np.split(odd, np.flatnonzero(apart) + 1):
        first, last = _with_tail(p_values, side, int(days[0]), int(days[-1]))
        yield _change(
            expected,
            metric,
            ChangeKind.ABOVE if side[days[0]] > 0 else ChangeKind.BELOW,
            (first, last),
            float(p_values[days].min()),
        )


def _with_tail(p_values: Floats, side: Floats, first: int, last: int) -> tuple[int, int]:
    """Follow a spike down: days right after it, still unusual on its side, are part of it."""
    stop = min(first + MOST_DAYS, len(side))
    while last + 1 < stop and side[last + 1] == side[first] and p_values[last + 1] < _TAIL_OF_SPIKE:
        last += 1
    return first, last


def _change(
    expected: ExpectedDays, metric: str, kind: ChangeKind, span: tuple[int, int], p_value: float
) -> SuddenChange:
    rows = expected.frame.iloc[span[0] : span[1] + 1]
    known = rows["value"].notna()
    around = expected.frame["missing"].iloc[max(0, span[0] - NEXT_DAYS - 1) : span[1] + 1]
    return SuddenChange(
        metric=metric,
        kind=kind,
        first=rows["date"].iloc[0].date(),
        last=rows["date"].iloc[-1].date(),
        value=float(rows.loc[known, "value"].sum()),
        expected=float(rows.loc[known, "expected"].sum()),
        p_value=p_value,
        missing=int(around.sum()),
    )


def _shifts(expected: ExpectedDays, metric: str, rate: float) -> Iterator[SuddenChange]:
    scores = shift_scores(expected)
    height = _height(rate)
    reach = np.abs(np.nan_to_num(scores))
    while reach.size and reach.max() > height:
        place = int(reach.argmax())
        reach[max(0, place - BEFORE_DAYS) : place + BEFORE_DAYS + 1] = 0.0
        yield _shift(expected, metric, place, float(scores[place]))


def _shift(expected: ExpectedDays, metric: str, place: int, score: float) -> SuddenChange:
    values = expected.frame["value"].to_numpy(dtype=np.float64)
    # Middles, so that a viral day before or after is not taken for the level.
    before = float(np.nanmedian(values[max(0, place - BEFORE_DAYS) : place]))
    after = values[place : place + AFTER_DAYS]
    days = expected.frame["date"]
    stays, up = _stays(expected.steady, place), score > 0
    known = int(np.isfinite(after).sum())
    around = expected.frame["missing"].iloc[max(0, place - NEXT_DAYS - 1) : place + 1]
    lasting = ChangeKind.RISE if up else ChangeKind.FALL
    return SuddenChange(
        metric=metric,
        kind=lasting if stays else (ChangeKind.ABOVE if up else ChangeKind.BELOW),
        first=days.iloc[place].date(),
        last=days.iloc[min(place + AFTER_DAYS, len(days)) - 1].date(),
        value=float(np.nanmedian(after)) if stays else float(np.nansum(after)),
        expected=before if stays else before * known,
        p_value=_chance(abs(score)),
        missing=int(around.sum()),
    )


def _stays(steady: Floats, place: int) -> bool:
    """Tell whether the weeks after the first two still lie nearer to them than to those before."""
    before = np.nanmedian(steady[max(0, place - BEFORE_DAYS) : place])
    after = np.nanmedian(steady[place : place + AFTER_DAYS])
    later = steady[place + AFTER_DAYS : place + AFTER_DAYS + BEFORE_DAYS]
    if np.isfinite(later).sum() < AFTER_DAYS / 2:
        return True
    return bool(abs(np.nanmedian(later) - after) <= abs(np.nanmedian(later) - before))


def shift_scores(expected: ExpectedDays) -> Floats:
    """Return how far the level after each day is from that before it, in usual differences.

    Parameters
    ----------
    expected : ExpectedDays
        Every day beside what was expected of it.

    Returns
    -------
    array of float
        A number per day, NaN where fewer than six in ten days before or after are known.
    """
    below, above = expected.tails
    low = expected.level + expected.size * (below.middle - below.reach(FALSE_ALARMS))
    high = expected.level + expected.size * (above.middle + above.reach(FALSE_ALARMS))
    drawn_in = np.where(
        np.isfinite(expected.level), np.clip(expected.steady, low, high), expected.steady
    )
    known = np.isfinite(drawn_in)
    before, few_before = _means(drawn_in, known, BEFORE_DAYS)
    after, few_after = _means(drawn_in, known, AFTER_DAYS)
    size = len(drawn_in)
    gap = np.full(size, np.nan)
    if size >= BEFORE_DAYS + AFTER_DAYS:
        places = np.arange(BEFORE_DAYS, size - AFTER_DAYS + 1)
        told = ~(few_before[places - BEFORE_DAYS] | few_after[places])
        gap[places[told]] = (after[places] - before[places - BEFORE_DAYS])[told]
    if not np.isfinite(gap).any():
        return gap
    gap = gap - np.nanmedian(gap)
    spread = float(np.nanmedian(np.abs(gap))) / _NORMAL_QUARTILE
    # Steady days alone would make differences of this size; few weeks may show less by luck.
    noise = float(np.nanmedian(np.abs(expected.steady - expected.level))) / _NORMAL_QUARTILE
    least = noise * np.sqrt(1.0 / BEFORE_DAYS + 1.0 / AFTER_DAYS)
    return np.asarray(gap / max(spread, least, 1e-9))


def _means(values: Floats, known: Flags, window: int) -> tuple[Floats, Flags]:
    """Return the mean of the `window` days from each day on, and where too few are known."""
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(known)])
    if len(values) < window:
        return np.empty(0), np.empty(0, dtype=np.bool_)
    count = counts[window:] - counts[:-window]
    return (sums[window:] - sums[:-window]) / np.maximum(count, 1), count < _KNOWN * window


def _chance(score: float) -> float:
    """Return how often per day a difference is that large by chance, on either side."""
    density = float(np.exp(-(score**2) / 2.0) / np.sqrt(2.0 * np.pi))
    return min(1.0, 2.0 * _CLUMP * score * density)


def _height(rate: float) -> float:
    return float(optimize.brentq(lambda z: _chance(z) - rate, 1.2, 12.0))


def change_frame(changes: tuple[SuddenChange, ...]) -> pd.DataFrame:
    """Return changes as a table: metric, kind, first, last, value, expected, effect, p_value."""
    names = ("metric", "kind", "first", "last", "value", "expected", "effect", "p_value")
    frame = pd.DataFrame({n: [getattr(c, n) for c in changes] for n in names})
    return frame.assign(first=pd.to_datetime(frame["first"]), last=pd.to_datetime(frame["last"]))
