"""What experiments say: one sentence with its numbers, and on what it rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, log1p
from types import MappingProxyType

import numpy as np
from scipy import special

from kpicore.experiments.analysis import LEVEL, Analysis, Verdict
from kpicore.experiments.looks import ALPHA, POWER
from kpicore.experiments.model import Design, Experiment, Stopping
from kpicore.experiments.schedule import concerns
from kpicore.messages import Message, MessageValue, msg, msgs
from kpicore.units import Amount, Change, Probability, Unit

VERDICT_WORDS: Mapping[Verdict, Message] = MappingProxyType(
    {
        Verdict.WINNER: msg("Winner"),
        Verdict.LEANING: msg("Leaning"),
        Verdict.NO_DIFFERENCE: msg("No difference worth having"),
        Verdict.TOO_EARLY: msg("Too early"),
    }
)

PROMISE = msg(
    "Nine in ten of the ranges hold. Where nothing differs, a winner is called in at most one "
    "experiment of twenty, over all looks together."
)
"""Stands below every experiment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The variant that is ahead against one other.

    Attributes
    ----------
    best, other : int
        Places of the variants; `other` is the usual one, or where that leads the next best.
    change, low, high : float
        Relative difference with its interval.
    """

    best: int
    other: int
    change: float
    low: float
    high: float


def lead_of(analysis: Analysis) -> Lead | None:
    """Return how far ahead the best variant is; None where nothing can be compared."""
    if analysis.best is None:
        return None
    frame, best = analysis.variants, analysis.best
    if best:
        row = frame.iloc[best]
        change, low, high = (float(row[c]) for c in ("change", "low", "high"))
        return Lead(best=best, other=0, change=change, low=low, high=high)
    other = 1 + int(np.argmax(frame["chance"].to_numpy()[1:]))
    row = frame.iloc[other]
    change, low, high = (_turned(float(row[c])) for c in ("change", "high", "low"))
    return Lead(best=0, other=other, change=change, low=low, high=high)


def _turned(change: float) -> float:
    """Return a relative difference as seen from the other side."""
    return float("inf") if change <= -1 else 1 / (1 + change) - 1


def verdict_sentence(analysis: Analysis) -> Message:
    """Say what an experiment found, with its number and range.

    Parameters
    ----------
    analysis : Analysis
        What it found.

    Returns
    -------
    Message
        One sentence.
    """
    experiment, lead = analysis.experiment, lead_of(analysis)
    if not experiment.rows:
        return msg("“{name}” is planned; there are no results yet.", name=experiment.name)
    if lead is None:
        return msg("“{name}”: too early to compare the variants.", name=experiment.name)
    frame = analysis.variants
    values: dict[str, MessageValue] = {
        "name": experiment.name,
        "best": experiment.variants[lead.best],
        "other": experiment.variants[lead.other],
        "measure": experiment.defined.label,
        "value": _amount(experiment, float(frame["typical"].iloc[lead.best])),
        "usual": _amount(experiment, float(frame["typical"].iloc[lead.other])),
        "change": Change(lead.change),
        "range": range_words(lead.low, lead.high),
        "chance": Probability(float(frame["chance"].iloc[lead.best])),
        "worth": Change(experiment.worth),
        "largest": Amount(analysis.largest, Unit.SHARE),
    }
    match analysis.verdict:
        case Verdict.WINNER:
            return msg(
                "“{best}” wins “{name}”: {measure} {value} against {usual} with “{other}”, "
                "{change} ({range}).",
                **values,
            )
        case Verdict.LEANING:
            return msg(
                "“{name}” leans toward “{best}”: {measure} {change} on “{other}” ({range}), best "
                "with a chance of {chance}; not settled yet.",
                **values,
            )
        case Verdict.NO_DIFFERENCE:
            return msg(
                "“{name}”: no difference worth having. The variants differ by at most {largest} in "
                "{measure}; you asked for {worth}.",
                **values,
            )
    return msg(
        "“{name}”: too early to say. {measure} with “{best}” is {change} on “{other}”, but {range} "
        "would fit the data as well.",
        **values,
    )


def range_words(low: float, high: float) -> Message:
    """Say an interval of relative differences; open ends are said as such."""
    if isfinite(low) and isfinite(high):
        return msg("{low} to {high}", low=Change(low), high=Change(high))
    if isfinite(high):
        return msg("at most {high}", high=Change(high))
    if isfinite(low):
        return msg("at least {low}", low=Change(low))
    return msg("anything")


def _amount(experiment: Experiment, value: float) -> Amount:
    return Amount(value, experiment.defined.unit)


def grounds(analysis: Analysis) -> tuple[Message, ...]:
    """Say on what a verdict rests and what speaks against it.

    Parameters
    ----------
    analysis : Analysis
        What was found.

    Returns
    -------
    tuple of Message
        Sentences, the most important first.
    """
    experiment = analysis.experiment
    found = [analysis.lack] if analysis.lack is not None else []
    found += concerns(experiment)
    if analysis.verdict in (Verdict.TOO_EARLY, Verdict.LEANING):
        found += _still_needed(analysis)
    found.append(_look_words(analysis))
    match experiment.design:
        case Design.DAYS:
            found.append(
                msg("Compared within weekdays and within weeks, so that neither speaks for one.")
            )
        case Design.POSTS:
            found.append(
                msg(
                    "Posts are comparable only at the same age: take all numbers so many days "
                    "after each was published."
                )
            )
    return tuple(found)


def size_words(experiment: Experiment, size: float) -> Message:
    """Say how much of an experiment there is: tries, posts or days."""
    if experiment.design is Design.SPLIT and experiment.defined.tries_label is not None:
        return msg("{size} tries ({tries})", size=size, tries=experiment.defined.tries_label)
    if experiment.design is Design.DAYS:
        return msgs("{count} day", "{count} days", round(size))
    if experiment.design is Design.POSTS:
        return msgs("{count} post", "{count} posts", round(size))
    return msgs("{count} row", "{count} rows", round(size))


def _still_needed(analysis: Analysis) -> list[Message]:
    """Say how many it would take, if the spread stays as it is."""
    experiment, lead = analysis.experiment, lead_of(analysis)
    if lead is None or not (isfinite(lead.high) and lead.low > -1):
        return []
    error = (log1p(lead.high) - log1p(lead.low)) / 2 / float(special.ndtri((1 + LEVEL) / 2))
    reach = float(special.ndtri(1 - ALPHA / 2) + special.ndtri(POWER)) * error
    needed = experiment.size * (reach / log1p(experiment.worth)) ** 2
    if needed <= experiment.size:
        return []
    return [
        msg(
            "A difference of {worth} would take about {needed} in all; there are {size}.",
            worth=Change(experiment.worth),
            needed=size_words(experiment, float(f"{needed:.2g}")),
            size=size_words(experiment, experiment.size),
        )
    ]


def _look_words(analysis: Analysis) -> Message:
    experiment, number = analysis.experiment, max(len(analysis.experiment.looks), 1)
    error = Amount(analysis.alpha, Unit.SHARE)
    match experiment.stopping:
        case Stopping.ONCE if number > 1:
            return msg(
                "It counted as over when it was first looked at; results that came later cannot "
                "make a winner any more. Plan a new experiment to be sure."
            )
        case Stopping.ONCE:
            return msg("Looked at once, when it was over.")
        case Stopping.OPEN:
            return msg(
                "Look {number} without a planned end: a winner is called only where chance would "
                "do so in {error} of experiments.",
                number=number,
                error=error,
            )
    planned = experiment.planned or 1.0
    return msg(
        "Look {number}, at {share} of the {planned} planned: a winner is called only where chance "
        "would do so in {error} of experiments.",
        number=number,
        share=Amount(experiment.size / planned, Unit.SHARE),
        planned=size_words(experiment, planned),
        error=error,
    )
