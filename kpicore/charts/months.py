"""A KPI month by month, the best month in the accent."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from kpicore.charts.axes import day_tooltip, text_tooltip, value_axis, with_texts
from kpicore.charts.locale import axis_date_format
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import ACCENT, MEASURED, SMALL_HEIGHT, finished
from kpicore.language import Translator

_MONTHS_ON_AXIS = 200
"""Days of a span whose axis names months."""


@remembered
def months_chart(
    frame: pd.DataFrame, *, best: date | None, quantity: Quantity, t: Translator
) -> alt.LayerChart:
    """Draw a bar per whole month.

    Parameters
    ----------
    frame : DataFrame
        ``date`` (first day of a month) and ``value``; not empty.
    best : date or None
        First day of the month in the accent.
    quantity : Quantity
        What the values are.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layer ``months``.
    """
    drawn = with_texts(frame, ("value",), quantity, t)
    drawn["best"] = drawn["date"] == (pd.NaT if best is None else pd.Timestamp(best))
    span = max((frame["date"].max() - frame["date"].min()).days, _MONTHS_ON_AXIS)
    x = alt.X(
        "date:T",
        timeUnit="yearmonth",
        axis=alt.Axis(
            title=None, format=axis_date_format(span, t.code), grid=False, labelOverlap=True
        ),
    )
    colours = alt.Scale(domain=[True, False], range=[ACCENT, MEASURED])
    bars = (
        alt.Chart()
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=x,
            y=alt.Y("value:Q", axis=value_axis(quantity.unit, t, quantity.axis_title)),
            color=alt.Color("best:N", scale=colours, legend=None),
            tooltip=[day_tooltip(t), text_tooltip("value_text", quantity.label, t)],
        )
    )
    return finished([bars.properties(name="months")], t.code, data=drawn, height=SMALL_HEIGHT)
