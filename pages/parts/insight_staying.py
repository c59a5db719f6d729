"""Retention, live sessions and the funnel on the screen."""

from __future__ import annotations

from math import isnan

import streamlit as st

from kpicore.charts.bars import bars_chart
from kpicore.charts.insight_staying import (
    curves_chart,
    curves_table,
    funnel_bars,
    funnel_table,
    live_bars,
    live_table,
)
from kpicore.charts.quantity import Quantity
from kpicore.insights import (
    LIVE_MEASURES,
    Funnel,
    LiveSessions,
    Question,
    Retention,
    drop_sentence,
    funnel_sentence,
    latest_sentence,
    live_trend_sentence,
    step_sentence,
)
from kpicore.messages import msg
from kpicore.units import Unit
from pages.parts import insight_loaders, insight_views
from pages.parts.chart import chart_with_table
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, section, small_print


def with_retention(here: Here) -> tuple[str, ...]:
    """Return the chosen accounts whose exports tell how long people stay."""
    return tuple(i for i in here.account_ids if not insight_loaders.staying(here, i).is_empty)


def with_live(here: Here) -> tuple[str, ...]:
    """Return the chosen accounts that went live."""
    return tuple(i for i in here.account_ids if len(insight_loaders.live(here, i).sessions))


def viewed_share(here: Here, found: Retention) -> None:
    """Draw the average viewed share by length and by format."""
    t = here.t
    if not len(found.by_format.posts):
        section(t, msg("How much of a video is seen"))
        small_print(t, msg("The exports do not tell how much of each video is seen."))
        return
    for title, effects, question in (
        (msg("By length"), found.by_length, Question.LENGTH),
        (msg("By format"), found.by_format, Question.FORMAT),
    ):
        section(t, title)
        insight_views.effects(here, effects, question, key="retention")


def drop_off(here: Here, found: Retention) -> None:
    """Draw where people leave."""
    t = here.t
    section(t, msg("Where they leave"))
    if found.curves.empty:
        small_print(
            t, msg("The exports hold no retention curves of three videos of the same length.")
        )
        return
    chart_with_table(
        t,
        curves_chart(found.curves, t=t),
        summary=drop_sentence(found.drops[0]),
        table=curves_table(found.curves, t),
        key="retention.curves",
    )
    for drop in found.drops[1:]:
        paragraph(t, drop_sentence(drop))


def live(here: Here, found: LiveSessions) -> None:
    """Draw each live session against the account's own median session."""
    t = here.t
    shown = [key for key in LIVE_MEASURES if found.sessions[key].notna().any()]
    if not shown:
        return
    chosen = st.segmented_control(
        t(msg("Look at")),
        shown,
        default=shown[0],
        format_func=lambda key: t(LIVE_MEASURES[key][0]),
        key="live.measure",
        required=True,
        persist_state="session",
    )
    key = str(chosen) if chosen in shown else shown[0]
    label, unit = LIVE_MEASURES[key]
    rows = found.standing[found.standing["key"] == key]
    summary = (
        msg("There are too few sessions to say more of “{measure}”.", measure=label)
        if rows.empty
        else latest_sentence(rows.iloc[0])
    )
    chart_with_table(
        t,
        bars_chart(
            live_bars(found, key, t),
            quantity=Quantity(label=label, unit=unit),
            t=t,
            mark_label=msg("Your median session"),
        ),
        summary=summary,
        table=live_table(found),
        key="live.sessions",
    )
    for _, row in rows.iterrows():
        if row["found"]:
            paragraph(t, live_trend_sentence(row))
        elif not isnan(row["p_value"]):
            paragraph(
                t,
                msg(
                    "No evidence that “{measure}” rises or falls from session to session.",
                    measure=label,
                ),
            )


def funnel(here: Here, found: Funnel) -> None:
    """Draw the rates of the funnel beside the account's own past."""
    t = here.t
    if found.steps.empty:
        return
    small_print(
        t,
        msg(
            "Each rate is the sum of one stage over the sum of the other, {first} – {last}; the "
            "mark is the middle of earlier spans of the same length. People may skip a stage.",
            first=found.period.first,
            last=found.period.last,
        ),
    )
    chart_with_table(
        t,
        bars_chart(
            funnel_bars(found.steps, t),
            quantity=Quantity(label=msg("Went on"), unit=Unit.SHARE),
            t=t,
            mark_label=msg("Own past"),
        ),
        summary=funnel_sentence(found),
        table=funnel_table(found.steps, t),
        key="funnel.steps",
    )
    for _, row in found.steps.iterrows():
        icon = ":material/check_circle:" if row["found"] else ":material/remove:"
        st.markdown(f"{icon} {plain(t(step_sentence(row)))}")
