"""Variants against the usual one: points with their intervals, and what would be worth having."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from kpicore.charts.axes import pixel_x, text_tooltip
from kpicore.charts.remembered import remembered
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.charts.theme import ACCENT, ANNOTATION, MEASURED, TEXT_SIZE, finished
from kpicore.experiments import Analysis, range_words
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.units import Unit

ROW_PIXELS, AXIS_PIXELS = 40, 84
_ZERO_PLAIN = "datum.value == 0 ? '0%' : datum.label"
_WORTH_BAND = "rgba(125,133,144,0.16)"
_WIDEST = 4.0
"""An interval is drawn at most so many times as far as the largest difference found."""


def variant_frame(analysis: Analysis, t: Translator) -> pd.DataFrame:
    """Return what is drawn of an analysis.

    Parameters
    ----------
    analysis : Analysis
        Something to compare in it.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        A row per variant but the first: ``variant``, ``change``, ``low``, ``high`` (cut where they
        reach too far), ``found``, and texts.
    """
    rows = analysis.variants.iloc[1:]
    limit = max(
        _WIDEST * float(rows["change"].abs().max()), 3 * analysis.experiment.worth, 0.1
    )  # fmt: skip
    unit = analysis.experiment.defined.unit
    return pd.DataFrame(
        {
            "variant": rows["variant"].tolist(),
            "change": rows["change"].to_numpy(),
            "low": np.clip(rows["low"].to_numpy(dtype=np.float64), -limit, limit),
            "high": np.clip(rows["high"].to_numpy(dtype=np.float64), -limit, limit),
            "found": [
                bool(low > 0 or high < 0)
                for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
            "change_text": [t.change(v) for v in rows["change"].tolist()],
            "range_text": [
                t(range_words(low, high))
                for low, high in zip(rows["low"].tolist(), rows["high"].tolist(), strict=True)
            ],
            "typical_text": [t.amount(v, unit) for v in rows["typical"].tolist()],
        }
    )


@remembered
def variants_chart(
    drawn: pd.DataFrame, *, worth: float, label: Message, t: Translator
) -> alt.LayerChart:
    """Draw each variant against the usual one, with what is not worth having as a band.

    Parameters
    ----------
    drawn : DataFrame
        From `variant_frame`.
    worth : float
        Smallest relative difference worth having.
    label : Message
        What the differences are of, for the axis.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``worth``, ``usual``, ``intervals``, ``variants`` and ``variant_label``.
    """
    y = alt.Y(
        "variant:N",
        sort=drawn["variant"].tolist(),
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
    low = min(float(drawn["low"].min()), -1.3 * worth)
    high = max(float(drawn["high"].max()), 1.3 * worth)
    # Room at the right for the words, which stand in a column of their own.
    scale = alt.Scale(domain=[low, high + 0.22 * (high - low)], nice=False, clamp=True)
    colour = alt.Color(
        "found:N", scale=alt.Scale(domain=[True, False], range=[ACCENT, MEASURED]), legend=None
    )
    tooltip = [
        text_tooltip("variant", msg("Variant"), t),
        text_tooltip("change_text", label, t),
        text_tooltip("range_text", msg("Between"), t),
        text_tooltip("typical_text", msg("Typical"), t),
    ]
    x = alt.X("change:Q", axis=axis, scale=scale)
    band = pd.DataFrame({"change": [-worth], "end": [worth]})
    zero = pd.DataFrame({"change": [0.0]})
    words = alt.Chart().mark_text(
        align="right", baseline="middle", color=ANNOTATION, fontSize=TEXT_SIZE
    )
    layers = [
        alt.Chart(band)
        .mark_rect(color=_WORTH_BAND)
        .encode(x=x, x2="end:Q")
        .properties(name="worth"),
        alt.Chart(zero)
        .mark_rule(color=ANNOTATION, strokeDash=[4, 4])
        .encode(x=x)
        .properties(name="usual"),
        alt.Chart()
        .mark_rule(strokeWidth=3, opacity=0.45)
        .encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q", color=colour, tooltip=tooltip)
        .properties(name="intervals"),
        alt.Chart()
        .mark_point(filled=True, size=90, opacity=1)
        .encode(y=y, x=x, color=colour, tooltip=tooltip)
        .properties(name="variants"),
        words.encode(y=y, x=pixel_x("width"), text=alt.Text("change_text:N")).properties(
            name="variant_label"
        ),
    ]
    return finished(layers, t.code, data=drawn, height=ROW_PIXELS * len(drawn) + AXIS_PIXELS)


def variants_table(analysis: Analysis) -> ChartTable:
    """Return every variant with what was measured and its difference to the first."""
    measure = analysis.experiment.defined
    columns: dict[str, TableColumn] = {
        "variant": TableColumn(label=msg("Variant")),
        "rows": TableColumn(label=msg("Rows"), unit=Unit.COUNT),
    }
    if measure.tries_label is not None:
        columns["tries"] = TableColumn(label=measure.tries_label, unit=Unit.COUNT)
        columns["wins"] = TableColumn(label=measure.wins_label, unit=Unit.COUNT)
    columns["typical"] = TableColumn(label=measure.label, unit=measure.unit)
    columns["chance"] = TableColumn(label=msg("Chance to be best"), probability=True)
    columns["change"] = TableColumn(label=msg("Against the first"), unit=Unit.SHARE, signed=True)
    columns["low"] = TableColumn(label=msg("At least"), unit=Unit.SHARE, signed=True)
    columns["high"] = TableColumn(label=msg("At most"), unit=Unit.SHARE, signed=True)
    if analysis.variants["points"].notna().any():
        columns["points"] = TableColumn(
            label=msg("Difference in points"), unit=Unit.SHARE, signed=True
        )
        columns["points_low"] = TableColumn(label=msg("Points, from"), unit=Unit.SHARE, signed=True)
        columns["points_high"] = TableColumn(label=msg("Points, to"), unit=Unit.SHARE, signed=True)
    return ChartTable(frame=analysis.variants.replace([np.inf, -np.inf], np.nan), columns=columns)


def schedule_table(schedule: pd.DataFrame, weekday_names: Mapping[int, str]) -> ChartTable:
    """Return which variant has which day.

    Parameters
    ----------
    schedule : DataFrame
        `kpicore.experiments.SCHEDULE_COLUMNS`.
    weekday_names : Mapping of int to str
        Final, 0 for Monday.

    Returns
    -------
    ChartTable
        A row per day.
    """
    told = schedule.assign(weekday=[weekday_names[day] for day in schedule["weekday"]])
    columns = {
        "day": TableColumn(label=msg("Day")),
        "weekday": TableColumn(label=msg("Weekday")),
        "variant": TableColumn(label=msg("Variant")),
    }
    return ChartTable(frame=told, columns=columns)
