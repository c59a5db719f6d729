"""What the model sees in a series: trend, week, year and events, each as a small chart."""

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
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import ACCENT, ANNOTATION, LINE, SMALL_HEIGHT, finished
from kpicore.language import Translator

COMPONENT_HEIGHT = SMALL_HEIGHT * 3 // 4


@remembered
def component_chart(frame: pd.DataFrame, *, quantity: Quantity, t: Translator) -> alt.LayerChart:
    """Draw a component over time.

    Parameters
    ----------
    frame : DataFrame
        ``date`` and ``value``: what the component adds at that day.
    quantity : Quantity
        The component: its name, and what its values count, a share where it multiplies.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``zero`` and ``component``.
    """
    drawn = with_texts(frame, ("value",), quantity, t, signed=True)
    y = alt.Y("value:Q", axis=value_axis(quantity.unit, t, quantity.axis_title))
    tooltip = [day_tooltip(t), text_tooltip("value_text", quantity.label, t)]
    line = alt.Chart().mark_line(color=ACCENT, strokeWidth=LINE)
    layers = [
        _zero(),
        line.encode(x=time_channel(drawn["date"], t), y=y, tooltip=tooltip).properties(
            name="component"
        ),
    ]
    return finished(layers, t.code, data=drawn, height=COMPONENT_HEIGHT)


@remembered
def weekday_chart(frame: pd.DataFrame, *, quantity: Quantity, t: Translator) -> alt.LayerChart:
    """Draw what each weekday adds.

    Parameters
    ----------
    frame : DataFrame
        ``weekday`` (its name, final, in the order of the week) and ``value``.
    quantity : Quantity
        The component: its name, and what its values count.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``zero`` and ``component``.
    """
    drawn = with_texts(frame, ("value",), quantity, t, signed=True)
    x = alt.X(
        "weekday:N",
        sort=drawn["weekday"].tolist(),
        axis=alt.Axis(title=None, labelAngle=0, domain=False, ticks=False),
    )
    bars = alt.Chart().mark_bar(color=ACCENT, cornerRadius=3)
    y = alt.Y("value:Q", axis=value_axis(quantity.unit, t, quantity.axis_title))
    layers = [
        _zero(),
        bars.encode(x=x, y=y, tooltip=[text_tooltip("value_text", quantity.label, t)]).properties(
            name="component"
        ),
    ]
    return finished(layers, t.code, data=drawn, height=COMPONENT_HEIGHT)


def _zero() -> alt.Chart:
    rule = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=ANNOTATION)
    layer: alt.Chart = rule.encode(y=alt.Y("zero:Q")).properties(name="zero")
    return layer
