"""Posting time on the screen: the week, hours and weekdays, and when the audience is there."""

from __future__ import annotations

from zoneinfo import available_timezones

import streamlit as st

from kpicore.charts.audience_board import hours_table
from kpicore.charts.audience_sentences import hours_summary
from kpicore.charts.hours import hours_chart
from kpicore.charts.insight_effects import effects_chart
from kpicore.charts.insight_week import side_rows, time_table, week_chart, week_summary
from kpicore.insights import PostingTime
from kpicore.kpis import AudienceGroup
from kpicore.messages import msg
from pages.parts import audience_loaders, state
from pages.parts.chart import chart_with_table
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import section, small_print

_ZONE = "posting_time.zone"


def week(here: Here, found: PostingTime) -> None:
    """Draw weekday against hour."""
    t = here.t
    section(t, msg("The week"))
    zone = here.history((found.posts.account_id,)).account(found.posts.account_id).time_zone
    small_print(
        t,
        msg(
            "Hours are those of {zone}. Each cell is drawn toward what its weekday and its hour "
            "add up to.",
            zone=zone or "",
        ),
    )
    chart_with_table(
        t,
        week_chart(found, t=t),
        summary=week_summary(found, t),
        table=time_table(found.cells, unit=found.posts.unit, width=found.band_hours, t=t),
        key="posting_time.week",
    )


def sides(here: Here, found: PostingTime) -> None:
    """Draw hours and weekdays, each alone, with their intervals."""
    t = here.t
    label = msg("{measure} against your typical post", measure=found.posts.label)
    parts = [
        (
            "hours",
            found.hours,
            found.hour_matters,
            found.band_hours,
            msg("Hours"),
            msg("Hours differ by more than chance.")
            if found.hour_matters
            else msg("No evidence that hours differ: every range could be chance."),
        ),
        (
            "weekdays",
            found.weekdays,
            found.weekday_matters,
            0,
            msg("Weekdays"),
            msg("Weekdays differ by more than chance.")
            if found.weekday_matters
            else msg("No evidence that weekdays differ: every range could be chance."),
        ),
    ]
    shown = [part for part in parts if not part[1].empty]
    for column, (name, frame, matters, width, title, summary) in zip(
        st.columns(len(shown), gap="large"), shown, strict=True
    ):
        with column:
            section(t, title)
            rows = side_rows(frame, matters=matters, width=width, t=t)
            chart_with_table(
                t,
                effects_chart(rows, label=label, t=t),
                summary=summary,
                table=time_table(frame, unit=found.posts.unit, width=max(width, 1), t=t),
                key=f"posting_time.{name}",
            )


def audience(here: Here, account_id: str) -> None:
    """Draw when the account's audience is there, where an export tells it."""
    t = here.t
    found = audience_loaders.hours(here, account_id, AudienceGroup.FOLLOWERS)
    section(t, msg("When your audience is there"))
    if found.empty:
        small_print(t, msg("The exports do not tell at which hours your audience is there."))
        return
    small_print(t, msg("As exported: the hours may be those of another time zone."))
    chart_with_table(
        t,
        hours_chart(found, t=t),
        summary=hours_summary(found, t),
        table=hours_table(found, t),
        key="posting_time.audience",
    )


def time_zone(here: Here, account_id: str) -> None:
    """Ask for the account's time zone where it is not known: without it hours mean nothing."""
    t = here.t
    account = here.history((account_id,)).account(account_id)
    if account.time_zone is not None:
        return
    zones = sorted(available_timezones())
    own = st.context.timezone
    with st.container(border=True):
        small_print(
            t,
            msg(
                "In which time zone are the times of these posts? Exports rarely say, and without "
                "it nothing is told of hours."
            ),
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                t(msg("Time zone of the exports")),
                zones,
                index=zones.index(own) if own in zones else None,
                key=_ZONE,
                disabled=not here.may_edit,
            )
            st.button(
                t(msg("Keep this time zone")),
                key=f"{_ZONE}.keep",
                on_click=_keep,
                args=(here, account_id),
                disabled=not here.may_edit,
            )


def _keep(here: Here, account_id: str) -> None:
    zone = state.text(_ZONE)
    if zone:
        with page_errors(here.t, stop=False):
            here.workspace.set_time_zone(account_id, zone)
