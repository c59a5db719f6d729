"""The Goals page in frames and sentences: the ladder, its curve, and targets as they are typed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpicore.charts.outlook_frames import reading_label
from kpicore.goals import (
    RUNG_WORDS,
    Goal,
    GoalCheck,
    KpiOutlook,
    Proposal,
    Rung,
    goal_aims_up,
    probability_curve,
)
from kpicore.goals.wording import holds
from kpicore.goals.words import amount, figure
from kpicore.language import Translator
from kpicore.messages import Message, MessageValue, alone, msg
from kpicore.units import Change, Unit

LEAST_SHOWN = 0.04
"""Targets that come true less often than once in 25 are off the curve."""


def ladder_sentence(proposals: Sequence[Proposal], outlook: KpiOutlook) -> Message:
    """Answer what to aim for, in one sentence.

    Parameters
    ----------
    proposals : sequence of Proposal
        From `kpicore.goals.propose`.
    outlook : KpiOutlook
        The KPI.

    Returns
    -------
    Message
        The rungs by name, as many as there are.
    """
    rungs = {p.rung: p.goal for p in proposals}
    safe, realistic, stretch = (
        rungs.get(rung) for rung in (Rung.SAFE, Rung.REALISTIC, Rung.STRETCH)
    )
    label = reading_label(outlook, proposals[0].goal.measure) if proposals else None
    values: dict[str, MessageValue] = {"kpi": label or outlook.definition.label}
    if safe and realistic and stretch:
        return msg(
            "{kpi} by {deadline}: {safe} is safe, {realistic} realistic, {stretch} a stretch.",
            deadline=realistic.deadline,
            safe=amount(outlook, safe.target),
            realistic=amount(outlook, realistic.target),
            stretch=amount(outlook, stretch.target),
            **values,
        )
    only = realistic or safe or stretch
    if only is None:
        return msg("{kpi}: no target above zero can be proposed from these data.", **values)
    return msg(
        "{kpi} by {deadline}: {target} is what the data make likely.",
        deadline=only.deadline,
        target=amount(outlook, only.target),
        **values,
    )


def rung_figure(proposal: Proposal, outlook: KpiOutlook) -> Message:
    """Return what a rung asks for: "5,000 per day"."""
    return figure(outlook, proposal.goal.measure, proposal.goal.target)


def rung_sentence(proposal: Proposal, outlook: KpiOutlook) -> Message | None:
    """Say what a rung asks for, against the baseline; None where the baseline is not above zero."""
    goal = proposal.goal
    if goal.baseline.value <= 0:
        return None
    values: dict[str, MessageValue] = {
        "change": Change(goal.target / goal.baseline.value - 1),
        "baseline": figure(outlook, goal.measure, goal.baseline.value),
    }
    if not holds(goal, outlook):
        return msg("Reach this: {change} on today's {baseline}.", **values)
    if goal_aims_up(outlook):
        return msg("Hold at least this: {change} on today's {baseline}.", **values)
    return msg("Stay at this or below: {change} on today's {baseline}.", **values)


def ladder_frame(
    proposals: Sequence[Proposal], check: GoalCheck | None, t: Translator
) -> pd.DataFrame:
    """Return the ladder, and the target that is looked at, for the probability curve.

    Parameters
    ----------
    proposals : sequence of Proposal
        The rungs; the user's own among them is replaced by `check`.
    check : GoalCheck or None
        Of the target that is looked at.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        `kpicore.charts.curve.LADDER_COLUMNS`, ascending by target.
    """
    rows = [
        (p.goal.target, p.check.probability, p.rung.value, t(RUNG_WORDS[p.rung]))
        for p in proposals
        if p.rung is not Rung.CUSTOM
    ]
    if check is not None and check.goal.target not in [row[0] for row in rows]:
        own = Rung.CUSTOM
        rows.append((check.goal.target, check.probability, own.value, t(RUNG_WORDS[own])))
    frame = pd.DataFrame(rows, columns=["target", "probability", "rung", "name"])
    return frame.sort_values("target", ignore_index=True)


def curve_frame(outlook: KpiOutlook, goal: Goal, ladder: pd.DataFrame) -> pd.DataFrame:
    """Return the probability of every target around the ladder.

    Parameters
    ----------
    outlook : KpiOutlook
        The KPI.
    goal : Goal
        Says measure and deadline.
    ladder : DataFrame
        From `ladder_frame`; its targets lie on the curve.

    Returns
    -------
    DataFrame
        ``target`` and ``probability``. A chosen target far outside what is possible is left to its
        point, so that it does not squeeze the curve.
    """
    curve = probability_curve(outlook, measure=goal.measure, deadline=goal.deadline)
    # A long tail of hopeless targets would squeeze the part that people choose from.
    curve = curve[curve["probability"] >= LEAST_SHOWN]
    low, high = curve["target"].iloc[0], curve["target"].iloc[-1]
    inside = ladder["target"].between(low, high)
    points = pd.concat([curve, ladder.loc[inside, ["target", "probability"]]])[
        ["target", "probability"]
    ]
    return points.drop_duplicates("target").sort_values("target", ignore_index=True)


def slider_stops(grid: pd.DataFrame, outlook: KpiOutlook, t: Translator) -> dict[float, str]:
    """Return the targets of a slider with their words, each of which stands once.

    Parameters
    ----------
    grid : DataFrame
        From `kpicore.goals.target_grid`.
    outlook : KpiOutlook
        The KPI.
    t : Translator
        Of the reader.

    Returns
    -------
    dict of float to str
        Ascending. A slider knows its stops by their words: of those that read alike, one stays,
        or the slider would take one for the other.
    """
    by_words = {t(alone(amount(outlook, stop))): stop for stop in grid["target"].tolist()}
    return {stop: words for words, stop in by_words.items()}


def typed_target(value: float, unit: Unit) -> str:
    """Write a target so that `kpicore.goals.parse_target` reads the same figure again.

    Parameters
    ----------
    value : float
        In the unit.
    unit : Unit
        What it counts.

    Returns
    -------
    str
        ``"12,400"``, ``"5.2%"``, ``"274 s"``: the same in every language.
    """
    if unit is Unit.SHARE:
        return f"{np.format_float_positional(round(value * 100, 8), trim='-')}%"
    plain = f"{round(value, 6):,.6f}".rstrip("0").rstrip(".")
    return f"{plain} s" if unit is Unit.SECONDS else plain
