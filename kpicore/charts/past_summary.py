"""The sentence beside charts of what was: what they show, for those who cannot look at them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kpicore.charts.quantity import Quantity
from kpicore.messages import Message, msg, msgs
from kpicore.units import Probability


def series_summary(frame: pd.DataFrame, *, quantity: Quantity) -> Message:
    """Say where a series stands and between which values it has moved.

    Parameters
    ----------
    frame : DataFrame
        ``date`` and ``value``; missing values are passed over.
    quantity : Quantity
        What the values are.

    Returns
    -------
    Message
        One sentence.
    """
    known = frame.dropna(subset=["value"])
    if known.empty:
        return msg("No value of {kpi} is known in these days.", kpi=quantity.label)
    values = known["value"].to_numpy()
    lowest, highest = known.iloc[int(values.argmin())], known.iloc[int(values.argmax())]
    return msg(
        "{kpi} moved between {low} on {low_day} and {high} on {high_day}; the last value is "
        "{last}.",
        kpi=quantity.label,
        low=quantity.amount(float(lowest["value"])),
        low_day=_day(lowest["date"]),
        high=quantity.amount(float(highest["value"])),
        high_day=_day(highest["date"]),
        last=quantity.amount(float(known["value"].iloc[-1])),
    )


def distribution_summary(
    values: pd.Series, current: float | None, *, quantity: Quantity
) -> Message:
    """Say where the current value stands among the account's own values.

    Parameters
    ----------
    values : Series of float
        The account's own values; NaN is left out.
    current : float or None
        The value that the page speaks of.
    quantity : Quantity
        What the values are.

    Returns
    -------
    Message
        One sentence.
    """
    known = values.dropna()
    if known.empty or current is None:
        return msg("There are no values to compare with.")
    below = float((known < current).mean())
    return msg(
        "{value} is more than {share} of the account's own values since {day}.",
        value=quantity.amount(current),
        share=Probability(below),
        day=_day(known.index[0]),
    )


def coverage_summary(frame: pd.DataFrame) -> Message:
    """Say which span the imports cover and how many gaps are in it.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.charts.coverage.COVERAGE_COLUMNS`, not empty.

    Returns
    -------
    Message
        One sentence.
    """
    gaps = len(frame) - frame["lane"].nunique()
    first, last = _day(frame["first"].min()), _day(frame["last"].max())
    if not gaps:
        return msg("Days from {first} to {last}, without a gap.", first=first, last=last)
    return msgs(
        "Days from {first} to {last}, with {count} gap.",
        "Days from {first} to {last}, with {count} gaps.",
        gaps,
        first=first,
        last=last,
    )


def _day(moment: pd.Timestamp) -> date:
    return moment.date()
