"""A plan in bars: how likely each goal is, and all of them together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpicore.charts.quantity import Quantity
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.goals.model import Goal
from kpicore.goals.plan import PlanOdds
from kpicore.kpis import kpi
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs
from kpicore.units import Amount, Probability, Unit

PROBABILITY = Quantity(label=msg("Probability"), unit=Unit.SHARE)
"""What the bars of a plan are."""


def plan_frame(goals: Sequence[Goal], odds: PlanOdds, t: Translator) -> pd.DataFrame:
    """Return a bar per goal and one for all together.

    Parameters
    ----------
    goals : sequence of Goal
        The plan.
    odds : PlanOdds
        Of these goals in this order.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        `kpicore.charts.bars.BAR_COLUMNS`; goals that read alike are told apart by a number.
    """
    names = [t(goal_name(goal)) for goal in goals]
    parts = [
        name if names.count(name) == 1 else f"{name} ({place})"
        for place, name in enumerate(names, start=1)
    ]
    return pd.DataFrame(
        {
            "part": [*parts, t(msg("All together"))],
            "value": [*odds.singles, odds.together],
            "mark": float("nan"),
            "own": [*(False for _ in goals), True],
        }
    )


def goal_name(goal: Goal) -> Message:
    """Return a goal in two words: its figure and its target."""
    definition = kpi(goal.kpi)
    return msg("{kpi}: {target}", kpi=definition.label, target=Amount(goal.target, definition.unit))


def plan_table(frame: pd.DataFrame) -> ChartTable:
    """Return the numbers behind the bars."""
    return ChartTable(
        frame=frame,
        columns={
            "part": TableColumn(label=msg("Goal")),
            "value": TableColumn(label=PROBABILITY.label, probability=True),
        },
    )


def plan_sentence(odds: PlanOdds) -> Message:
    """Say how likely it is that the whole plan comes true."""
    together = Probability(odds.together)
    if len(odds.singles) == 1:
        return msg("One goal, {together} likely.", together=together)
    return msg(
        "All {count} goals together: {together} likely.",
        count=len(odds.singles),
        together=together,
    )


def plan_summary(odds: PlanOdds) -> Message:
    """Hold the plan against its hardest goal."""
    return msgs(
        "The hardest goal alone is {hardest} likely, the plan {together}.",
        "The hardest of {count} goals alone is {hardest} likely, all of them {together}: read from "
        "futures that they share, not multiplied.",
        len(odds.singles),
        hardest=Probability(min(odds.singles)),
        together=Probability(odds.together),
    )
