"""What the Review page draws: the answers to its questions, what changed, decisions, the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from kpicore.charts.drivers import drivers_chart
from kpicore.charts.quantity import Quantity
from kpicore.charts.review_board import split_frame, split_table
from kpicore.goals import Goal
from kpicore.kpis import kpi
from kpicore.messages import Message, alone, msg
from kpicore.reviews import (
    QUESTION_WORDS,
    ChangeSplit,
    conversion_findings,
    format_findings,
    goal_findings,
    posting_sentence,
    split_sentence,
    suggestions,
)
from kpicore.reviews.model import Decision, Finding, Question, Review
from kpicore.store import Note
from pages.parts import jobs, outlooks, review_loaders, review_notes, standings
from pages.parts.chart import chart_with_table
from pages.parts.guard import page_errors
from pages.parts.review_goals import GoalReview
from pages.parts.review_subject import STALE_DAYS, Subject
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, section, small_print

LONGEST_DECISION = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the numbers say to the five questions.

    Attributes
    ----------
    findings : tuple of Finding
        In the order of the questions.
    goals : GoalReview
        Behind the answer about goals.
    """

    findings: tuple[Finding, ...]
    goals: GoalReview


def answer(here: Here, subject: Subject, goals: GoalReview) -> Answers:
    """Ask the data the five questions.

    Parameters
    ----------
    here : Here
        Who is here.
    subject : Subject
        What is reviewed.
    goals : GoalReview
        How goals stand.

    Returns
    -------
    Answers
        To every question at least one sentence.
    """
    formats = review_loaders.formats(here, subject.known)
    return Answers(
        goals=goals,
        findings=(
            *format_findings(formats),
            *review_loaders.followers(here, subject.known, _dated(here)),
            *conversion_findings(
                here.history(),
                subject.known,
                account_ids=here.account_ids,
                today=here.calendar_day,
                standings=goals.standings,
            ),
            *goal_findings(goals.standings, others=goals.others),
            *suggestions(formats, goals.standings, goals.adjusted),
        ),
    )


def _dated(here: Here) -> review_loaders.DatedThings:
    events = [(e.name, e.first, e.last, e.kind) for e in outlooks.events_of(here, here.account_ids)]
    names = {name for name, *_ in events}
    notes = [
        (review_notes.event_name(n), n.day, n.day, "note") for n in review_notes.of_accounts(here)
    ]
    return (*events, *(note for note in notes if note[0] not in names))


def draw(here: Here, subject: Subject, answers: Answers) -> None:
    """Draw the questions with their answers and notes, what changed, and the decisions."""
    t = here.t
    age = (here.calendar_day - here.today).days
    if age > STALE_DAYS:
        st.warning(
            plain(
                t(
                    msg(
                        "The data end {days} days ago, on {last}; upload newer exports to review "
                        "what happened since.",
                        days=age,
                        last=subject.known.last,
                    )
                )
            ),
            icon=":material/history:",
        )
    notes = review_notes.in_period(here, subject)
    for question in Question:
        section(t, QUESTION_WORDS[question])
        with st.container(key=f"review.answer.{question}"):
            _findings(here, [f for f in answers.findings if f.question is question])
        if question is Question.GOALS:
            _changed(here, subject, answers.goals)
        review_notes.under(here, subject, question, notes)
    _decisions(here, subject, answers, notes)


def _findings(here: Here, findings: Sequence[Finding]) -> None:
    first, *others = [here.t(f.sentence) for f in findings]
    lines = [plain(first), *(f"- {plain(line)}" for line in others)]
    st.markdown("\n".join([lines[0], "", *lines[1:]]))


def _changed(here: Here, subject: Subject, goals: GoalReview) -> None:
    t = here.t
    if goals.pending:
        jobs.wait_for(t, msg("Checking your goals against the forecast…"), *goals.pending)
    for split in goals.splits:
        label = kpi(split.kpi).label
        title = msg("What changed since {day}: {kpi}", day=subject.since, kpi=label)
        with st.expander(
            plain(t(title)), icon=":material/waterfall_chart:", key=f"review.split.{split.kpi}"
        ):
            _split(here, split, label)


def _split(here: Here, split: ChangeSplit, label: Message) -> None:
    t = here.t
    frame = split_frame(split, t)
    quantity = Quantity(label=label, unit=split.unit, currency=split.currency)
    chart_with_table(
        t,
        drivers_chart(frame, total=msg("Change"), quantity=quantity, t=t),
        summary=split_sentence(split, label),
        table=split_table(frame, quantity),
        key=f"review.change.{split.kpi}",
    )
    small_print(
        t,
        msg(
            "Trend, season and events are what the forecast of that day expected; surprise is what "
            "came beyond it."
        ),
    )
    small_print(t, posting_sentence(split))


def _decisions(here: Here, subject: Subject, answers: Answers, notes: Sequence[Note]) -> None:
    t = here.t
    section(t, msg("Decisions"))
    review = subject.review(here)
    for place, decision in enumerate(review.decisions):
        with st.container(horizontal=True, vertical_alignment="center"):
            _decision(here, decision)
            if here.may_edit:
                st.button(
                    t(msg("Delete")),
                    type="tertiary",
                    icon=":material/delete:",
                    key=f"review.drop.{place}",
                    on_click=_drop,
                    args=(here, review, place),
                )
    if not here.may_edit:
        if not review.decisions:
            small_print(t, msg("Nothing has been decided yet."))
        return
    _new_decision(here, review, [s.goal for s in answers.goals.standings])
    small_print(t, msg("Closing keeps the answers, notes and decisions as they are now."))
    st.button(
        t(msg("Close review")),
        type="primary",
        icon=":material/done_all:",
        key="review.close",
        disabled=bool(answers.goals.pending),
        on_click=_close,
        args=(here, review, answers, tuple(notes)),
    )


def _decision(here: Here, decision: Decision) -> None:
    t = here.t
    with st.container(gap=None):
        st.text(decision.text)
        if decision.owner and decision.due is not None:
            small_print(t, msg("{owner}, by {day}", owner=decision.owner, day=decision.due))
        elif decision.due is not None:
            small_print(t, msg("by {day}", day=decision.due))
        elif decision.owner:
            small_print(t, alone(decision.owner))


def _new_decision(here: Here, review: Review, running: Sequence[Goal]) -> None:
    t = here.t
    goals = {g.goal_id: g for g in running}
    with st.form("review.decision", border=False, clear_on_submit=True):
        text = st.text_input(
            t(msg("What shall change")), key="review.decision.text", max_chars=LONGEST_DECISION
        )
        with st.container(horizontal=True):
            owner = st.text_input(
                t(msg("Who sees to it")), key="review.decision.owner", max_chars=80
            )
            due = st.date_input(t(msg("Until")), None, key="review.decision.due")
            goal_id = st.selectbox(
                t(msg("For the goal")),
                ["", *goals],
                format_func=lambda i: _goal_word(here, goals.get(i)),
                key="review.decision.goal",
            )
        if st.form_submit_button(
            t(msg("Add decision")), icon=":material/add:", key="review.decision.add"
        ):
            if not text.strip():
                small_print(t, msg("Say in a few words what shall change."))
                return
            made = Decision(
                text=text.strip(),
                owner=owner.strip(),
                due=due if isinstance(due, date) else None,
                goal_id=goal_id or "",
            )
            with page_errors(t, stop=False):
                kept = replace(review, decisions=(*review.decisions, made))
                here.workspace.save_review(kept)
                st.rerun()


def _goal_word(here: Here, goal: Goal | None) -> str:
    return here.t(msg("None") if goal is None else standings.short_aim(goal))


def _drop(here: Here, review: Review, place: int) -> None:
    left = (*review.decisions[:place], *review.decisions[place + 1 :])
    with page_errors(here.t, stop=False):
        here.workspace.save_review(replace(review, decisions=left))


def _close(here: Here, review: Review, answers: Answers, notes: tuple[Note, ...]) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.save_review(
            replace(
                review,
                closed_on=here.calendar_day,
                findings=answers.findings,
                notes=review_notes.snapshot(notes),
            )
        )
        st.toast(here.t(msg("Review closed.")), icon=":material/done_all:")


def read(here: Here, review: Review) -> None:
    """Draw a closed review as it was closed."""
    t = here.t
    if review.closed_on is not None:
        st.badge(
            plain(t(msg("Closed on {day}", day=review.closed_on))),
            icon=":material/lock:",
            color="gray",
        )
    for question in Question:
        section(t, QUESTION_WORDS[question])
        found = review.of_question(question)
        if found:
            _findings(here, found)
        for note in review.notes:
            if note.question is question:
                review_notes.read(here, note.text, note.author, note.day)
    loose = [note for note in review.notes if note.question is None]
    if loose:
        section(t, msg("Notes"))
        for note in loose:
            review_notes.read(here, note.text, note.author, note.day)
    section(t, msg("Decisions"))
    for decision in review.decisions:
        _decision(here, decision)
    if not review.decisions:
        paragraph(t, msg("Nothing was decided."))
