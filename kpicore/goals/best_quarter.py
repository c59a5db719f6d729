"""The best calendar quarter that an account has had: a yardstick beside a target."""

from __future__ import annotations

from dataclasses import dataclass

from kpicore.goals.model import Measure
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.reading import read_window
from kpicore.goals.targets import aims_up
from kpicore.goals.words import figure
from kpicore.messages import Message, msg
from kpicore.periods import ONE_DAY, Period, quarter_of

MISSING_ALLOWED = 7
"""Days of a quarter that may be missing from a mean; a total must be whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BestQuarter:
    """A past quarter and what was reached in it.

    Attributes
    ----------
    period : Period
        The calendar quarter.
    value : float
        The measure over it: mean, total, or level at its end.
    """

    period: Period
    value: float


def best_quarter(outlook: KpiOutlook, measure: Measure) -> BestQuarter | None:
    """Find the best whole quarter of a KPI's own history.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI; its known days are looked at, not its forecast.
    measure : Measure
        How a quarter is read.

    Returns
    -------
    BestQuarter or None
        The latest of equal ones; None where no whole quarter is known.
    """
    source = outlook.source
    allowed = 0 if measure is Measure.TOTAL else MISSING_ALLOWED
    quarter = quarter_of(source.series.index[0].date())
    if quarter.first < source.series.index[0].date():
        quarter = quarter_of(quarter.last + ONE_DAY)
    found: list[BestQuarter] = []
    while quarter.last <= source.last_day:
        reading = read_window(source, measure, quarter)
        if reading.value is not None and reading.days_missing <= allowed:
            found.append(BestQuarter(period=quarter, value=reading.value))
        quarter = quarter_of(quarter.last + ONE_DAY)
    if not found:
        return None
    sign = 1 if aims_up(outlook.definition.direction) else -1
    return max(found, key=lambda best: (sign * best.value, best.period.first))


def best_quarter_sentence(best: BestQuarter, outlook: KpiOutlook, measure: Measure) -> Message:
    """Say what the best quarter was."""
    return msg(
        "Your best quarter so far: {value} ({first} to {last}).",
        value=figure(outlook, measure, best.value),
        first=best.period.first,
        last=best.period.last,
    )
