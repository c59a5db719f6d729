"""Things side by side as bars, the reader's own in the accent, each with a mark beside it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from kpicore.charts.axes import text_tooltip, value_axis, with_texts
from kpicore.charts.marks import legend_layer
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import (
    ACCENT,
    ANNOTATION,
    GOAL,
    MEASURED,
    TEXT_SIZE,
    finished,
)
from kpicore.language import Translator
from kpicore.messages import Message, msg

BAR_COLUMNS = ("part", "value", "mark", "own")
"""`part` is the word of a bar, final and different from the others; `mark` a second value of it,
NaN for none; `own` whether it is the reader's."""

BAR_PIXELS = 32
AXIS_PIXELS, LEGEND_PIXELS = 60, 42
"""The height of a chart holds its axis and legend as well."""
_BAND = 0.62
_WIDTH_OF_WORDS = 0.16
"""Of the axis, on a narrow screen."""
WHOLE = 1.12
"""End of an axis of probabilities: certainty, and room for the words of its bar."""


@remembered
def bars_chart(
    frame: pd.DataFrame,
    *,
    quantity: Quantity,
    t: Translator,
    bar_label: Message | str | None = None,
    mark_label: Message | str | None = None,
    signed: bool = False,
    probability: bool = False,
) -> alt.LayerChart:
    """Draw a bar per thing, in the order given.

    Parameters
    ----------
    frame : DataFrame
        `BAR_COLUMNS`; bars without a value are left out.
    quantity : Quantity
        What the values are.
    t : Translator
        Of the reader.
    bar_label, mark_label : Message or str, optional
        What bars and marks stand for; with `mark_label` marks and a legend are drawn.
    signed : bool, default False
        Whether a plus is written before positive values.
    probability : bool, default False
        Whether the values are probabilities, which are never written as 0 % or 100 %.

    Returns
    -------
    LayerChart
        Layers ``bars``, ``bar_label``, and with marks ``marks`` and ``legend``.
    """
    known = frame[frame["value"].notna()]
    drawn = with_texts(known, ("value", "mark"), quantity, t)
    if signed:
        drawn = with_texts(drawn, ("value",), quantity, t, signed=True)
    elif probability:
        drawn["value_text"] = [t.probability(v) for v in drawn["value"].tolist()]
    drawn["end"] = _words_from(drawn)
    y = alt.Y(
        "part:N",
        sort=drawn["part"].tolist(),
        axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=150, labelPadding=8),
    )
    axis = value_axis(quantity.unit, t, quantity.axis_title)
    # Room at the right for the text of the longest bar.
    scale = alt.Scale(zero=True, nice=False, domainMax=WHOLE if probability else _with_room(drawn))
    x = alt.X("value:Q", axis=axis, scale=scale)
    tooltip = [
        text_tooltip("part", msg("What"), t),
        text_tooltip("value_text", quantity.label if bar_label is None else bar_label, t),
    ]
    if mark_label is not None:
        tooltip.append(text_tooltip("mark_text", mark_label, t))
    bars = alt.Chart().mark_bar(cornerRadiusEnd=3, height=alt.RelativeBandSize(band=_BAND))
    words = alt.Chart().mark_text(
        align="left", baseline="middle", dx=8, color=ANNOTATION, fontSize=TEXT_SIZE
    )
    own = alt.Scale(domain=[True, False], range=[ACCENT, MEASURED])
    layers = [
        bars.encode(
            y=y, x=x, color=alt.Color("own:N", scale=own, legend=None), tooltip=tooltip
        ).properties(name="bars"),
        words.encode(y=y, x=alt.X("end:Q"), text=alt.Text("value_text:N")).properties(
            name="bar_label"
        ),
    ]
    if mark_label is not None:
        colour = ACCENT if bool(drawn["own"].any()) else MEASURED
        layers += [
            _mark_layer(y, tooltip),
            legend_layer({t.say(bar_label or quantity.label): colour, t.say(mark_label): GOAL}),
        ]
    around = AXIS_PIXELS if mark_label is None else AXIS_PIXELS + LEGEND_PIXELS
    height = BAR_PIXELS * max(len(drawn), 1) + around
    return finished(layers, t.code, data=drawn, height=height)


def _mark_layer(y: alt.Y, tooltip: list[alt.Tooltip]) -> alt.Chart:
    marks = alt.Chart().mark_tick(
        color=GOAL, thickness=3, height=alt.RelativeBandSize(band=0.85), opacity=1
    )
    layer: alt.Chart = marks.encode(y=y, x=alt.X("mark:Q"), tooltip=tooltip).properties(
        name="marks"
    )
    return layer


def _words_from(drawn: pd.DataFrame) -> pd.Series[float]:
    """Return where the words of the bars begin: at their ends, behind a mark that is in the way.

    Behind a mark farther off they would be taken for its value. Bars below zero have theirs at the
    zero line.
    """
    ends = drawn["value"].clip(lower=0.0)
    ahead = drawn["mark"] - ends
    in_the_way = (ahead > 0) & (ahead < _WIDTH_OF_WORDS * _with_room(drawn))
    return ends.mask(in_the_way, drawn["mark"])


def _with_room(drawn: pd.DataFrame) -> float:
    if drawn.empty:
        return 1.0
    longest = float(drawn[["value", "mark"]].max(axis=1).clip(lower=0.0).max())
    lowest = min(float(drawn["value"].min()), 0.0)
    return longest + 0.25 * (longest - lowest) if longest > lowest else 1.0
