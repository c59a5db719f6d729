"""Scenarios as cards: which there are, what each does, and which one is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from kpicore.messages import msg
from kpicore.scenarios import (
    AS_FORECAST,
    Ground,
    Outcome,
    Scenario,
    describe,
    example_scenarios,
    free_name,
    named,
    sort_of,
)
from kpicore.units import Probability
from pages.parts import state
from pages.parts.guard import page_errors
from pages.parts.scenario_aims import Aim
from pages.parts.scenario_link import SCENARIO
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, section, small_print

SHOWN = 7
"""Scenarios on one sheet beside the forecast: more lines are no comparison."""
_SHEET = "scenarios.sheet"
_ROUND = "scenarios.round"


def of_accounts(here: Here) -> tuple[Scenario, ...]:
    """Return the scenarios on the accounts that the reader looks at."""
    wanted = set(here.account_ids)
    return tuple(s for s in here.workspace.scenarios() if set(s.account_ids) == wanted)


def sheet(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Draw the picker of the sheet where they do not fit one, and return those on it."""
    sheets = -(-len(scenarios) // SHOWN)
    if sheets < 2:
        return tuple(scenarios)
    if state.number(_SHEET) > sheets:
        state.forget(_SHEET)
    asked = [place for place, s in enumerate(scenarios) if s.scenario_id == asked_for()]
    if asked and _SHEET not in st.session_state:
        st.session_state[_SHEET] = asked[0] // SHOWN + 1
    number = st.pagination(sheets, key=_SHEET)
    return tuple(scenarios[(number - 1) * SHOWN : number * SHOWN])


def asked_for() -> str | None:
    """Return the id of the scenario that the address names."""
    return st.query_params.get(SCENARIO)


def looked_at(scenarios: Sequence[Scenario]) -> Scenario | None:
    """Return the scenario that the address names, else the first; None where there is none."""
    asked = asked_for()
    return next((s for s in scenarios if s.scenario_id == asked), next(iter(scenarios), None))


def look_at(scenario_id: str) -> None:
    """Let the next run look at a scenario, and the address name it."""
    st.query_params[SCENARIO] = scenario_id


def draw(here: Here, outcomes: Sequence[Outcome], focus: Scenario | None, aim: Aim) -> None:
    """Draw "as forecast" and every scenario as a card.

    Parameters
    ----------
    here : Here
        Who is here.
    outcomes : sequence of Outcome
        Of the leading goal; the forecast comes first.
    focus : Scenario or None
        The one that is looked at.
    aim : Aim
        The leading goal.
    """
    grid = st.grid("auto", min_column_width=260, border=True)
    for outcome in outcomes:
        with grid.cell():
            _card(here, outcome, focus, aim)


def _card(here: Here, outcome: Outcome, focus: Scenario | None, aim: Aim) -> None:
    t, scenario = here.t, outcome.scenario
    as_forecast = not scenario.scenario_id
    st.markdown(f"**{plain(t(AS_FORECAST) if as_forecast else scenario.name)}**")
    if outcome.check is not None:
        odds = msg("{odds} likely", odds=Probability(outcome.check.probability))
        st.title(plain(t(odds)), anchor=False)
    elif outcome.fault is not None:
        small_print(t, outcome.fault)
    if as_forecast:
        small_print(t, msg("If nothing changes."))
        return
    currency = aim.outlook.accounts[0].currency
    for lever in scenario.levers:
        line = plain(t(describe(lever, currency=currency)))
        st.markdown(f":material/{sort_of(lever).icon}: {line}")
    if not scenario.levers:
        small_print(t, msg("No lever yet; as forecast."))
    if focus is not None and scenario.scenario_id == focus.scenario_id:
        st.badge(t(msg("Shown below")), icon=":material/visibility:", color="gray")
    else:
        st.button(
            t(msg("Look at this")),
            icon=":material/visibility:",
            type="tertiary",
            key=f"scenarios.look.{scenario.scenario_id}",
            on_click=look_at,
            args=(scenario.scenario_id,),
        )


def new_one(here: Here, scenarios: Sequence[Scenario]) -> None:
    """Draw the popover that makes an empty scenario of a name."""
    t = here.t
    if not here.may_edit:
        return
    with st.popover(
        t(msg("New scenario")),
        icon=":material/add:",
        key=f"scenarios.new.{state.number(_ROUND)}",
    ):
        name = st.text_input(
            t(msg("Name")),
            key=f"scenarios.name.{state.number(_ROUND)}",
            placeholder=t(msg("Such as: spring campaign")),
            max_chars=120,
        )
        if st.button(t(msg("Make it")), type="primary", key="scenarios.make"):
            with page_errors(t, stop=False):
                bare = Scenario(name="", account_ids=here.account_ids)
                keep(here, named(bare, name, [s.name for s in scenarios]))


def keep(here: Here, scenario: Scenario) -> None:
    """Save a scenario, look at it and run again."""
    kept = here.workspace.save_scenario(scenario)
    look_at(kept.scenario_id)
    state.count_up(_ROUND)
    st.rerun()


def examples(here: Here, ground: Ground, aim: Aim) -> None:
    """Draw two ready scenarios, each one click away, for who has none yet.

    Parameters
    ----------
    here : Here
        Who is here.
    ground : Ground
        Of the accounts.
    aim : Aim
        The goal whose deadline ends the examples.
    """
    t = here.t
    section(t, msg("Try one of these"))
    paragraph(t, msg("A scenario is a name and some levers: what you would do, and when."))
    grid = st.grid("auto", min_column_width=280, border=True)
    made = example_scenarios(ground, here.account_ids, until=aim.goal.deadline)
    for place, (name, example) in enumerate(made):
        with grid.cell():
            st.markdown(f"**{plain(t(name))}**")
            for lever in example.levers:
                st.markdown(f":material/{sort_of(lever).icon}: {plain(t(describe(lever)))}")
            if st.button(
                t(msg("Take this one")),
                key=f"scenarios.example.{place}",
                icon=":material/add:",
                disabled=not here.may_edit,
            ):
                taken = [s.name for s in here.workspace.scenarios()]
                with page_errors(t, stop=False):
                    keep(here, replace(example, name=free_name(t(name), taken)))
