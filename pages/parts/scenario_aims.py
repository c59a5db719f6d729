"""The goals that scenarios are held against: saved ones, or as long as there is none a trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from kpicore.errors import KpiCoreError
from kpicore.goals import (
    Goal,
    KpiOutlook,
    default_measure,
    new_goal,
    parse_target,
)
from kpicore.messages import msg
from kpicore.periods import ONE_DAY, add_months
from pages.parts import core, jobs, outlooks, pickers, standings
from pages.parts.configuration import thresholds
from pages.parts.scenario_link import GOAL
from pages.parts.session import Here
from pages.parts.words import plain, small_print

MOST_GOALS = 6
"""Goals beside each other: each scenario is worked out for each."""
FIRST_GOALS = 3
TRIAL_TARGET = "+20%"
TRIAL_MONTHS = 3
_KEY = "scenarios.goals"


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A goal and the outlook on which it is judged.

    Attributes
    ----------
    goal : Goal
        Saved, or a trial with an empty id.
    outlook : KpiOutlook
        Of its KPI and accounts.
    """

    goal: Goal
    outlook: KpiOutlook


def choose(here: Here) -> tuple[Aim, ...]:
    """Draw the picker of goals and return those chosen, the first leading.

    Parameters
    ----------
    here : Here
        Who is here, with data.

    Returns
    -------
    tuple of Aim
        Empty where the data hold no figure that can be looked ahead, or no goal can be judged.

    Raises
    ------
    KpiCoreError
        If the trial goal cannot be made from these data.
    """
    saved = here.workspace.goals()
    mine = [g for g in saved if set(g.account_ids) == set(here.account_ids)]
    open_ones = [g for g in mine if g.deadline >= here.today]
    if not open_ones:
        return _trial(here)
    chosen = _picked(here, sorted(open_ones, key=lambda goal: goal.deadline))
    return _judged(here, chosen, saved)


def _picked(here: Here, goals: Sequence[Goal]) -> list[Goal]:
    t = here.t
    by_id = {goal.goal_id: goal for goal in goals}
    asked = st.query_params.get(GOAL)
    kept = [i for i in st.session_state.get(_KEY, ()) if i in by_id]
    if asked in by_id and asked not in kept:
        kept = [asked, *kept][:MOST_GOALS]
    st.session_state[_KEY] = kept or list(by_id)[:FIRST_GOALS]
    if len(goals) > 1:
        st.multiselect(
            t(msg("Goals")),
            list(by_id),
            format_func=lambda i: t(standings.short_aim(by_id[i])),
            key=_KEY,
            max_selections=MOST_GOALS,
            placeholder=t(msg("Choose goals")),
            persist_state="session",
        )
    chosen = st.session_state[_KEY]
    first = [i for i in chosen if i == asked]
    return [by_id[i] for i in (*first, *(i for i in chosen if i != asked))] or [goals[0]]


def _judged(here: Here, goals: Sequence[Goal], saved: Sequence[Goal]) -> tuple[Aim, ...]:
    t = here.t
    found: list[Aim] = []
    waiting: list[jobs.JobKey] = []
    for goal in goals:
        try:
            outlook = outlooks.goal_outlook(here, goal, saved)
        except KpiCoreError as fault:
            st.warning(plain(t(fault.message)), icon=":material/warning:")
            continue
        if outlook is None:
            waiting.append(outlooks.goal_job(here, goal, saved))
        elif goal.deadline <= outlook.last_day:
            small_print(t, msg("The data have reached the deadline of this goal already:"))
            small_print(t, standings.short_aim(goal))
        else:
            found.append(Aim(goal=goal, outlook=outlook))
    if waiting:
        jobs.stop_until_done(t, msg("Checking your goals against the forecast…"), *waiting)
    return tuple(found)


def _trial(here: Here) -> tuple[Aim, ...]:
    kpi = pickers.forecast_kpi(here, key="scenarios.kpi")
    if kpi is None:
        return ()
    until = add_months(here.today - ONE_DAY, TRIAL_MONTHS)
    statistic = core.values(here)[kpi].statistic
    outlook = outlooks.outlook(here, kpi, until=until, statistic=statistic)
    goal = new_goal(
        outlook,
        parse_target(TRIAL_TARGET, outlook.unit),
        measure=default_measure(outlook),
        deadline=until,
        thresholds=thresholds(),
    )
    small_print(
        here.t,
        msg("You have no goal for these accounts yet; this one is a trial: +20% in three months."),
    )
    return (Aim(goal=goal, outlook=outlook),)
