"""The saved goals on the Goals page: how they stand, and those that are closed."""

from __future__ import annotations

import streamlit as st

from kpicore.goals import Goal
from kpicore.messages import msg, msgs
from pages.parts import goal_actions, goal_link, pickers, standings
from pages.parts.guard import page_errors
from pages.parts.scenario_link import what_would_make_it
from pages.parts.session import Here
from pages.parts.words import paragraph, section, small_print

_SHEET = "goals.sheet"


def draw(here: Here) -> None:
    """Draw the saved goals, those that need attention first.

    Parameters
    ----------
    here : Here
        Who is here.
    """
    t = here.t
    goals = here.workspace.goals()
    if goals:
        section(t, msgs("{count} saved goal", "{count} saved goals", len(goals)))
    else:
        section(t, msg("Your goals"))
        small_print(t, msg("No goal yet. Choose a target above and save it."))
        _closed(here)
        return
    ordered = sorted(goals, key=lambda goal: goal.deadline)
    shown = pickers.sheet(ordered, size=standings.MOST_SHOWN, key=_SHEET)
    found = standings.standings(here, shown, goals)
    standings.wait_for_pending(here, found)
    grid = st.grid("auto", min_column_width=300, border=True)
    for standing in found:
        with grid.cell(), st.container(key=f"goals.card.{standing.goal.goal_id}"):
            standings.draw(here, standing)
            with st.container(horizontal=True):
                st.button(
                    t(msg("Open")),
                    type="tertiary",
                    icon=":material/open_in_full:",
                    key=_key("open", standing.goal),
                    on_click=goal_link.open_goal,
                    args=(standing.goal,),
                )
                if standing.status in standings.SHORT:
                    what_would_make_it(here, standing.goal)
                goal_actions.actions(here, standing)
    if len(goals) > 1:
        st.page_link(
            "pages/plan.py",
            label=t(msg("Will the plan hold together?")),
            icon=":material/account_tree:",
        )
    _closed(here)


def _closed(here: Here) -> None:
    t = here.t
    goals = here.workspace.goals(closed=True)
    if not goals:
        return
    title = msgs("{count} closed goal", "{count} closed goals", len(goals))
    with st.expander(t(title), icon=":material/archive:", key="goals.closed"):
        for goal in reversed(goals):
            with st.container(horizontal=True, vertical_alignment="center"):
                paragraph(t, standings.short_aim(goal))
                if here.may_edit:
                    st.button(
                        t(msg("Reopen")),
                        type="tertiary",
                        icon=":material/unarchive:",
                        key=_key("reopen", goal),
                        on_click=_reopen,
                        args=(here, goal),
                    )


def _reopen(here: Here, goal: Goal) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.reopen_goal(goal)


def _key(what: str, goal: Goal) -> str:
    return f"goals.{what}.{goal.goal_id}"
