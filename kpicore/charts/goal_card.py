"""A goal on one page: its text, its numbers with where each comes from, and its path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from kpicore.charts.outlook_frames import goal_frame, reading_label
from kpicore.goals import (
    STATUS_WORDS,
    VERDICT_WORDS,
    GoalCheck,
    KpiOutlook,
    Measure,
    Progress,
    best_quarter,
    smart_sentences,
)
from kpicore.goals.words import amount, figure
from kpicore.messages import Message, MessageValue, alone, msg, msgs
from kpicore.units import Change, Probability

WEEKS_BACK = 26
"""Half a year of past on the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFigure:
    """One number of the card.

    Attributes
    ----------
    label : Message
        What it is.
    value : Message
        The number in words.
    source : Message
        Where it comes from.
    """

    label: Message
    value: Message
    source: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCard:
    """Everything that stands on the card of a goal.

    Attributes
    ----------
    title : Message
        The aim in one sentence.
    odds : Message
        Probability and verdict, or status where it runs.
    sentences : tuple of Message
        The rest of the SMART text.
    figures : tuple of CardFigure
        The numbers, each with its source.
    past : tuple of Message
        Earlier targets with day and reason.
    label : Message
        What the values of the drawing are.
    frame : DataFrame
        `kpicore.charts.fan.FAN_COLUMNS`.
    pace : DataFrame or None
        ``date``, ``pace``, and ``low`` and ``high`` around it.
    target : float
        In the unit.
    deadline : date
        Last day that counts.
    words_of : KpiOutlook
        Says unit and currency of the numbers in the drawing.
    made_on : date
        The day of the card.
    """

    title: Message
    odds: Message
    sentences: tuple[Message, ...]
    figures: tuple[CardFigure, ...]
    past: tuple[Message, ...]
    label: Message
    frame: pd.DataFrame
    pace: pd.DataFrame | None
    target: float
    deadline: date
    words_of: KpiOutlook
    made_on: date


def goal_card(
    check: GoalCheck,
    outlook: KpiOutlook,
    *,
    made_on: date,
    progress: Progress | None = None,
    pace: pd.DataFrame | None = None,
    files: Sequence[str] = (),
    published: Sequence[tuple[Message, Message]] = (),
) -> GoalCard:
    """Put the card of a goal together.

    Parameters
    ----------
    check : GoalCheck
        The goal with its probability.
    outlook : KpiOutlook
        Its KPI and accounts.
    made_on : date
        The day of the card.
    progress : Progress, optional
        How it stands, where it runs.
    pace : DataFrame, optional
        From `kpicore.goals.pace_path`.
    files : sequence of str
        Names of the files that the numbers come from.
    published : sequence of (Message, Message)
        Published figures in words, with their sources.

    Returns
    -------
    GoalCard
        Ready to be written as a page.
    """
    goal = check.goal
    text = smart_sentences(check, outlook)
    word = (
        VERDICT_WORDS[check.verdict].label
        if progress is None
        else STATUS_WORDS[progress.status].label
    )
    return GoalCard(
        title=text[0],
        odds=msg(
            "{probability} likely: {word}", probability=Probability(check.probability), word=word
        ),
        sentences=text[1:],
        figures=(
            *_figures(check, outlook, tuple(files)),
            *_best(outlook, goal.measure),
            *(
                CardFigure(label=msg("Published by others"), value=value, source=source)
                for value, source in published
            ),
        ),
        past=tuple(
            msg(
                "Until {day}: {target} by {deadline}. Changed because: {reason}",
                day=old.revised_on,
                target=amount(outlook, old.target),
                deadline=old.deadline,
                reason=old.reason,
            )
            for old in goal.revisions
        ),
        label=reading_label(outlook, goal.measure),
        frame=goal_frame(goal, outlook, weeks_back=WEEKS_BACK),
        pace=pace,
        target=goal.target,
        deadline=goal.deadline,
        words_of=outlook,
        made_on=made_on,
    )


def _figures(
    check: GoalCheck, outlook: KpiOutlook, files: tuple[str, ...]
) -> tuple[CardFigure, ...]:
    goal, measure = check.goal, check.goal.measure
    draws = len(outlook.draws_of(measure, check.window))
    span: dict[str, MessageValue] = {
        "formula": outlook.definition.formula,
        "first": goal.baseline.period.first,
        "last": goal.baseline.period.last,
    }
    base = (
        msg("{formula}, {first} to {last}, from {files}.", files=files, **span)
        if files
        else msg("{formula}, {first} to {last}.", **span)
    )
    figures = [
        CardFigure(
            label=msg("Baseline"), value=figure(outlook, measure, goal.baseline.value), source=base
        ),
        CardFigure(
            label=msg("Target"),
            value=figure(outlook, measure, goal.target),
            source=msg("Set on {day}.", day=goal.created_on),
        ),
        CardFigure(
            label=msg("Probability"),
            value=alone(Probability(check.probability)),
            source=msgs(
                "Share of {draws} possible futures from {day} on that meet it; their spread was "
                "checked on one past window.",
                "Share of {draws} possible futures from {day} on that meet it; their spread was "
                "checked on {count} past windows.",
                check.backtest_windows,
                draws=draws,
                day=check.forecast_made_on,
            ),
        ),
        CardFigure(
            label=msg("Expected if nothing changes"),
            value=msg(
                "{expected}; {low} to {high}",
                expected=figure(outlook, measure, check.expected),
                low=amount(outlook, check.low),
                high=amount(outlook, check.high),
            ),
            source=msg(
                "Middle of the same futures, and where {level} of them lie.",
                level=Probability(check.interval_level),
            ),
        ),
    ]
    if check.needed_weekly_growth is not None and check.forecast_weekly_growth is not None:
        figures.append(
            CardFigure(
                label=msg("Needed per week, forecast per week"),
                value=msg(
                    "{needed}, {forecast}",
                    needed=Change(check.needed_weekly_growth),
                    forecast=Change(check.forecast_weekly_growth),
                ),
                source=msg("Compound growth from the baseline to the target and to the expected."),
            )
        )
    return tuple(figures)


def _best(outlook: KpiOutlook, measure: Measure) -> tuple[CardFigure, ...]:
    best = best_quarter(outlook, measure)
    if best is None:
        return ()
    return (
        CardFigure(
            label=msg("Best quarter so far"),
            value=figure(outlook, measure, best.value),
            source=msg("{first} to {last}.", first=best.period.first, last=best.period.last),
        ),
    )
