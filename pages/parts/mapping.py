"""The mapping step: a table that nobody knows is shown with guesses, to be put right and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import streamlit as st

from kpicore.ingest import ColumnChoice, DateOrder, FileReport, TableKind
from kpicore.ingest.mapping import ColumnGuess, MappingProposal
from kpicore.messages import Message, msg
from kpicore.metrics import METRICS
from pages.parts import imports, state
from pages.parts.guard import page_errors
from pages.parts.platforms import PLATFORM_NAMES, platform_name
from pages.parts.session import Here
from pages.parts.words import plain, section, small_print

PLAIN_ROLES: Mapping[str, Message] = MappingProxyType(
    {
        "ignore": msg("Leave out"),
        "date": msg("Day"),
        "published": msg("Published on"),
        "post_id": msg("Id of the post"),
        "title": msg("Title"),
        "url": msg("Link"),
        "format": msg("Format"),
        "metric_name": msg("Name of the figure"),
        "value": msg("Value"),
    }
)
"""What a column can be besides a metric."""

KINDS: Mapping[TableKind, Message] = MappingProxyType(
    {TableKind.DAILY: msg("One row per day"), TableKind.POSTS: msg("One row per post")}
)


def draw(here: Here, report: FileReport) -> None:
    """Draw the mapping step of a file; nothing where its tables are known.

    Parameters
    ----------
    here : Here
        Who is here.
    report : FileReport
        What was found.
    """
    for proposal in report.proposals:
        _step(here, report, proposal)


def _step(here: Here, report: FileReport, proposal: MappingProposal) -> None:
    t = here.t
    key = f"upload.mapping.{proposal.fingerprint}"
    section(t, msg("What are the columns of {file}?", file=report.file))
    small_print(t, msg("Your answer is kept, and used by itself for files with the same header."))
    with st.form(key, border=True):
        name = st.text_input(t(msg("Name of this mapping")), value=report.file, max_chars=80)
        platform = st.selectbox(
            t(msg("Platform")),
            ["custom", *PLATFORM_NAMES],
            format_func=lambda code: (
                t(msg("Another one")) if code == "custom" else platform_name(code)
            ),
        )
        kind = st.radio(
            t(msg("Rows")),
            [kind.value for kind in KINDS],
            index=list(KINDS).index(proposal.kind) if proposal.kind in KINDS else 0,
            format_func=lambda code: t(KINDS[TableKind(code)]),
            horizontal=True,
        )
        grid = st.grid("auto", min_column_width=240)
        choices = []
        for place, guess in enumerate(proposal.columns):
            with grid.cell():
                choices.append(_column(here, guess, key=f"{key}.{place}"))
        agreed = st.form_submit_button(
            t(msg("Read it like this")), type="primary", disabled=not here.may_edit
        )
    if agreed and platform is not None and kind is not None:
        mapping = replace(
            proposal.named(name.strip() or report.file, platform),
            kind=TableKind(kind),
            columns=tuple(choices),
            date_order=_date_order(),
        )
        with page_errors(t):
            here.workspace.save_mapping(mapping)
        # The same files are read again, now with the mapping.
        state.count_up(imports.MAPPED)
        st.rerun()


def _column(here: Here, guess: ColumnGuess, *, key: str) -> ColumnChoice:
    t = here.t
    roles = [*PLAIN_ROLES, *METRICS]
    role = st.selectbox(
        plain(guess.header),
        roles,
        index=roles.index(guess.role) if guess.role in roles else 0,
        format_func=lambda code: t(PLAIN_ROLES.get(code) or METRICS[code].label),
        key=key,
    )
    for example, read_as in zip(guess.examples, guess.read_as, strict=False):
        small_print(t, msg("{example} is read as {read_as}", example=example, read_as=read_as))
    scale = guess.scale if role == guess.role else 1.0
    return ColumnChoice(header=guess.header, role=role or "ignore", scale=scale)


def _date_order() -> DateOrder | None:
    order = state.text(imports.ORDER)
    return DateOrder(order) if order in set(DateOrder) else None
