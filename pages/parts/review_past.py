"""Past reviews to read again, and reminders of the coming ones."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from kpicore.messages import msg, msgs
from kpicore.reviews import calendar_file, period_word, reminders
from kpicore.reviews.model import Review
from pages.parts import review_views, state
from pages.parts.guard import page_errors
from pages.parts.review_subject import Subject
from pages.parts.session import Here
from pages.parts.words import plain, section, small_print

SHOWN = 12
_ALL = "review.past.all"


def draw(here: Here, subject: Subject) -> None:
    """Draw the closed reviews of any accounts, newest first, each opened on demand.

    Parameters
    ----------
    here : Here
        Who is here.
    subject : Subject
        What is shown above, and left out here.
    """
    t = here.t
    own = subject.kept.review_id if subject.kept is not None else ""
    past = [r for r in here.workspace.reviews() if r.closed and r.review_id != own][::-1]
    if not past:
        return
    section(t, msgs("{count} past review", "{count} past reviews", len(past)))
    shown = past if state.number(_ALL) else past[:SHOWN]
    for review in shown:
        _one(here, review)
    if len(shown) < len(past):
        st.button(
            t(msg("Show all {count} reviews", count=len(past))),
            key="review.past.more",
            on_click=lambda: state.count_up(_ALL),
        )


def _one(here: Here, review: Review) -> None:
    t = here.t
    title = msg(
        "{days}: {accounts}", days=period_word(review.period), accounts=review.account_names
    )
    box = st.expander(
        plain(t(title)),
        icon=":material/history_edu:",
        key=f"review.past.{review.review_id}",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        review_views.read(here, review)
        if here.may_edit:
            delete_button(here, review)


def delete_button(here: Here, review: Review) -> None:
    """Draw the way to delete a closed review, asked twice."""
    t = here.t
    with st.popover(
        t(msg("Delete")),
        type="tertiary",
        icon=":material/delete:",
        key=f"review.delete.{review.review_id}",
    ):
        small_print(t, msg("Delete this review with its answers and decisions?"))
        st.button(
            t(msg("Delete for good")),
            type="primary",
            key=f"review.delete.sure.{review.review_id}",
            on_click=_delete,
            args=(here, review.review_id),
        )


def _delete(here: Here, review_id: str) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.delete_review(review_id)


def reminder_button(here: Here) -> None:
    """Draw the button that saves reviews and deadlines as a calendar file."""
    t = here.t
    section(t, msg("Reminders"))
    small_print(
        t,
        msg(
            "The weekly and monthly review, and the deadlines of your goals, for any calendar. "
            "Opening a newer file moves the entries that are there."
        ),
    )
    st.download_button(
        t(msg("Save calendar file")),
        lambda: _file(here),
        "goalpost-reviews.ics",
        "text/calendar",
        key="review.calendar",
        on_click="ignore",
        icon=":material/calendar_add_on:",
    )


def _file(here: Here) -> bytes:
    found = reminders(
        here.workspace.goals(),
        workspace_id=here.workspace.workspace_id,
        today=here.calendar_day,
        first_weekday=here.preferences.first_weekday,
    )
    return calendar_file(found, here.t, made_at=datetime.now(UTC))
