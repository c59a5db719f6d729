"""Several goals together: how likely it is that all are met, and where they pull apart.

Goals of one account hang together, so the product of their probabilities is wrong. The dependence
comes from a joint forecast, the values from each goal's own outlook: the outlook's draws are put
into the order of the joint draws. Each goal keeps exactly the probability that is shown beside it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpicore.forecasting import Forecast, SeriesSpec, forecast_joint
from kpicore.goals.check import goal_aims_up
from kpicore.goals.deadlines import goal_window
from kpicore.goals.model import Goal, Measure
from kpicore.goals.outlook import Draws, KpiOutlook
from kpicore.kpis import ForecastInput
from kpicore.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOdds:
    """How likely the goals of a plan are, together.

    Attributes
    ----------
    together : float
        Probability that all are met, in [0, 1].
    singles : tuple of float
        Probability of each, in the order given.
    pairs : tuple of tuple of float
        Probability that two of them are both met: row and column in the order given.
    """

    together: float
    singles: tuple[float, ...]
    pairs: tuple[tuple[float, ...], ...] = ()


def joint_values(
    goals: Sequence[Goal], sources: Sequence[ForecastInput], *, seed: int = 0
) -> Draws:
    """Forecast the figures of several goals together: the slow half of `plan_odds`.

    Parameters
    ----------
    goals : sequence of Goal
        At least one; those on the same figure share its series.
    sources : sequence of ForecastInput
        The series of each goal, in the same order.
    seed : int, default 0
        Seed of the joint draws.

    Returns
    -------
    array of float
        A row per goal, a column per draw: its measure at its deadline, for the order of the draws
        only. Draw i is the same future in every row.

    Raises
    ------
    NotEnoughDataError
        If one of the series is too short.
    """
    step = max(source.step_days for source in sources)
    ahead = max((g.deadline - s.last_day).days for g, s in zip(goals, sources, strict=True))
    joint = forecast_joint(
        _specs(goals, sources), horizon_days=step * max(1, math.ceil(ahead / step)), seed=seed
    )
    return np.array(
        [_joint_of(g, s, joint) for g, s in zip(goals, sources, strict=True)], dtype=float
    )


def plan_odds(
    goals: Sequence[Goal],
    outlooks: Sequence[KpiOutlook],
    *,
    joint: Draws | None = None,
    seed: int = 0,
) -> PlanOdds:
    """Return how likely it is that all goals of a plan are met.

    Parameters
    ----------
    goals : sequence of Goal
        At least one.
    outlooks : sequence of KpiOutlook
        The outlook of each goal, in the same order.
    joint : array of float, optional
        From `joint_values`, where it was made before.
    seed : int, default 0
        Seed of the joint draws, where they are made here.

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
    met = np.array([_met(goal, outlook) for goal, outlook in zip(goals, outlooks, strict=True)])
    singles = tuple(float(m.mean()) for m in met)
    if len(goals) > 1:
        if joint is None:
            joint = joint_values(goals, [o.source for o in outlooks], seed=seed)
        met = np.array(
            [
                _reordered(own, _values(goal, outlook), row)
                for own, goal, outlook, row in zip(met, goals, outlooks, joint, strict=True)
            ]
        )
    share = met.astype(float)
    pairs = share @ share.T / share.shape[1]
    return PlanOdds(
        together=float(met.all(axis=0).mean()),
        singles=singles,
        pairs=tuple(tuple(float(p) for p in row) for row in pairs),
    )


def _reordered(met: np.ndarray, values: Draws, joint: Draws) -> np.ndarray:
    """Put the draws of a goal's own outlook into the order of the joint draws."""
    placed = np.empty_like(met)
    # The k-th smallest joint draw takes the k-th smallest draw of the goal's own outlook.
    placed[np.argsort(joint, kind="stable")] = met[np.argsort(values, kind="stable")]
    return placed


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


def _name(goal: Goal) -> str:
    return "|".join((goal.kpi, goal.statistic.value, *sorted(goal.account_ids)))


def _specs(goals: Sequence[Goal], sources: Sequence[ForecastInput]) -> dict[str, SeriesSpec]:
    """Return the series behind the goals, each once; a ratio has two."""
    specs: dict[str, SeriesSpec] = {}
    for goal, source in zip(goals, sources, strict=True):
        name = _name(goal)
        specs[name] = SeriesSpec(source.series, source.kind.value, step_days=source.step_days)
        if source.denominator is not None:
            specs[name + "|per"] = SeriesSpec(
                source.denominator, "flow", step_days=source.step_days
            )
    return specs


def _joint_of(goal: Goal, source: ForecastInput, joint: Mapping[str, Forecast]) -> Draws:
    name, window = _name(goal), _window(goal)
    above = joint[name]
    if goal.measure is Measure.LEVEL:
        return above.level(window.last)
    means = above.window_mean(window.first, window.last)
    if source.denominator is None:
        return means
    below = joint[name + "|per"].window_mean(window.first, window.last)
    return np.asarray(means / np.maximum(below, np.finfo(float).tiny))
