"""What was said of goals, held against what came: input of the score of past forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kpicore.goals.model import Goal, Status, StoredForecast
from kpicore.goals.progress import settle
from kpicore.kpis import ForecastInput
from kpicore.kpis.definition import Direction

if TYPE_CHECKING:
    from kpicore.forecasting import ScoredForecast


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledAim:
    """An aim that a goal had, what was first said of it, and what came.

    Attributes
    ----------
    goal : Goal
        With the target and the deadline that it had then.
    said : StoredForecast
        What was said first.
    outcome : float
        What came, in the unit.
    reached : bool
        Whether the target was met.
    """

    goal: Goal
    said: StoredForecast
    outcome: float
    reached: bool

    @property
    def scored(self) -> ScoredForecast:
        """The same as input of the score."""
        from kpicore.forecasting import ScoredForecast  # noqa: PLC0415 - loads what only this needs

        return ScoredForecast(
            probability=self.said.probability,
            reached=self.reached,
            low=self.said.low,
            high=self.said.high,
            outcome=self.outcome,
        )


def settled_aims(
    goal: Goal,
    said: Sequence[StoredForecast],
    source: ForecastInput,
    *,
    direction: Direction,
) -> tuple[SettledAim, ...]:
    """Return the aims of a goal with their outcome, where that is known by now.

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
    tuple of SettledAim
        Aims whose window has passed, oldest first.
    """
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
            SettledAim(
                goal=aim,
                said=forecast,
                outcome=end.outcome,
                reached=end.status is Status.REACHED,
            )
        )
    return tuple(found)


def settled_forecasts(
    goal: Goal,
    said: Sequence[StoredForecast],
    source: ForecastInput,
    *,
    direction: Direction,
) -> tuple[ScoredForecast, ...]:
    """Return `settled_aims` as input of the score of past forecasts."""
    return tuple(aim.scored for aim in settled_aims(goal, said, source, direction=direction))


def _deadline_then(goal: Goal, forecast: StoredForecast) -> date:
    """Return the deadline that a forecast spoke of: that of its target, by the day it was said."""
    said_on = forecast.made_at.date()
    aims = [(old.target, old.deadline, old.revised_on) for old in goal.revisions]
    aims.append((goal.target, goal.deadline, date.max))
    # The target tells it alone, unless only the deadline moved; then the days do, on one of which
    # the old deadline was still in force.
    alike = [aim for aim in aims if aim[0] == forecast.target] or aims
    return next((last for _, last, until in alike if said_on <= until), alike[-1][1])
