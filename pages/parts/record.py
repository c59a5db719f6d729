"""The record of goals: what was said of those whose deadline has passed, and what came."""

from __future__ import annotations

from collections import defaultdict

from kpicore.charts.record_board import record_range, record_sentences
from kpicore.errors import KpiCoreError
from kpicore.forecasting import ScoredForecast, score_forecasts
from kpicore.goals import Goal, StoredForecast, settled_forecasts
from kpicore.kpis import CATALOGUE, forecast_input
from pages.parts.session import Here
from pages.parts.words import paragraph, small_print


def draw(here: Here) -> None:
    """Draw how the workspace's goals came out, against what was said of them.

    Parameters
    ----------
    here : Here
        Who is here.
    """
    scores = score_forecasts(_settled(here))
    for sentence in record_sentences(scores):
        paragraph(here.t, sentence)
    ranges = record_range(scores)
    if ranges is not None:
        small_print(here.t, ranges)


def _settled(here: Here) -> list[ScoredForecast]:
    said: dict[str, list[StoredForecast]] = defaultdict(list)
    for forecast in here.workspace.forecasts():
        said[forecast.goal_id].append(forecast)
    found: list[ScoredForecast] = []
    for goal in here.workspace.goals(closed=None):
        try:
            found.extend(_of_goal(here, goal, said[goal.goal_id]))
        except KpiCoreError:
            # Its account or its figure is gone: then nothing can be told of it, on its card too.
            continue
    return found


def _of_goal(here: Here, goal: Goal, said: list[StoredForecast]) -> tuple[ScoredForecast, ...]:
    ids = goal.account_ids
    earliest = min([goal.deadline, *(old.deadline for old in goal.revisions)])
    if not said or earliest >= here.today_of(ids):
        return ()
    source = forecast_input(
        here.history(ids),
        goal.kpi,
        account_ids=ids,
        today=here.today_of(ids),
        statistic=goal.statistic,
    )
    return settled_forecasts(goal, said, source, direction=CATALOGUE[goal.kpi].direction)
