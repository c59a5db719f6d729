"""Frames of an outlook: its known past and its draws, week by week, ready for the fan.

Weeks, because single days hide the way under the weekly season, and because a week pools a rate
over its days. The weeks are counted from the last known day, so that none is torn by it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.charts.fan import FAN_COLUMNS
from kpicore.charts.quantity import Quantity
from kpicore.goals.model import Goal, Measure
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.pace import window_at
from kpicore.goals.reading import read_window
from kpicore.messages import Message, msg
from kpicore.periods import ONE_DAY, Period

WEEK = timedelta(days=7)
WEEKS_BACK = 52
"""A year of past: enough to see last year's season beside the coming months."""
QUANTILES = (0.5, 0.25, 0.75, 0.1, 0.9)
"""Median, middle half and 80 %, in the order of the fan's columns."""

Draws = npt.NDArray[np.float64]


def reading_label(outlook: KpiOutlook, measure: Measure) -> Message:
    """Return what a measure's values are, in words for an axis.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    measure : Measure
        How it is read.

    Returns
    -------
    Message
        "Views per day", "Views in total", "Followers", "Engagement rate".
    """
    label = outlook.definition.label
    if measure is Measure.TOTAL:
        return msg("{kpi} in total", kpi=label)
    if measure is Measure.MEAN and Measure.TOTAL in outlook.measures:
        return msg("{kpi} per day", kpi=label)
    return label


def reading_quantity(outlook: KpiOutlook, measure: Measure) -> Quantity:
    """Return what a measure's values are, with what they count; see `reading_label`."""
    label = reading_label(outlook, measure)
    return Quantity(label=label, unit=outlook.unit, currency=outlook.currency)


def weekly_measure(outlook: KpiOutlook) -> Measure:
    """Return how single weeks of a KPI are read: levels at their end, all others as a mean."""
    return Measure.LEVEL if Measure.LEVEL in outlook.measures else Measure.MEAN


def weekly_frame(
    outlook: KpiOutlook, *, until: date | None = None, weeks_back: int = WEEKS_BACK
) -> pd.DataFrame:
    """Return history and forecast of a KPI by week.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    until : date, optional
        Last day shown; by default the end of the forecast.
    weeks_back : int, default WEEKS_BACK
        Weeks of history.

    Returns
    -------
    DataFrame
        `kpicore.charts.fan.FAN_COLUMNS`; `date` is the last day of a week. The last known week
        holds its value in every column, so that the fan begins where the history ends.
    """
    measure = weekly_measure(outlook)

    def window(day: date) -> Period:
        return Period(day, day) if measure is Measure.LEVEL else Period(day - WEEK + ONE_DAY, day)

    back = [outlook.last_day - WEEK * i for i in range(weeks_back - 1, -1, -1)]
    ahead = _week_ends(outlook.last_day, until or outlook.horizon_last, whole=True)
    return _fan_frame(outlook, measure, back, ahead, window)


def goal_frame(goal: Goal, outlook: KpiOutlook, *, weeks_back: int = WEEKS_BACK) -> pd.DataFrame:
    """Return the path of a goal's measure: trailing mean, running sum or level.

    Parameters
    ----------
    goal : Goal
        The goal.
    outlook : KpiOutlook
        Of its KPI and accounts, reaching to the deadline.
    weeks_back : int, default WEEKS_BACK
        Most weeks of history; a total begins after its baseline.

    Returns
    -------
    DataFrame
        `kpicore.charts.fan.FAN_COLUMNS`, the last row at the deadline, so that the share of the
        fan beyond the target is the goal's probability.
    """
    last = min(outlook.last_day, goal.deadline)
    back = [last - WEEK * i for i in range(weeks_back - 1, -1, -1)]
    if goal.measure is Measure.TOTAL:
        back = [day for day in back if day > goal.baseline.period.last]
    ahead = _week_ends(last, goal.deadline, whole=False)
    return _fan_frame(outlook, goal.measure, back, ahead, lambda day: window_at(goal, day))


def _week_ends(last_known: date, end: date, *, whole: bool) -> list[date]:
    days = [last_known + WEEK * i for i in range(1, (end - last_known).days // 7 + 1)]
    if not whole and end > last_known and (not days or days[-1] != end):
        days.append(end)
    return days


def _fan_frame(
    outlook: KpiOutlook,
    measure: Measure,
    back: Sequence[date],
    ahead: Sequence[date],
    window: Callable[[date], Period],
) -> pd.DataFrame:
    readings = [read_window(outlook.source, measure, window(day)).value for day in back]
    known = np.array([np.nan if v is None else v for v in readings], dtype=float)
    drawn = [np.quantile(outlook.draws_of(measure, window(day)), QUANTILES) for day in ahead]
    fan = np.full((len(back) + len(ahead), len(FAN_COLUMNS) - 1), np.nan)
    fan[: len(back), 0] = known
    if drawn:
        fan[len(back) :, 1:] = np.array(drawn)
    if len(back):
        fan[len(back) - 1, 1:] = known[-1]
    frame = pd.DataFrame(fan, columns=["value", "median", "low_50", "high_50", "low_80", "high_80"])
    frame.insert(0, "date", pd.to_datetime([*back, *ahead]))
    first = frame["value"].first_valid_index()
    return frame if first is None else frame.loc[first:].reset_index(drop=True)


def known_band(pace: pd.DataFrame, outlook: KpiOutlook) -> pd.DataFrame:
    """Leave the pace its band up to the last known day; from there on the forecast has one.

    Parameters
    ----------
    pace : DataFrame
        ``date``, ``pace``, ``low``, ``high``.
    outlook : KpiOutlook
        Says which day is the last known one.

    Returns
    -------
    DataFrame
        NaN in ``low`` and ``high`` after that day.
    """
    known = pace["date"] <= pd.Timestamp(outlook.last_day)
    return pace.assign(low=pace["low"].where(known), high=pace["high"].where(known))


def with_pace(frame: pd.DataFrame, pace: pd.DataFrame) -> pd.DataFrame:
    """Add the pace path to the weeks of a goal's frame.

    Parameters
    ----------
    frame : DataFrame
        From `goal_frame`.
    pace : DataFrame
        ``date`` and ``pace``, ascending: a row per day, of weekly figures a row per week.

    Returns
    -------
    DataFrame
        With a column ``pace``, NaN before the path begins; between its rows the path is straight,
        as it is drawn: its weeks are counted from the deadline, those of the frame from the last
        known day.
    """
    days, known = (part["date"].to_numpy("datetime64[D]").astype(float) for part in (frame, pace))
    return frame.assign(pace=np.interp(days, known, pace["pace"], left=np.nan, right=np.nan))
