"""The Scenarios page in frames, tables and sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpicore.charts.outlook_frames import reading_quantity
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.goals import Goal, KpiOutlook
from kpicore.goals.words import figure
from kpicore.language import Translator
from kpicore.messages import Message, MessageValue, msg
from kpicore.scenarios import (
    AS_FORECAST,
    Outcome,
    SmallestChange,
    aim_words,
    describe,
    sort_of,
)
from kpicore.units import Probability


def odds_table(
    rows: Sequence[tuple[Goal, KpiOutlook, Sequence[Outcome]]], t: Translator
) -> ChartTable:
    """Return the probability of each goal under each scenario.

    Parameters
    ----------
    rows : sequence of (Goal, KpiOutlook, sequence of Outcome)
        Goals with their outcomes, the scenarios in the same order for all.
    t : Translator
        Of the reader.

    Returns
    -------
    ChartTable
        A row per goal, a column per scenario; NaN where a scenario cannot be applied.
    """
    columns = {"goal": TableColumn(label=msg("Goal"))}
    data: dict[str, list[str] | list[float]] = {
        "goal": [t(aim_words(goal, outlook)) for goal, outlook, _ in rows]
    }
    for place, outcome in enumerate(rows[0][2]):
        key = f"scenario_{place}"
        label = outcome.scenario.name if outcome.scenario.levers else AS_FORECAST
        columns[key] = TableColumn(label=label, probability=True)
        data[key] = [
            float("nan") if (check := found[place].check) is None else check.probability
            for _, _, found in rows
        ]
    return ChartTable(frame=pd.DataFrame(data), columns=columns)


def paths_table(
    frame: pd.DataFrame, names: Sequence[str], goal: Goal, outlook: KpiOutlook
) -> ChartTable:
    """Return the numbers behind both charts, newest day first."""
    quantity = reading_quantity(outlook, goal.measure)
    named = frame.assign(name=[names[place] for place in frame["scenario"]])
    columns = {
        "date": TableColumn(label=msg("Day")),
        "name": TableColumn(label=msg("Scenario")),
        "median": TableColumn.of(quantity),
    } | {
        key: TableColumn.of(quantity.named(word), signed=True)
        for key, word in (
            ("difference", msg("Against the forecast")),
            ("low", msg("8 in 10 futures, from")),
            ("high", msg("8 in 10 futures, to")),
        )
    }
    return ChartTable(frame=named.iloc[::-1].reset_index(drop=True), columns=columns)


def difference_sentence(outcome: Outcome, outlook: KpiOutlook) -> Message:
    """Say what a scenario adds to a goal's measure at its deadline.

    Parameters
    ----------
    outcome : Outcome
        Of a scenario that could be applied.
    outlook : KpiOutlook
        As forecast.

    Returns
    -------
    Message
        Middle and interval of the difference, and the probability.
    """
    assert outcome.difference is not None
    assert outcome.check is not None
    measure, found = outcome.goal.measure, outcome.difference
    quantity = reading_quantity(outlook, measure)
    values: dict[str, MessageValue] = {
        "odds": Probability(outcome.check.probability),
        "kpi": outlook.definition.label,
        "expected": figure(outlook, measure, outcome.check.expected),
    }
    if found.low == found.high == 0:
        return msg("{kpi}: {expected}, as forecast; {odds} likely.", **values)
    return msg(
        "{kpi}: {expected}, {middle} on the forecast ({low} to {high} in 8 of 10 futures); {odds} "
        "likely.",
        middle=quantity.amount(found.median, signed=True),
        low=quantity.amount(found.low, signed=True),
        high=quantity.amount(found.high, signed=True),
        **values,
    )


def difference_summary(outcome: Outcome) -> Message:
    """Say in one sentence what the chart of the difference shows."""
    return msg(
        "What “{name}” adds to the forecast, week by week: the same futures with and without it. "
        "The band holds 8 in 10 of them.",
        name=outcome.scenario.name,
    )


def middles_summary(outcomes: Sequence[Outcome], goal: Goal, outlook: KpiOutlook) -> Message:
    """Say in one sentence what the chart of the middles shows."""
    told = [o for o in outcomes if o.check is not None]
    expected = [o.check.expected for o in told if o.check is not None]
    quantity = reading_quantity(outlook, goal.measure)
    return msg(
        "{kpi} on {deadline} under {count} scenarios: the middles lie from {low} to {high}; the "
        "target is {target}.",
        kpi=quantity.label,
        deadline=goal.deadline,
        count=len(told),
        low=quantity.amount(min(expected)),
        high=quantity.amount(max(expected)),
        target=quantity.amount(goal.target),
    )


def change_sentence(found: SmallestChange, *, currency: str | None = None) -> Message:
    """Say what a lever has to be set to, or that it cannot do it.

    Parameters
    ----------
    found : SmallestChange
        What the search gave.
    currency : str, optional
        Of a budget.

    Returns
    -------
    Message
        In one sentence.
    """
    if found.fault is not None:
        return found.fault
    wanted = Probability(found.wanted)
    if found.already:
        return msg("It is that likely already.")
    if found.lever is not None:
        odds = Probability(found.probability or 0.0)
        return msg(
            "{lever} ({odds} likely)", lever=describe(found.lever, currency=currency), odds=odds
        )
    if found.probability is None:
        return msg("This does not move the figure.")
    return msg(
        "No size of it makes {wanted}; at most {odds}.",
        wanted=wanted,
        odds=Probability(found.probability),
    )


def change_lines(
    row: Sequence[SmallestChange], *, currency: str | None = None
) -> tuple[tuple[Message, Message], ...]:
    """Return what a lever has to be set to for each probability; a fault is said once.

    Parameters
    ----------
    row : sequence of SmallestChange
        Of one lever, ascending by what is wanted.
    currency : str, optional
        Of a budget.

    Returns
    -------
    tuple of (Message, Message)
        For what, and what it takes.
    """
    told = [(_wanted(found), change_sentence(found, currency=currency)) for found in row]
    if row[0].fault is not None or (row[0].lever is None and row[0].probability is None):
        return ((msg("Not here"), told[0][1]),)
    return tuple(told)


def _wanted(found: SmallestChange) -> Message:
    return msg("For {odds}", odds=Probability(found.wanted))


def changes_table(
    rows: Sequence[tuple[SmallestChange, ...]],
    labels: Sequence[Message],
    t: Translator,
    *,
    currency: str | None = None,
) -> ChartTable:
    """Return the smallest changes: a row per lever, a column per wanted probability."""
    wanted = [_wanted(found) for found in rows[0]]
    data = {"lever": [t(label) for label in labels]} | {
        f"wanted_{place}": [t(change_sentence(row[place], currency=currency)) for row in rows]
        for place in range(len(wanted))
    }
    columns = {"lever": TableColumn(label=msg("Lever"))} | {
        f"wanted_{place}": TableColumn(label=label) for place, label in enumerate(wanted)
    }
    return ChartTable(frame=pd.DataFrame(data), columns=columns)


def idle_sentence(outcome: Outcome) -> Message | None:
    """Say which levers do not move the goal's figure; None where all do."""
    if outcome.acted is None or not outcome.acted.idle:
        return None
    return msg(
        "Without effect on this figure: {levers}.",
        levers=tuple(sort_of(lever).label for lever in outcome.acted.idle),
    )
