"""Sudden changes on the line of days, and followers gained against followers lost."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from kpicore.charts.axes import (
    day_tooltip,
    text_tooltip,
    time_channel,
    value_axis,
    with_texts,
)
from kpicore.charts.marks import event_layers, hover_layer, legend_layer
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.charts.theme import (
    BAND_80,
    GAIN,
    LOSS,
    MEASURED,
    SMALL_HEIGHT,
    THIN_LINE,
    finished,
)
from kpicore.insights import SuddenChange, Unfollows, change_label, change_sentence
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs
from kpicore.units import Unit

MARK_COLUMNS = ("date", "value", "label", "up")
"""`date` the oddest day of a change and its `value`; `label` its sentence, final; `up` its side."""

_EXPECTED, _MORE, _LESS = (
    msg("8 in 10 such days"),
    msg("More than expected"),
    msg("Less than expected"),
)


def change_marks(
    days: pd.DataFrame, changes: Sequence[SuddenChange], t: Translator
) -> pd.DataFrame:
    """Return where changes are marked on the line of days.

    Parameters
    ----------
    days : DataFrame
        `kpicore.insights.EXPECTED_COLUMNS`.
    changes : sequence of SuddenChange
        Of the same metric.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        `MARK_COLUMNS`; changes outside the days are left out.
    """
    rows = []
    for change in changes:
        inside = days["date"].between(pd.Timestamp(change.first), pd.Timestamp(change.last))
        chosen = days[inside & days["value"].notna()]
        if chosen.empty:
            continue
        odd = int(np.abs(chosen["surprise"].fillna(0.0).to_numpy()).argmax())
        place = chosen.iloc[0 if change.kind.stays else odd]
        rows.append((place["date"], place["value"], t(change_sentence(change)), change.kind.up))
    return pd.DataFrame(rows, columns=list(MARK_COLUMNS)).astype({"value": float, "up": bool})


@remembered
def changes_chart(
    days: pd.DataFrame,
    marks: pd.DataFrame,
    *,
    label: Message,
    t: Translator,
    events: pd.DataFrame | None = None,
) -> alt.LayerChart:
    """Draw the days, where they were expected, and those that are unlike it.

    Parameters
    ----------
    days : DataFrame
        `kpicore.insights.EXPECTED_COLUMNS`, not empty.
    marks : DataFrame
        `MARK_COLUMNS`.
    label : Message
        What the values are.
    t : Translator
        Of the reader.
    events : DataFrame, optional
        ``date`` and ``label``.

    Returns
    -------
    LayerChart
        Layers ``band``, ``measured``, ``more``, ``less``, ``legend``, ``events``, ``hover``.
    """
    columns = ("value", "expected", "low", "high")
    quantity = Quantity(label=label, unit=Unit.COUNT)
    drawn = with_texts(days[["date", *columns]], columns, quantity, t)
    x = time_channel(drawn["date"], t)
    axis = value_axis(quantity.unit, t, quantity.axis_title)
    # The band may reach further than any day: it is cut where the days end.
    scale = alt.Scale(domain=_domain(drawn), nice=True, clamp=True)
    base = alt.Chart().encode(x=x)
    band = base.mark_area(color=BAND_80, interpolate="monotone").encode(
        y=alt.Y("low:Q", axis=axis, scale=scale), y2=alt.Y2("high")
    )
    line = base.mark_line(color=MEASURED, strokeWidth=THIN_LINE).encode(
        y=alt.Y("value:Q", axis=axis, scale=scale)
    )
    tooltip = [
        day_tooltip(t),
        text_tooltip("value_text", label, t),
        text_tooltip("expected_text", msg("Expected the day before"), t),
    ]
    layers = [
        band.properties(name="band"),
        line.properties(name="measured"),
        legend_layer(
            {t(msg("Measured")): MEASURED, t(_EXPECTED): BAND_80, t(_MORE): GAIN, t(_LESS): LOSS}
        ),
        *event_layers(events, t),
        hover_layer(x, tooltip),
        *_mark_layers(marks, t),
    ]
    return finished(layers, t.code, data=drawn)


def _domain(drawn: pd.DataFrame) -> list[float]:
    low, high = float(drawn["value"].min()), float(drawn["value"].max())
    return [min(low, 0.0), high if high > low else low + 1.0]


def _mark_layers(marks: pd.DataFrame, t: Translator) -> list[alt.Chart]:
    layers = []
    for name, shape, colour, part in (
        ("more", "triangle-up", GAIN, marks[marks["up"]]),
        ("less", "triangle-down", LOSS, marks[~marks["up"]]),
    ):
        if part.empty:
            continue
        points = alt.Chart(part.drop(columns="up")).mark_point(
            shape=shape, filled=True, size=110, color=colour, opacity=1
        )
        layers.append(
            points.encode(
                x=alt.X("date:T"),
                y=alt.Y("value:Q"),
                tooltip=[day_tooltip(t), text_tooltip("label", msg("Sudden change"), t)],
            ).properties(name=name)
        )
    return layers


def changes_table(days: pd.DataFrame, *, label: Message, t: Translator) -> ChartTable:
    """Return every day beside what was expected of it; newest first.

    Parameters
    ----------
    days : DataFrame
        `kpicore.insights.EXPECTED_COLUMNS` and ``odd``.
    label : Message
        What the values are.
    t : Translator
        Of the reader.

    Returns
    -------
    ChartTable
        With a word for the days that are unlike others.
    """
    told = days.assign(odd=[t(msg("yes")) if odd else "" for odd in days["odd"]])
    columns = {
        "date": TableColumn(label=msg("Day")),
        "value": TableColumn(label=label, unit=Unit.COUNT),
        "expected": TableColumn(label=msg("Expected the day before"), unit=Unit.COUNT),
        "low": TableColumn(label=msg("8 in 10 such days, from"), unit=Unit.COUNT),
        "high": TableColumn(label=msg("8 in 10 such days, to"), unit=Unit.COUNT),
        "odd": TableColumn(label=msg("Sudden change")),
    }
    rounded = told.round({"value": 0, "expected": 0, "low": 0, "high": 0})
    return ChartTable(frame=rounded.iloc[::-1].reset_index(drop=True), columns=columns)


@remembered
def unfollows_chart(days: pd.DataFrame, *, t: Translator) -> alt.LayerChart:
    """Draw followers gained above the line and lost below it.

    Parameters
    ----------
    days : DataFrame
        `kpicore.insights.UNFOLLOW_COLUMNS`, not empty.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``gained``, ``lost``, ``drivers``, ``legend``.
    """
    quantity = Quantity(label=msg("Followers gained and lost"), unit=Unit.COUNT)
    drawn = with_texts(days, ("new_followers", "lost_followers"), quantity, t)
    drawn["below"] = -drawn["lost_followers"]
    x = time_channel(drawn["date"], t)
    axis = value_axis(quantity.unit, t, quantity.axis_title)
    tooltip = [
        day_tooltip(t),
        text_tooltip("new_followers_text", msg("New followers"), t),
        text_tooltip("lost_followers_text", msg("Lost followers"), t),
    ]
    base = alt.Chart().encode(x=x, tooltip=tooltip)
    gained = base.mark_bar(color=GAIN, width=2).encode(y=alt.Y("new_followers:Q", axis=axis))
    lost = base.mark_bar(color=MEASURED, width=2).encode(y=alt.Y("below:Q", axis=axis))
    drivers = (
        alt.Chart(drawn[drawn["driver"]])
        .mark_bar(color=LOSS, width=4)
        .encode(x=x, y=alt.Y("below:Q", axis=axis), tooltip=tooltip)
    )
    entries = {
        t(msg("New followers")): GAIN,
        t(msg("Lost followers")): MEASURED,
        t(msg("More left than usual")): LOSS,
    }
    layers = [
        gained.properties(name="gained"),
        lost.properties(name="lost"),
        drivers.properties(name="drivers"),
        legend_layer(entries),
    ]
    return finished(layers, t.code, data=drawn, height=SMALL_HEIGHT)


def unfollows_table(found: Unfollows, t: Translator) -> ChartTable:
    """Return followers gained and lost by day; newest first."""
    told = found.days.assign(
        driver=[t(msg("yes")) if driver else "" for driver in found.days["driver"]]
    )
    columns = {
        "date": TableColumn(label=msg("Day")),
        "new_followers": TableColumn(label=msg("New followers"), unit=Unit.COUNT),
        "lost_followers": TableColumn(label=msg("Lost followers"), unit=Unit.COUNT),
        "driver": TableColumn(label=msg("More left than usual")),
    }
    return ChartTable(frame=told.iloc[::-1].reset_index(drop=True), columns=columns)


def changes_summary(metric: str, changes: Sequence[SuddenChange], marked: int) -> Message:
    """Say what the chart of days shows, in one sentence.

    Parameters
    ----------
    metric : str
        What is drawn.
    changes : sequence of SuddenChange
        Found in all days, newest first.
    marked : int
        How many of them are marked in the chart.

    Returns
    -------
    Message
        One sentence.
    """
    label = change_label(metric)
    if not marked:
        return msg("{metric} by day: no sudden change is marked.", metric=label)
    return msgs(
        "{metric} by day: {count} sudden change is marked, on {day}.",
        "{metric} by day: {count} sudden changes are marked, the newest on {day}.",
        marked,
        metric=label,
        day=changes[0].first,
    )
