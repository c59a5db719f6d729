"""Several goals together: how likely it is that all are met, and where they pull apart.

Goals of one account hang together, so the product of their probabilities is wrong. The dependence
comes from a joint forecast, the values from each goal's own outlook: the outlook's draws are put
into the order of the joint draws. Each goal keeps exactly the probability that is shown beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpicore.forecasting import Forecast, SeriesSpec, forecast_joint
from kpicore.goals.check import goal_aims_up
from kpicore.goals.deadlines import goal_window
from kpicore.goals.model import Goal, Measure
from kpicore.goals.outlook import Draws, KpiOutlook
from kpicore.kpis import CATALOGUE
from kpicore.messages import Message, msg
from kpicore.periods import Period

MOST_CORE_GOALS = 3
"""The field's advice: two or three core figures at a time, not everything at once."""

OUTPUT_KPI = "posting_frequency"
FED_BY_OUTPUT = frozenset(
    {"views", "impressions", "reach", "engagements", "likes", "comments", "shares", "saves",
     "watch_time", "new_followers", "net_followers", "followers", "profile_views"}
)  # fmt: skip
"""Counts that fewer posts bring down, if nothing else changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOdds:
    """How likely the goals of a plan are, together.

    Attributes
    ----------
    together : float
        Probability that all are met, in [0, 1].
    singles : tuple of float
        Probability of each, in the order given.
    """

    together: float
    singles: tuple[float, ...]


def plan_odds(goals: Sequence[Goal], outlooks: Sequence[KpiOutlook], *, seed: int = 0) -> PlanOdds:
    """Return how likely it is that all goals of a plan are met.

    Parameters
    ----------
    goals : sequence of Goal
        At least one.
    outlooks : sequence of KpiOutlook
        The outlook of each goal, in the same order.
    seed : int, default 0
        Seed of the joint draws.

    Returns
    -------
    PlanOdds
        Two copies of a goal are as likely as one; unrelated goals come near their product.

    Raises
    ------
    ValueError
        If there is no goal, or not one outlook for each.
    """
    if not goals or len(goals) != len(outlooks):
        raise ValueError(f"{len(goals)} goals need as many outlooks, {len(outlooks)} were given.")
    met = [_met(goal, outlook) for goal, outlook in zip(goals, outlooks, strict=True)]
    singles = tuple(float(m.mean()) for m in met)
    if len(goals) == 1:
        return PlanOdds(together=singles[0], singles=singles)
    horizon = max((o.horizon_last - o.last_day).days for o in outlooks)
    joint = forecast_joint(_specs(outlooks), horizon_days=horizon, seed=seed)
    all_met = np.ones(len(met[0]), dtype=bool)
    for goal, outlook, own in zip(goals, outlooks, met, strict=True):
        order = np.argsort(_joint_values(goal, outlook, joint), kind="stable")
        # The k-th smallest joint draw takes the k-th smallest draw of the goal's own outlook.
        placed = np.empty_like(own)
        placed[order] = own[np.argsort(_values(goal, outlook), kind="stable")]
        all_met &= placed
    return PlanOdds(together=float(all_met.mean()), singles=singles)


def _window(goal: Goal) -> Period:
    return goal_window(
        goal.measure, deadline=goal.deadline, baseline_last=goal.baseline.period.last
    )


def _values(goal: Goal, outlook: KpiOutlook) -> Draws:
    return outlook.draws_of(goal.measure, _window(goal))


def _met(goal: Goal, outlook: KpiOutlook) -> np.ndarray:
    values = _values(goal, outlook)
    up = goal_aims_up(outlook)
    return values >= goal.target if up else values <= goal.target


def _name(outlook: KpiOutlook) -> str:
    return "|".join((outlook.definition.key, outlook.statistic.value, *outlook.account_ids))


def _specs(outlooks: Sequence[KpiOutlook]) -> dict[str, SeriesSpec]:
    """Return the series behind the outlooks, each once; a ratio has two."""
    specs: dict[str, SeriesSpec] = {}
    for outlook in outlooks:
        source, name = outlook.source, _name(outlook)
        specs[name] = SeriesSpec(source.series, source.kind.value, step_days=source.step_days)
        if source.denominator is not None:
            specs[name + "|per"] = SeriesSpec(
                source.denominator, "flow", step_days=source.step_days
            )
    return specs


def _joint_values(goal: Goal, outlook: KpiOutlook, joint: Mapping[str, Forecast]) -> Draws:
    name, window = _name(outlook), _window(goal)
    above = joint[name]
    if goal.measure is Measure.LEVEL:
        return above.level(window.last)
    means = above.window_mean(window.first, window.last)
    if outlook.source.denominator is None:
        return means
    below = joint[name + "|per"].window_mean(window.first, window.last)
    return np.asarray(means / np.maximum(below, np.finfo(float).tiny))


def plan_warnings(goals: Sequence[Goal]) -> tuple[Message, ...]:
    """Point out goals that pull against each other, and plans that ask for everything at once.

    Parameters
    ----------
    goals : sequence of Goal
        The plan.

    Returns
    -------
    tuple of Message
        Empty when nothing is odd.
    """
    warnings: list[Message] = []
    fewer_posts = [g for g in goals if g.kpi == OUTPUT_KPI and g.target < g.baseline.value]
    for fewer in fewer_posts:
        grown = tuple(
            CATALOGUE[g.kpi].label
            for g in goals
            if g.kpi in FED_BY_OUTPUT
            and set(g.account_ids) & set(fewer.account_ids)
            and g.target > g.baseline.value
        )
        if grown:
            warnings.append(
                msg(
                    "The plan asks for fewer posts and for more of: {kpis}. Say what else shall "
                    "bring it.",
                    kpis=grown,
                )
            )
    if len({g.kpi for g in goals}) > MOST_CORE_GOALS:
        warnings.append(
            msg(
                "The plan has {count} figures; two or three at a time get more attention.",
                count=len({g.kpi for g in goals}),
            )
        )
    return tuple(warnings)
