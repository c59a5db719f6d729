"""Dragging a target: between today and the deadline the plot is a field of targets to take hold of.

The field is a set of invisible bands, one per target that people say. While the pointer is pressed
a dashed line follows it with the target and its probability, drawn by the browser alone; the target
itself changes once the pointer is let go.
"""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from kpicore.charts.axes import text_tooltip, with_texts
from kpicore.charts.marks import DASHED
from kpicore.charts.quantity import Quantity
from kpicore.charts.theme import GOAL, TEXT_SIZE
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.units import Probability

DRAG = "target"
"""Name of the selection: its field ``target`` is the one that was let go at."""

FIELD = "target_field"
_GESTURE = f"[@{FIELD}_marks:pointerdown, window:pointerup] > @{FIELD}_marks:pointermove"
"""Pressed inside the field and moved there; leaving it for a moment loses nothing."""


def drag_layers(
    grid: pd.DataFrame, first: date, *, quantity: Quantity, t: Translator
) -> list[alt.Chart]:
    """Return the field of targets and the line that follows the pointer.

    Parameters
    ----------
    grid : DataFrame
        ``target``, ``low``, ``high``, ``probability``: from `kpicore.goals.target_grid`.
    first : date
        Where the field begins; it ends at the right edge.
    quantity : Quantity
        What the targets are.
    t : Translator
        Of the reader.

    Returns
    -------
    list of Chart
        Layers ``target_field``, ``dragged``, ``dragged_label``; nothing for an empty grid.
    """
    if grid.empty:
        return []
    frame = with_texts(grid, ("target",), quantity, t).assign(
        first=pd.Timestamp(first),
        odds=[t.probability(p) for p in grid["probability"].tolist()],
        words=[
            t(
                msg(
                    "{target}: {probability} likely",
                    target=quantity.amount(target),
                    probability=Probability(probability),
                )
            )
            for target, probability in zip(
                grid["target"].tolist(), grid["probability"].tolist(), strict=True
            )
        ],
    )
    held = alt.selection_point(
        name=DRAG,
        fields=["target"],
        on=f"{_GESTURE}, @{FIELD}_marks:pointerdown",
        clear=False,
        empty=False,
        toggle=False,
    )
    base = alt.Chart(frame)
    field = (
        base.mark_rect(opacity=0, cursor="ns-resize")
        .encode(
            x=alt.X("first:T"),
            x2=alt.X2Value("width"),  # type: ignore[no-untyped-call]  # so in Altair
            y=alt.Y("low:Q"),
            y2=alt.Y2("high"),
            tooltip=[
                text_tooltip("target_text", msg("Target"), t),
                text_tooltip("odds", msg("Probability"), t),
            ],
        )
        .properties(name=FIELD)
        .add_params(held)
    )
    followed = base.transform_filter(held).encode(y=alt.Y("target:Q"))
    # Empty until somebody drags: a mark without words must not be announced as a picture.
    line = followed.mark_rule(color=GOAL, strokeWidth=2, strokeDash=list(DASHED), aria=False)
    words = followed.mark_text(
        align="right", baseline="bottom", dx=-4, dy=-4, color=GOAL, fontSize=TEXT_SIZE
    ).encode(
        x=alt.XValue("width"),  # type: ignore[no-untyped-call]  # so in Altair
        text=alt.Text("words:N"),
    )
    return [
        field,
        line.properties(name="dragged"),
        words.properties(name="dragged_label"),
    ]
