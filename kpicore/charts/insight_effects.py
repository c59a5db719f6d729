"""Effects as points with their intervals around "as usual", and the numbers behind them."""

from __future__ import annotations

import altair as alt
import pandas as pd

from kpicore.charts.axes import pixel_x, text_tooltip
from kpicore.charts.remembered import remembered
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.charts.theme import ACCENT, ANNOTATION, MEASURED, TEXT_SIZE, finished
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.units import Unit

EFFECT_ROWS = ("part", "posts", "effect", "low", "high", "found")
"""`part` Message or text that is final; `effect`, `low`, `high` shares; `found` truth value."""

MOST_ROWS = 14
"""Effects beyond these are in the table."""

_ZERO_PLAIN = "datum.value == 0 ? '0%' : datum.label"

ROW_PIXELS, AXIS_PIXELS = 34, 76


@remembered
def effects_chart(frame: pd.DataFrame, *, label: Message, t: Translator) -> alt.LayerChart:
    """Draw a point with its interval per effect, the found ones in the accent.

    Parameters
    ----------
    frame : DataFrame
        `EFFECT_ROWS`, in the order drawn; not empty.
    label : Message
        What the effects are on, for the axis.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``usual``, ``intervals``, ``effects`` and ``effect_label``.
    """
    drawn = _drawn(frame, t)
    y = alt.Y(
        "part:N",
        sort=drawn["part"].tolist(),
        scale=alt.Scale(padding=0.7),
        axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=150, labelPadding=8),
    )
    axis = alt.Axis(
        title=t(label),
        format="+,.0~%",
        labelExpr=_ZERO_PLAIN,
        tickCount=5,
        domain=False,
        ticks=False,
    )
    low, high = float(drawn["low"].min()), float(drawn["shown_high"].max())
    # Room at the right for the words, which stand in a column of their own.
    room = 0.22 * (max(high, 0.0) - min(low, 0.0))
    scale = alt.Scale(domain=[min(low, 0.0), max(high, 0.0) + room], nice=False, clamp=True)
    colour = alt.Color(
        "found:N", scale=alt.Scale(domain=[True, False], range=[ACCENT, MEASURED]), legend=None
    )
    tooltip = [
        text_tooltip("part", msg("What"), t),
        text_tooltip("effect_text", label, t),
        text_tooltip("range_text", msg("Between"), t),
        text_tooltip("posts_text", msg("Posts"), t),
    ]
    usual = alt.Chart(pd.DataFrame({"effect": [0.0]})).mark_rule(
        color=ANNOTATION, strokeDash=[4, 4]
    )
    intervals = alt.Chart().mark_rule(strokeWidth=3, opacity=0.45)
    points = alt.Chart().mark_point(filled=True, size=90, opacity=1)
    words = alt.Chart().mark_text(
        align="right", baseline="middle", color=ANNOTATION, fontSize=TEXT_SIZE
    )
    x = alt.X("effect:Q", axis=axis, scale=scale)
    layers = [
        usual.encode(x=x).properties(name="usual"),
        intervals.encode(
            y=y, x=alt.X("low:Q", scale=scale), x2="shown_high:Q", color=colour, tooltip=tooltip
        ).properties(name="intervals"),
        points.encode(y=y, x=x, color=colour, tooltip=tooltip).properties(name="effects"),
        words.encode(y=y, x=pixel_x("width"), text=alt.Text("effect_text:N")).properties(
            name="effect_label"
        ),
    ]
    return finished(
        layers, t.code, data=drawn, height=ROW_PIXELS * max(len(drawn), 1) + AXIS_PIXELS
    )


def _drawn(frame: pd.DataFrame, t: Translator) -> pd.DataFrame:
    shown = frame.head(MOST_ROWS)
    # A single interval that reaches far would press all others into a corner.
    limit = max(2.5 * float(shown["effect"].abs().max()), float(shown["high"].median()), 0.1)
    return pd.DataFrame(
        {
            "part": [t.say(part) for part in shown["part"]],
            "effect": shown["effect"].to_numpy(),
            "low": shown["low"].to_numpy(),
            "shown_high": shown["high"].clip(upper=limit).to_numpy(),
            "found": [bool(found) for found in shown["found"]],
            "effect_text": [t.change(v) for v in shown["effect"].tolist()],
            "range_text": [
                t(msg("{low} to {high}", low=t.change(a), high=t.change(b)))
                for a, b in zip(shown["low"].tolist(), shown["high"].tolist(), strict=True)
            ],
            "posts_text": [t.amount(float(n)) for n in shown["posts"].tolist()],
        }
    )


def effects_table(
    frame: pd.DataFrame, *, unit: Unit, against_others: bool, t: Translator
) -> ChartTable:
    """Return effects with interval, number of posts and medians.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.insights.EFFECT_COLUMNS`.
    unit : Unit
        Of the medians.
    against_others : bool
        Whether effects are against posts without it.
    t : Translator
        Of the reader.

    Returns
    -------
    ChartTable
        Largest effect first.
    """
    told = frame.assign(
        part=[t.say(part) for part in frame["part"]],
        evidence=[t(msg("yes")) if found else t(msg("no")) for found in frame["found"]],
    )
    effect = msg("Against posts without") if against_others else msg("Against your typical post")
    columns = {
        "part": TableColumn(label=msg("What")),
        "posts": TableColumn(label=msg("Posts"), unit=Unit.COUNT),
        "effect": TableColumn(label=effect, unit=Unit.SHARE, signed=True),
        "low": TableColumn(label=msg("At least"), unit=Unit.SHARE, signed=True),
        "high": TableColumn(label=msg("At most"), unit=Unit.SHARE, signed=True),
        "evidence": TableColumn(label=msg("Beyond chance")),
        "typical": TableColumn(label=msg("Median with"), unit=unit),
        "others": TableColumn(label=msg("Median without"), unit=unit),
    }
    return ChartTable(frame=told, columns=columns)
