"""The sentence beside charts of what a forecast is made of: drivers, seasons, weekdays."""

from __future__ import annotations

import pandas as pd

from kpicore.charts.drivers import readable
from kpicore.messages import Message, msg
from kpicore.units import Amount, Unit


def drivers_summary(frame: pd.DataFrame, *, unit: Unit, currency: str | None = None) -> Message:
    """Name the largest driver and the sum.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.charts.drivers.DRIVER_COLUMNS`, at least one row.
    unit : Unit
        Of the values.
    currency : str, optional
        For money.

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
        value=Amount(values[largest], unit, currency, signed=True),
        total=Amount(total, unit, currency, signed=True),
    )


def component_summary(
    frame: pd.DataFrame, *, part: Message | str, unit: Unit, currency: str | None = None
) -> Message:
    """Say between which values a component moves.

    Parameters
    ----------
    frame : DataFrame
        ``date`` and ``value``.
    part : Message or str
        Name of the component.
    unit : Unit
        Of its values.
    currency : str, optional
        For money.

    Returns
    -------
    Message
        One sentence.
    """
    values = frame["value"].to_numpy()
    low, high = frame.iloc[int(values.argmin())], frame.iloc[int(values.argmax())]
    return msg(
        "{part}: lowest {low} on {low_day}, highest {high} on {high_day}.",
        part=part,
        low=Amount(float(low["value"]), unit, currency),
        low_day=low["date"].date(),
        high=Amount(float(high["value"]), unit, currency),
        high_day=high["date"].date(),
    )


def weekday_summary(frame: pd.DataFrame, *, unit: Unit, currency: str | None = None) -> Message:
    """Name the strongest and the weakest weekday.

    Parameters
    ----------
    frame : DataFrame
        ``weekday`` and ``value``.
    unit : Unit
        Of its values.
    currency : str, optional
        For money.

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
        high=Amount(float(high["value"]), unit, currency, signed=True),
        worst=str(low["weekday"]),
        low=Amount(float(low["value"]), unit, currency, signed=True),
    )
