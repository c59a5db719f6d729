"""What one lever says, and what a comparison answers, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kpicore.goals.check import goal_aims_up
from kpicore.goals.model import Goal
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.words import figure
from kpicore.kpis import CATALOGUE
from kpicore.kpis.labels import format_label
from kpicore.messages import Message, MessageValue, msg
from kpicore.scenarios.comparison import Outcome
from kpicore.scenarios.model import (
    FormatMix,
    GrowthOverride,
    Lever,
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    PushKind,
    ViralHit,
)
from kpicore.units import Amount, Change, Probability, Unit

AS_FORECAST = msg("As forecast")


def describe(lever: Lever, *, currency: str | None = None) -> Message:
    """Say what a lever does, in one line.

    Parameters
    ----------
    lever : Lever
        The lever.
    currency : str, optional
        ISO 4217 code of a budget.

    Returns
    -------
    Message
        With its size and its days.
    """
    match lever:
        case PostingFrequency():
            return _posting(lever)
        case Push():
            return _push(lever)
        case PaidReach():
            return _paid(lever, currency)
        case Pause():
            return _pause(lever)
        case FormatMix():
            return msg(
                "{share} of the posts are {format}, {days}",
                share=Amount(lever.share, Unit.SHARE),
                format=format_label(lever.format),
                days=span(lever.first, lever.last),
            )
        case ViralHit():
            return msg(
                "A post of {day} brings {views} views more than usual",
                day=lever.day,
                views=Amount(lever.views),
            )
        case GrowthOverride():
            return msg(
                "{kpi}: {growth} per month",
                kpi=CATALOGUE[lever.kpi].label,
                growth=Change(lever.monthly_growth),
            )


def span(first: date | None, last: date | None) -> Message:
    """Say from when to when, inside a sentence."""
    if first is not None and last is not None:
        return msg("{first} to {last}", first=first, last=last)
    if first is not None:
        return msg("from {first} on", first=first)
    if last is not None:
        return msg("from now until {last}", last=last)
    return msg("from now on")


def _posting(lever: PostingFrequency) -> Message:
    values: dict[str, MessageValue] = {
        "posts": Amount(lever.posts_per_week, Unit.NUMBER),
        "days": span(lever.first, lever.last),
    }
    if lever.per_doubling is None:
        return msg("{posts} posts per week, {days}", **values)
    return msg(
        "{posts} posts per week, {days}; twice as many bring {change}",
        change=Change(lever.per_doubling),
        **values,
    )


def _push(lever: Push) -> Message:
    days = span(lever.first, lever.last)
    campaign = lever.kind is PushKind.CAMPAIGN
    if lever.lift is None:
        if campaign:
            return msg("A campaign like your past ones, {days}", days=days)
        return msg("A collaboration like your past ones, {days}", days=days)
    lift = Change(lever.lift)
    if campaign:
        return msg("A campaign that brings {lift}, {days}", lift=lift, days=days)
    return msg("A collaboration that brings {lift}, {days}", lift=lift, days=days)


def _paid(lever: PaidReach, currency: str | None) -> Message:
    days = span(lever.first, lever.last)
    if lever.contacts is not None:
        return msg("{count} contacts bought, {days}", count=Amount(lever.contacts), days=days)
    unit = Unit.MONEY if currency else Unit.NUMBER
    return msg(
        "{spend} at {cost} per thousand: {count} contacts bought, {days}",
        spend=Amount(lever.spend or 0.0, unit, currency),
        cost=Amount(lever.cost_per_thousand or 0.0, unit, currency),
        count=Amount(lever.bought),
        days=days,
    )


def _pause(lever: Pause) -> Message:
    days = span(lever.first, lever.last)
    if lever.remaining is None:
        return msg("No posts, {days}", days=days)
    return msg(
        "No posts, {days}; {share} of the counts remains",
        days=days,
        share=Amount(lever.remaining, Unit.SHARE),
    )


def aim_words(goal: Goal, outlook: KpiOutlook) -> Message:
    """Say what a goal asks for, inside a sentence."""
    values: dict[str, MessageValue] = {
        "kpi": outlook.definition.label,
        "target": figure(outlook, goal.measure, goal.target),
        "deadline": goal.deadline,
    }
    if goal_aims_up(outlook):
        return msg("{kpi} of at least {target} by {deadline}", **values)
    return msg("{kpi} of at most {target} by {deadline}", **values)


def answer(outcomes: Sequence[Outcome], aim: Message) -> Message:
    """Answer what it would take, in one sentence.

    Parameters
    ----------
    outcomes : sequence of Outcome
        Of one goal; the forecast comes first.
    aim : Message
        The goal in short: what, how much, until when.

    Returns
    -------
    Message
        The probability as forecast, and with the scenario that makes it likeliest.
    """
    base, *others = outcomes
    assert base.check is not None
    told = [(o.check.probability, o) for o in others if o.check is not None]
    best = max(told, key=lambda pair: pair[0], default=None)
    odds = Probability(base.check.probability)
    if best is None:
        return msg("{aim}: {odds} likely as forecast.", aim=aim, odds=odds)
    likeliest, outcome = best
    values: dict[str, MessageValue] = {
        "aim": aim,
        "odds": odds,
        "with_it": Probability(likeliest),
        "name": outcome.scenario.name,
    }
    if likeliest > base.check.probability:
        return msg("{aim}: {odds} likely as forecast, {with_it} with “{name}”.", **values)
    return msg(
        "{aim}: {odds} likely as forecast; none of your scenarios makes it likelier.", **values
    )
