"""Sudden changes on the screen: the line of days, each change with its causes, and its event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

import pandas as pd
import streamlit as st

from kpicore.charts.insight_changes import (
    change_marks,
    changes_chart,
    changes_summary,
    changes_table,
    unfollows_chart,
    unfollows_table,
)
from kpicore.insights import (
    LOST,
    Cause,
    CauseKind,
    SuddenChange,
    chance_sentence,
    change_label,
    change_sentence,
    elsewhere_sentence,
    event_kind,
    event_span,
    likely_causes,
    unexplained,
    unfollows,
    unfollows_sentence,
)
from kpicore.messages import Message, alone, msg
from kpicore.periods import Period
from kpicore.store import StoredEvent
from pages.parts import change_loaders, state
from pages.parts.chart import chart_with_table
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, section, small_print

SHOWN = 6
"""Changes drawn at first; the newest are what people come for."""

DAYS_DRAWN = 365

OUTSIDE = 0.2
"""Share of ordinary days outside the band that is drawn, as around forecasts."""

RATES: Mapping[float, Message] = MappingProxyType(
    {
        1 / 100: msg("One in 100 days"),
        1 / 365: msg("One a year"),
        1 / 1000: msg("One in 1,000 days"),
    }
)
"""Share of ordinary days that may be named, to its words."""

CAUSE_WORDS: Mapping[CauseKind, tuple[str, Message]] = MappingProxyType(
    {
        CauseKind.VIRAL: (":material/local_fire_department:", msg("Viral post")),
        CauseKind.BURST: (":material/stacks:", msg("Many posts at once")),
        CauseKind.QUIET: (":material/pause_circle:", msg("No posts")),
        CauseKind.LIVE: (":material/sensors:", msg("Live session")),
        CauseKind.HOLIDAY: (":material/celebration:", msg("Public holiday")),
        CauseKind.PLATFORM: (":material/rule:", msg("Counted differently")),
        CauseKind.GAP: (":material/more_horiz:", msg("Gap in the data")),
        CauseKind.ALONGSIDE: (":material/join_inner:", msg("Together with")),
    }
)
"""Cause to its icon and name."""

LONGEST_NAME = 80
_ALL = "changes.all"


def metric_of(metrics: Sequence[str], here: Here) -> str:
    """Draw the choice of the metric; return it."""
    t = here.t
    chosen = st.selectbox(
        t(msg("Look at")),
        metrics,
        format_func=lambda metric: t(change_label(metric)),
        key="changes.metric",
        persist_state="session",
    )
    return chosen if chosen in metrics else metrics[0]


def rate_of(here: Here) -> float:
    """Draw the choice of how many false alarms are borne; return the share of days."""
    t = here.t
    chosen = st.selectbox(
        t(msg("False alarms")),
        list(RATES),
        format_func=lambda rate: t(RATES[rate]),
        key="changes.rate",
        persist_state="session",
        help=t(
            msg(
                "How often a day may be named although nothing happened. Fewer, and more is missed."
            )
        ),
    )
    return next((rate for rate in RATES if rate == chosen), next(iter(RATES)))


def line(
    here: Here, account_id: str, metric: str, rate: float, others: Sequence[SuddenChange]
) -> tuple[SuddenChange, ...]:
    """Draw the days of the last year with what is unlike the others; return all changes.

    Parameters
    ----------
    here : Here
        Who is here.
    account_id, metric : str
        What is looked at.
    rate : float
        Share of false alarms.
    others : sequence of SuddenChange
        Of its other metrics; the surest is told below the chart.

    Returns
    -------
    tuple of SuddenChange
        Of all days, newest first.
    """
    t = here.t
    days = change_loaders.expected(here, account_id, metric)
    found = change_loaders.changes(here, account_id, metric, rate)
    frame = days.banded(OUTSIDE).tail(DAYS_DRAWN).reset_index(drop=True)
    marks = change_marks(frame, found, t)
    events = [
        (pd.Timestamp(e.first), e.name)
        for e in change_loaders.events_of(here, account_id)
        if frame["date"].iloc[0] <= pd.Timestamp(e.first) <= frame["date"].iloc[-1]
    ]
    label = change_label(metric)
    odd = frame["date"].isin(marks["date"])
    chart_with_table(
        t,
        changes_chart(
            frame, marks, label=label, t=t, events=pd.DataFrame(events, columns=["date", "label"])
        ),
        summary=changes_summary(metric, found, len(marks)),
        table=changes_table(frame.assign(odd=odd), label=label, t=t),
        key="changes.days",
    )
    small_print(t, chance_sentence(days.judged, rate))
    if (told := elsewhere_sentence(others)) is not None:
        paragraph(t, told)
    return found


def one_by_one(
    here: Here, account_id: str, found: Sequence[SuddenChange], others: Sequence[SuddenChange]
) -> None:
    """Draw each change with what may have caused it, and the button that makes it an event.

    Parameters
    ----------
    here : Here
        Who is here.
    account_id : str
        The account.
    found : sequence of SuddenChange
        Newest first.
    others : sequence of SuddenChange
        Of its other metrics.
    """
    t = here.t
    section(t, msg("One by one"))
    if not found:
        paragraph(t, msg("Nothing to see: no day and no level of these days is unlike the others."))
        return
    shown = found if state.number(_ALL) else found[:SHOWN]
    for number, change in enumerate(shown):
        causes = likely_causes(
            change, change_loaders.happenings(here, account_id), alongside=others
        )
        _one(here, account_id, change, causes, key=f"changes.{number}")
    if len(shown) < len(found):
        st.button(
            t(msg("Show all {count} changes", count=len(found))),
            key="changes.more",
            on_click=lambda: state.count_up(_ALL),
        )


def _one(
    here: Here, account_id: str, change: SuddenChange, causes: Sequence[Cause], *, key: str
) -> None:
    t = here.t
    with st.container(border=True, gap="small"):
        icon = ":material/trending_up:" if change.kind.up else ":material/trending_down:"
        st.markdown(f"{icon} **{plain(t(change_sentence(change)))}**")
        for cause in causes:
            mark, word = CAUSE_WORDS[cause.kind]
            st.markdown(f"{mark} {plain(t(word))}: {plain(t(cause.sentence))}")
        if not causes:
            small_print(t, unexplained(change))
        if change_loaders.is_event(here, account_id, change.first):
            st.badge(t(msg("Event")), icon=":material/event:", color="blue")
        elif here.may_edit:
            st.button(
                t(msg("Make it an event")),
                icon=":material/event:",
                type="tertiary",
                key=f"{key}.event",
                on_click=_make_event,
                args=(here, account_id, change, tuple(causes)),
            )


def event_name(here: Here, change: SuddenChange, causes: Sequence[Cause]) -> str:
    """Return what a change is called as an event, in the reader's words; they may rename it."""
    told = [c for c in causes if c.kind not in (CauseKind.ALONGSIDE, CauseKind.GAP)]
    side = msg("Jump") if change.kind.up else msg("Drop")
    word = CAUSE_WORDS[told[0].kind][1] if told else side
    name = here.t(msg("{cause}: {metric}", cause=word, metric=change_label(change.metric)))
    return name[:LONGEST_NAME]


def _make_event(
    here: Here, account_id: str, change: SuddenChange, causes: tuple[Cause, ...]
) -> None:
    first, last = event_span(change)
    with page_errors(here.t, stop=False):
        here.workspace.save_event(
            StoredEvent(
                name=event_name(here, change, causes),
                first=first,
                last=last,
                kind=event_kind(causes, change.kind),
                account_id=account_id,
            )
        )


def who_left(here: Here, account_id: str, metrics: Sequence[str], rate: float) -> None:
    """Draw followers gained against followers lost, and the days that drove unfollows.

    Parameters
    ----------
    here : Here
        Who is here.
    account_id : str
        The account.
    metrics : sequence of str
        What its exports tell.
    rate : float
        Share of false alarms.
    """
    if not {"followers", "net_followers", "new_followers", LOST} & set(metrics):
        return
    t = here.t
    section(t, msg("New against lost followers"))
    lost = change_loaders.changes(here, account_id, LOST, rate) if LOST in metrics else ()
    last = here.today_of((account_id,)) - timedelta(days=1)
    period = Period(last - timedelta(days=DAYS_DRAWN - 1), last)
    found = unfollows(here.history((account_id,)), account_id, lost, period)
    if found.days.empty:
        small_print(t, unfollows_sentence(found))
        return
    chart_with_table(
        t,
        unfollows_chart(found.days, t=t),
        summary=unfollows_sentence(found),
        table=unfollows_table(found, t),
        key="changes.unfollows",
    )


def events(here: Here, account_id: str) -> None:
    """Draw the events of an account, with the way to take one back."""
    t = here.t
    kept = [e for e in here.events() if e.account_id in (None, account_id)]
    if not kept:
        return
    box = st.expander(
        t(msg("Events that the forecast knows")), icon=":material/event:", key="changes.events"
    )
    with box:
        for event in sorted(kept, key=lambda e: (e.first, e.event_id), reverse=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(event.name, width="stretch")
                small_print(t, _days(event))
                if here.may_edit:
                    st.button(
                        t(msg("Delete")),
                        type="tertiary",
                        icon=":material/delete:",
                        key=f"changes.delete.{event.event_id}",
                        on_click=_delete,
                        args=(here, event.event_id),
                    )


def _days(event: StoredEvent) -> Message:
    if event.first == event.last:
        return alone(event.first)
    return msg("{first} – {last}", first=event.first, last=event.last)


def _delete(here: Here, event_id: str) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.delete_event(event_id)
