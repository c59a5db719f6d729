"""What was said of a goal over time: its probability on each day on which somebody looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd

from kpicore.charts.axes import (
    day_tooltip,
    pixel_y,
    text_tooltip,
    time_channel,
    value_axis,
    with_texts,
)
from kpicore.charts.marks import DASHED
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.charts.theme import (
    ACCENT,
    ANNOTATION,
    GOAL,
    LINE,
    SMALL_HEIGHT,
    TEXT_SIZE,
    finished,
)
from kpicore.goals.model import Goal, StoredForecast
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs
from kpicore.units import Probability, Unit

ODDS_COLUMNS = ("date", "probability", "target", "deadline")


def odds_frame(said: Sequence[StoredForecast], goal: Goal) -> pd.DataFrame:
    """Return what was said of a goal, the last word of each day.

    Parameters
    ----------
    said : sequence of StoredForecast
        Of one goal, oldest first.
    goal : Goal
        Its revisions say which deadline was meant on a day; on the day of a change the new one,
        as the last word of a day is said after it.

    Returns
    -------
    DataFrame
        ``date``, ``probability`` (0-1), ``target`` (in the unit) and ``deadline``, ascending by
        date.
    """
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime([forecast.made_at.date() for forecast in said]),
            "probability": [forecast.probability for forecast in said],
            "target": [forecast.target for forecast in said],
            "deadline": pd.to_datetime([_deadline_on(goal, f.made_at.date()) for f in said]),
        }
    )
    return frame.drop_duplicates("date", keep="last").reset_index(drop=True)


def _deadline_on(goal: Goal, day: date) -> date:
    later = (old.deadline for old in goal.revisions if day < old.revised_on)
    return next(later, goal.deadline)


@remembered
def odds_chart(
    frame: pd.DataFrame,
    goal: Goal,
    *,
    quantity: Quantity,
    t: Translator,
    thresholds: tuple[float, ...] = (),
) -> alt.LayerChart:
    """Draw the probability of a goal over time.

    Parameters
    ----------
    frame : DataFrame
        From `odds_frame`, at least one row.
    goal : Goal
        Its revisions are marked; the axis reaches to its deadline.
    quantity : Quantity
        What its target is called and counts.
    t : Translator
        Of the reader.
    thresholds : tuple of float
        Probabilities at which the status changes, drawn as thin lines.

    Returns
    -------
    LayerChart
        Layers ``limits``, ``said``, ``points``, and ``revised`` with ``revised_label`` where the
        goal was changed.
    """
    drawn = with_texts(frame, ("target",), quantity, t).assign(
        odds=[t.probability(p) for p in frame["probability"].tolist()],
        by=[t.date(day.date()) for day in frame["deadline"]],
    )
    x = time_channel(drawn["date"], t, until=goal.deadline)
    scale = alt.Scale(domain=[0, 1])
    y = alt.Y(
        "probability:Q",
        axis=value_axis(Unit.SHARE, t, msg("Probability (%)")),
        scale=scale,
    )
    limits = (
        alt.Chart(pd.DataFrame({"probability": list(thresholds)}, dtype=float))
        .mark_rule(color=ANNOTATION, strokeWidth=1, strokeDash=[2, 4])
        .encode(y=alt.Y("probability:Q", scale=scale))
        .properties(name="limits")
    )
    base = alt.Chart().encode(x=x, y=y)
    line = base.mark_line(color=ACCENT, strokeWidth=LINE, interpolate="step-after")
    points = base.mark_point(color=ACCENT, filled=True, size=70, opacity=1).encode(
        tooltip=[
            day_tooltip(t),
            text_tooltip("odds", msg("Probability"), t),
            text_tooltip("target_text", quantity.label, t),
            text_tooltip("by", msg("Deadline"), t),
        ]
    )
    layers = [limits, line.properties(name="said"), points.properties(name="points")]
    return finished(layers + _revised(goal, t), t.code, data=drawn, height=SMALL_HEIGHT)


def _revised(goal: Goal, t: Translator) -> list[alt.Chart]:
    if not goal.revisions:
        return []
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime([old.revised_on for old in goal.revisions]),
            "label": t(msg("Changed")),
        }
    )
    base = alt.Chart(frame).encode(x=alt.X("date:T"))
    rule = base.mark_rule(color=GOAL, strokeDash=list(DASHED)).properties(name="revised")
    words = base.mark_text(align="left", baseline="top", dx=4, color=GOAL, fontSize=TEXT_SIZE)
    label = words.encode(y=pixel_y(2), text=alt.Text("label:N"))
    return [rule, label.properties(name="revised_label")]


def odds_summary(frame: pd.DataFrame) -> Message:
    """Say what was said first and last.

    Parameters
    ----------
    frame : DataFrame
        From `odds_frame`, at least one row.

    Returns
    -------
    Message
        One sentence.
    """
    first, last = frame.iloc[0], frame.iloc[-1]
    if len(frame) == 1:
        return msg(
            "On {day} it was {probability} likely; a point is added whenever newer data are "
            "looked at.",
            day=first["date"].date(),
            probability=Probability(float(first["probability"])),
        )
    return msgs(
        "From {before} on {first} to {after} on {last}, said on one day.",
        "From {before} on {first} to {after} on {last}, said on {count} days.",
        len(frame),
        before=Probability(float(first["probability"])),
        first=first["date"].date(),
        after=Probability(float(last["probability"])),
        last=last["date"].date(),
    )


def odds_table(frame: pd.DataFrame, *, quantity: Quantity) -> ChartTable:
    """Return the numbers behind the chart."""
    return ChartTable(
        frame=frame,
        columns={
            "date": TableColumn(label=msg("Day")),
            "probability": TableColumn(label=msg("Probability"), probability=True),
            "target": TableColumn.of(quantity),
            "deadline": TableColumn(label=msg("Deadline")),
        },
    )
