"""Scenarios as charts: their middles side by side, and what one of them adds to the forecast."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from kpicore.charts.axes import (
    day_tooltip,
    text_tooltip,
    time_channel,
    value_axis,
    with_texts,
)
from kpicore.charts.marks import DASHED, SOLID, hover_layer, level_layers
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import (
    ACCENT,
    ANNOTATION,
    BAND_80,
    GAIN,
    GOAL,
    LINE,
    LOSS,
    MEASURED,
    THIN_LINE,
    finished,
)
from kpicore.language import Translator
from kpicore.messages import msg

OTHERS = (GAIN, "#a9781a", "#8a5fc7", LOSS, "#3a8f9c", "#b0588a", "#6b7f2e")
"""Colours of the scenarios that are not looked at, in order."""
DASHES = ((2, 3), (8, 3), (1, 2), (10, 3, 2, 3), (5, 2), (3, 6), (12, 4))
"""Their dashes, so that no line is told by colour alone."""


@remembered
def middles_chart(
    frame: pd.DataFrame,
    *,
    names: Sequence[str],
    focus: int,
    target: float,
    quantity: Quantity,
    t: Translator,
) -> alt.LayerChart:
    """Draw the middle of the futures under each scenario.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.scenarios.PATH_COLUMNS`.
    names : sequence of str
        Name of each scenario, final, by its place; the forecast comes first.
    focus : int
        Place of the scenario that is looked at.
    target : float
        Of the goal.
    quantity : Quantity
        What the values are.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``middles``, ``target`` with its words, ``hover``.
    """
    shown = with_texts(frame, ("median",), quantity, t)
    shown = shown.assign(name=[names[place] for place in shown["scenario"]])
    colours, dashes = _looks(len(names), focus)
    legend = alt.Legend(title=None, orient="top", columns=1, labelLimit=320, symbolType="stroke")
    x = time_channel(shown["date"], t)
    order = list(names)
    lines = (
        alt.Chart()
        .mark_line(strokeWidth=LINE, interpolate="monotone")
        .encode(
            x=x,
            y=alt.Y(
                "median:Q",
                axis=value_axis(quantity.unit, t, quantity.axis_title),
                scale=alt.Scale(zero=False, nice=True),
            ),
            color=alt.Color("name:N", scale=alt.Scale(domain=order, range=colours), legend=legend),
            strokeDash=alt.StrokeDash(
                "name:N", scale=alt.Scale(domain=order, range=dashes), legend=legend
            ),
        )
        .properties(name="middles")
    )
    tooltip = [
        day_tooltip(t),
        text_tooltip("name", msg("Scenario"), t),
        text_tooltip("median_text", quantity.label, t),
    ]
    words = t(msg("Target {target}", target=quantity.amount(target)))
    level = pd.DataFrame({"value": [target], "label": [words]})
    layers = [
        lines,
        *level_layers(level, GOAL, name="target"),
        hover_layer(x, tooltip),
    ]
    return finished(layers, t.code, data=shown)


def _looks(count: int, focus: int) -> tuple[list[str], list[list[int]]]:
    colours: list[str] = []
    dashes: list[list[int]] = []
    others = 0
    for place in range(count):
        if place == focus:
            colours.append(ACCENT)
            dashes.append(list(SOLID))
        elif place == 0:
            colours.append(MEASURED)
            dashes.append(list(DASHED))
        else:
            colours.append(OTHERS[others % len(OTHERS)])
            dashes.append(list(DASHES[others % len(DASHES)]))
            others += 1
    return colours, dashes


@remembered
def difference_chart(frame: pd.DataFrame, *, quantity: Quantity, t: Translator) -> alt.LayerChart:
    """Draw what one scenario adds to the forecast, future by future.

    Parameters
    ----------
    frame : DataFrame
        Rows of `kpicore.scenarios.PATH_COLUMNS` of one scenario.
    quantity : Quantity
        What the values are that the scenario changes.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``band``, ``difference``, ``nothing`` at zero, ``hover``.
    """
    shown = with_texts(frame, ("difference", "low", "high"), quantity, t, signed=True)
    x = time_channel(shown["date"], t)
    axis = value_axis(quantity.unit, t, quantity.named(msg("Against the forecast")).axis_title)
    base = alt.Chart().encode(x=x)
    zero = alt.Chart(pd.DataFrame({"difference": [0.0]})).mark_rule(
        color=ANNOTATION, strokeWidth=THIN_LINE
    )
    layers = [
        base.mark_area(color=BAND_80, opacity=1, interpolate="monotone")
        .encode(y=alt.Y("low:Q", axis=axis), y2=alt.Y2("high"))
        .properties(name="band"),
        base.mark_line(color=ACCENT, strokeWidth=LINE, interpolate="monotone")
        .encode(y=alt.Y("difference:Q", axis=axis))
        .properties(name="difference"),
        zero.encode(y=alt.Y("difference:Q")).properties(name="nothing"),
        hover_layer(
            x,
            [
                day_tooltip(t),
                text_tooltip("difference_text", msg("Against the forecast"), t),
                text_tooltip("low_text", msg("8 in 10 futures, from"), t),
                text_tooltip("high_text", msg("8 in 10 futures, to"), t),
            ],
        ),
    ]
    return finished(layers, t.code, data=shown)
