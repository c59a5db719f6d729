"""The calibration plot: how often what was said came true, beside what was said."""

from __future__ import annotations

import altair as alt
import pandas as pd

from kpicore.charts.axes import text_tooltip, value_axis
from kpicore.charts.marks import DASHED
from kpicore.charts.remembered import remembered
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.charts.theme import ACCENT, ANNOTATION, BAND_50, HEIGHT, TEXT_SIZE, finished
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.units import Unit

SMALLEST_DOT, LARGEST_DOT = 60, 700
"""Area of a dot in pixels: the more goals it stands for, the larger."""

SAID, CAME = msg("Said"), msg("Came true")


@remembered
def calibration_chart(frame: pd.DataFrame, *, t: Translator) -> alt.LayerChart:
    """Draw what was said against how often it came true.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.reviews.record.CALIBRATION_COLUMNS`, a row per group of similar probabilities.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``diagonal`` with ``diagonal_label``, where every probability would be true;
        ``chance``, between which the true share may lie; ``groups``, larger for more goals.
    """
    drawn = frame.assign(
        said_text=[t.probability(v) for v in frame["said"].tolist()],
        share_text=[t.amount(v, Unit.SHARE) for v in frame["share"].tolist()],
        count_text=[t.amount(v) for v in frame["count"].tolist()],
    )
    whole = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("said:Q", scale=whole, axis=value_axis(Unit.SHARE, t, msg("Said (%)")))
    axis = value_axis(Unit.SHARE, t, msg("Came true (%)"))
    tooltip = [
        text_tooltip("said_text", SAID, t),
        text_tooltip("share_text", CAME, t),
        text_tooltip("count_text", msg("How many"), t),
    ]
    base = alt.Chart().encode(x=x, tooltip=tooltip)
    sizes = alt.Scale(
        domain=[1, max(int(frame["count"].max()), 2)], range=[SMALLEST_DOT, LARGEST_DOT]
    )
    layers = [
        *_diagonal(t),
        base.mark_rule(color=BAND_50, strokeWidth=6, strokeCap="round")
        .encode(y=alt.Y("low:Q", scale=whole, axis=axis), y2=alt.Y2("high"))
        .properties(name="chance"),
        base.mark_circle(color=ACCENT, opacity=1, stroke="white", strokeWidth=1)
        .encode(
            y=alt.Y("share:Q", scale=whole, axis=axis),
            size=alt.Size("count:Q", scale=sizes, legend=None),
        )
        .properties(name="groups"),
    ]
    return finished(layers, t.code, data=drawn, height=HEIGHT)


def _diagonal(t: Translator) -> list[alt.Chart]:
    line = pd.DataFrame({"said": [0.0, 1.0], "share": [0.0, 1.0]})
    label = pd.DataFrame({"said": [0.97], "share": [0.97], "label": [t(msg("As often as said"))]})
    at = {"x": alt.X("said:Q"), "y": alt.Y("share:Q")}
    drawn = alt.Chart(line).mark_line(color=ANNOTATION, strokeWidth=1, strokeDash=list(DASHED))
    words = alt.Chart(label).mark_text(
        align="right", baseline="bottom", dx=-10, color=ANNOTATION, fontSize=TEXT_SIZE
    )
    return [
        drawn.encode(**at).properties(name="diagonal"),
        words.encode(**at, text=alt.Text("label:N")).properties(name="diagonal_label"),
    ]


def calibration_table(frame: pd.DataFrame) -> ChartTable:
    """Return the numbers of the calibration plot."""
    return ChartTable(
        frame=frame,
        columns={
            "said": TableColumn(label=SAID, probability=True),
            "count": TableColumn(label=msg("How many"), unit=Unit.COUNT),
            "came_true": TableColumn(label=CAME, unit=Unit.COUNT),
            "share": TableColumn(label=msg("Share that came true"), unit=Unit.SHARE),
            "low": TableColumn(label=msg("Chance allows, from"), unit=Unit.SHARE),
            "high": TableColumn(label=msg("Chance allows, to"), unit=Unit.SHARE),
        },
    )
