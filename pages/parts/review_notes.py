"""Notes: what was observed, under the questions of a review and by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import streamlit as st

from kpicore.messages import Message, msg, msgs
from kpicore.reviews.model import Question, ReviewNote
from kpicore.store import Action, Note, StoredEvent
from pages.parts import sidebar, state
from pages.parts.guard import page_errors
from pages.parts.review_subject import Subject
from pages.parts.session import Here
from pages.parts.words import plain, section, small_print

LONGEST_NOTE = 2000
EVENT_NAME = 80
"""Characters of a note that become the name of an event."""
SHOWN = 20
_ALL = "review.notes.all"
_EVERYBODY = ""

QUESTION_TAGS: Mapping[Question, Message] = MappingProxyType(
    {
        Question.FORMATS: msg("Formats"),
        Question.FOLLOWERS: msg("Followers"),
        Question.CONVERSION: msg("Conversion"),
        Question.GOALS: msg("Goals"),
        Question.CHANGE: msg("Change"),
    }
)
"""Tag that a note gets under a question, to its word."""


def of_accounts(here: Here) -> tuple[Note, ...]:
    """Return the notes that concern the chosen accounts, by day."""
    return tuple(
        n
        for n in here.workspace.notes()
        if n.account_id is None or n.account_id in here.account_ids
    )


def in_period(here: Here, subject: Subject) -> tuple[Note, ...]:
    """Return the notes on the days under review."""
    return tuple(n for n in of_accounts(here) if n.day in subject.period.days)


def question_of(note: Note) -> Question | None:
    """Return the question under which a note was written."""
    return next((q for q in Question if q.value in note.tags), None)


def snapshot(notes: Sequence[Note]) -> tuple[ReviewNote, ...]:
    """Return notes as a closed review keeps them."""
    return tuple(
        ReviewNote(day=n.day, text=n.text, author=n.author, question=question_of(n)) for n in notes
    )


def under(here: Here, subject: Subject, question: Question, notes: Sequence[Note]) -> None:
    """Draw the notes under a question, and the field for another one.

    Parameters
    ----------
    here : Here
        Who is here.
    subject : Subject
        What is reviewed.
    question : Question
        The question.
    notes : sequence of Note
        On the days under review.
    """
    t = here.t
    for note in notes:
        if question_of(note) is question:
            read(here, note.text, note.author, note.day)
    if not here.workspace.allows(Action.COMMENT):
        return
    with st.form(f"review.note.{question}", border=False, clear_on_submit=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            text = st.text_input(
                t(msg("What did you observe?")),
                key=f"review.text.{question}",
                max_chars=LONGEST_NOTE,
                placeholder=t(
                    msg("What did you observe? In comments, messages, among colleagues…")
                ),
                label_visibility="collapsed",
            )
            sent = st.form_submit_button(
                t(msg("Keep note")),
                icon=":material/edit_note:",
                key=f"review.keep.{question}",
            )
        if sent and text.strip():
            _save(
                here,
                Note(
                    day=subject.known.last,
                    text=text.strip(),
                    tags=(question.value,),
                    account_id=_own_account(here),
                ),
            )


def read(here: Here, text: str, author: str, day: date) -> None:
    """Draw a note for reading."""
    with st.container(border=True, gap=None):
        st.text(text)
        small_print(here.t, msg("{author}, {day}", author=author, day=day))


def all_notes(here: Here, subject: Subject) -> None:
    """Draw every note of the chosen accounts, newest first, and the form of a new one."""
    t = here.t
    notes = tuple(reversed(of_accounts(here)))
    section(t, msgs("{count} note", "{count} notes", len(notes)) if notes else msg("Notes"))
    small_print(
        t,
        msg(
            "Notes stand on the charts of KPIs, forecasts and goals. As an event, a note also "
            "enters the forecast."
        ),
    )
    _new(here, subject)
    shown = notes if state.number(_ALL) else notes[:SHOWN]
    known = {(e.name, e.first) for e in here.workspace.events()}
    for note in shown:
        _one(here, note, is_event=(event_name(note), note.day) in known)
    if len(shown) < len(notes):
        st.button(
            t(msg("Show all {count} notes", count=len(notes))),
            key="review.notes.more",
            on_click=lambda: state.count_up(_ALL),
        )


def _new(here: Here, subject: Subject) -> None:
    if not here.workspace.allows(Action.COMMENT):
        return
    t = here.t
    names = {a.account_id: sidebar.account_label(t, a) for a in here.accounts}
    with (
        st.expander(t(msg("New note")), icon=":material/add:", key="review.note.new"),
        st.form("review.note.form", border=False, clear_on_submit=True),
    ):
        text = st.text_area(
            t(msg("What did you observe?")), key="review.new.text", max_chars=LONGEST_NOTE
        )
        with st.container(horizontal=True):
            day = st.date_input(t(msg("Day")), subject.known.last, key="review.new.day")
            account = st.selectbox(
                t(msg("Account")),
                [_EVERYBODY, *names],
                format_func=lambda i: names.get(i, t(msg("All accounts"))),
                key="review.new.account",
            )
        tags = st.text_input(
            t(msg("Tags")),
            key="review.new.tags",
            placeholder=t(msg("comments, shop, …")),
            max_chars=200,
        )
        author = st.text_input(
            t(msg("Who observed it")),
            key="review.new.author",
            placeholder=here.workspace.member,
            max_chars=80,
        )
        sent = st.form_submit_button(t(msg("Keep note")), type="primary", key="review.new.keep")
        if sent and text.strip() and isinstance(day, date):
            _save(
                here,
                Note(
                    day=day,
                    text=text.strip(),
                    author=author.strip(),
                    tags=_tags(tags),
                    account_id=account or None,
                ),
            )


def _tags(text: str) -> tuple[str, ...]:
    parts = text.replace("，", ",").replace("、", ",").split(",")
    return tuple(dict.fromkeys(p.strip().lstrip("#") for p in parts if p.strip().lstrip("#")))


def _own_account(here: Here) -> str | None:
    return here.account_ids[0] if len(here.account_ids) == 1 else None


def _save(here: Here, note: Note) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.save_note(note)
        st.rerun()


def event_name(note: Note) -> str:
    """Return what a note is called as an event: its beginning."""
    line = " ".join(note.text.split())
    return line if len(line) <= EVENT_NAME else line[: EVENT_NAME - 1] + "…"


def _one(here: Here, note: Note, *, is_event: bool) -> None:
    t = here.t
    with st.container(border=True, key=f"review.one.{note.note_id}"):
        st.text(note.text)
        with st.container(horizontal=True, vertical_alignment="center"):
            small_print(t, msg("{author}, {day}", author=note.author, day=note.day))
            for tag in note.tags:
                st.badge(_tag_word(here, tag), color="gray")
            if is_event:
                st.badge(t(msg("Event")), icon=":material/event:", color="blue")
            elif here.may_edit:
                st.button(
                    t(msg("Make it an event")),
                    type="tertiary",
                    icon=":material/event:",
                    key=f"review.event.{note.note_id}",
                    on_click=_make_event,
                    args=(here, note),
                )
            if here.may_edit or note.author == here.workspace.member:
                st.button(
                    t(msg("Delete")),
                    type="tertiary",
                    icon=":material/delete:",
                    key=f"review.delete.{note.note_id}",
                    on_click=_delete,
                    args=(here, note),
                )


def _tag_word(here: Here, tag: str) -> str:
    known = {q.value: word for q, word in QUESTION_TAGS.items()}
    return plain(here.t(known[tag]) if tag in known else tag)


def _make_event(here: Here, note: Note) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.save_event(
            StoredEvent(
                name=event_name(note),
                first=note.day,
                last=note.day,
                kind="note",
                account_id=note.account_id,
            )
        )


def _delete(here: Here, note: Note) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.delete_note(note.note_id)
