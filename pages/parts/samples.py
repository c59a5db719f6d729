"""The made-up creator: adding it, and taking it away again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from kpicore.experiments import Design, Experiment, Look, Row, Varied
from kpicore.history import History
from kpicore.messages import msg
from kpicore.periods import ONE_DAY
from kpicore.samples import SampleTrial, sample_events, sample_history, sample_trials
from kpicore.store import StoredEvent
from pages.parts import state
from pages.parts.guard import page_errors
from pages.parts.loaders import KEPT_FOR
from pages.parts.session import Here

LAYOUT = "sample"


def add_button(here: Here, *, key: str) -> None:
    """Draw the button that fills the workspace with a made-up creator.

    Parameters
    ----------
    here : Here
        Who is here.
    key : str
        Begins with the page's name.
    """
    t = here.t
    if st.button(
        t(msg("Try with sample data")),
        icon=":material/science:",
        key=key,
        disabled=not here.may_edit,
    ):
        with page_errors(t), st.spinner(t(msg("Making up a creator…"))):
            add(here)
        st.rerun()


def add(here: Here) -> None:
    """Put the made-up creator into the workspace, with its data up to yesterday."""
    last_day = here.calendar_day - ONE_DAY
    history = _creator(last_day)
    here.workspace.add_import(
        history,
        file=here.t(msg("Sample data")),
        sha256=history.fingerprint,
        layout=LAYOUT,
        imported_at=datetime.now(UTC),
    )
    known = {(event.name, event.first) for event in here.workspace.events()}
    for event in sample_events(last_day):
        if (event.name, event.first) in known:
            continue
        here.workspace.save_event(
            StoredEvent(
                name=event.name,
                first=event.first,
                last=event.last,
                kind=event.kind,
                lift=event.lift,
                account_id=event.account_id,
            )
        )
    tried = {e.name for e in here.workspace.experiments()}
    for trial in sample_trials(last_day):
        if trial.name not in tried:
            here.workspace.save_experiment(experiment_of(trial))


def experiment_of(trial: SampleTrial) -> Experiment:
    """Return a trial of the made-up creator as an experiment that was looked at once."""
    rows = tuple(
        Row(variant=r.variant, day=r.day, wins=r.wins, tries=r.tries) for r in trial.results
    )
    return Experiment(
        name=trial.name,
        account_ids=(trial.account_id,),
        varied=Varied(trial.varied),
        measure=trial.measure,
        design=Design(trial.design),
        variants=tuple(dict.fromkeys(row.variant for row in rows)),
        rows=rows,
        looks=(Look(day=trial.results[-1].day, size=float(len(rows))),),
    )


@st.cache_resource(show_spinner=False, max_entries=2, ttl=KEPT_FOR)
def _creator(last_day: date) -> History:
    # The same for everybody, for it is made of nothing but its last day.
    return sample_history(last_day)


def remove_button(here: Here, *, key: str) -> None:
    """Draw the button that takes the made-up creator away; nothing where there is none.

    Parameters
    ----------
    here : Here
        Who is here.
    key : str
        Begins with the page's name.
    """
    t = here.t
    if any(account.made_up for account in here.accounts) and st.button(
        t(msg("Remove the sample data")),
        icon=":material/delete:",
        key=key,
        disabled=not here.may_edit,
    ):
        with page_errors(t):
            remove(here)
        state.forget(state.ACCOUNT)
        st.rerun()


def remove(here: Here) -> None:
    """Take the made-up creator away, with its events, notes, and what speaks only of it."""
    made_up = {account.account_id for account in here.accounts if account.made_up}
    for goal in here.workspace.goals(closed=None):
        if made_up.issuperset(goal.account_ids):
            here.workspace.delete_goal(goal.goal_id)
    for experiment in here.workspace.experiments():
        if experiment.account_ids and made_up.issuperset(experiment.account_ids):
            here.workspace.delete_experiment(experiment.experiment_id)
    for review in here.workspace.reviews():
        if made_up.issuperset(review.account_ids):
            here.workspace.delete_review(review.review_id)
    for note in here.workspace.notes():
        if note.account_id in made_up:
            here.workspace.delete_note(note.note_id)
    # Events of the whole creator name no account; they are known by their names.
    names = {event.name for event in sample_events(here.calendar_day)}
    for event in here.workspace.events():
        if event.account_id in made_up or (event.account_id is None and event.name in names):
            here.workspace.delete_event(event.event_id)
    for account_id in made_up:
        here.workspace.delete_account(account_id)
