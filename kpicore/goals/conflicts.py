"""Where the goals of a plan pull against each other, and plans that ask for everything at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from kpicore.goals.model import Goal
from kpicore.goals.plan import PlanOdds
from kpicore.kpis import CATALOGUE
from kpicore.kpis.definition import Stage
from kpicore.kpis.labels import STAGE_LABELS
from kpicore.messages import Message, msg
from kpicore.units import Amount, Probability

MOST_CORE_GOALS = 3
"""The field's advice: two or three core figures per priority, not everything at once."""

APART = 0.05
"""Two goals pull apart when both are met so much less often than if they had nothing to do with
each other; less than that may be chance in 2000 draws."""

OUTPUT_KPI = "posting_frequency"
FED_BY_OUTPUT = frozenset(
    {"views", "impressions", "reach", "engagements", "likes", "comments", "shares", "saves",
     "watch_time", "new_followers", "net_followers", "followers", "profile_views"}
)  # fmt: skip
"""Counts that fewer posts bring down, if nothing else changes."""


def plan_warnings(goals: Sequence[Goal], odds: PlanOdds | None = None) -> tuple[Message, ...]:
    """Point out goals that pull against each other, and plans that ask for everything at once.

    Parameters
    ----------
    goals : sequence of Goal
        The plan.
    odds : PlanOdds, optional
        Of these goals in this order; with it, goals that the forecast sees pulling apart are
        named too.

    Returns
    -------
    tuple of Message
        Empty when nothing is odd.
    """
    return (
        *_fewer_posts(goals),
        *_asked_twice(goals),
        *(_apart(goals, odds) if odds is not None else ()),
        *_too_many(goals),
    )


def _fewer_posts(goals: Sequence[Goal]) -> Iterator[Message]:
    for fewer in goals:
        if fewer.kpi != OUTPUT_KPI or fewer.target >= fewer.baseline.value:
            continue
        grown = tuple(
            CATALOGUE[g.kpi].label
            for g in goals
            if g.kpi in FED_BY_OUTPUT
            and set(g.account_ids) & set(fewer.account_ids)
            and g.target > g.baseline.value
        )
        if grown:
            yield msg(
                "The plan asks for fewer posts and for more of: {kpis}. Say what else shall "
                "bring it.",
                kpis=grown,
            )


def _asked_twice(goals: Sequence[Goal]) -> Iterator[Message]:
    for one, other in combinations(goals, 2):
        same = (one.kpi, one.statistic, one.measure, one.deadline, set(one.account_ids)) == (
            (other.kpi, other.statistic, other.measure, other.deadline, set(other.account_ids))
        )
        if same:
            unit = CATALOGUE[one.kpi].unit
            yield msg(
                "{kpi} by {deadline} is asked for twice, at {one} and at {other}; the harder one "
                "decides.",
                kpi=CATALOGUE[one.kpi].label,
                deadline=one.deadline,
                one=Amount(one.target, unit),
                other=Amount(other.target, unit),
            )


def _apart(goals: Sequence[Goal], odds: PlanOdds) -> Iterator[Message]:
    for one, other in combinations(range(len(goals)), 2):
        both, alone = odds.pairs[one][other], odds.singles[one] * odds.singles[other]
        if both < alone - APART:
            yield msg(
                "{one} and {other} pulled against each other in your own past: both are met in "
                "{both} of the futures, {alone} if they had nothing to do with each other.",
                one=CATALOGUE[goals[one].kpi].label,
                other=CATALOGUE[goals[other].kpi].label,
                both=Probability(both),
                alone=Probability(alone),
            )


def _too_many(goals: Sequence[Goal]) -> Iterator[Message]:
    kpis: dict[Stage | None, set[str]] = {}
    for goal in goals:
        kpis.setdefault(goal.stage, set()).add(goal.kpi)
    for stage, keys in kpis.items():
        if len(keys) <= MOST_CORE_GOALS:
            continue
        if stage is None:
            yield msg(
                "The plan has {count} figures; two or three at a time get more attention.",
                count=len(keys),
            )
        else:
            yield msg(
                "{stage} has {count} figures; two or three at a time get more attention.",
                stage=STAGE_LABELS[stage],
                count=len(keys),
            )
