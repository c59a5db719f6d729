"""Staying: retention curves by length, live sessions, and steps of the funnel."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd
from altair import Undefined

from kpicore.charts.axes import text_tooltip
from kpicore.charts.remembered import remembered
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.charts.theme import ACCENT, GOAL, LINE, MEASURED, SMALL_HEIGHT, finished
from kpicore.insights import LIVE_MEASURES, LiveSessions, step_word
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.units import Unit

_LOOKS: tuple[tuple[str, list[int]], ...] = (
    (ACCENT, [1, 0]),
    (GOAL, [6, 3]),
    (MEASURED, [2, 2]),
    (ACCENT, [2, 4]),
    (GOAL, [1, 0]),
    (MEASURED, [8, 4]),
)
"""Colour and dash of the lengths, in order: lines differ in dash, not by colour alone."""


@remembered
def curves_chart(curves: pd.DataFrame, *, t: Translator) -> alt.LayerChart:
    """Draw the middle retention curve of each length.

    Parameters
    ----------
    curves : DataFrame
        `kpicore.insights.CURVE_COLUMNS`, not empty.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layer ``curves``.
    """
    words = [t.say(word) for word in curves["word"]]
    drawn = pd.DataFrame(
        {
            "length": words,
            "position": curves["position"].to_numpy(),
            "share": curves["share"].to_numpy(),
            "position_text": [t.amount(v, Unit.SHARE) for v in curves["position"].tolist()],
            "share_text": [t.amount(v, Unit.SHARE) for v in curves["share"].tolist()],
        }
    )
    names = list(dict.fromkeys(words))
    looks = _LOOKS[: len(names)]
    axis = alt.Axis(format=",.0~%", tickCount=5, domain=False, ticks=False)
    legend = alt.Legend(title=None, orient="top", columns=2, symbolType="stroke")
    line = (
        alt.Chart()
        .mark_line(strokeWidth=LINE)
        .encode(
            x=alt.X("position:Q", axis=axis, title=t(msg("Part of the video that has played"))),
            y=alt.Y(
                "share:Q", axis=axis, title=t(msg("Still watching (%)")), scale=alt.Scale(zero=True)
            ),
            color=alt.Color(
                "length:N",
                scale=alt.Scale(domain=names, range=[colour for colour, _ in looks]),
                legend=legend,
            ),
            strokeDash=alt.StrokeDash(
                "length:N",
                scale=alt.Scale(domain=names, range=[dash for _, dash in looks]),
                legend=legend,
            ),
            tooltip=[
                text_tooltip("length", msg("Length"), t),
                text_tooltip("position_text", msg("Part of the video that has played"), t),
                text_tooltip("share_text", msg("Still watching"), t),
            ],
            detail=Undefined,
        )
    )
    return finished([line.properties(name="curves")], t.code, data=drawn, height=SMALL_HEIGHT + 40)


def curves_table(curves: pd.DataFrame, t: Translator) -> ChartTable:
    """Return the middle retention curves."""
    columns = {
        "word": TableColumn(label=msg("Length")),
        "position": TableColumn(label=msg("Part of the video that has played"), unit=Unit.SHARE),
        "share": TableColumn(label=msg("Still watching"), unit=Unit.SHARE),
        "videos": TableColumn(label=msg("Videos"), unit=Unit.COUNT),
    }
    return ChartTable(
        frame=curves.assign(word=[t.say(word) for word in curves["word"]]), columns=columns
    )


def live_bars(live: LiveSessions, key: str, t: Translator) -> pd.DataFrame:
    """Return one measure of each live session as bars, marked with the account's own median."""
    told = live.sessions[live.sessions[key].notna()]
    days = [t.date(moment.date()) for moment in told["started_at"]]
    seen: dict[str, int] = {}
    parts = []
    for day in days:
        # Two sessions of one day stay two bars.
        seen[day] = seen.get(day, 0) + 1
        parts.append(day if seen[day] == 1 else f"{day} ({seen[day]})")
    return pd.DataFrame(
        {
            "part": parts,
            "value": told[key].to_numpy(),
            "mark": float(told[key].median()) if len(told) else float("nan"),
            "own": True,
        }
    ).iloc[::-1]


def live_table(live: LiveSessions) -> ChartTable:
    """Return every live session with all that is known of it, newest first."""
    columns: dict[str, TableColumn] = {"started_at": TableColumn(label=msg("Day"))}
    for key, (label, unit) in LIVE_MEASURES.items():
        columns[key] = TableColumn(label=label, unit=unit)
    return ChartTable(frame=live.sessions.iloc[::-1].reset_index(drop=True), columns=columns)


def funnel_bars(steps: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """Return the rate of each step as bars, marked with its own past."""
    return pd.DataFrame(
        {
            "part": step_names(steps, t),
            "value": steps["rate"].to_numpy(),
            "mark": steps["past"].to_numpy(),
            "own": True,
        }
    )


def step_names(steps: pd.DataFrame, t: Translator) -> list[str]:
    """Return the name of each step of the funnel."""
    return [t(step_word(row)) for _, row in steps.iterrows()]


def funnel_table(steps: pd.DataFrame, t: Translator) -> ChartTable:
    """Return the steps of the funnel with rates, past and what is usual."""
    labels: Mapping[str, TableColumn] = {
        "step": TableColumn(label=msg("Step")),
        "begun": TableColumn(label=msg("Began"), unit=Unit.COUNT),
        "reached": TableColumn(label=msg("Went on"), unit=Unit.COUNT),
        "rate": TableColumn(label=msg("Rate"), unit=Unit.SHARE),
        "past": TableColumn(label=msg("Own past"), unit=Unit.SHARE),
        "change": TableColumn(label=msg("Change"), unit=Unit.SHARE, signed=True),
        "low": TableColumn(label=msg("Usual, from"), unit=Unit.SHARE),
        "high": TableColumn(label=msg("Usual, to"), unit=Unit.SHARE),
        "spans": TableColumn(label=msg("Earlier spans"), unit=Unit.COUNT),
    }
    return ChartTable(frame=steps.assign(step=step_names(steps, t)), columns=labels)
