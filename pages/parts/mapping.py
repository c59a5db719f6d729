"""The mapping step: a table that nobody knows is shown with guesses, to be put right and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import pandas as pd
import streamlit as st

from kpicore.ingest import (
    ColumnChoice,
    ColumnGuess,
    DateOrder,
    DecimalMark,
    FileReport,
    MappingProposal,
    NamedMapping,
    TableKind,
    read_examples,
)
from kpicore.messages import Message, msg, msgs
from kpicore.metrics import METRICS
from kpicore.units import Probability, Unit
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

SCALES: Mapping[Unit, Mapping[float, Message]] = MappingProxyType(
    {
        Unit.COUNT: MappingProxyType({1.0: msg("One by one"), 1000.0: msg("In thousands")}),
        Unit.MONEY: MappingProxyType({1.0: msg("One by one"), 1000.0: msg("In thousands")}),
        Unit.SECONDS: MappingProxyType(
            {1.0: msg("In seconds"), 60.0: msg("In minutes"), 3600.0: msg("In hours")}
        ),
        Unit.SHARE: MappingProxyType({1.0: msg("As a share: 0.05"), 0.01: msg("In percent: 5")}),
    }
)
"""Unit of a metric to how files write it: what its cells are multiplied with."""

ORDERS: Mapping[str, Message] = MappingProxyType(
    {
        "": msg("As found"),
        DateOrder.DMY.value: msg("Day first: 31/12/2026"),
        DateOrder.MDY.value: msg("Month first: 12/31/2026"),
        DateOrder.YMD.value: msg("Year first: 2026/12/31"),
    }
)
"""How dates in figures are written."""

MARKS: Mapping[str, Message] = MappingProxyType(
    {
        "": msg("As found"),
        DecimalMark.DOT.value: msg("With a point: 1,234.5"),
        DecimalMark.COMMA.value: msg("With a comma: 1.234,5"),
    }
)
"""How numbers are written."""

MOST_COLUMNS = 24
"""Columns asked about at once; some exports have two thousand, few of them worth a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How dates and numbers of a table are written.

    Attributes
    ----------
    order : DateOrder or None
        Order of figures in dates; None lets the data decide.
    mark : DecimalMark or None
        Decimal sign; None lets the data decide.
    """

    order: DateOrder | None
    mark: DecimalMark | None


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
    with st.container(border=True):
        _preview(here, proposal, key=key)
        named = _whole(here, report, proposal, key=key)
        style = _style(here, key=key)
        drawn = _drawn(here, proposal, key=key)
        grid = st.grid("auto", min_column_width=240)
        choices = []
        for place, guess in enumerate(proposal.columns):
            if place not in drawn:
                choices.append(ColumnChoice(header=guess.header, role="ignore"))
                continue
            with grid.cell():
                choices.append(_column(here, guess, style, key=f"{key}.{place}"))
        if st.button(
            t(msg("Read it like this")),
            type="primary",
            key=f"{key}.agree",
            disabled=not here.may_edit,
        ):
            _keep(
                here,
                replace(
                    named,
                    columns=tuple(choices),
                    date_order=style.order,
                    decimal_mark=style.mark,
                ),
            )


def _drawn(here: Here, proposal: MappingProposal, *, key: str) -> set[int]:
    """Return which columns are asked about: of many the likeliest, and those that are added."""
    places = range(len(proposal.columns))
    if len(places) <= MOST_COLUMNS:
        return set(places)
    guesses = proposal.columns
    likeliest = sorted(places, key=lambda i: (guesses[i].role == "ignore", -guesses[i].certainty))
    further = sorted(likeliest[MOST_COLUMNS:])
    added = st.multiselect(
        here.t(msg("Further columns of the file, which are left out otherwise")),
        further,
        format_func=lambda i: guesses[i].header,
        key=f"{key}.further",
    )
    return {*likeliest[:MOST_COLUMNS], *added}


def _keep(here: Here, mapping: NamedMapping) -> None:
    with page_errors(here.t):
        here.workspace.save_mapping(mapping)
    # The same files are read again, now with the mapping.
    state.count_up(imports.MAPPED)
    st.rerun()


def _preview(here: Here, proposal: MappingProposal, *, key: str) -> None:
    columns = {guess.header: pd.Series(guess.examples) for guess in proposal.columns}
    st.dataframe(
        pd.DataFrame(columns).fillna(""),
        hide_index=True,
        alt=here.t(msg("The first rows of the table, as they stand in the file")),
        key=f"{key}.preview",
    )
    rows = proposal.rows
    small_print(
        here.t,
        msgs(
            "{count} row in all; the first of them are shown.",
            "{count} rows in all; the first of them are shown.",
            rows,
        ),
    )


def _whole(here: Here, report: FileReport, proposal: MappingProposal, *, key: str) -> NamedMapping:
    t = here.t
    grid = st.grid("auto", min_column_width=240)
    with grid.cell():
        name = st.text_input(
            t(msg("Name of this mapping")), value=report.file, max_chars=80, key=f"{key}.name"
        )
    with grid.cell():
        platform = st.selectbox(
            t(msg("Platform")),
            ["custom", *PLATFORM_NAMES],
            format_func=lambda code: (
                t(msg("Another one")) if code == "custom" else platform_name(code)
            ),
            key=f"{key}.platform",
        )
    with grid.cell():
        kind = st.radio(
            t(msg("Rows")),
            [kind.value for kind in KINDS],
            index=list(KINDS).index(proposal.kind) if proposal.kind in KINDS else 0,
            format_func=lambda code: t(KINDS[TableKind(code)]),
            horizontal=True,
            key=f"{key}.kind",
        )
    named = proposal.named(name.strip() or report.file, platform or "custom")
    return replace(named, kind=TableKind(kind or proposal.kind))


def _style(here: Here, *, key: str) -> Style:
    t = here.t
    with st.container(horizontal=True):
        order = st.selectbox(
            t(msg("Dates in figures")),
            list(ORDERS),
            format_func=lambda code: t(ORDERS[code]),
            key=f"{key}.order",
        )
        mark = st.selectbox(
            t(msg("Numbers")),
            list(MARKS),
            format_func=lambda code: t(MARKS[code]),
            key=f"{key}.mark",
        )
    return Style(
        order=DateOrder(order) if order else None, mark=DecimalMark(mark) if mark else None
    )


def _column(here: Here, guess: ColumnGuess, style: Style, *, key: str) -> ColumnChoice:
    t = here.t
    roles = [*PLAIN_ROLES, *METRICS]
    role = (
        st.selectbox(
            plain(guess.header),
            roles,
            index=roles.index(guess.role) if guess.role in roles else 0,
            format_func=lambda code: t(PLAIN_ROLES.get(code) or METRICS[code].label),
            key=key,
        )
        or "ignore"
    )
    choice = ColumnChoice(header=guess.header, role=role, scale=_scale(here, guess, role, key=key))
    if role == guess.role != "ignore":
        certainty = Probability(guess.certainty)
        small_print(t, msg("Guessed, {certainty} certain", certainty=certainty))
    if role != "ignore":
        for example, read_as in zip(guess.examples, _read(guess, choice, style), strict=False):
            small_print(t, _example(example, read_as))
    return choice


def _scale(here: Here, guess: ColumnGuess, role: str, *, key: str) -> float:
    offered = SCALES.get(METRICS[role].unit, {}) if role in METRICS else {}
    first = guess.scale if role == guess.role else 1.0
    if first not in offered:
        return first
    t = here.t
    scale = st.selectbox(
        t(msg("Written")),
        list(offered),
        index=list(offered).index(first),
        format_func=lambda factor: t(offered[factor]),
        key=f"{key}.scale.{role}",
    )
    return first if scale is None else scale


def _read(guess: ColumnGuess, choice: ColumnChoice, style: Style) -> tuple[str, ...]:
    dated = choice.role in ("date", "published")
    # The guess was made from many rows: as long as nobody says otherwise, it knows more than
    # the three that are shown.
    if dated and style.order is None and guess.role in ("date", "published"):
        return guess.read_as
    return read_examples(guess.examples, choice, date_order=style.order, decimal_mark=style.mark)


def _example(example: str, read_as: str) -> Message:
    if not read_as:
        return msg("{example} cannot be read like this", example=example)
    return msg("{example} is read as {read_as}", example=example, read_as=read_as)


def saved(here: Here) -> None:
    """Draw the mappings that were kept, each with a way to forget it; nothing without any."""
    t = here.t
    kept = here.workspace.mappings()
    if not kept:
        return
    section(t, msg("Saved mappings"))
    small_print(t, msg("Each is used by itself for files with the same header."))
    for place, mapping in enumerate(kept):
        used = [c for c in mapping.columns if c.role != "ignore"]
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"upload.mappings.{place}"
        ):
            st.text(mapping.name, width="content")
            small_print(t, msgs("{count} column used", "{count} columns used", len(used)))
            if st.button(
                t(msg("Forget")),
                type="tertiary",
                icon=":material/delete:",
                key=f"upload.mappings.forget.{place}",
                disabled=not here.may_edit,
            ):
                with page_errors(t):
                    here.workspace.delete_mapping(mapping.name)
                st.rerun()
