"""Layers that several charts share: the line of today, events, a target line, hover."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import altair as alt
import pandas as pd

from kpicore.charts.axes import day_tooltip, pixel_x, pixel_y, text_tooltip
from kpicore.charts.theme import ANNOTATION, LOSS, TEXT_SIZE
from kpicore.language import Translator
from kpicore.messages import msg

HOVER_WIDTH = 10
"""Pixels around a point in which its tooltip shows: also a finger finds it."""
NOTE = "note"
"""Kind of a row that is a note, among the rows of events."""
SOLID = (1, 0)
DASHED = (6, 4)


def today_layers(today: date, t: Translator) -> list[alt.Chart]:
    """Return the dashed line that parts what was measured from what is expected.

    Parameters
    ----------
    today : date
        First day that is not known yet.
    t : Translator
        Of the reader.

    Returns
    -------
    list of Chart
        Layers ``today`` and ``today_label``.
    """
    frame = pd.DataFrame({"date": [pd.Timestamp(today)], "label": [t(msg("Today"))]})
    base = alt.Chart(frame).encode(x=alt.X("date:T"))
    rule = base.mark_rule(color=ANNOTATION, strokeDash=[4, 4]).properties(name="today")
    label = base.mark_text(
        align="right", baseline="top", dx=-5, color=ANNOTATION, fontSize=TEXT_SIZE
    ).encode(y=pixel_y(2), text=alt.Text("label:N"))
    return [rule, label.properties(name="today_label")]


def event_layers(events: pd.DataFrame | None, t: Translator) -> list[alt.Chart]:
    """Return a small mark at the foot of the plot for each event, another for each note.

    Parameters
    ----------
    events : DataFrame or None
        Columns ``date`` and ``label`` (text that is final), and perhaps ``kind``, which is
        ``NOTE`` for notes; None or no rows gives no layer.
    t : Translator
        Of the reader.

    Returns
    -------
    list of Chart
        Layers ``events`` and ``notes``, those of them that hold anything.
    """
    if events is None or events.empty:
        return []
    is_note = events["kind"] == NOTE if "kind" in events else pd.Series(False, index=events.index)
    parts = (
        ("events", events[~is_note], "triangle-up", msg("Event")),
        ("notes", events[is_note], "square", msg("Note")),
    )
    return [
        alt.Chart(frame.drop(columns="kind", errors="ignore"))
        .mark_point(shape=shape, filled=True, size=70, color=ANNOTATION, opacity=1)
        .encode(
            x=alt.X("date:T"),
            y=pixel_y("height"),
            tooltip=[day_tooltip(t), text_tooltip("label", word, t)],
        )
        .properties(name=name)
        for name, frame, shape, word in parts
        if not frame.empty
    ]


def break_layers(
    breaks: pd.DataFrame | None, t: Translator, *, middle: pd.Timestamp
) -> list[alt.Chart]:
    """Return an upright dashed line for each day on which a platform changed what it counts.

    Parameters
    ----------
    breaks : DataFrame or None
        Columns ``date`` and ``label`` (the sentence, final); None or no rows gives no layer.
    t : Translator
        Of the reader.
    middle : Timestamp
        Words stand left of later lines, so that they stay inside the plot.

    Returns
    -------
    list of Chart
        Layers ``breaks``, and ``breaks_label`` or ``breaks_late_label`` or both, or nothing.
    """
    if breaks is None or breaks.empty:
        return []
    word = msg("Counted differently from here")
    drawn = breaks.assign(word=t(word))
    tooltip = [day_tooltip(t), text_tooltip("label", word, t)]
    rule = alt.Chart(drawn).mark_rule(color=LOSS, strokeWidth=1.5, strokeDash=[2, 3])
    layers = [rule.encode(x=alt.X("date:T"), tooltip=tooltip).properties(name="breaks")]
    late = drawn["date"] > middle
    sides: tuple[tuple[str, Literal["left", "right"], int, pd.DataFrame], ...] = (
        ("breaks_label", "left", 5, drawn[~late]),
        ("breaks_late_label", "right", -5, drawn[late]),
    )
    for name, side, dx, part in sides:
        if not part.empty:
            label = alt.Chart(part).mark_text(
                align=side, baseline="top", dx=dx, color=LOSS, fontSize=TEXT_SIZE
            )
            layers.append(
                label.encode(
                    x=alt.X("date:T"), y=pixel_y(2), text=alt.Text("word:N"), tooltip=tooltip
                ).properties(name=name)
            )
    return layers


def level_layers(data: pd.DataFrame | alt.NamedData, colour: str, *, name: str) -> list[alt.Chart]:
    """Return horizontal lines with their words above them at the left.

    Parameters
    ----------
    data : DataFrame or NamedData
        ``value``, on the scale of the chart, and ``label``, final words.
    colour : str
        Of lines and words.
    name : str
        Name of the lines' layer; the words are ``<name>_label``.

    Returns
    -------
    list of Chart
        Two layers.
    """
    base = alt.Chart(data).encode(y=alt.Y("value:Q"))
    rule = base.mark_rule(color=colour, strokeWidth=2).properties(name=name)
    label = base.mark_text(
        align="left", baseline="bottom", dx=4, dy=-3, color=colour, fontSize=TEXT_SIZE
    ).encode(x=pixel_x(0), text=alt.Text("label:N"))
    return [rule, label.properties(name=f"{name}_label")]


def hover_layer(x: alt.X, tooltip: list[alt.Tooltip], *, name: str = "hover") -> alt.Chart:
    """Return invisible upright strips that show a row's numbers wherever the pointer is.

    Parameters
    ----------
    x : X
        Horizontal encoding; the data are those of the layered chart.
    tooltip : list of Tooltip
        What is shown.
    name : str
        Name of the layer.

    Returns
    -------
    Chart
        A layer without data of its own.
    """
    strips = alt.Chart().mark_rule(opacity=0, strokeWidth=HOVER_WIDTH)
    layer: alt.Chart = strips.encode(x=x, tooltip=tooltip).properties(name=name)
    return layer


def legend_layer(entries: Mapping[str, str], *, columns: int = 2) -> alt.Chart:
    """Return an invisible layer that carries the legend of a chart.

    The layers themselves have fixed colours, so that none of them needs a column for its name.

    Parameters
    ----------
    entries : Mapping[str, str]
        Words, final, to their colour, in order.
    columns : int, default 2
        Of the legend; two fit a phone.

    Returns
    -------
    Chart
        Layer ``legend``.
    """
    colours = alt.Scale(domain=list(entries), range=list(entries.values()))
    words = alt.Legend(
        title=None, orient="top", columns=columns, symbolType="square", symbolOpacity=1
    )
    layer: alt.Chart = (
        alt.Chart(pd.DataFrame({"entry": list(entries)}))
        .mark_square(opacity=0)
        .encode(x=pixel_x(0), y=pixel_y(0), fill=alt.Fill("entry:N", scale=colours, legend=words))
        .properties(name="legend")
    )
    return layer
