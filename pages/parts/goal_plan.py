"""The plan of a quarter: its goals by priority, how likely they are together, what is odd."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kpicore.charts.bars import bars_chart
from kpicore.charts.goal_plan import (
    PROBABILITY,
    goal_name,
    plan_frame,
    plan_sentence,
    plan_summary,
    plan_table,
)
from kpicore.goals import Goal, PlanOdds, plan_odds, plan_warnings
from kpicore.kpis import CATALOGUE, Stage
from kpicore.kpis.labels import STAGE_LABELS
from kpicore.messages import Message, msg, msgs
from kpicore.periods import Period, quarter_of
from pages.parts import core, goal_outlooks, jobs, standings
from pages.parts.chart import chart_with_table
from pages.parts.session import Here
from pages.parts.standings import Standing
from pages.parts.words import plain, section, small_print

MOST_TOGETHER = 12
"""Goals of one plan at most: their figures are forecast together, in a few seconds."""


def quarter(here: Here, goals: Sequence[Goal]) -> tuple[Goal, ...]:
    """Draw the pickers of quarter and goals, and return the goals of the plan.

    Parameters
    ----------
    here : Here
        Who is here.
    goals : sequence of Goal
        The running goals, at least one.

    Returns
    -------
    tuple of Goal
        Whose deadline lies in the chosen quarter, without those that were left out.
    """
    t = here.t
    quarters = {
        span.first.isoformat(): span
        for span in sorted({_quarter(g) for g in goals}, key=lambda q: q.first)
    }
    nearest = next((k for k, q in quarters.items() if q.last >= here.today), next(iter(quarters)))
    key = "plan.quarter"
    if st.session_state.get(key) not in quarters:
        st.session_state[key] = nearest
    chosen = st.selectbox(
        t(msg("Goals with a deadline in")),
        list(quarters),
        format_func=lambda code: t.period(quarters[code]),
        key=key,
        persist_state="session",
    )
    due = sorted(
        (g for g in goals if _quarter(g) == quarters[chosen]), key=lambda g: (g.deadline, g.kpi)
    )
    if len(due) > MOST_TOGETHER:
        small_print(
            t,
            msg(
                "{count} goals are due; a plan holds {most} at most, these are the nearest.",
                count=len(due),
                most=MOST_TOGETHER,
            ),
        )
    by_id = {g.goal_id: g for g in due[:MOST_TOGETHER]}
    kept = st.multiselect(
        t(msg("Goals of the plan")),
        list(by_id),
        default=list(by_id),
        format_func=lambda code: t(goal_name(by_id[code])),
        key=f"plan.goals.{chosen}.{len(by_id)}",
    )
    return tuple(g for code, g in by_id.items() if code in kept)


def _quarter(goal: Goal) -> Period:
    return quarter_of(goal.deadline)


def odds_of(here: Here, found: Sequence[Standing]) -> PlanOdds | None:
    """Return how likely goals are together; draws progress and gives None until it is known.

    Parameters
    ----------
    here : Here
        Who is here.
    found : sequence of Standing
        Running goals with their outlooks, at least one.
    """
    goals = [s.goal for s in found]
    known = [s.outlook for s in found if s.outlook is not None]
    joint = goal_outlooks.plan_values(here, goals, known) if len(goals) > 1 else None
    if joint is None and len(goals) > 1:
        jobs.wait_for(
            here.t, msg("Forecasting the goals together…"), goal_outlooks.plan_job(here, goals)
        )
        return None
    return plan_odds(goals, known, joint=joint)


def sentence(odds: PlanOdds | None, goals: Sequence[Goal]) -> Message:
    """Answer in one sentence whether the plan will hold together."""
    if odds is not None:
        return plan_sentence(odds)
    return msgs("{count} goal in this plan.", "{count} goals in this plan.", len(goals))


def draw(here: Here, found: Sequence[Standing], odds: PlanOdds) -> None:
    """Draw the plan.

    Parameters
    ----------
    here : Here
        Who is here.
    found : sequence of Standing
        Its goals.
    odds : PlanOdds
        Of these goals in this order.
    """
    t = here.t
    goals = [s.goal for s in found]
    for warning in plan_warnings(goals, odds):
        st.warning(plain(t(warning)), icon=":material/call_split:")
    if len(goals) < 2:
        small_print(t, msg("Two goals or more make a plan; their odds together are shown then."))
        return
    frame = plan_frame(goals, odds, t)
    chart_with_table(
        t,
        bars_chart(frame, quantity=PROBABILITY, t=t, probability=True),
        summary=plan_summary(odds),
        table=plan_table(frame),
        key="plan.odds",
    )


def by_priority(here: Here, found: Sequence[Standing]) -> None:
    """Draw the goals as cards under their priorities, and name what has no goal yet.

    Parameters
    ----------
    here : Here
        Who is here.
    found : sequence of Standing
        Goals of the plan, also those that nothing can be said of.
    """
    t = here.t
    stages: dict[Stage | None, list[Standing]] = {}
    for standing in found:
        stages.setdefault(standing.goal.stage, []).append(standing)
    for stage, members in stages.items():
        section(t, msg("Without priority") if stage is None else STAGE_LABELS[stage])
        grid = st.grid("auto", min_column_width=300, border=True)
        for standing in members:
            with grid.cell(), st.container(key=f"plan.goal.{standing.goal.goal_id}"):
                standings.draw(here, standing)
    _without_goal(here, {s.goal.kpi for s in found})


def _without_goal(here: Here, aimed_at: set[str]) -> None:
    if not here.has_data:
        return
    stage = here.preferences.stage or Stage.BRAND
    open_kpis = tuple(
        CATALOGUE[v.key].label for v in core.of_stage(here, stage) if v.key not in aimed_at
    )
    if open_kpis:
        small_print(
            here.t,
            msg(
                "For {stage} these figures matter too and have no goal in this plan: {kpis}.",
                stage=STAGE_LABELS[stage],
                kpis=open_kpis,
            ),
        )
