"""The fields that every experiment has: name, what differs, what is worth having, how it ends."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from kpicore.experiments import (
    DAY,
    DESIGN_WORDS,
    LONGEST_NAME,
    MEASURES,
    STOPPING_WORDS,
    USUAL_WORTH,
    VARIANT,
    VARIED_WORDS,
    Design,
    Stopping,
    Varied,
)
from kpicore.language import Translator
from kpicore.messages import msg
from pages.parts.session import Here


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an experiment ends and what is worth having.

    Attributes
    ----------
    worth : float
        Relative difference.
    stopping : Stopping
        How the end is decided.
    planned : float or None
        Size at which it ends.
    """

    worth: float
    stopping: Stopping
    planned: float | None


def name_field(t: Translator, usual: str, *, key: str) -> str:
    """Draw the name of an experiment; return it."""
    return str(
        st.text_input(
            t(msg("Name")),
            usual,
            max_chars=LONGEST_NAME,
            placeholder=t(msg("Such as: question in the first line")),
            key=f"{key}.name",
        )
    )


def varied_field(t: Translator, *, key: str) -> Varied:
    """Draw the choice of what differs between the variants; return it."""
    chosen = st.selectbox(
        t(msg("What differs")),
        [v.value for v in VARIED_WORDS],
        format_func=lambda code: t(VARIED_WORDS[Varied(code)]),
        key=f"{key}.varied",
    )
    return Varied(chosen)


def measure_field(t: Translator, options: tuple[str, ...], *, key: str) -> str:
    """Draw the choice of what variants are compared by; return its key."""
    return str(
        st.selectbox(
            t(msg("Compare by")),
            options,
            format_func=lambda code: t(MEASURES[code].label),
            key=f"{key}.measure",
        )
    )


def design_field(t: Translator, usual: Design, *, key: str) -> Design:
    """Draw the choice of how variants were shown; return it."""
    options = [d.value for d in DESIGN_WORDS]
    chosen = st.selectbox(
        t(msg("How they were shown")),
        options,
        index=options.index(usual.value),
        format_func=lambda code: t(DESIGN_WORDS[Design(code)]),
        key=f"{key}.design.{usual}",
    )
    return Design(chosen)


def worth_field(t: Translator, usual: float, *, key: str) -> float:
    """Draw the smallest difference worth having; return it as a share."""
    typed = st.number_input(
        t(msg("Smallest difference worth having (%)")),
        value=100 * usual,
        min_value=0.1,
        step=1.0,
        format="%.0f",
        help=t(msg("A smaller difference would not change what you do.")),
        key=f"{key}.worth",
    )
    return float(typed) / 100


def ending_fields(
    t: Translator,
    *,
    key: str,
    worth: float = USUAL_WORTH,
    stopping: Stopping = Stopping.ONCE,
    planned: float | None = None,
) -> Ending:
    """Draw what is worth having and how the experiment ends; return both."""
    chosen_worth = worth_field(t, worth, key=key)
    options = [s.value for s in STOPPING_WORDS]
    code = st.selectbox(
        t(msg("When it ends")),
        options,
        index=options.index(stopping.value),
        format_func=lambda c: t(STOPPING_WORDS[Stopping(c)]),
        help=t(
            msg(
                "Who looks often and stops when it looks good finds winners that are none. Say how "
                "the end is decided, and every look gets its part of the doubt."
            )
        ),
        key=f"{key}.stopping",
    )
    size: float | None = None
    if Stopping(code) is Stopping.PLANNED:
        size = st.number_input(
            t(msg("Planned size in all (tries, posts or days)")),
            value=float(planned or 1000.0),
            min_value=1.0,
            step=1.0,
            format="%.0f",
            key=f"{key}.planned",
        )
    return Ending(worth=chosen_worth, stopping=Stopping(code), planned=size)


def grid(here: Here, frame: pd.DataFrame, measure: str, *, key: str) -> pd.DataFrame:
    """Draw a table to type results into; return it as typed.

    Parameters
    ----------
    here : Here
        Who is here.
    frame : DataFrame
        Where it begins: `kpicore.experiments.empty_grid` or `grid_of`.
    measure : str
        Key of the measure.
    key : str
        Of the table.

    Returns
    -------
    DataFrame
        For `kpicore.experiments.rows_of`.
    """
    t, wanted = here.t, MEASURES[measure]
    columns: dict[str, ColumnConfig] = {
        VARIANT: st.column_config.TextColumn(t(msg("Variant")), max_chars=LONGEST_NAME),
        DAY: st.column_config.DateColumn(t(msg("Day"))),
        wanted.wins: st.column_config.NumberColumn(t(wanted.wins_label), min_value=0),
    }
    if wanted.tries is not None and wanted.tries_label is not None:
        columns[wanted.tries] = st.column_config.NumberColumn(t(wanted.tries_label), min_value=0)
    typed: pd.DataFrame = st.data_editor(
        frame,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config=columns,
        alt=t(msg("Type results in")),
        disabled=not here.may_edit,
    )
    return typed
