"""The record of goals: what was said of those whose deadline has passed, and what came."""

from __future__ import annotations

from collections import defaultdict

import streamlit as st

from kpicore.charts.record_board import record_range, record_sentences
from kpicore.errors import KpiCoreError
from kpicore.forecasting import score_forecasts
from kpicore.goals import Goal, SettledAim, StoredForecast, settled_aims
from kpicore.kpis import CATALOGUE, forecast_input
from kpicore.messages import msg
from pages.parts.session import Here
from pages.parts.words import paragraph, small_print


def draw(here: Here) -> None:
    """Draw how the workspace's goals came out, against what was said of them.

    Parameters
    ----------
    here : Here
        Who is here.
    """
    scores = score_forecasts([aim.scored for aim in settled(here)])
    for sentence in record_sentences(scores):
        paragraph(here.t, sentence)
    ranges = record_range(scores)
    if ranges is not None:
        small_print(here.t, ranges)
    st.page_link(
        "pages/track_record.py", label=here.t(msg("Track record")), icon=":material/target:"
    )


def settled(here: Here) -> tuple[SettledAim, ...]:
    """Return every aim of the workspace's goals whose outcome is known, running or closed.

    Parameters
    ----------
    here : Here
        Who is here.

    Returns
    -------
    tuple of SettledAim
        With what was said first of each.
    """
    said: dict[str, list[StoredForecast]] = defaultdict(list)
    for forecast in here.workspace.forecasts():
        said[forecast.goal_id].append(forecast)
    found: list[SettledAim] = []
    for goal in here.workspace.goals(closed=None):
        try:
            found.extend(_of_goal(here, goal, said[goal.goal_id]))
        except KpiCoreError:
            # Its account or its figure is gone: then nothing can be told of it, on its card too.
            continue
    return tuple(found)


def _of_goal(here: Here, goal: Goal, said: list[StoredForecast]) -> tuple[SettledAim, ...]:
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
    return settled_aims(goal, said, source, direction=CATALOGUE[goal.kpi].direction)
