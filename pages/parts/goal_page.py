"""One saved goal on a page of its own: how it stands, its path, what was said of it, what to do."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from kpicore.charts.forecast_summary import goal_summary
from kpicore.charts.goal import goal_chart
from kpicore.charts.goal_odds import odds_chart, odds_frame, odds_summary, odds_table
from kpicore.charts.outlook_frames import goal_frame, known_band, reading_quantity, with_pace
from kpicore.charts.quantity import Quantity
from kpicore.charts.tables import fan_table
from kpicore.errors import DataNotFoundError, KpiCoreError
from kpicore.goals import (
    STATUS_WORDS,
    AdjustmentKind,
    Goal,
    KpiOutlook,
    adjustments,
    pace_path,
    smart_sentences,
)
from kpicore.kpis import kpi
from kpicore.messages import Message, msg
from kpicore.units import Amount, Probability
from pages.parts import (
    empty,
    goal_actions,
    goal_card_file,
    goal_link,
    goal_outlooks,
    jobs,
    standings,
)
from pages.parts.cards import judgement
from pages.parts.chart import chart_with_table
from pages.parts.configuration import thresholds
from pages.parts.outlook_views import events_frame
from pages.parts.scenario_link import what_would_make_it
from pages.parts.session import Here
from pages.parts.standings import Standing
from pages.parts.words import headline, paragraph, plain, section, small_print

QUESTION = msg("How does this goal stand, and what shall change?")

WEEKS_BEFORE = 8
"""Weeks of past before the goal was set, to see where it came from."""


def opened(here: Here) -> Goal | None:
    """Return the goal that the link names, None where it names none that is there."""
    wish = st.query_params.get(goal_link.PARAMETER)
    if wish is None:
        return None
    try:
        return here.workspace.goal(wish)
    except DataNotFoundError:
        return None


def _leave() -> None:
    st.query_params.pop(goal_link.PARAMETER, None)


def draw(here: Here, goal: Goal) -> None:
    """Draw everything about one goal.

    Parameters
    ----------
    here : Here
        Who is here.
    goal : Goal
        Saved, running or closed.
    """
    t = here.t
    st.button(t(msg("All goals")), icon=":material/arrow_back:", key="goals.back", on_click=_leave)
    (standing,) = standings.standings(here, (goal,), here.workspace.goals())
    headline(t, QUESTION, standing.aim)
    empty.made_up(here)
    standings.wait_for_pending(here, (standing,))
    if standing.fault is not None:
        small_print(t, standing.fault)
    _standing(here, standing)
    pace = None
    if standing.outlook is not None:
        pace = _pace(here, standing.goal, standing.outlook)
        _path(here, standing, standing.outlook, pace)
        _proposals(here, standing, standing.outlook)
    _said(here, standing)
    section(t, msg("The goal in full"))
    if standing.check is not None and standing.outlook is not None:
        for sentence in smart_sentences(standing.check, standing.outlook):
            paragraph(t, sentence)
        for note in standing.check.notes:
            small_print(t, note)
    _past(here, standing)
    with st.container(horizontal=True):
        goal_card_file.button(here, standing, pace)
        goal_actions.actions(here, standing)
    if standing.check is not None and here.may_edit:
        standings.remember(here, goal, standing.check)


def _standing(here: Here, standing: Standing) -> None:
    t = here.t
    if standing.status is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="goals.opened.odds"):
        if standing.check is not None:
            odds = msg("{odds} likely", odds=Probability(standing.check.probability))
            st.title(plain(t(odds)), anchor=False, width="content")
        judgement(t, STATUS_WORDS[standing.status])
    if standing.standing is not None:
        paragraph(t, standing.standing)


def _pace(here: Here, goal: Goal, outlook: KpiOutlook) -> pd.DataFrame | None:
    """Return the pace to the target; draws progress or the reason, and gives None, without it."""
    t = here.t
    try:
        start = goal_outlooks.outlook_at_start(here, goal, outlook)
    except KpiCoreError:
        # The data of that day are gone or too few by now; the way so far is shown without it.
        small_print(t, msg("The data of the day it was set allow no pace path any more."))
        return None
    if start is None:
        waiting = msg("Drawing the pace to the target…")
        jobs.wait_for(t, waiting, goal_outlooks.start_job(here, goal))
        return None
    return pace_path(goal, start, thresholds=thresholds())


def _path(
    here: Here, standing: Standing, outlook: KpiOutlook, whole_pace: pd.DataFrame | None
) -> None:
    t, goal = here.t, standing.goal
    pace = None if whole_pace is None else known_band(whole_pace, outlook)
    weeks = (outlook.last_day - goal.baseline.period.last).days // 7 + WEEKS_BEFORE
    frame = goal_frame(goal, outlook, weeks_back=max(weeks, WEEKS_BEFORE))
    if frame.empty:
        return
    quantity = reading_quantity(outlook, goal.measure)
    drawn = goal_chart(
        frame,
        quantity=quantity,
        t=t,
        today=outlook.last_day + timedelta(days=1),
        target=goal.target,
        deadline=goal.deadline,
        pace=pace,
        events=events_frame(here, frame["date"].min().date(), goal.deadline),
    )
    chart_with_table(
        t,
        drawn,
        summary=standing.standing or standing.aim
        if standing.check is None
        else goal_summary(
            frame, quantity=quantity, target=goal.target, probability=standing.check.probability
        ),
        table=fan_table(frame if pace is None else with_pace(frame, pace), quantity=quantity),
        key="goals.opened.path",
    )


def _proposals(here: Here, standing: Standing, outlook: KpiOutlook) -> None:
    """Draw how a goal out of reach may be adjusted, or what comes after one as good as reached."""
    t, goal = here.t, standing.goal
    if standing.check is None:
        return
    offers = adjustments(goal, outlook, thresholds=thresholds())
    if not offers:
        return
    section(t, msg("What you could do"))
    for offer in offers:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"goals.{offer.kind}"
        ):
            paragraph(t, offer.sentence)
            if offer.kind is AdjustmentKind.LEVER:
                what_would_make_it(here, goal)
            elif here.may_edit and offer.kind is AdjustmentKind.NEXT:
                goal_actions.next_goal_button(here, standing, offer)
            elif here.may_edit:
                goal_actions.revise_popover(here, standing, offer=offer)


def _said(here: Here, standing: Standing) -> None:
    t, goal = here.t, standing.goal
    frame = odds_frame(here.workspace.forecasts(goal.goal_id), goal)
    if frame.empty:
        return
    section(t, msg("How likely it was, over time"))
    currency = _currency(standing)
    quantity = Quantity(label=msg("Target"), unit=kpi(goal.kpi).unit, currency=currency)
    limits = thresholds()
    chart_with_table(
        t,
        odds_chart(
            frame,
            goal,
            quantity=quantity,
            t=t,
            thresholds=(limits.at_risk, limits.on_pace, limits.ahead),
        ),
        summary=odds_summary(frame),
        table=odds_table(frame, quantity=quantity),
        key="goals.opened.said",
    )


def _currency(standing: Standing) -> str | None:
    return None if standing.outlook is None else standing.outlook.currency


def _past(here: Here, standing: Standing) -> None:
    """Draw a goal's earlier targets with their days and reasons, and what was said at first."""
    t, goal = here.t, standing.goal
    unit, currency = kpi(goal.kpi).unit, _currency(standing)
    for old in goal.revisions:
        small_print(
            t,
            msg(
                "Until {day}: {target} by {deadline}. Changed because: {reason}",
                day=old.revised_on,
                target=Amount(old.target, unit, currency),
                deadline=old.deadline,
                reason=old.reason,
            ),
        )
    if goal.probability_at_start is not None:
        small_print(t, _said_at_start(goal))


def _said_at_start(goal: Goal) -> Message:
    return msg(
        "Set on {day}, when its probability was {probability}.",
        day=goal.created_on,
        probability=Probability(goal.probability_at_start or 0.0),
    )
