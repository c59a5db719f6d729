"""What the Scenarios page draws of a comparison: table, charts, reasons, the smallest change."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kpicore.charts.outlook_frames import reading_quantity
from kpicore.charts.scenario_board import (
    change_lines,
    changes_table,
    difference_sentence,
    difference_summary,
    idle_sentence,
    middles_summary,
    odds_table,
    paths_table,
)
from kpicore.charts.scenarios import difference_chart, middles_chart
from kpicore.messages import msg
from kpicore.scenarios import (
    AS_FORECAST,
    Lever,
    Outcome,
    Pause,
    Scenario,
    candidates,
    paths,
    sort_of,
)
from pages.parts import scenario_loaders
from pages.parts.chart import chart_with_table, numbers_below, show_table
from pages.parts.configuration import thresholds
from pages.parts.scenario_aims import Aim
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, section, small_print


def table(here: Here, aims: Sequence[Aim], found: Sequence[Sequence[Outcome]]) -> None:
    """Draw the probability of each goal under each scenario.

    Parameters
    ----------
    here : Here
        Who is here.
    aims : sequence of Aim
        The goals.
    found : sequence of sequence of Outcome
        Per goal, the forecast first.
    """
    section(here.t, msg("How likely each goal is"))
    rows = [(aim.goal, aim.outlook, list(one)) for aim, one in zip(aims, found, strict=True)]
    show_table(here.t, odds_table(rows, here.t), key="scenarios.odds")
    for aim, outcomes in zip(aims, found, strict=True):
        for fault in {here.t(o.fault) for o in outcomes if o.fault is not None}:
            small_print(
                here.t, msg("{kpi}: {reason}", kpi=aim.outlook.definition.label, reason=fault)
            )


def charts(here: Here, aim: Aim, outcomes: Sequence[Outcome], focus: Scenario) -> None:
    """Draw the middles of all scenarios, and what the one looked at adds.

    Parameters
    ----------
    here : Here
        Who is here.
    aim : Aim
        The goal.
    outcomes : sequence of Outcome
        Of it; the forecast first.
    focus : Scenario
        The one that is looked at.
    """
    t, outlook = here.t, aim.outlook
    told = [o for o in outcomes if o.acted is not None]
    names = [o.scenario.name if o.scenario.scenario_id else t(AS_FORECAST) for o in told]
    place = next(
        (i for i, o in enumerate(told) if o.scenario.scenario_id == focus.scenario_id), None
    )
    if place is None:
        return
    changed = [o.acted.outlook for o in told if o.acted is not None]
    frame = paths(aim.goal, outlook, changed, thresholds=thresholds())
    quantity = reading_quantity(outlook, aim.goal.measure)
    outcome = told[place]
    paragraph(t, difference_sentence(outcome, outlook))
    left, right = st.columns([1, 1], gap="large")
    with left:
        chart_with_table(
            t,
            middles_chart(
                frame, names=names, focus=place, target=aim.goal.target, quantity=quantity, t=t
            ),
            summary=middles_summary(told, aim.goal, outlook),
            table=paths_table(frame, names, aim.goal, outlook),
            key="scenarios.middles",
        )
    with right:
        own = frame[frame["scenario"] == place].reset_index(drop=True)
        chart_with_table(
            t,
            difference_chart(own, quantity=quantity, t=t),
            summary=difference_summary(outcome),
            table=paths_table(own, names, aim.goal, outlook),
            key="scenarios.difference",
        )


def reasons(here: Here, outcome: Outcome) -> None:
    """Draw what the levers' effects rest on, and which have none."""
    t = here.t
    idle = idle_sentence(outcome)
    if idle is not None:
        small_print(t, idle)
    notes = outcome.acted.notes if outcome.acted is not None else ()
    for note in notes:
        small_print(t, note)


def smallest_changes(here: Here, aim: Aim, focus: Scenario | None) -> None:
    """Draw the smallest change of each lever that makes the goal likely.

    Parameters
    ----------
    here : Here
        Who is here.
    aim : Aim
        The goal.
    focus : Scenario or None
        Its own levers are searched, each beside the others as they are; without levers one of
        each sort, alone.
    """
    t = here.t
    ground = scenario_loaders.ground(here, aim.goal.account_ids)
    section(t, msg("The smallest change that makes it"))
    small_print(t, msg("Each lever by itself, on the forecast as it is."))
    alone = candidates(aim.goal, aim.outlook, ground)
    _changes(here, aim, [(lever, ()) for lever in alone], key="scenarios.changes")
    own = () if focus is None else focus.levers
    beside = [
        (lever, own[:place] + own[place + 1 :])
        for place, lever in enumerate(own)
        if not isinstance(lever, Pause)
    ]
    if focus is not None and beside:
        small_print(t, msg("Each lever of “{name}”, with its others as they are.", name=focus.name))
        _changes(here, aim, beside, key="scenarios.own_changes")


def _changes(
    here: Here, aim: Aim, asked: Sequence[tuple[Lever, tuple[Lever, ...]]], *, key: str
) -> None:
    """Draw one card per lever: what it has to be set to for each probability."""
    t, currency = here.t, aim.outlook.accounts[0].currency
    rows = [
        scenario_loaders.changes(here, lever, others, aim.goal, aim.outlook)
        for lever, others in asked
    ]
    grid = st.grid("auto", min_column_width=260, border=True)
    for (lever, _), row in zip(asked, rows, strict=True):
        sort = sort_of(lever)
        with grid.cell():
            st.markdown(f":material/{sort.icon}: **{plain(t(sort.label))}**")
            for wanted, told in change_lines(row, currency=currency):
                small_print(t, wanted)
                paragraph(t, told)
    labels = [sort_of(lever).label for lever, _ in asked]
    numbers_below(t, changes_table(rows, labels, t, currency=currency), key=key)
