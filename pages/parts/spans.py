"""The periods that the picker in the sidebar offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType

from kpicore.messages import Message, msg
from kpicore.periods import ONE_DAY, Period, last_days, month_of, quarter_of

DEFAULT = "28d"
"""Four whole weeks: every weekday counts the same on both sides of a comparison."""


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """One period of the picker.

    Attributes
    ----------
    label : Message
        Its name.
    ending_before : callable
        Day that the data no longer tell to the period.
    """

    label: Message
    ending_before: Callable[[date], Period]


def _month(today: date) -> Period:
    last = today - ONE_DAY
    return Period(month_of(last).first, last)


def _quarter(today: date) -> Period:
    last = today - ONE_DAY
    return Period(quarter_of(last).first, last)


PERIODS: Mapping[str, PeriodChoice] = MappingProxyType(
    {
        "28d": PeriodChoice(msg("Last 28 days"), partial(last_days, 28)),
        "month": PeriodChoice(msg("This month"), _month),
        "quarter": PeriodChoice(msg("This quarter"), _quarter),
        "365d": PeriodChoice(msg("Last 365 days"), partial(last_days, 365)),
    }
)
"""Code of the picker to its period."""


def period_of(code: str, today: date) -> Period:
    """Return the chosen period; an unknown code gives the default one.

    Parameters
    ----------
    code : str
        Key of `PERIODS`.
    today : date
        First day that the data do not tell.

    Returns
    -------
    Period
        Ends with the data.
    """
    return PERIODS.get(code, PERIODS[DEFAULT]).ending_before(today)
