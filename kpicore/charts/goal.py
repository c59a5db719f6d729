"""The goal: where the measure has been, where it is heading, where it should be."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from kpicore.charts.axes import time_channel, with_texts
from kpicore.charts.fan import FAN_COLUMNS, fan_layers, fan_legend, fan_tooltips
from kpicore.charts.goal_drag import drag_layers
from kpicore.charts.marks import (
    DASHED,
    event_layers,
    hover_layer,
    legend_layer,
    level_layers,
    today_layers,
)
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.specification import Filled
from kpicore.charts.theme import ANNOTATION, BAND_PACE, GOAL, THIN_LINE, finished
from kpicore.language import Translator
from kpicore.messages import msg

PACE_LABEL = msg("Pace to the target")

_TARGET_ROWS, _PACE_ROWS = "target_rows", "pace_rows"
_BAND = ("low", "high")


def goal_chart(
    frame: pd.DataFrame,
    *,
    quantity: Quantity,
    t: Translator,
    today: date,
    target: float,
    deadline: date,
    pace: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    grid: pd.DataFrame | None = None,
) -> Filled:
    """Draw a goal on the scale of its measure.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.charts.fan.FAN_COLUMNS`: the measure's own path, its trailing value or running sum.
    quantity : Quantity
        What the values are.
    t : Translator
        Of the reader.
    today : date
        First day that is not known yet.
    target : float
        In the unit.
    deadline : date
        Last day that counts.
    pace : DataFrame, optional
        ``date`` and ``pace``: the path that ends at the target; with ``low`` and ``high`` its
        band is drawn too.
    events : DataFrame, optional
        ``date`` and ``label``.
    grid : DataFrame, optional
        Targets to drag along, as `kpicore.charts.goal_drag.drag_layers` takes them.

    Returns
    -------
    Filled
        The layers of the fan, ``pace`` with ``pace_band``, ``target`` with ``target_label``,
        ``deadline``, ``legend``, ``today``, ``events``, ``hover``, and those of dragging.
    """
    path = None if pace is None or pace.empty else pace
    ground = _ground(
        frame,
        quantity=quantity,
        t=t,
        today=today,
        deadline=deadline,
        paced=path is not None,
        banded=path is not None and set(_BAND) <= set(path.columns),
        events=events,
        grid=grid,
    )
    words = t(msg("Target {target}", target=quantity.amount(target)))
    point = {"date": pd.Timestamp(deadline), "value": target, "label": words}
    frames = {_TARGET_ROWS: pd.DataFrame([point])}
    return Filled(ground, frames if path is None else frames | {_PACE_ROWS: path})


@remembered
def _ground(
    frame: pd.DataFrame,
    *,
    quantity: Quantity,
    t: Translator,
    today: date,
    deadline: date,
    paced: bool,
    banded: bool,
    events: pd.DataFrame | None,
    grid: pd.DataFrame | None,
) -> alt.LayerChart:
    """Draw all that stays while somebody tries one target after another."""
    drawn = with_texts(frame, FAN_COLUMNS[1:], quantity, t)
    entries = fan_legend(t)
    layers = fan_layers(drawn, quantity=quantity, t=t, until=deadline)
    if paced:
        layers += _pace_layers(banded=banded)
        entries[t(PACE_LABEL)] = GOAL
    layers += [
        *level_layers(alt.NamedData(_TARGET_ROWS), GOAL, name="target"),
        _deadline_layer(),
        legend_layer(entries),
        *today_layers(today, t),
        *event_layers(events, t),
        hover_layer(time_channel(drawn["date"], t, until=deadline), fan_tooltips(t)),
    ]
    if grid is not None:
        layers += drag_layers(grid, today, quantity=quantity, t=t)
    return finished(layers, t.code, data=drawn)


def _pace_layers(*, banded: bool) -> list[alt.Chart]:
    base = alt.Chart(alt.NamedData(_PACE_ROWS)).encode(x=alt.X("date:T"))
    line = base.mark_line(
        color=GOAL, strokeWidth=THIN_LINE, strokeDash=list(DASHED), interpolate="monotone"
    ).encode(y=alt.Y("pace:Q"))
    path = line.properties(name="pace")
    if not banded:
        return [path]
    low, high = _BAND
    band = base.mark_area(color=BAND_PACE, opacity=1, interpolate="monotone").encode(
        y=alt.Y(low, type="quantitative"), y2=alt.Y2(high)
    )
    return [band.properties(name="pace_band"), path]


def _deadline_layer() -> alt.Chart:
    mark = alt.Chart(alt.NamedData(_TARGET_ROWS)).mark_point(
        shape="diamond", filled=True, size=130, color=GOAL, opacity=1, stroke=ANNOTATION
    )
    layer: alt.Chart = mark.encode(x=alt.X("date:T"), y=alt.Y("value:Q")).properties(
        name="deadline"
    )
    return layer
