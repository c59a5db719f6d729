"""Where each KPI stands in the account's own past: a dot on a strip from lowest to highest."""

from __future__ import annotations

import altair as alt
import pandas as pd

from kpicore.charts.axes import text_tooltip, value_axis
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import ACCENT, ANNOTATION, TEXT_SIZE, finished
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.units import Unit

STRIP_COLUMNS = ("part", "percentile", "value_text", "year_ago_text")
"""`part` is the word of a KPI, final; `percentile` the share of the own past below it, 0-1."""

STRIP_PIXELS = 34
_TRACK = "rgba(125,133,144,0.22)"
_HALF = "rgba(125,133,144,0.38)"


@remembered
def strip_chart(frame: pd.DataFrame, *, t: Translator) -> alt.LayerChart:
    """Draw a strip per KPI with the place of today's value on it.

    Parameters
    ----------
    frame : DataFrame
        `STRIP_COLUMNS`, in the order drawn.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``track`` (the whole past), ``half`` (its middle half), ``now``, ``now_label``.
    """
    drawn = frame.assign(low=0.0, quarter=0.25, three=0.75, high=1.0)
    y = alt.Y(
        "part:N",
        sort=drawn["part"].tolist(),
        axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=150, labelPadding=8),
    )
    axis = value_axis(Unit.SHARE, t, msg("Share of your own past that lies below"), grid=False)
    scale = alt.Scale(domain=[0, 1], nice=False)
    tooltip = [
        text_tooltip("part", msg("KPI"), t),
        text_tooltip("value_text", msg("Now"), t),
        alt.Tooltip("percentile", type="quantitative", format=".0%", title=t(msg("Percentile"))),
        text_tooltip("year_ago_text", msg("Same days last year"), t),
    ]
    band = alt.Chart().mark_bar(color=_TRACK, cornerRadius=4, height=12)
    half = alt.Chart().mark_bar(color=_HALF, height=12)
    now = alt.Chart().mark_point(color=ACCENT, filled=True, size=150, opacity=1)
    words = alt.Chart().mark_text(baseline="bottom", dy=-9, color=ANNOTATION, fontSize=TEXT_SIZE)
    place = alt.X("percentile:Q", scale=scale)
    layers = [
        band.encode(y=y, x=alt.X("low:Q", axis=axis, scale=scale), x2=alt.X2("high")).properties(
            name="track"
        ),
        half.encode(y=y, x=alt.X("quarter:Q", scale=scale), x2=alt.X2("three")).properties(
            name="half"
        ),
        now.encode(y=y, x=place, tooltip=tooltip).properties(name="now"),
        words.encode(y=y, x=place, text=alt.Text("value_text:N")).properties(name="now_label"),
    ]
    return finished(layers, t.code, data=drawn, height=STRIP_PIXELS * len(drawn) + 50)
