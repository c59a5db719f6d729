"""The sentence beside charts of what a forecast is made of: drivers, seasons, weekdays."""

from __future__ import annotations

import pandas as pd

from kpicore.charts.drivers import readable
from kpicore.charts.quantity import Quantity
from kpicore.messages import Message, msg


def drivers_summary(frame: pd.DataFrame, *, quantity: Quantity) -> Message:
    """Name the largest driver and the sum.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.charts.drivers.DRIVER_COLUMNS`, at least one row.
    quantity : Quantity
        What the values are.

    Returns
    -------
    Message
        One sentence.
    """
    largest = int(frame["value"].abs().to_numpy().argmax())
    # Rounded as beside the bars.
    *values, total = readable([*frame["value"].tolist(), float(frame["value"].sum())])
    return msg(
        "The largest part is “{part}” with {value}; all parts together make {total}.",
        part=str(frame["part"].iloc[largest]),
        value=quantity.amount(values[largest], signed=True),
        total=quantity.amount(total, signed=True),
    )


def component_summary(frame: pd.DataFrame, *, quantity: Quantity) -> Message:
    """Say between which values a component moves.

    Parameters
    ----------
    frame : DataFrame
        ``date`` and ``value``.
    quantity : Quantity
        The component: its name, and what its values count.

    Returns
    -------
    Message
        One sentence.
    """
    values = frame["value"].to_numpy()
    low, high = frame.iloc[int(values.argmin())], frame.iloc[int(values.argmax())]
    return msg(
        "{part}: lowest {low} on {low_day}, highest {high} on {high_day}.",
        part=quantity.label,
        low=quantity.amount(float(low["value"])),
        low_day=low["date"].date(),
        high=quantity.amount(float(high["value"])),
        high_day=high["date"].date(),
    )


def weekday_summary(frame: pd.DataFrame, *, quantity: Quantity) -> Message:
    """Name the strongest and the weakest weekday.

    Parameters
    ----------
    frame : DataFrame
        ``weekday`` and ``value``.
    quantity : Quantity
        What the values are.

    Returns
    -------
    Message
        One sentence.
    """
    values = frame["value"].to_numpy()
    low, high = frame.iloc[int(values.argmin())], frame.iloc[int(values.argmax())]
    return msg(
        "Strongest weekday: {best} ({high}); weakest: {worst} ({low}).",
        best=str(high["weekday"]),
        high=quantity.amount(float(high["value"]), signed=True),
        worst=str(low["weekday"]),
        low=quantity.amount(float(low["value"]), signed=True),
    )
