"""The goal card and the plan of a quarter."""

from __future__ import annotations

import pandas as pd

from kpicore.charts.goal_card import GoalCard, goal_card
from kpicore.charts.goal_plan import plan_sentence
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.goals import plan_warnings
from kpicore.goals.wording import aim_sentence
from kpicore.language import Translator
from kpicore.messages import alone, msg, msgs
from kpicore.periods import Period
from kpicore.reports.blocks import Block, Figure, Heading, Note, Origin, Table
from kpicore.reports.goal_blocks import goal_title, goals_table, plan_chart, verdict_of, way_of
from kpicore.reports.material import Material, ReportGoal
from kpicore.reports.parts import Parts
from kpicore.reports.report import ReportError
from kpicore.reports.sources import formula_from
from kpicore.reviews import standing_sentence
from kpicore.units import Amount


def goal_parts(material: Material) -> Parts:
    """Say all of one goal: its aim, its odds, its way, its numbers with their sources.

    Raises
    ------
    ReportError
        If the material holds no goal.
    """
    found = _first(material)
    blocks: list[Block] = [verdict_of(found, material, whole=True)]
    way = way_of(found, material)
    if way is not None:
        blocks.append(way)
    blocks += _numbers(found, material)
    outlook = found.outlook
    headline = standing_sentence(found.standing)
    if outlook is not None:
        headline = aim_sentence(found.goal, outlook)
    goal = found.goal
    return Parts(
        headline=headline,
        period=Period(goal.baseline.period.first, goal.deadline),
        blocks=tuple(blocks),
    )


def _first(material: Material) -> ReportGoal:
    if not material.goals:
        raise ReportError(
            msg(
                "There is no goal to report on; save one on the page Goals, or choose another kind."
            )
        )
    return material.goals[0]


def _numbers(found: ReportGoal, material: Material) -> list[Block]:
    check, outlook = found.standing.check, found.outlook
    if check is None or outlook is None:
        return []
    card = goal_card(
        check,
        outlook,
        made_on=material.made_on,
        progress=found.standing.progress,
        files=material.files,
    )
    columns = {
        "label": TableColumn(label=msg("Figure")),
        "value": TableColumn(label=msg("Value")),
        "source": TableColumn(label=msg("Where it comes from")),
    }
    blocks: list[Block] = [
        Table(
            title=msg("The numbers"),
            origin=Origin(
                words=formula_from(found.goal.kpi, material),
                period=Period(found.goal.baseline.period.first, found.goal.deadline),
            ),
            numbers=lambda t: ChartTable(frame=_worded(card, t), columns=columns),
            wide=("source",),
        )
    ]
    if card.past:
        blocks.append(Note(sentences=card.past, small=True))
    if check.notes:
        blocks.append(Note(sentences=check.notes, small=True))
    return blocks


def _worded(card: GoalCard, t: Translator) -> pd.DataFrame:
    rows = [(t(f.label), t(f.value), t(f.source)) for f in card.figures]
    return pd.DataFrame(rows, columns=["label", "value", "source"])


def plan_parts(material: Material) -> Parts:
    """Say whether the goals of a plan will hold together, and how each stands.

    Raises
    ------
    ReportError
        If the material holds no goal.
    """
    _first(material)
    blocks: list[Block] = [*_overview(material)]
    for found in material.goals:
        blocks += of_goal(found, material)
    odds = material.odds
    headline = (
        plan_sentence(odds)
        if odds is not None
        else msgs("{count} goal in this plan.", "{count} goals in this plan.", len(material.goals))
    )
    first = min(g.goal.created_on for g in material.goals)
    last = max(g.goal.deadline for g in material.goals)
    return Parts(headline=headline, period=Period(min(first, last), last), blocks=tuple(blocks))


def _overview(material: Material) -> list[Block]:
    blocks: list[Block] = [Heading(text=msg("The plan"))]
    odds = material.odds
    if odds is not None and len(material.running) > 1:
        blocks.append(plan_chart(material, odds))
        warnings = plan_warnings([g.goal for g in material.running], odds)
        if warnings:
            blocks.append(Note(sentences=tuple(warnings), listed=True))
    table = goals_table(material)
    if table is not None:
        blocks.append(table)
    return blocks


def of_goal(found: ReportGoal, material: Material) -> list[Block]:
    """Return a goal in full: its title, its odds, its figures, its way.

    Parameters
    ----------
    found : ReportGoal
        The goal.
    material : Material
        What the report is made of.

    Returns
    -------
    list of Block
        Beginning with a heading.
    """
    blocks: list[Block] = [
        Heading(text=goal_title(found)),
        verdict_of(found, material),
        *_figures(found, material),
    ]
    way = way_of(found, material)
    return blocks if way is None else [*blocks, way]


def _figures(found: ReportGoal, material: Material) -> list[Figure]:
    goal, check, outlook = found.goal, found.standing.check, found.outlook
    if check is None or outlook is None:
        return []
    unit, currency = outlook.unit, outlook.currency
    formula = formula_from(goal.kpi, material)
    ahead = Origin(words=msg("middle of the possible futures"), period=check.window)
    rows = [
        (msg("Baseline"), goal.baseline.value, Origin(words=formula, period=goal.baseline.period)),
        (msg("Target"), goal.target, Origin(words=msg("set as a goal"), period=check.window)),
        (msg("Expected if nothing changes"), check.expected, ahead),
    ]
    progress = found.standing.progress
    if progress is not None and progress.current is not None:
        known = Period(min(goal.baseline.period.first, outlook.last_day), outlook.last_day)
        rows.insert(1, (msg("Now"), progress.current, Origin(words=formula, period=known)))
    return [
        Figure(
            label=label,
            value=alone(Amount(value, unit, currency)),
            origin=origin,
            number=value,
            unit=unit,
            currency=currency,
        )
        for label, value, origin in rows
    ]
