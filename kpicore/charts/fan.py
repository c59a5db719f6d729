"""The fan: what was measured, then the middle of the possible futures and where most lie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import altair as alt
import pandas as pd

from kpicore.charts.axes import (
    day_tooltip,
    text_tooltip,
    time_channel,
    value_axis,
    with_texts,
)
from kpicore.charts.marks import event_layers, hover_layer, legend_layer, today_layers
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import ACCENT, BAND_50, BAND_80, LINE, MEASURED, finished
from kpicore.language import Translator
from kpicore.messages import Message, msg

FAN_COLUMNS = ("date", "value", "median", "low_50", "high_50", "low_80", "high_80")
"""Columns of a fan frame: `value` is filled up to today, the others from there on."""

LEGEND: Mapping[str, tuple[Message, str]] = MappingProxyType(
    {
        "value": (msg("Measured"), MEASURED),
        "median": (msg("Middle forecast"), ACCENT),
        "band_50": (msg("5 in 10 futures"), BAND_50),
        "band_80": (msg("8 in 10 futures"), BAND_80),
    }
)
"""Part of the fan to its words in the legend and its colour."""


@remembered
def fan_chart(
    frame: pd.DataFrame,
    *,
    quantity: Quantity,
    t: Translator,
    today: date,
    events: pd.DataFrame | None = None,
) -> alt.LayerChart:
    """Draw history and forecast of one KPI.

    Parameters
    ----------
    frame : DataFrame
        `FAN_COLUMNS`, a row per week or day.
    quantity : Quantity
        What the values are.
    t : Translator
        Of the reader.
    today : date
        First day that is not known yet.
    events : DataFrame, optional
        ``date`` and ``label``.

    Returns
    -------
    LayerChart
        Layers ``band_80``, ``band_50``, ``history``, ``median``, ``legend``, ``today``,
        ``today_label``, ``events``, ``hover``.
    """
    drawn = with_texts(frame, FAN_COLUMNS[1:], quantity, t)
    layers = [
        *fan_layers(drawn, quantity=quantity, t=t),
        legend_layer(fan_legend(t)),
        *today_layers(today, t),
        *event_layers(events, t),
        hover_layer(time_channel(drawn["date"], t), fan_tooltips(t)),
    ]
    return finished(layers, t.code, data=drawn)


def fan_layers(
    frame: pd.DataFrame, *, quantity: Quantity, t: Translator, until: date | None = None
) -> list[alt.Chart]:
    """Return the layers of a fan, for charts that draw more into the same plot.

    Parameters
    ----------
    frame : DataFrame
        `FAN_COLUMNS`; the layered chart must carry it as its data.
    quantity, t
        See `fan_chart`.
    until : date, optional
        A later day that must be seen.

    Returns
    -------
    list of Chart
        ``band_80``, ``band_50``, ``history``, ``median``, without data of their own.
    """
    x = time_channel(frame["date"], t, until=until)
    axis = value_axis(quantity.unit, t, quantity.axis_title)
    scale = alt.Scale(zero=False, nice=True)
    base = alt.Chart().encode(x=x)
    bands = [
        base.mark_area(opacity=1, interpolate="monotone", color=LEGEND[f"band_{share}"][1])
        .encode(y=alt.Y(f"low_{share}:Q", axis=axis, scale=scale), y2=alt.Y2(f"high_{share}"))
        .properties(name=f"band_{share}")
        for share in (80, 50)
    ]
    lines = [
        base.mark_line(strokeWidth=LINE, interpolate="monotone", color=LEGEND[column][1])
        .encode(y=alt.Y(f"{column}:Q", axis=axis, scale=scale))
        .properties(name=name)
        for column, name in (("value", "history"), ("median", "median"))
    ]
    return [*bands, *lines]


def fan_legend(t: Translator) -> dict[str, str]:
    """Return the words of the fan's legend to their colours."""
    return {t(text): colour for text, colour in LEGEND.values()}


def fan_tooltips(t: Translator) -> list[alt.Tooltip]:
    """Return what a fan says at a day; the frame needs the columns of `with_texts`."""
    return [
        day_tooltip(t),
        text_tooltip("value_text", msg("Measured"), t),
        text_tooltip("median_text", msg("Middle forecast"), t),
        text_tooltip("low_80_text", msg("8 in 10 futures, from"), t),
        text_tooltip("high_80_text", msg("8 in 10 futures, to"), t),
    ]
