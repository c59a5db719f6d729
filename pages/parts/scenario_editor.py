"""Changing the scenario that is looked at: its levers, its name, a copy, its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.scenarios import Ground, Horizon, Scenario, check_scenario, describe, free_name, named
from pages.parts import state
from pages.parts.guard import page_errors
from pages.parts.scenario_aims import Aim
from pages.parts.scenario_cards import keep, look_at
from pages.parts.scenario_form import Scope, checked, lever_fields
from pages.parts.scenario_link import SCENARIO
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, small_print

_ROUND = "scenarios.lever_round"


def draw(
    here: Here, scenario: Scenario, others: Sequence[Scenario], aims: Sequence[Aim], ground: Ground
) -> None:
    """Draw what can be done with a scenario; for viewers only its address.

    Parameters
    ----------
    here : Here
        Who is here.
    scenario : Scenario
        The one that is looked at.
    others : sequence of Scenario
        All of these accounts.
    aims : sequence of Aim
        The chosen goals; their deadlines say how far levers can reach.
    ground : Ground
        Of the accounts.
    """
    t = here.t
    with st.container(horizontal=True):
        _address(t, scenario)
        if not here.may_edit:
            return
        _rename(here, scenario, others)
        st.button(
            t(msg("Duplicate")),
            icon=":material/content_copy:",
            type="tertiary",
            key="scenarios.duplicate",
            on_click=_duplicate,
            args=(here, scenario, others),
        )
        _delete(here, scenario)
    box = st.expander(
        t(msg("Change the levers")),
        icon=":material/tune:",
        key="scenarios.levers",
        expanded=not scenario.levers,
    )
    with box:
        _levers(here, scenario, aims)
        _add(here, scenario, aims, ground)


def _address(t: Translator, scenario: Scenario) -> None:
    with st.popover(t(msg("Link")), icon=":material/link:", type="tertiary"):
        small_print(t, msg("Whoever may open this workspace sees the scenario at this address."))
        st.code(f"/scenarios?{SCENARIO}={scenario.scenario_id}", language=None)


def _rename(here: Here, scenario: Scenario, others: Sequence[Scenario]) -> None:
    t = here.t
    with st.popover(t(msg("Rename")), icon=":material/edit:", type="tertiary"):
        name = st.text_input(
            t(msg("Name")),
            scenario.name,
            key=f"scenarios.rename.{scenario.scenario_id}.{scenario.version}",
            max_chars=120,
        )
        if st.button(t(msg("Save the name")), type="primary", key="scenarios.rename"):
            taken = [s.name for s in others if s.scenario_id != scenario.scenario_id]
            with page_errors(t, stop=False):
                keep(here, named(scenario, name, taken))


def _duplicate(here: Here, scenario: Scenario, others: Sequence[Scenario]) -> None:
    with page_errors(here.t, stop=False):
        name = free_name(scenario.name, [s.name for s in others])
        copy = replace(scenario, scenario_id="", version=0, name=name)
        look_at(here.workspace.save_scenario(copy).scenario_id)


def _delete(here: Here, scenario: Scenario) -> None:
    t = here.t
    with st.popover(t(msg("Delete")), icon=":material/delete:", type="tertiary"):
        paragraph(t, msg("Delete the scenario “{name}”?", name=scenario.name))
        st.button(
            t(msg("Delete for good")),
            type="primary",
            key="scenarios.delete",
            on_click=_delete_now,
            args=(here, scenario),
        )


def _delete_now(here: Here, scenario: Scenario) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.delete_scenario(scenario.scenario_id)
        st.query_params.pop(SCENARIO, None)


def _levers(here: Here, scenario: Scenario, aims: Sequence[Aim]) -> None:
    t, currency = here.t, aims[0].outlook.accounts[0].currency
    for place, lever in enumerate(scenario.levers):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(t(describe(lever, currency=currency))), width="stretch")
            st.button(
                t(msg("Take out")),
                icon=":material/close:",
                type="tertiary",
                key=f"scenarios.out.{scenario.scenario_id}.{scenario.version}.{place}",
                on_click=_take_out,
                args=(here, scenario, place),
            )


def _take_out(here: Here, scenario: Scenario, place: int) -> None:
    left = scenario.levers[:place] + scenario.levers[place + 1 :]
    with page_errors(here.t, stop=False):
        here.workspace.save_scenario(replace(scenario, levers=left))


def _add(here: Here, scenario: Scenario, aims: Sequence[Aim], ground: Ground) -> None:
    t = here.t
    horizon = Horizon(first=ground.today, last=max(aim.goal.deadline for aim in aims))
    scope = Scope(
        t=t,
        ground=ground,
        horizon=horizon,
        kpis=tuple(dict.fromkeys(aim.goal.kpi for aim in aims)),
        key=f"scenarios.lever.{state.number(_ROUND)}",
    )
    lever = lever_fields(scope)
    if st.button(
        t(msg("Add the lever")),
        icon=":material/add:",
        type="primary",
        key="scenarios.add",
        disabled=lever is None,
    ):
        with page_errors(t, stop=False):
            if lever is not None:
                grown = replace(scenario, levers=(*scenario.levers, checked(lever, scope)))
                check_scenario(grown, horizon)
                state.count_up(_ROUND)
                keep(here, grown)
