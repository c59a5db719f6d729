"""What the Portfolio page draws: filters, the goals that need somebody first, and their table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kpicore.charts.platform_names import platform_name
from kpicore.charts.portfolio_board import (
    PortfolioGoal,
    chosen_goals,
    code_label,
    portfolio_table,
    status_codes,
)
from kpicore.goals import STATUS_WORDS
from kpicore.goals.words import account_names
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs
from kpicore.units import Probability
from pages.parts import gate, goal_link, jobs, pickers
from pages.parts.cards import judgement
from pages.parts.chart import numbers_below
from pages.parts.portfolio_goals import Portfolio
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, small_print

ON_A_SHEET = 20
"""Goals on the screen at once; the table below holds all."""


def filters(here: Here, goals: Sequence[PortfolioGoal]) -> tuple[PortfolioGoal, ...]:
    """Draw the filters that leave a choice, and return the goals that pass them.

    Parameters
    ----------
    here : Here
        Who is here.
    goals : sequence of PortfolioGoal
        All of them.

    Returns
    -------
    tuple of PortfolioGoal
        In their order.
    """
    t = here.t
    clients = {
        g.client_id: g.client for g in sorted(goals, key=lambda g: (g.client.casefold(), g.client))
    }
    platforms = sorted(set().union(*(g.platforms for g in goals)), key=platform_name)
    codes = status_codes(goals)
    with st.container(horizontal=True, key="portfolio.filters"):
        return chosen_goals(
            goals,
            clients=_choice(t, msg("Client"), clients, "portfolio.client"),
            platforms=_choice(
                t, msg("Platform"), {p: platform_name(p) for p in platforms}, "portfolio.platform"
            ),
            codes=_choice(
                t, msg("Status"), {c: t(code_label(c)) for c in codes}, "portfolio.status"
            ),
        )


def _choice(t: Translator, label: Message, words: dict[str, str], key: str) -> list[str]:
    # What was chosen may be gone: goals change while somebody looks at them.
    chosen = st.session_state.get(key, [])
    if any(code not in words for code in chosen):
        st.session_state[key] = [code for code in chosen if code in words]
    if len(words) < 2 and not chosen:
        return []
    return st.multiselect(
        t(label),
        list(words),
        format_func=lambda code: words[code],
        key=key,
        placeholder=t(msg("All")),
        wrap=True,
    )


def progress(here: Here, found: Portfolio) -> None:
    """Draw how many goals have been checked, and go on as forecasts come in."""
    if not found.waiting:
        return
    known = sum(not g.pending for g in found.goals)
    doing = msgs(
        "Checking goals against the forecast: {known} of {count}…",
        "Checking goals against the forecast: {known} of {count}…",
        len(found.goals),
        known=known,
    )
    # The forecasts are made one after the other: with the last one, all are there.
    jobs.wait_for(here.t, doing, found.waiting[-1])


def goals(here: Here, shown: Sequence[PortfolioGoal]) -> None:
    """Draw goals below each other, each with the way to its page, then all of them as a table.

    Parameters
    ----------
    here : Here
        Who is here.
    shown : sequence of PortfolioGoal
        Those that pass the filters.
    """
    t = here.t
    if not shown:
        small_print(t, msg("No goal passes these filters."))
        return
    for found in pickers.sheet(shown, size=ON_A_SHEET, key="portfolio.sheet"):
        _goal(here, found)
    numbers_below(t, portfolio_table(shown, t), key="portfolio.goals")


def _goal(here: Here, found: PortfolioGoal) -> None:
    t = here.t
    key = f"portfolio.goal.{found.client_id[:8]}.{found.goal.goal_id}"
    with st.container(border=True, key=key):
        status, text, way = st.columns([2, 6, 1], vertical_alignment="center")
        with status, st.container(gap=None):
            _status(here, found)
        with text, st.container(gap="xxsmall"):
            small_print(
                t,
                msg(
                    "{client} · {accounts}",
                    client=found.client,
                    accounts=tuple(
                        f"{name} ({platform_name(account.platform)})"
                        for name, account in zip(
                            account_names(found.accounts), found.accounts, strict=True
                        )
                    ),
                ),
            )
            paragraph(t, found.aim)
            if found.standing is not None:
                small_print(t, found.standing)
        with way:
            _way(here, found)


def _status(here: Here, found: PortfolioGoal) -> None:
    t = here.t
    if found.status is not None:
        judgement(t, STATUS_WORDS[found.status])
    elif found.pending:
        st.markdown(f":material/hourglass_top: {plain(t(msg('Being checked')))}")
    else:
        st.markdown(f":material/help: **{plain(t(code_label('unknown')))}**")
    if found.probability is not None:
        paragraph(t, msg("{odds} likely", odds=Probability(found.probability)))
    if found.review_overdue:
        st.caption(f":material/event_busy: {plain(t(code_label('overdue')))}")


def _way(here: Here, found: PortfolioGoal) -> None:
    # Into another client's workspace the link carries a wish; whether it is open to the reader is
    # asked of the database when it is followed.
    elsewhere = found.client_id != here.workspace.workspace_id
    where = {gate.WORKSPACE_PARAMETER: found.client_id} if elsewhere else {}
    st.page_link(
        "pages/goals.py",
        label=here.t(msg("Open")),
        icon=":material/open_in_full:",
        query_params={goal_link.PARAMETER: found.goal.goal_id, **where},
    )
