"""The probability curve: the higher the target, the less likely, with the ladder on it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from kpicore.charts.axes import text_tooltip, value_axis, with_texts
from kpicore.charts.marks import hover_layer
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.specification import Filled
from kpicore.charts.theme import (
    ACCENT,
    LADDER_COLOURS,
    LINE,
    SMALL_HEIGHT,
    TEXT_SIZE,
    finished,
)
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.units import Unit

CURVE_COLUMNS = ("target", "probability")
LADDER_COLUMNS = ("target", "probability", "rung", "name")
"""`rung` is a key of `kpicore.charts.theme.LADDER_COLOURS`, `name` its word, final."""

RUNG_SHAPES = {
    "safe": "circle",
    "realistic": "square",
    "stretch": "triangle-up",
    "unlikely": "cross",
    "custom": "diamond",
}
"""Shape of a rung's point, so that it is not told by colour alone."""


_CURVE_ROWS, _LADDER_ROWS = "curve_rows", "ladder_rows"


def probability_curve(
    curve: pd.DataFrame, ladder: pd.DataFrame, *, quantity: Quantity, t: Translator
) -> Filled:
    """Draw how likely each target is.

    Parameters
    ----------
    curve : DataFrame
        `CURVE_COLUMNS`, a row per target in ascending order; probabilities in [0, 1].
    ladder : DataFrame
        `LADDER_COLUMNS`: proposals and the target that is chosen.
    quantity : Quantity
        What the targets are.
    t : Translator
        Of the reader.

    Returns
    -------
    Filled
        Layers ``curve``, ``ladder``, ``ladder_label``, ``own_label``, ``hover``.
    """
    ground = _ground(quantity=quantity, t=t)
    frames = {_CURVE_ROWS: curve, _LADDER_ROWS: ladder}
    return Filled(ground, {name: _worded(f, quantity, t) for name, f in frames.items()})


@remembered
def _ground(*, quantity: Quantity, t: Translator) -> alt.LayerChart:
    """Draw all but the rows, which change with every target that is tried."""
    axis = value_axis(quantity.unit, t, quantity.axis_title, grid=False)
    x = alt.X("target:Q", axis=axis, scale=alt.Scale(zero=False, nice=False))
    y = alt.Y(
        "probability:Q",
        axis=value_axis(Unit.SHARE, t, msg("Probability (%)")),
        scale=alt.Scale(domain=[0, 1]),
    )
    tooltip = [
        text_tooltip("target_text", quantity.label, t),
        text_tooltip("probability_text", msg("Probability"), t),
    ]
    line = (
        alt.Chart(alt.NamedData(_CURVE_ROWS))
        .mark_line(color=ACCENT, strokeWidth=LINE)
        .encode(x=x, y=y)
    )
    colours = alt.Scale(domain=list(LADDER_COLOURS), range=list(LADDER_COLOURS.values()))
    shapes = alt.Scale(domain=list(RUNG_SHAPES), range=list(RUNG_SHAPES.values()))
    rungs = alt.Chart(alt.NamedData(_LADDER_ROWS)).encode(x=x, y=y)
    points = rungs.mark_point(filled=True, size=120, opacity=1).encode(
        color=alt.Color("rung:N", scale=colours, legend=None),
        shape=alt.Shape("rung:N", scale=shapes, legend=None),
        tooltip=[text_tooltip("name", msg("Proposal"), t), *tooltip],
    )
    # The rungs are named above the curve, the reader's own target below it: never on one another.
    above = rungs.transform_filter("datum.rung !== 'custom'").mark_text(
        align="left", dx=9, dy=-9, fontSize=TEXT_SIZE
    )
    below = rungs.transform_filter("datum.rung === 'custom'").mark_text(
        align="right", dx=-9, dy=12, fontSize=TEXT_SIZE
    )
    named = alt.Color("rung:N", scale=colours, legend=None)
    layers = [
        line.properties(name="curve"),
        points.properties(name="ladder"),
        above.encode(text=alt.Text("name:N"), color=named).properties(name="ladder_label"),
        below.encode(text=alt.Text("name:N"), color=named).properties(name="own_label"),
        hover_layer(x, tooltip),
    ]
    return finished(layers, t.code, data=alt.NamedData(_CURVE_ROWS), height=SMALL_HEIGHT)


def _worded(frame: pd.DataFrame, quantity: Quantity, t: Translator) -> pd.DataFrame:
    worded = with_texts(frame, ("target",), quantity, t)
    texts = [t.probability(p) for p in frame["probability"].tolist()]
    return worded.assign(probability_text=texts)
