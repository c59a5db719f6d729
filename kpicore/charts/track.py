"""The track record: what would have been said of past windows, and what happened."""

from __future__ import annotations

import altair as alt
import pandas as pd

from kpicore.charts.axes import (
    day_tooltip,
    text_tooltip,
    time_channel,
    value_axis,
    with_texts,
)
from kpicore.charts.marks import legend_layer
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import (
    ACCENT,
    BAND_80,
    GOAL,
    MEASURED,
    SMALL_HEIGHT,
    finished,
)
from kpicore.language import Translator
from kpicore.messages import msg

TRACK_COLUMNS = ("date", "low", "median", "high", "actual", "inside")
"""`date` is the last day of a past window, `low` to `high` the interval that would have been said,
`actual` what happened, `inside` whether it lay between."""

EDGE_PIXELS = 24
"""Room at both ends, so that the first and the last window are seen whole."""


@remembered
def track_record_chart(frame: pd.DataFrame, *, quantity: Quantity, t: Translator) -> alt.LayerChart:
    """Draw past windows as said and as they came out.

    Parameters
    ----------
    frame : DataFrame
        `TRACK_COLUMNS`, a row per window.
    quantity : Quantity
        What the values are.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``interval``, ``said``, ``actual``, ``legend``; outcomes outside the interval are
        crosses, inside it dots.
    """
    drawn = with_texts(frame, ("low", "median", "high", "actual"), quantity, t)
    axis = value_axis(quantity.unit, t, quantity.axis_title)
    scale = alt.Scale(zero=False, nice=True)
    tooltip = [
        day_tooltip(t),
        text_tooltip("low_text", msg("Said, from"), t),
        text_tooltip("high_text", msg("Said, to"), t),
        text_tooltip("actual_text", msg("Happened"), t),
    ]
    x = time_channel(drawn["date"], t).scale(padding=EDGE_PIXELS)
    base = alt.Chart().encode(x=x, tooltip=tooltip)
    interval = base.mark_rule(color=BAND_80, strokeWidth=16, strokeCap="round").encode(
        y=alt.Y("low:Q", axis=axis, scale=scale), y2=alt.Y2("high")
    )
    said = base.mark_tick(color=ACCENT, thickness=2.5, size=18).encode(
        y=alt.Y("median:Q", axis=axis, scale=scale)
    )
    actual = base.mark_point(filled=True, size=90, opacity=1).encode(
        y=alt.Y("actual:Q", axis=axis, scale=scale),
        shape=alt.Shape(
            "inside:N",
            scale=alt.Scale(domain=[True, False], range=["circle", "cross"]),
            legend=None,
        ),
        color=alt.Color(
            "inside:N", scale=alt.Scale(domain=[True, False], range=[MEASURED, GOAL]), legend=None
        ),
    )
    entries = {
        t(msg("Said: 8 in 10 futures")): BAND_80,
        t(msg("Said: middle")): ACCENT,
        t(msg("Happened, inside")): MEASURED,
        t(msg("Happened, outside")): GOAL,
    }
    layers = [
        interval.properties(name="interval"),
        said.properties(name="said"),
        actual.properties(name="actual"),
        legend_layer(entries),
    ]
    return finished(layers, t.code, data=drawn, height=SMALL_HEIGHT)
