"""Setting a goal: KPI, deadline, measure and target as they are chosen, and saving it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from kpicore.charts.goal_board import slider_stops, typed_target
from kpicore.errors import GoalError
from kpicore.goals import (
    GoalCheck,
    KpiOutlook,
    Measure,
    Proposal,
    Rung,
    check_goal,
    new_goal,
    parse_target,
    propose,
    same_aim,
)
from kpicore.goals.words import figure
from kpicore.kpis import Stage
from kpicore.language import Translator
from kpicore.messages import Message, msg
from pages.parts import standings
from pages.parts.configuration import thresholds
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import plain, small_print


def proposals(outlook: KpiOutlook, measure: Measure, deadline: date) -> tuple[Proposal, ...]:
    """Return the ladder of a KPI at a deadline."""
    return propose(outlook, measure=measure, deadline=deadline, thresholds=thresholds())


def target_key(outlook: KpiOutlook, measure: Measure) -> str:
    """Return the session key of the typed target; each KPI and measure has its own."""
    return f"goals.target.{outlook.definition.key}.{measure}"


def target(
    here: Here,
    outlook: KpiOutlook,
    measure: Measure,
    deadline: date,
    *,
    ladder: tuple[Proposal, ...],
    grid: pd.DataFrame,
) -> GoalCheck | None:
    """Draw the field and the slider of the target and judge what they say.

    Parameters
    ----------
    here : Here
        Who is here.
    outlook : KpiOutlook
        The KPI.
    measure : Measure
        How the goal is read.
    deadline : date
        Last day that counts.
    ladder : tuple of Proposal
        Gives the target that stands there at first.
    grid : DataFrame
        From `kpicore.goals.target_grid`: the slider's stops.

    Returns
    -------
    GoalCheck or None
        None, with the reason beside the field, where the target makes no sense.
    """
    t = here.t
    key = target_key(outlook, measure)
    if key not in st.session_state:
        st.session_state[key] = _first_target(outlook, ladder)
    text = st.text_input(
        t(msg("Target")),
        key=key,
        help=t(msg("A number such as 12,400, or a change of the baseline such as +20%.")),
        icon=":material/flag:",
        persist_state="session",
    )
    check, fault = _judged(here, outlook, text, measure, deadline)
    if fault is not None:
        st.error(plain(t(fault)), icon=":material/error:")
    _slider(t, outlook, key, grid, check)
    baseline = outlook.baseline(measure, deadline=deadline)
    small_print(
        t,
        msg(
            "A number, or a change such as +20%. Today: {baseline} ({first} to {last}).",
            baseline=figure(outlook, measure, baseline.value),
            first=baseline.period.first,
            last=baseline.period.last,
        ),
    )
    return check


def _judged(
    here: Here, outlook: KpiOutlook, text: str, measure: Measure, deadline: date
) -> tuple[GoalCheck | None, Message | None]:
    try:
        goal = new_goal(
            outlook,
            parse_target(text, outlook.unit),
            measure=measure,
            deadline=deadline,
            thresholds=thresholds(),
        )
        return check_goal(goal, outlook, thresholds=thresholds()), None
    except GoalError as fault:
        return None, fault.message


def _slider(
    t: Translator, outlook: KpiOutlook, key: str, grid: pd.DataFrame, check: GoalCheck | None
) -> None:
    """Draw the slider: the same as dragging on the chart, for keyboards and fingers."""
    words = slider_stops(grid, outlook, t)
    stops = list(words)
    if len(stops) < 2:
        return
    slider = f"{key}.slider"
    if check is not None:
        # The stop that is nearest to what is typed.
        st.session_state[slider] = min(stops, key=lambda stop: abs(stop - check.goal.target))
    elif st.session_state.get(slider) not in stops:
        st.session_state[slider] = stops[len(stops) // 2]
    st.select_slider(
        t(msg("Slide, or drag the line right of today")),
        stops,
        format_func=lambda stop: words[stop],
        key=slider,
        on_change=lambda: take(outlook, key, float(st.session_state[slider])),
    )


def take(outlook: KpiOutlook, key: str, value: float) -> None:
    """Write a target that was slid or dragged to into the field."""
    st.session_state[key] = typed_target(value, outlook.unit)


def _first_target(outlook: KpiOutlook, ladder: tuple[Proposal, ...]) -> str:
    own = next((p.goal for p in ladder if p.rung is Rung.CUSTOM), None)
    if own is None:
        return typed_target(ladder[-1].goal.target, outlook.unit) if ladder else ""
    return "+20%" if own.target >= own.baseline.value else "-20%"


def purpose(here: Here, check: GoalCheck) -> GoalCheck:
    """Draw the fields for why, who and when it is reviewed, and return the goal with them.

    Parameters
    ----------
    here : Here
        Who is here.
    check : GoalCheck
        The goal as far as it is set.

    Returns
    -------
    GoalCheck
        The same with its purpose.
    """
    if not here.may_edit:
        return check
    t, goal = here.t, check.goal
    with st.expander(t(msg("Why, who, next review")), key="goals.purpose"):
        reason = st.text_input(t(msg("Why this goal")), key="goals.reason", max_chars=300)
        owner = st.text_input(t(msg("Who answers for it")), key="goals.owner", max_chars=80)
        review = st.date_input(
            t(msg("Next review")),
            None,
            min_value=here.today,
            max_value=goal.deadline,
            key="goals.review",
            help=t(msg("Left empty: in two weeks.")),
        )
    chosen = review if isinstance(review, date) else None
    return replace(
        check,
        goal=replace(
            goal,
            # What the picker above shows as long as nobody chose another one.
            stage=here.preferences.stage or Stage.BRAND,
            reason=reason,
            owner=owner,
            next_review=chosen or goal.next_review,
        ),
    )


def save(here: Here, check: GoalCheck) -> None:
    """Draw the button that saves a goal, unless there is the same already.

    Parameters
    ----------
    here : Here
        Who is here.
    check : GoalCheck
        The goal with its probability.
    """
    t = here.t
    if any(same_aim(check.goal, kept) for kept in here.workspace.goals()):
        st.success(t(msg("This goal is saved.")), icon=":material/check:")
        return
    if st.button(
        t(msg("Save goal")),
        type="primary",
        icon=":material/add:",
        key="goals.save",
    ):
        with page_errors(t, stop=False):
            kept = here.workspace.save_goal(
                replace(check.goal, probability_at_start=check.probability)
            )
            standings.remember(here, kept, check)
            st.toast(t(msg("Goal saved.")), icon=":material/flag:")
            # The list of goals lies outside of this part of the page.
            st.rerun()
