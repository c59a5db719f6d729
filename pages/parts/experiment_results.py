"""Results of an experiment that is kept: entered, corrected, and what is worth having changed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from kpicore.errors import ExperimentError
from kpicore.experiments import (
    Experiment,
    Row,
    Stopping,
    empty_grid,
    grid_of,
    looked,
    read_results,
    rows_of,
)
from kpicore.messages import msg, msgs
from pages.parts import experiment_form, state
from pages.parts.experiment_cards import look_at
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.small_tables import LARGEST_MB
from pages.parts.words import small_print

_ROUND = "experiments.results.round"


def draw(here: Here, experiment: Experiment) -> None:
    """Draw what changes an experiment; nothing for who may only read."""
    if not here.may_edit:
        return
    t = here.t
    box = st.expander(
        t(msg("Enter results, change the question")),
        icon=":material/edit:",
        key="experiments.edit",
        expanded=not experiment.rows,
    )
    key = f"experiments.edit.{experiment.experiment_id}.{experiment.version}.{state.number(_ROUND)}"
    with box:
        small_print(
            t,
            msg(
                "All results so far, not only the new ones: a row per variant, post or day. Each "
                "time they grow counts as a look."
            ),
        )
        frame, mark = _given(here, experiment, key)
        typed = experiment_form.grid(here, frame, experiment.measure, key=f"{key}.{mark}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            ending = experiment_form.ending_fields(
                t,
                key=key,
                worth=experiment.worth,
                stopping=experiment.stopping,
                planned=experiment.planned,
            )
        if st.button(t(msg("Save and compare")), type="primary", key="experiments.save"):
            with page_errors(t, stop=False):
                rows, left_out = rows_of(typed, experiment.measure)
                keep(
                    here,
                    replace(
                        experiment,
                        rows=_known(rows, experiment),
                        worth=ending.worth,
                        stopping=Stopping(ending.stopping),
                        planned=ending.planned,
                    ),
                    left_out,
                )


def _given(here: Here, experiment: Experiment, key: str) -> tuple[pd.DataFrame, str]:
    """Return the table that is typed into, of an uploaded file or as kept, and which one it is."""
    given = st.file_uploader(
        here.t(msg("From a file")),
        type=["csv", "xlsx", "txt", "tsv"],
        max_upload_size=LARGEST_MB,
        key=f"{key}.file",
    )
    if given is not None:
        with page_errors(here.t, stop=False):
            tables = read_results(given.getvalue(), given.name)
            told = next((x for x in tables if x.name == experiment.name), tables[0])
            rows, _ = rows_of(told.frame, experiment.measure)
            return grid_of(rows, experiment.measure), given.file_id
    if experiment.rows:
        return grid_of(experiment.rows, experiment.measure), "kept"
    return empty_grid(experiment.measure, experiment.variants), "empty"


def _known(rows: tuple[Row, ...], experiment: Experiment) -> tuple[Row, ...]:
    """Return the rows, all of which belong to the experiment.

    Raises
    ------
    ExperimentError
        If a row names another variant.
    """
    strange = sorted({row.variant for row in rows} - set(experiment.variants))
    if strange:
        raise ExperimentError(
            msg(
                "There are rows of {strange}; the variants of this experiment are {variants}. "
                "Name the rows like them, or begin a new experiment.",
                strange=tuple(strange),
                variants=experiment.variants,
            )
        )
    return rows


def keep(here: Here, experiment: Experiment, left_out: int) -> None:
    """Save an experiment with this look at it, look at it and run again.

    Parameters
    ----------
    here : Here
        Who is here.
    experiment : Experiment
        As it shall be.
    left_out : int
        Rows that were left out because a number is missing.
    """
    seen = replace(experiment, looks=looked(experiment, here.calendar_day))
    look_at(here.workspace.save_experiment(seen).experiment_id)
    if left_out:
        st.toast(
            here.t(
                msgs(
                    "{count} row without a number was left out.",
                    "{count} rows without a number were left out.",
                    left_out,
                )
            )
        )
    state.count_up(_ROUND)
    st.rerun()
