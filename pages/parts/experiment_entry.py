"""A new experiment: from a file, typed in, or planned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import streamlit as st

from kpicore.experiments import (
    MEASURES,
    RESULT_COLUMNS,
    Design,
    Experiment,
    ResultTable,
    Row,
    design_of,
    empty_grid,
    read_results,
    results_template,
    rows_of,
)
from kpicore.messages import Message, msg, msgs
from pages.parts import experiment_form, state
from pages.parts.experiment_results import keep
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.small_tables import LARGEST_MB
from pages.parts.words import section, small_print

_FILE, _TYPED, _PLAN = "file", "typed", "plan"
_WAYS: Mapping[str, Message] = MappingProxyType(
    {
        _FILE: msg("Results in a file"),
        _TYPED: msg("Type results in"),
        _PLAN: msg("Plan one"),
    }
)
_ROUND = "experiments.new.round"


def draw(here: Here, kept: Sequence[Experiment]) -> None:
    """Draw the ways to a new experiment.

    Parameters
    ----------
    here : Here
        Who is here.
    kept : sequence of Experiment
        Those that there are.
    """
    t = here.t
    section(t, msg("New experiment"))
    if not here.may_edit:
        small_print(t, msg("Whoever may edit this workspace can make one."))
        return
    way = st.segmented_control(
        t(msg("What do you have?")),
        list(_WAYS),
        default=_FILE,
        format_func=lambda code: t(_WAYS[code]),
        key="experiments.way",
        required=True,
        persist_state="session",
    )
    key = f"experiments.new.{state.number(_ROUND)}"
    _DRAWN[way or _FILE](here, kept, key)


def _from_file(here: Here, kept: Sequence[Experiment], key: str) -> None:
    t = here.t
    given = st.file_uploader(
        t(msg("A table with a row per variant, post or day")),
        type=["csv", "xlsx", "txt", "tsv"],
        max_upload_size=LARGEST_MB,
        key=f"{key}.file",
    )
    language = t.code if t.code in RESULT_COLUMNS else "en"
    st.download_button(
        t(msg("Template as CSV")),
        lambda: results_template(language),
        "goalpost-experiment.csv",
        "text/csv",
        key="experiments.template",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
    if given is None:
        return
    with page_errors(t, stop=False):
        tables = read_results(given.getvalue(), given.name)
        table = _choose(here, tables, key)
        if not table.measures:
            small_print(t, msg("This test has no numbers yet."))
            return
        name = table.name or given.name.rsplit(".", 1)[0]
        _fields(here, table, table.measures, name, f"{key}.{given.file_id}.{table.name}")


def _choose(here: Here, tables: tuple[ResultTable, ...], key: str) -> ResultTable:
    if len(tables) == 1:
        return tables[0]
    place = st.selectbox(
        here.t(msg("Which test of the file")),
        range(len(tables)),
        format_func=lambda n: tables[n].name or str(n + 1),
        key=f"{key}.test",
    )
    return tables[place]


def _typed(here: Here, kept: Sequence[Experiment], key: str) -> None:
    t = here.t
    measure = experiment_form.measure_field(t, tuple(MEASURES), key=key)
    typed = experiment_form.grid(
        here, empty_grid(measure, ("A", "B")), measure, key=f"{key}.grid.{measure}"
    )
    small_print(t, msg("The first variant is the usual one; the others are held against it."))
    _fields(here, ResultTable(name="", frame=typed), (measure,), "", key)


def _fields(here: Here, table: ResultTable, measures: tuple[str, ...], name: str, key: str) -> None:
    """Draw the other fields and the button that keeps the experiment."""
    t = here.t
    with st.container(horizontal=True, vertical_alignment="bottom"):
        named = experiment_form.name_field(t, name, key=key)
        varied = experiment_form.varied_field(t, key=key)
        measure = measures[0]
        if len(measures) > 1:
            measure = experiment_form.measure_field(t, measures, key=f"{key}.of")
    with page_errors(t, stop=False):
        rows, left_out = rows_of(table.frame, measure)
        variants = tuple(dict.fromkeys(row.variant for row in rows))
        _say_what_is_read(here, rows, variants)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            usual = design_of(rows) if rows else Design.SPLIT
            design = experiment_form.design_field(t, usual, key=key)
            ending = experiment_form.ending_fields(t, key=key)
        wanting = _wanting(measure, variants)
        pressed = st.button(
            t(msg("Keep and compare")),
            type="primary",
            key="experiments.keep",
            disabled=wanting is not None,
        )
        if wanting is not None:
            small_print(t, wanting)
        if pressed:
            made = Experiment(
                name=named.strip(),
                account_ids=here.account_ids,
                varied=varied,
                measure=measure,
                design=design,
                variants=variants,
                rows=rows,
                worth=ending.worth,
                stopping=ending.stopping,
                planned=ending.planned,
            )
            state.count_up(_ROUND)
            keep(here, made, left_out)


def _wanting(measure: str, variants: tuple[str, ...]) -> Message | None:
    """Say what is still missing before anything can be compared; None where nothing is."""
    if len(variants) > 1:
        return None
    if variants:
        return msg(
            "Only “{variant}” has results; add a row of a second variant to compare it with.",
            variant=variants[0],
        )
    wanted = MEASURES[measure]
    labels = (wanted.wins_label, wanted.tries_label)
    return msg(
        "No row can be read yet: fill in the variant and {columns} for at least two variants.",
        columns=tuple(label for label in labels if label is not None),
    )


def _say_what_is_read(here: Here, rows: tuple[Row, ...], variants: tuple[str, ...]) -> None:
    if rows:
        small_print(
            here.t,
            msgs(
                "{count} row with results, of {variants}.",
                "{count} rows with results, of {variants}.",
                len(rows),
                variants=variants,
            ),
        )


def _plan(here: Here, kept: Sequence[Experiment], key: str) -> None:
    # Planning imports models that a reader of results never needs.
    from pages.parts import experiment_plan  # noqa: PLC0415

    experiment_plan.draw(here, key)


_DRAWN: Mapping[str, Callable[[Here, Sequence[Experiment], str], None]] = MappingProxyType(
    {_FILE: _from_file, _TYPED: _typed, _PLAN: _plan}
)
