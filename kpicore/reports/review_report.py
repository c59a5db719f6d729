"""A weekly or monthly review: five questions with their answers, and what was decided."""

from __future__ import annotations

from kpicore.goals import adjustments
from kpicore.kpis import KpiValue
from kpicore.messages import Message, alone, msg
from kpicore.reports.blocks import Block, Heading, Note
from kpicore.reports.client_report import goals_part
from kpicore.reports.kpi_blocks import figures_of, formats_table, kpi_table, line_of, posts_table
from kpicore.reports.material import Material, ReportGoal
from kpicore.reports.parts import Parts
from kpicore.reviews import (
    QUESTION_WORDS,
    Decision,
    Finding,
    FormatTable,
    Question,
    ReviewNote,
    conversion_findings,
    follower_findings,
    format_findings,
    format_table,
    goal_findings,
    review_sentence,
    suggestions,
)

MOST_OFFERS = 4
"""Goals at risk for which ways out are worked out."""


def review_parts(material: Material) -> Parts:
    """Answer the five questions of a review by the numbers of its days."""
    values = material.values()
    core = material.core(values)
    if not core:
        headline = msg("Your data hold no figure in these days.")
    else:
        headline = review_sentence(core[0], core[0].period, material.standings)
    formats = format_table(
        material.history,
        material.period,
        account_ids=material.account_ids,
        options=material.options,
    )
    blocks: list[Block] = [Heading(text=msg("In numbers")), *figures_of(core, material)]
    if core:
        blocks += _drawn(core[0], material)
    blocks.append(Heading(text=msg("The five questions")))
    findings = _findings(material, formats)
    for question in Question:
        blocks += _answer(question, findings, material.notes)
        if question is Question.FORMATS:
            table = formats_table(formats, material)
            blocks += [] if table is None else [table]
    blocks += _observed(material.notes)
    blocks += _decided(material.decisions)
    blocks += goals_part(material)
    blocks.append(Heading(text=msg("Figures")))
    blocks.append(kpi_table(values, material))
    return Parts(headline=headline, period=material.period, blocks=tuple(blocks))


def _drawn(leading: KpiValue, material: Material) -> list[Block]:
    line = line_of(leading, material)
    blocks: list[Block] = [] if line is None else [line]
    return [*blocks, *posts_table(leading, material)]


def _findings(material: Material, formats: FormatTable) -> tuple[Finding, ...]:
    standings = material.standings
    offers = {
        found.goal.goal_id: adjustments(found.goal, found.outlook, thresholds=material.thresholds)
        for found in [g for g in material.goals if _needs(g)][:MOST_OFFERS]
        if found.outlook is not None
    }
    return (
        *format_findings(formats),
        *follower_findings(
            material.history,
            material.period,
            account_ids=material.account_ids,
            today=material.today,
            events=material.events,
        ),
        *conversion_findings(
            material.history,
            material.period,
            account_ids=material.account_ids,
            today=material.today,
            standings=standings,
        ),
        *goal_findings(standings),
        *suggestions(formats, standings, offers),
    )


def _needs(found: ReportGoal) -> bool:
    return found.standing.needs_attention and found.standing.check is not None


def _answer(
    question: Question, findings: tuple[Finding, ...], notes: tuple[ReviewNote, ...]
) -> list[Block]:
    said = tuple(f.sentence for f in findings if f.question is question)
    blocks: list[Block] = [
        Heading(text=QUESTION_WORDS[question], sentence=said[0], level=2),
    ]
    if len(said) > 1:
        blocks.append(Note(sentences=said[1:], listed=True))
    written = tuple(_note(note) for note in notes if note.question is question)
    if written:
        blocks.append(Note(sentences=written, small=True))
    return blocks


def _observed(notes: tuple[ReviewNote, ...]) -> list[Block]:
    loose = tuple(_note(note) for note in notes if note.question is None)
    if not loose:
        return []
    return [Heading(text=msg("Notes"), level=2), Note(sentences=loose, listed=True)]


def _note(note: ReviewNote) -> Message:
    if note.author:
        return msg("{day}, {author}: {text}", day=note.day, author=note.author, text=note.text)
    return msg("{day}: {text}", day=note.day, text=note.text)


def _decided(decisions: tuple[Decision, ...]) -> list[Block]:
    if not decisions:
        return []
    return [
        Heading(text=msg("Decisions"), level=2),
        Note(sentences=tuple(_decision(d) for d in decisions), listed=True),
    ]


def _decision(decision: Decision) -> Message:
    if decision.owner and decision.due is not None:
        return msg(
            "{text} ({owner}, by {day})",
            text=decision.text,
            owner=decision.owner,
            day=decision.due,
        )
    if decision.due is not None:
        return msg("{text} (by {day})", text=decision.text, day=decision.due)
    if decision.owner:
        return msg("{text} ({owner})", text=decision.text, owner=decision.owner)
    return alone(decision.text)
