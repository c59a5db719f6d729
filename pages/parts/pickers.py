"""Choices that pages share: which KPI, and how far ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TypeVar

import streamlit as st

from kpicore.charts.kpi_board import forecastable
from kpicore.kpis import CATALOGUE, Stage
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.periods import ONE_DAY, add_months
from pages.parts import core, state
from pages.parts.session import Here
from pages.parts.sidebar import account_label

T = TypeVar("T")

HORIZONS: Mapping[int, Message] = MappingProxyType(
    {
        1: msg("1 month"),
        3: msg("3 months"),
        6: msg("6 months"),
        12: msg("12 months"),
    }
)
"""Months ahead to their words."""


def focus(here: Here) -> tuple[str, ...]:
    """Return the keys of the two or three KPIs that the workspace works on."""
    return tuple(v.key for v in core.of_stage(here, here.preferences.stage or Stage.BRAND))


def forecast_kpi(here: Here, *, key: str) -> str | None:
    """Draw the picker of a KPI that can be looked ahead.

    Parameters
    ----------
    here : Here
        Who is here.
    key : str
        Begins with the page's name. A link may name the KPI as ``?kpi=``.

    Returns
    -------
    str or None
        Key of the catalogue; None where the data hold no such KPI.
    """
    options = forecastable(core.values(here).values(), focus(here))
    return choose_kpi(here.t, options, key=key) if options else None


def choose_kpi(
    t: Translator, options: Sequence[str], *, key: str, first: Sequence[str] = ()
) -> str:
    """Draw a picker of KPIs.

    Parameters
    ----------
    t : Translator
        The reader's language.
    options : sequence of str
        Keys of the catalogue, at least one.
    key : str
        Begins with the page's name.
    first : sequence of str
        What is chosen at first, where it is among the options; else the first option. A link may
        name the KPI as ``?kpi=``.

    Returns
    -------
    str
        One of `options`.
    """
    if st.session_state.get(key) not in options:
        wishes = (st.query_params.get("kpi"), *first)
        st.session_state[key] = next((w for w in wishes if w in options), options[0])
    return str(
        st.selectbox(
            t(msg("KPI")),
            options,
            format_func=lambda k: t(CATALOGUE[k].label),
            key=key,
            persist_state="session",
        )
    )


def choose_account(here: Here, account_ids: Sequence[str], *, key: str) -> str:
    """Draw a picker of one account; nothing where there is no choice.

    Parameters
    ----------
    here : Here
        Who is here.
    account_ids : sequence of str
        At least one.
    key : str
        Begins with the page's name.

    Returns
    -------
    str
        One of them.
    """
    if len(account_ids) == 1:
        return account_ids[0]
    by_id = {a.account_id: a for a in here.accounts}
    if st.session_state.get(key) not in account_ids:
        st.session_state[key] = account_ids[0]
    return str(
        st.selectbox(
            here.t(msg("Account")),
            account_ids,
            format_func=lambda i: account_label(here.t, by_id[i]),
            key=key,
            persist_state="session",
        )
    )


def horizon(here: Here, *, key: str) -> date:
    """Draw the picker of how far to look ahead.

    Parameters
    ----------
    here : Here
        Who is here.
    key : str
        Begins with the page's name.

    Returns
    -------
    date
        The last day; data until 31 December and three months give 31 March.
    """
    t = here.t
    months = st.segmented_control(
        t(msg("Look ahead")),
        list(HORIZONS),
        default=3,
        format_func=lambda m: t(HORIZONS[m]),
        key=key,
        required=True,
        wrap=True,
        persist_state="session",
    )
    return add_months(here.today - ONE_DAY, months or 3)


def sheet(items: Sequence[T], *, size: int, key: str) -> Sequence[T]:
    """Draw the picker of a sheet where things do not fit one, and return those on it.

    Parameters
    ----------
    items : sequence
        All of them, in order.
    size : int
        How many fit a sheet.
    key : str
        Begins with the page's name.

    Returns
    -------
    sequence
        At most `size` of them.
    """
    sheets = -(-len(items) // size)
    if sheets < 2:
        return items
    if state.number(key) > sheets:
        state.forget(key)
    chosen = st.pagination(sheets, key=key)
    return items[(chosen - 1) * size : chosen * size]
