"""What is refused before a lever is pulled, each with a sentence that says what would do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import isfinite
from types import MappingProxyType

from kpicore.errors import ScenarioError
from kpicore.kpis import CATALOGUE
from kpicore.messages import Message, msg
from kpicore.scenarios.ground import Ground
from kpicore.scenarios.model import (
    FormatMix,
    GrowthOverride,
    Lever,
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    Scenario,
    ViralHit,
)
from kpicore.scenarios.pushes import no_past, similar_events

MOST_POSTS = 200.0
"""Posts per week beyond which a typing error is likelier than a plan."""
MOST_LIFT = 20.0
LONGEST_PAUSE_DAYS = 92
"""A pause of a whole quarter leaves nothing to compare."""
MOST_LEVERS = 12
LONGEST_NAME = 80
MOST_COUNT = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """Days on which levers can do anything.

    Attributes
    ----------
    first, last : date
        From today to the last day that is looked at.
    """

    first: date
    last: date


def check_lever(lever: Lever, horizon: Horizon) -> None:
    """Refuse a lever that makes no sense.

    Parameters
    ----------
    lever : Lever
        As typed.
    horizon : Horizon
        Days that are looked at.

    Raises
    ------
    ScenarioError
        With what was found, what is expected and what to do.
    """
    match lever:
        case PostingFrequency():
            _check_posting(lever)
            _check_days(lever.first, lever.last, horizon)
        case Push():
            _check_lift(lever.lift)
            _check_days(lever.first, lever.last, horizon)
        case PaidReach():
            _check_paid(lever)
            _check_days(lever.first, lever.last, horizon)
        case Pause():
            _check_pause(lever, horizon)
        case FormatMix():
            _check_share(lever.share)
            _check_days(lever.first, lever.last, horizon)
        case ViralHit():
            _check_positive(lever.views, msg("Views of the hit"))
            _check_days(lever.day, lever.day, horizon)
        case GrowthOverride():
            _check_growth(lever)


def _check_days(first: date | None, last: date | None, horizon: Horizon) -> None:
    start, end = first or horizon.first, last or horizon.last
    if end < start:
        raise ScenarioError(
            msg(
                "The lever ends on {last}, before it begins on {first}. Turn the days round.",
                first=start,
                last=end,
            )
        )
    if end < horizon.first or start > horizon.last:
        raise ScenarioError(
            msg(
                "{first} to {last} lies outside the days that are looked at, {begin} to {end}. "
                "Choose days inside, or a goal with a later deadline.",
                first=start,
                last=end,
                begin=horizon.first,
                end=horizon.last,
            )
        )


def _check_posting(lever: PostingFrequency) -> None:
    if lever.posts_per_week == 0:
        raise ScenarioError(
            msg("0 posts per week is a pause. Choose the lever Pause and say from when to when.")
        )
    if not 0 < lever.posts_per_week <= MOST_POSTS:
        raise ScenarioError(
            msg(
                "{posts} posts per week were given; expected is a number above 0, up to {most}.",
                posts=lever.posts_per_week,
                most=int(MOST_POSTS),
            )
        )
    if lever.per_doubling is not None and not -1 < lever.per_doubling <= MOST_LIFT:
        raise _change_refused()


def _check_lift(lift: float | None) -> None:
    if lift is not None and not -1 < lift <= MOST_LIFT:
        raise _change_refused()


def _change_refused() -> ScenarioError:
    return ScenarioError(
        msg(
            "A change must lie above -100% and not above +{most}%. Type for example +20%.",
            most=int(MOST_LIFT * 100),
        )
    )


def _check_paid(lever: PaidReach) -> None:
    if lever.contacts is not None:
        _check_positive(lever.contacts, msg("Bought contacts"))
        return
    if lever.spend is None or lever.cost_per_thousand is None:
        raise ScenarioError(
            msg("Paid reach needs a budget with its cost per thousand, or a number of contacts.")
        )
    _check_positive(lever.spend, msg("Budget"))
    if not 0 < lever.cost_per_thousand <= MOST_COUNT:
        raise ScenarioError(
            msg(
                "The cost per thousand is {cost}; it must be above 0. Take it from your last "
                "advertising bill.",
                cost=lever.cost_per_thousand,
            )
        )


def _check_positive(value: float, name: Message) -> None:
    if value < 0:
        raise ScenarioError(
            msg("{name} is {value}, below zero. Type 0 or more.", name=name, value=value)
        )
    if not isfinite(value) or value > MOST_COUNT:
        raise ScenarioError(msg("{name} is too large. Type a smaller number.", name=name))


def _check_pause(lever: Pause, horizon: Horizon) -> None:
    _check_days(lever.first, lever.last, horizon)
    days = (lever.last - lever.first).days + 1
    if days > LONGEST_PAUSE_DAYS:
        raise ScenarioError(
            msg(
                "A pause of {days} days is longer than a quarter; your own weeks do not tell what "
                "remains after so long. Choose at most {most} days.",
                days=days,
                most=LONGEST_PAUSE_DAYS,
            )
        )
    if lever.remaining is not None:
        _check_share(lever.remaining)


def _check_share(share: float) -> None:
    if not 0 <= share <= 1:
        raise ScenarioError(msg("A share lies between 0% and 100%. Type for example 60%."))


def _check_growth(lever: GrowthOverride) -> None:
    if lever.kpi not in CATALOGUE:
        raise ScenarioError(
            msg("There is no KPI called {kpi}. Choose one from the list.", kpi=lever.kpi)
        )
    if not -1 < lever.monthly_growth <= MOST_LIFT:
        raise _change_refused()


def check_scenario(scenario: Scenario, horizon: Horizon) -> None:
    """Refuse a scenario with a lever that makes no sense, or with levers that contradict.

    Raises
    ------
    ScenarioError
        For the first fault found.
    """
    if len(scenario.levers) > MOST_LEVERS:
        raise ScenarioError(
            msg(
                "A scenario holds at most {most} levers, or nobody can tell what did what.",
                most=MOST_LEVERS,
            )
        )
    for lever in scenario.levers:
        check_lever(lever, horizon)
    _check_overlaps(scenario, horizon)


def _check_overlaps(scenario: Scenario, horizon: Horizon) -> None:
    for sort, name in _ALONE.items():
        spans = sorted(
            (lever.first or horizon.first, lever.last or horizon.last)
            for lever in scenario.levers
            if isinstance(lever, PostingFrequency | FormatMix) and type(lever) is sort
        )
        for (_, end), (start, _) in pairwise(spans):
            if start <= end:
                raise ScenarioError(
                    msg(
                        "Two levers set {what} on the same days. Take one out, or let one begin "
                        "after the other.",
                        what=name,
                    )
                )
    overrides = [lever.kpi for lever in scenario.levers if isinstance(lever, GrowthOverride)]
    twice = next((kpi for kpi in overrides if overrides.count(kpi) > 1), None)
    if twice is not None:
        raise ScenarioError(
            msg("Two levers set the growth of {kpi}. Take one out.", kpi=CATALOGUE[twice].label)
        )


_ALONE: Mapping[type, Message] = MappingProxyType(
    {
        PostingFrequency: msg("the posts per week"),
        FormatMix: msg("the mix of formats"),
    }
)
"""Sorts of levers of which only one can hold on a day."""


def check_ground(lever: Lever, ground: Ground) -> None:
    """Refuse a lever that the accounts' data cannot carry.

    Raises
    ------
    ScenarioError
        For posting and estimated pauses without known posts, pushes like past ones where there is
        none, and unknown formats.
    """
    estimated = isinstance(lever, Pause) and lever.remaining is None
    if isinstance(lever, PostingFrequency) or estimated:
        _ = ground.posts_per_week
    if isinstance(lever, Push) and lever.lift is None and not similar_events(lever.kind, ground):
        raise no_past(lever.kind, ground)
    if isinstance(lever, FormatMix) and lever.format not in ground.formats:
        raise ScenarioError(
            msg(
                "{accounts} published no post of this format in the last year, so nothing says "
                "how it would do. Choose one of the formats in the list.",
                accounts=ground.account_names,
            )
        )


def named(scenario: Scenario, name: str, taken: Collection[str]) -> Scenario:
    """Give a scenario a name.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    name : str
        As typed.
    taken : collection of str
        Names of the other scenarios of the same accounts.

    Returns
    -------
    Scenario
        With the name, spaces around it cut off.

    Raises
    ------
    ScenarioError
        If the name is empty, too long or taken.
    """
    wished = " ".join(name.split())
    if not wished:
        raise ScenarioError(msg("The scenario needs a name. Say in a few words what it changes."))
    if len(wished) > LONGEST_NAME:
        raise ScenarioError(
            msg("A name holds at most {most} characters. Shorten it.", most=LONGEST_NAME)
        )
    if wished in taken:
        raise ScenarioError(
            msg("There is a scenario named {name} already. Choose another name.", name=wished)
        )
    return replace(scenario, name=wished)


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name that is not taken yet: the name itself, or with the next number."""
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
