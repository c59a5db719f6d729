"""The smallest change of a lever that makes a goal likely enough, searched on the draws."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from kpicore.errors import ScenarioError
from kpicore.goals.check import check_goal
from kpicore.goals.deadlines import goal_window
from kpicore.goals.model import Goal, Measure
from kpicore.goals.outlook import KpiOutlook
from kpicore.messages import Message
from kpicore.periods import Period
from kpicore.scenarios.acting import act
from kpicore.scenarios.formats import format_share
from kpicore.scenarios.ground import Ground
from kpicore.scenarios.model import (
    FormatMix,
    GrowthOverride,
    Lever,
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    PushKind,
    Scenario,
    ViralHit,
)

WANTED = (0.5, 0.8)
"""Probabilities that are searched for: more likely than not, and safe."""
MOST_POSTS_SEARCHED = 35
"""Five posts a day: more is no plan for a person."""
MOST_LIFT_SEARCHED = 300
MOST_GROWTH_SEARCHED = 100
LEAST_GROWTH_SEARCHED = -50


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallestChange:
    """What a lever has to be set to.

    Attributes
    ----------
    lever : Lever or None
        With the smallest size that does; None where no size does.
    probability : float or None
        With that lever; where none does, the most that the lever can bring; None where it does
        not move the KPI at all.
    wanted : float
        Probability that was asked for.
    already : bool
        Whether the goal is that likely without the lever.
    fault : Message or None
        Why the lever cannot be pulled here.
    """

    lever: Lever | None = None
    probability: float | None = None
    wanted: float
    already: bool = False
    fault: Message | None = None


def candidates(goal: Goal, outlook: KpiOutlook, ground: Ground) -> tuple[Lever, ...]:
    """Return one lever of each sort whose size can be searched, at its least size.

    Parameters
    ----------
    goal : Goal
        Says until when.
    outlook : KpiOutlook
        Of its KPI.
    ground : Ground
        Of its accounts.

    Returns
    -------
    tuple of Lever
        Posting, a campaign of the window that counts, bought contacts, growth.
    """
    days = _acting_days(goal, ground.today)
    levers: tuple[Lever, ...] = (
        PostingFrequency(posts_per_week=_posting_start(ground)),
        Push(kind=PushKind.CAMPAIGN, lift=0.0, first=days.first, last=days.last),
        PaidReach(contacts=0.0, first=days.first, last=days.last),
    )
    if outlook.may_be_negative:
        return levers  # what may be below zero has no growth in percent
    return (*levers, GrowthOverride(kpi=outlook.definition.key, monthly_growth=0.0))


def _acting_days(goal: Goal, today: date) -> Period:
    if goal.measure is Measure.LEVEL:  # a level keeps what was gained on any day before
        return Period(min(today, goal.deadline), goal.deadline)
    window = goal_window(
        goal.measure, deadline=goal.deadline, baseline_last=goal.baseline.period.last
    )
    return Period(min(max(window.first, today), goal.deadline), goal.deadline)


def _posting_start(ground: Ground) -> float:
    try:
        return max(0.5, ceil(ground.posts_per_week * 2) / 2)
    except ScenarioError:
        return 1.0  # refused with its own sentence when it is pulled


def sized(lever: Lever, ground: Ground) -> tuple[Lever, ...]:
    """Return a lever at every size that is searched, the least change first.

    Parameters
    ----------
    lever : Lever
        Gives days and sort.
    ground : Ground
        Where the search for posts and formats begins.

    Returns
    -------
    tuple of Lever
        Empty for levers without a size: pauses.
    """
    match lever:
        case PostingFrequency():
            start = round(_posting_start(ground) * 2)
            steps = range(start, max(MOST_POSTS_SEARCHED * 2, start + 1) + 1)
            return tuple(replace(lever, posts_per_week=n / 2) for n in steps)
        case Push():
            return tuple(replace(lever, lift=n / 100) for n in range(MOST_LIFT_SEARCHED + 1))
        case PaidReach():
            if lever.contacts is not None:
                return tuple(replace(lever, contacts=size) for size in _round_sizes())
            return tuple(replace(lever, spend=size) for size in _round_sizes())
        case FormatMix():
            start = ceil(format_share(ground, lever.format) * 100)
            return tuple(replace(lever, share=n / 100) for n in range(start, 101))
        case ViralHit():
            return tuple(replace(lever, views=size) for size in _round_sizes())
        case GrowthOverride():
            growths = range(LEAST_GROWTH_SEARCHED, MOST_GROWTH_SEARCHED + 1)
            return tuple(replace(lever, monthly_growth=n / 100) for n in growths)
        case Pause():
            return ()


def _round_sizes() -> tuple[float, ...]:
    """Figures with two digits, from nothing to a billion: what people write into a budget."""
    return (0.0, *(digits * 10.0**power for power in range(8) for digits in range(10, 100)))


def smallest_change(
    lever: Lever,
    goal: Goal,
    outlook: KpiOutlook,
    ground: Ground,
    *,
    wanted: float,
    others: Sequence[Lever] = (),
    seed: int = 0,
) -> SmallestChange:
    """Search the smallest size of a lever that makes a goal likely enough.

    Parameters
    ----------
    lever : Lever
        One that has a size.
    goal : Goal
        The goal.
    outlook : KpiOutlook
        As forecast.
    ground : Ground
        Of its accounts.
    wanted : float
        Probability, in (0, 1).
    others : sequence of Lever
        Levers that are pulled as well, as they are.
    seed : int, default 0
        Of the levers' uncertainty: each size acts in the same futures.

    Returns
    -------
    SmallestChange
        Sizes are tried on a grid of round figures; on it the probability goes one way, so that
        halving finds the first that does.
    """

    def odds(levers: tuple[Lever, ...]) -> float:
        scenario = Scenario(name="", account_ids=goal.account_ids, levers=levers)
        acted = act(scenario, outlook, ground, seed=seed)
        if len(levers) > len(others) and levers[-1] in acted.idle:
            raise _IdleError
        return check_goal(goal, acted.outlook).probability

    sizes = sized(lever, ground)
    if not sizes:
        raise ValueError(f"{lever} has no size.")
    try:
        without = odds(tuple(others))
        if without >= wanted:
            return SmallestChange(wanted=wanted, probability=without, already=True)
        return _halved(sizes, wanted, lambda one: odds((*others, one)))
    except _IdleError:
        return SmallestChange(wanted=wanted)
    except ScenarioError as refused:
        return SmallestChange(wanted=wanted, fault=refused.message)


class _IdleError(Exception):
    """The lever does not move the goal's KPI."""


def _halved(
    sizes: Sequence[Lever], wanted: float, odds: Callable[[Lever], float]
) -> SmallestChange:
    if odds(sizes[-1]) < odds(sizes[0]):
        sizes = sizes[::-1]  # less of it is better: the largest size that does is searched
    most = odds(sizes[-1])
    if most < wanted:
        return SmallestChange(wanted=wanted, probability=most)
    place = bisect_left(sizes, wanted, key=odds)
    return SmallestChange(wanted=wanted, lever=sizes[place], probability=odds(sizes[place]))
