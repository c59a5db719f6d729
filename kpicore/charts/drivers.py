"""What drives the expected change: parts that add up, as bars that continue one another."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from kpicore.charts.axes import text_tooltip, value_axis
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import ACCENT, ANNOTATION, GAIN, LOSS, SMALL_HEIGHT, TEXT_SIZE, finished
from kpicore.language import Translator
from kpicore.messages import Message, msg

DRIVER_COLUMNS = ("part", "value")
"""`part` is the word of a driver, final; `value` what it adds, in the unit of the KPI."""

BAR_PIXELS = 44


@remembered
def drivers_chart(
    frame: pd.DataFrame, *, total: Message | str, quantity: Quantity, t: Translator
) -> alt.LayerChart:
    """Draw what adds up to an expected change.

    Parameters
    ----------
    frame : DataFrame
        `DRIVER_COLUMNS`, in the order in which they are added.
    total : Message or str
        Words of the last bar, which holds their sum.
    quantity : Quantity
        What the values are.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``zero``, ``bars``, ``bar_label``.
    """
    drawn = _continued(frame, t.say(total), quantity, t)
    order = drawn["part"].tolist()
    y = alt.Y(
        "part:N",
        sort=order,
        axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=160, labelPadding=8),
    )
    axis = value_axis(quantity.unit, t, quantity.axis_title)
    colours = alt.Scale(domain=["up", "down", "total"], range=[GAIN, LOSS, ACCENT])
    bars = (
        alt.Chart()
        .mark_bar(cornerRadius=3, height=alt.RelativeBandSize(band=0.6))
        .encode(
            y=y,
            x=alt.X("start:Q", axis=axis, scale=alt.Scale(nice=True, padding=40)),
            x2=alt.X2("end"),
            color=alt.Color("way:N", scale=colours, legend=None),
            tooltip=[
                text_tooltip("part", msg("What drives it"), t),
                text_tooltip("value_text", quantity.label, t),
            ],
        )
    )
    labels = alt.Chart().mark_text(
        align="left", baseline="middle", dx=6, color=ANNOTATION, fontSize=TEXT_SIZE
    )
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=ANNOTATION)
    layers = [
        zero.encode(x=alt.X("zero:Q")).properties(name="zero"),
        bars.properties(name="bars"),
        labels.encode(y=y, x=alt.X("right:Q"), text=alt.Text("value_text:N")).properties(
            name="bar_label"
        ),
    ]
    height = max(SMALL_HEIGHT // 2, BAR_PIXELS * len(drawn) + 40)
    return finished(layers, t.code, data=drawn, height=height)


def _continued(frame: pd.DataFrame, total: str, quantity: Quantity, t: Translator) -> pd.DataFrame:
    values = frame["value"].astype(float)
    end = values.cumsum()
    bars = pd.DataFrame({"part": frame["part"].to_numpy(), "value": values.to_numpy()})
    bars["start"], bars["end"] = (end - values).to_numpy(), end.to_numpy()
    bars["way"] = ["up" if value >= 0 else "down" for value in values]
    last = pd.DataFrame(
        {
            "part": [total],
            "value": [float(values.sum())],
            "start": [0.0],
            "end": [float(values.sum())],
            "way": ["total"],
        }
    )
    bars = pd.concat([bars, last], ignore_index=True)
    texts = [
        t.amount(v, quantity.unit, currency=quantity.currency, signed=True)
        for v in readable(bars["value"].tolist())
    ]
    return bars.assign(right=bars[["start", "end"]].max(axis=1), value_text=texts)


def readable(values: Sequence[float]) -> list[float]:
    """Round parts to three digits of the largest, so that they are read side by side.

    Parameters
    ----------
    values : sequence of float
        Parts of a sum and the sum.

    Returns
    -------
    list of float
        All to the same place.
    """
    largest = max((abs(v) for v in values), default=0.0)
    if largest == 0:
        return list(values)
    places = 2 - math.floor(math.log10(largest))
    # "+ 0.0" turns a negative zero into zero.
    return [round(v, places) + 0.0 for v in values]
