"""One experiment on the screen: its chart, on what the verdict rests, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kpicore.charts.experiment_board import variant_frame, variants_chart, variants_table
from kpicore.experiments import (
    PROMISE,
    Analysis,
    Design,
    Experiment,
    grounds,
    verdict_sentence,
)
from kpicore.messages import msg
from kpicore.store import Action, Note, StoredEvent
from pages.parts import experiment_cards, experiment_results, experiment_schedule, state
from pages.parts.chart import chart_with_table, show_table
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, section, small_print

TAG = "experiment"


def draw(here: Here, found: Analysis) -> None:
    """Draw what an experiment found and what can be done with it.

    Parameters
    ----------
    here : Here
        Who is here.
    found : Analysis
        Of the experiment that is looked at.
    """
    t, experiment = here.t, found.experiment
    section(t, msg("What “{name}” says", name=experiment.name))
    if found.best is not None:
        label = msg(
            "{measure} against “{usual}”",
            measure=experiment.defined.label,
            usual=experiment.variants[0],
        )
        drawn = variant_frame(found, t)
        chart_with_table(
            t,
            variants_chart(drawn, worth=experiment.worth, label=label, t=t),
            summary=verdict_sentence(found),
            table=variants_table(found),
            key=f"experiments.{experiment.experiment_id}",
        )
        small_print(t, msg("The grey band is what you said is not worth having."))
    elif experiment.rows:
        show_table(t, variants_table(found), key=f"experiments.{experiment.experiment_id}")
    if experiment.rows:
        for sentence in grounds(found):
            st.markdown(f"- {plain(t(sentence))}")
        small_print(t, PROMISE)
    elif experiment.design is Design.DAYS:
        experiment_schedule.of(here, experiment)
    _steps(here, found)
    experiment_results.draw(here, experiment)


def _steps(here: Here, found: Analysis) -> None:
    t, experiment = here.t, found.experiment
    with st.container(horizontal=True):
        if (
            found.best is not None
            and here.workspace.allows(Action.COMMENT)
            and st.button(
                t(msg("Keep as a note")), icon=":material/edit_note:", key="experiments.note"
            )
        ):
            with page_errors(t, stop=False):
                here.workspace.save_note(_note(here, found))
                st.toast(t(msg("Kept as a note.")), icon=":material/check:")
        if experiment.days and here.may_edit and not _is_event(here, experiment):
            st.button(
                t(msg("Make it an event")),
                icon=":material/event:",
                key="experiments.event",
                on_click=_make_event,
                args=(here, experiment),
            )
        if found.best is not None and st.button(
            t(msg("Try it in a scenario")), icon=":material/alt_route:", key="experiments.scenario"
        ):
            st.switch_page("pages/scenarios.py")
        if here.may_edit:
            _delete(here, experiment)
    if _is_event(here, experiment):
        st.badge(t(msg("Event")), icon=":material/event:", color="blue")


def _note(here: Here, found: Analysis) -> Note:
    experiment = found.experiment
    return Note(
        day=experiment.days[-1] if experiment.days else here.calendar_day,
        text=here.t(verdict_sentence(found)),
        tags=(TAG,),
        account_id=_own_account(experiment),
    )


def _own_account(experiment: Experiment) -> str | None:
    return experiment.account_ids[0] if len(experiment.account_ids) == 1 else None


def _event(experiment: Experiment) -> StoredEvent:
    return StoredEvent(
        name=experiment.name,
        first=experiment.days[0],
        last=experiment.days[-1],
        kind=TAG,
        account_id=_own_account(experiment),
    )


def _is_event(here: Here, experiment: Experiment) -> bool:
    if not experiment.days:
        return False
    wanted = _event(experiment)
    return any(
        replace(event, event_id="", version=0, lift=None) == wanted for event in here.events()
    )


def _make_event(here: Here, experiment: Experiment) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.save_event(_event(experiment))


def _delete(here: Here, experiment: Experiment) -> None:
    t = here.t
    with st.popover(t(msg("Delete")), icon=":material/delete:", type="tertiary"):
        paragraph(t, msg("Delete the experiment “{name}”?", name=experiment.name))
        st.button(
            t(msg("Delete for good")),
            type="primary",
            key="experiments.delete",
            on_click=_delete_now,
            args=(here, experiment),
        )


def _delete_now(here: Here, experiment: Experiment) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.delete_experiment(experiment.experiment_id)
        st.query_params.pop(experiment_cards.EXPERIMENT, None)
        state.forget("experiments.note")
