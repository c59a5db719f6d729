"""A KPI over time, with the events that moved it."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from kpicore.charts.axes import (
    day_tooltip,
    text_tooltip,
    time_channel,
    value_axis,
    with_texts,
)
from kpicore.charts.marks import break_layers, event_layers, hover_layer, legend_layer
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import ACCENT, BAND_80, LINE, MEASURED, finished
from kpicore.language import Translator
from kpicore.messages import Message, msg

SERIES_COLUMNS = ("date", "value", "smooth")
"""`value` as measured, `smooth` its trailing mean; NaN where nothing is known leaves a gap."""


@remembered
def kpi_series_chart(
    frame: pd.DataFrame,
    *,
    quantity: Quantity,
    smooth_label: Message | str,
    t: Translator,
    events: pd.DataFrame | None = None,
    breaks: pd.DataFrame | None = None,
    highlight: tuple[date, date] | None = None,
) -> alt.LayerChart:
    """Draw a KPI over time.

    Parameters
    ----------
    frame : DataFrame
        `SERIES_COLUMNS`, a row per day, week or month, missing ones included.
    label : Message or str
        What the values are.
    smooth_label : Message or str
        What the smooth line is.
    quantity : Quantity
        What the values are.
    t : Translator
        Of the reader.
    events : DataFrame, optional
        ``date`` and ``label``.
    breaks : DataFrame, optional
        ``date`` and ``label``: days on which a platform changed what it counts.
    highlight : tuple of date, optional
        First and last day of the period that the page speaks of.

    Returns
    -------
    LayerChart
        Layers ``period`` (with `highlight`), ``measured``, ``smooth``, ``legend``, ``events``,
        ``breaks``, ``hover``.
    """
    drawn = with_texts(frame, ("value", "smooth"), quantity, t)
    x = time_channel(drawn["date"], t)
    axis = value_axis(quantity.unit, t, quantity.axis_title)
    base = alt.Chart().encode(x=x)
    measured = base.mark_line(color=MEASURED, strokeWidth=1, opacity=0.65).encode(
        y=alt.Y("value:Q", axis=axis, scale=alt.Scale(zero=False))
    )
    smooth = base.mark_line(color=ACCENT, strokeWidth=LINE).encode(
        y=alt.Y("smooth:Q", axis=axis, scale=alt.Scale(zero=False))
    )
    tooltip = [
        day_tooltip(t),
        text_tooltip("value_text", quantity.label, t),
        text_tooltip("smooth_text", smooth_label, t),
    ]
    entries = {t.say(msg("Measured")): MEASURED, t.say(smooth_label): ACCENT}
    span = drawn["date"].max() - drawn["date"].min()
    layers = [
        *([] if highlight is None else [_period_layer(*highlight)]),
        measured.properties(name="measured"),
        smooth.properties(name="smooth"),
        legend_layer(entries),
        *event_layers(events, t),
        *break_layers(breaks, t, middle=drawn["date"].min() + span / 2),
        hover_layer(x, tooltip),
    ]
    return finished(layers, t.code, data=drawn)


def _period_layer(first: date, last: date) -> alt.Chart:
    frame = pd.DataFrame({"date": [pd.Timestamp(first)], "end": [pd.Timestamp(last)]})
    area = alt.Chart(frame).mark_rect(color=BAND_80, opacity=0.5)
    layer: alt.Chart = area.encode(x=alt.X("date:T"), x2=alt.X2("end")).properties(name="period")
    return layer
