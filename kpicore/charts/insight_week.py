"""The week of posting: weekday against hour, better or worse than the account's typical post."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from kpicore.charts.axes import text_tooltip
from kpicore.charts.hours import ROW_PIXELS, weekday_name
from kpicore.charts.remembered import remembered
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.charts.theme import ANNOTATION, GAIN, LOSS, finished
from kpicore.insights import FEWEST_IN_GROUP, PostingTime
from kpicore.language import Translator
from kpicore.messages import Message, MessageValue, msg
from kpicore.units import Unit

_INK = alt.Scale(domain=[True, False], range=["white", ANNOTATION])
"""On a strong colour text is white, on a faint one as elsewhere."""
_NOTHING = "rgba(125,133,144,0.12)"
STRONG_SHARE = 0.5
SMALLEST_SCALE = 0.2
"""Colours are full at this effect at least, so that chance does not glow."""


def weekday_names(t: Translator) -> Mapping[int, str]:
    """Return the name of each weekday, 0 for Monday."""
    return {day: weekday_name(day, t) for day in range(7)}


def hour_word(hour: int, width: int) -> str:
    """Return a band of hours as clocks show it."""
    return f"{hour}:00–{hour + width}:00"


@remembered
def week_chart(found: PostingTime, *, t: Translator) -> alt.LayerChart:
    """Draw a cell per weekday and band of hours; numbers where there is evidence.

    Parameters
    ----------
    found : PostingTime
        With cells.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``cells`` and ``numbers``.
    """
    width = found.band_hours
    drawn = pd.DataFrame(
        {
            "day": [weekday_name(int(d), t, short=True) for d in found.cells["weekday"]],
            "hour": found.cells["hour"].astype("int64").to_numpy(),
            "hour_text": [hour_word(int(h), width) for h in found.cells["hour"]],
            "effect": found.cells["effect"].to_numpy(),
            "apart": (found.cells["apart"] & found.matters).tolist(),
            "effect_text": [t.change(v) for v in found.cells["effect"].tolist()],
            "range_text": _ranges(found.cells, t),
            "posts_text": [t.amount(float(n)) for n in found.cells["posts"].tolist()],
        }
    )
    days = [weekday_name(d, t, short=True) for d in range(7)]
    hours = list(range(0, 24, width))
    most = max(float(np.abs(drawn["effect"]).max()), SMALLEST_SCALE)
    drawn["strong"] = (drawn["effect"].abs() > STRONG_SHARE * most).tolist()
    x = alt.X(
        "hour:O",
        axis=alt.Axis(
            title=t(msg("Hour of the day")), domain=False, ticks=False, labelAngle=0, grid=False
        ),
        scale=alt.Scale(domain=hours, padding=0.06),
    )
    y = alt.Y(
        "day:N",
        sort=days,
        scale=alt.Scale(domain=days, padding=0.08),
        axis=alt.Axis(title=None, domain=False, ticks=False),
    )
    tooltip = [
        text_tooltip("day", msg("Weekday"), t),
        text_tooltip("hour_text", msg("Hour of the day"), t),
        text_tooltip("effect_text", found.posts.label, t),
        text_tooltip("range_text", msg("Between"), t),
        text_tooltip("posts_text", msg("Posts"), t),
    ]
    cells = (
        alt.Chart()
        .mark_rect(cornerRadius=3)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "effect:Q",
                scale=alt.Scale(domain=[-most, 0.0, most], range=[LOSS, _NOTHING, GAIN]),
                legend=None,
            ),
            tooltip=tooltip,
        )
    )
    # The sign is told in text as well: colour alone says nothing to some readers.
    marks = (
        alt.Chart()
        .transform_filter("datum.apart")
        .mark_text(fontSize=11)
        .encode(
            x=x,
            y=y,
            text=alt.Text("effect_text:N"),
            color=alt.Color("strong:N", scale=_INK, legend=None),
            tooltip=tooltip,
        )
    )
    return finished(
        [cells.properties(name="cells"), marks.properties(name="numbers")],
        t.code,
        data=drawn,
        height=ROW_PIXELS * 7 + 50,
    )


def _ranges(frame: pd.DataFrame, t: Translator) -> list[str]:
    return [
        t(msg("{low} to {high}", low=t.change(low), high=t.change(high)))
        for low, high in zip(frame["low"].tolist(), frame["high"].tolist(), strict=True)
    ]


def week_summary(found: PostingTime, t: Translator) -> Message:
    """Say which cell of the week is highest, and on how few posts a cell rests."""
    many = found.cells[found.cells["posts"] >= FEWEST_IN_GROUP]
    cells = found.cells if many.empty else many
    best = cells.iloc[int(cells["effect"].to_numpy().argmax())]
    values: dict[str, MessageValue] = {
        "day": weekday_name(int(best["weekday"]), t),
        "hours": hour_word(int(best["hour"]), found.band_hours),
        "effect": t.change(float(best["effect"])),
        "low": t.change(float(best["low"])),
        "high": t.change(float(best["high"])),
        "posts": int(best["posts"]),
    }
    if len(cells) == len(found.cells):
        highest = msg(
            "Highest is {day} {hours} with {effect} ({low} to {high}, {posts} posts of its own).",
            **values,
        )
    else:
        highest = msg(
            "Of the cells with {least} posts or more, {day} {hours} is highest with {effect} "
            "({low} to {high}, {posts} posts of its own).",
            least=FEWEST_IN_GROUP,
            **values,
        )
    if found.matters and found.cells["apart"].any():
        return msg(
            "{highest} Where numbers stand, the range lies on one side of zero.", highest=highest
        )
    return msg(
        "{highest} No cell stands out beyond chance: without a number, a colour is no evidence.",
        highest=highest,
    )


def side_rows(frame: pd.DataFrame, *, matters: bool, width: int, t: Translator) -> pd.DataFrame:
    """Return weekdays, or bands of hours, as rows of `kpicore.charts.insight_effects`.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.insights.TIME_COLUMNS`.
    matters : bool
        Whether there is evidence that they differ.
    width : int
        Hours of a band; 0 for weekdays.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        In the order of the week or day.
    """
    parts = (
        [hour_word(int(h), width) for h in frame["hour"]]
        if width
        else [weekday_name(int(d), t) for d in frame["weekday"]]
    )
    return frame.assign(part=parts, found=(frame["apart"] & matters).tolist())


def time_table(frame: pd.DataFrame, *, unit: Unit, width: int, t: Translator) -> ChartTable:
    """Return cells of the week, weekdays or hours with their intervals."""
    told = frame.assign(
        day=[weekday_name(int(d), t) if d >= 0 else "" for d in frame["weekday"]],
        hours=[hour_word(int(h), width) if h >= 0 else "" for h in frame["hour"]],
    )
    columns = {
        "day": TableColumn(label=msg("Weekday")),
        "hours": TableColumn(label=msg("Hour of the day")),
        "posts": TableColumn(label=msg("Posts"), unit=Unit.COUNT),
        "effect": TableColumn(label=msg("Against your typical post"), unit=Unit.SHARE, signed=True),
        "low": TableColumn(label=msg("At least"), unit=Unit.SHARE, signed=True),
        "high": TableColumn(label=msg("At most"), unit=Unit.SHARE, signed=True),
        "typical": TableColumn(label=msg("Median"), unit=unit),
    }
    if (frame["weekday"] < 0).all():
        columns.pop("day")
    if (frame["hour"] < 0).all():
        columns.pop("hours")
    return ChartTable(frame=told, columns=columns)
