"""Sudden changes: days that are unlike what was expected of them, and levels that moved and stayed.

A day is named where its surprise is rarer than the chosen share of false alarms; neighbouring days
of one side are one change. A level moved where four weeks before and two weeks after differ by more
than such weeks of this account do otherwise; single odd days are drawn in first, so that a spike is
no new level. Both together give about the chosen share of false alarms where nothing happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from kpicore.forecasting.series import MIN_OBSERVED_DAYS
from kpicore.history import History
from kpicore.insights.expected import ExpectedDays
from kpicore.insights.level_shifts import level_shifts
from kpicore.insights.sudden_change import FALSE_ALARMS, NEXT_DAYS, ChangeKind, SuddenChange
from kpicore.kpis.columns import Floats

SHIFT_SHARE = 0.3
"""Part of these that are levels; by chance about one a year at the usual share."""

MOST_DAYS = 10
"""Longest spike; the forecast, too, lets events up to so many days explain themselves."""

_TAIL_OF_SPIKE = 0.1
_SAME_SIZE = 2.5

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
    shifts = list(level_shifts(expected, metric, SHIFT_SHARE * false_alarms))
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
