"""What was said of goals, held against what came: input of the score of past forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kpicore.goals.model import Goal, Status, StoredForecast
from kpicore.goals.progress import settle
from kpicore.kpis import ForecastInput
from kpicore.kpis.definition import Direction

if TYPE_CHECKING:
    from kpicore.forecasting import ScoredForecast


def settled_forecasts(
    goal: Goal,
    said: Sequence[StoredForecast],
    source: ForecastInput,
    *,
    direction: Direction,
) -> tuple[ScoredForecast, ...]:
    """Return what was said of a goal with its outcome, where that is known by now.

    A goal counts once for every aim it had, with what was said first of it: what was said again
    on later days speaks of the same outcome and proves nothing more.

    Parameters
    ----------
    goal : Goal
        Running or closed.
    said : sequence of StoredForecast
        Of this goal, oldest first.
    source : ForecastInput
        The KPI's series with the newest data.
    direction : Direction
        Which way is better.

    Returns
    -------
    tuple of ScoredForecast
        Aims whose window has passed, oldest first.
    """
    from kpicore.forecasting import ScoredForecast  # noqa: PLC0415 - loads what only this needs

    first: dict[tuple[float, date], StoredForecast] = {}
    for forecast in said:
        first.setdefault((forecast.target, _deadline_then(goal, forecast)), forecast)
    found = []
    for (target, deadline), forecast in first.items():
        aim = replace(goal, target=target, deadline=deadline)
        end = settle(aim, source, direction=direction)
        if end.outcome is None or end.status not in (Status.REACHED, Status.MISSED):
            continue
        found.append(
            ScoredForecast(
                probability=forecast.probability,
                reached=end.status is Status.REACHED,
                low=forecast.low,
                high=forecast.high,
                outcome=end.outcome,
            )
        )
    return tuple(found)


def _deadline_then(goal: Goal, forecast: StoredForecast) -> date:
    said_on = forecast.made_at.date()
    for old in goal.revisions:
        if said_on < old.revised_on or (
            said_on == old.revised_on and forecast.target == old.target
        ):
            return old.deadline
    return goal.deadline
