"""Where a KPI is heading if nothing changes: the figures of a window, and their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpicore.charts.drivers import readable
from kpicore.forecasting.drivers import DRIVER_KEYS, Drivers
from kpicore.goals.deadlines import goal_window
from kpicore.goals.model import Measure
from kpicore.goals.outlook import KpiOutlook, default_measure
from kpicore.goals.words import amount, figure
from kpicore.language import Translator
from kpicore.messages import Message, MessageValue, msg
from kpicore.periods import Period
from kpicore.units import Change

STEADY_SHARE = 0.02
"""Expected changes below two percent are told as "stays"."""

INTERVAL = (0.1, 0.5, 0.9)
"""Ends and middle of the 80 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookFigures:
    """What is expected of a window if nothing changes.

    Attributes
    ----------
    measure : Measure
        How it is read: levels on the day, all others as a mean of 28 days.
    window : Period
        The days that are read.
    baseline : float
        The same measure on the last known days.
    expected, low, high : float
        Median and 80 % interval of the draws.
    """

    measure: Measure
    window: Period
    baseline: float
    expected: float
    low: float
    high: float


def outlook_figures(outlook: KpiOutlook, until: date) -> OutlookFigures:
    """Read the window that ends on a day.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    until : date
        Inside its horizon.

    Returns
    -------
    OutlookFigures
        From the same draws that goals are judged by.

    Raises
    ------
    NotEnoughDataError
        If the baseline is unknown.
    """
    measure = default_measure(outlook)
    window = goal_window(measure, deadline=until, baseline_last=outlook.last_day)
    baseline = outlook.baseline(measure, deadline=until)
    low, expected, high = np.quantile(outlook.draws_of(measure, window), INTERVAL)
    return OutlookFigures(
        measure=measure,
        window=window,
        baseline=baseline.value,
        expected=float(expected),
        low=float(low),
        high=float(high),
    )


def heading_sentence(outlook: KpiOutlook, figures: OutlookFigures) -> Message:
    """Say where the KPI is heading."""
    values: dict[str, MessageValue] = {
        "kpi": outlook.definition.label,
        "expected": figure(outlook, figures.measure, figures.expected),
        "now": amount(outlook, figures.baseline),
        "day": figures.window.last,
    }
    if figures.baseline <= 0:
        return msg("{kpi}: about {expected} on {day}, if nothing changes.", **values)
    change = figures.expected / figures.baseline - 1
    if abs(change) < STEADY_SHARE:
        return msg("{kpi}: about {expected} until {day}, as now, if nothing changes.", **values)
    values["change"] = Change(change)
    return msg(
        "{kpi}: from {now} to about {expected} by {day} ({change}), if nothing changes.",
        **values,
    )


def range_sentence(outlook: KpiOutlook, figures: OutlookFigures) -> Message:
    """Say between which values it will most likely lie, and on which days that is read."""
    values: dict[str, MessageValue] = {
        "low": amount(outlook, figures.low),
        "high": amount(outlook, figures.high),
        "first": figures.window.first,
        "last": figures.window.last,
        "days": figures.window.days,
    }
    if figures.measure is Measure.LEVEL:
        return msg(
            "In 8 of 10 possible futures it lies between {low} and {high} on {last}.", **values
        )
    return msg(
        "In 8 of 10 possible futures it lies between {low} and {high}, taken over the {days} days "
        "from {first} to {last}.",
        **values,
    )


DRIVER_WORDS = {
    "recent_level": msg("Return to usual"),
    "trend": msg("Trend"),
    "season": msg("Season"),
    "events": msg("Events"),
}
"""Driver to its word, in the order of `kpicore.forecasting.drivers.DRIVER_KEYS`."""


def drivers_frame(drivers: Drivers, t: Translator) -> pd.DataFrame:
    """Return what the expected change is made of, ready to be drawn.

    Parameters
    ----------
    drivers : Drivers
        Of a window.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        `kpicore.charts.drivers.DRIVER_COLUMNS`, without parts that would read 0; the values add up
        to the expected change, but for those.
    """
    contributions = drivers.frame().set_index("driver")["contribution"]
    values = [float(contributions[key]) for key in DRIVER_KEYS]
    read = zip(DRIVER_KEYS, values, readable(values), strict=True)
    rows = [(t(DRIVER_WORDS[key]), value) for key, value, shown in read if shown != 0]
    return pd.DataFrame(rows, columns=["part", "value"])


def drivers_sentence(outlook: KpiOutlook, figures: OutlookFigures, frame: pd.DataFrame) -> Message:
    """Say how the bars of what drives a forecast are read.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    figures : OutlookFigures
        Of its window.
    frame : DataFrame
        From `drivers_frame`.

    Returns
    -------
    Message
        Also when there is no bar.
    """
    values: dict[str, MessageValue] = {
        "now": amount(outlook, figures.baseline),
        "expected": amount(outlook, figures.expected),
    }
    if frame.empty:
        return msg(
            "Nothing pulls it away from {now}: neither trend nor season nor events.", **values
        )
    return msg(
        "How {now} becomes {expected}: each bar begins where the one above it ends. “{part}” means "
        "that numbers tend to fall back after strong weeks and to recover after weak ones.",
        part=DRIVER_WORDS["recent_level"],
        **values,
    )
