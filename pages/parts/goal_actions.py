"""What can be done with a saved goal: revise, close, delete, save the one that comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from kpicore.charts.goal_board import typed_target
from kpicore.errors import GoalError
from kpicore.goals import (
    Adjustment,
    Goal,
    Purpose,
    Status,
    TargetInput,
    check_goal,
    new_goal,
    parse_target,
    revise_goal,
    same_aim,
)
from kpicore.goals.deadlines import earliest_deadline
from kpicore.kpis import kpi
from kpicore.messages import msg
from pages.parts import goal_link, goal_subject, standings
from pages.parts.configuration import thresholds
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.standings import Standing
from pages.parts.words import paragraph, small_print


def actions(here: Here, standing: Standing) -> None:
    """Draw what can be done with a saved goal: revise, close, delete.

    Parameters
    ----------
    here : Here
        Who is here.
    standing : Standing
        The goal.
    """
    t, goal = here.t, standing.goal
    if not here.may_edit:
        return
    if standing.outlook is not None and standing.settlement is None:
        revise_popover(here, standing)
    if standing.status in (Status.REACHED, Status.MISSED):
        st.button(
            t(msg("Close goal")),
            type="tertiary",
            icon=":material/archive:",
            key=_key("close", goal),
            on_click=_close,
            args=(here, goal),
        )
    with st.popover(
        t(msg("Delete")), type="tertiary", icon=":material/delete:", key=_key("delete", goal)
    ):
        paragraph(t, msg("Delete this goal with everything that was said of it?"))
        st.button(
            t(msg("Delete for good")),
            type="primary",
            key=_key("delete.sure", goal),
            on_click=_delete,
            args=(here, goal),
        )


def revise_popover(here: Here, standing: Standing, *, offer: Adjustment | None = None) -> None:
    """Draw the form that changes a goal openly, filled with what the app offers or as it is.

    Parameters
    ----------
    here : Here
        Who is here.
    standing : Standing
        A running goal with its outlook.
    offer : Adjustment, optional
        What stands in the form at first.
    """
    t, goal = here.t, standing.goal
    suffix = "" if offer is None else f".{offer.kind}"
    target, deadline = (
        (goal.target, goal.deadline) if offer is None else (offer.target, offer.deadline)
    )
    with st.popover(
        t(msg("Revise")) if offer is None else t(msg("Take this")),
        type="tertiary" if offer is None else "secondary",
        icon=":material/edit:",
        key=_key("revise", goal) + suffix,
    ):
        small_print(t, msg("The old target stays with the goal, with the day and your reason."))
        with st.form(_key("form", goal) + suffix, border=False):
            typed = st.text_input(
                t(msg("New target")),
                typed_target(target, kpi(goal.kpi).unit),
                key=_key("target.new", goal) + suffix,
            )
            day = st.date_input(
                t(msg("New deadline")),
                deadline,
                min_value=min(goal.deadline, earliest_deadline(here.today)),
                max_value=max(deadline, goal.deadline, goal_subject.latest_deadline(here)),
                key=_key("deadline.new", goal) + suffix,
            )
            reason = st.text_input(
                t(msg("Why it changes")), max_chars=300, key=_key("why", goal) + suffix
            )
            if st.form_submit_button(t(msg("Change goal")), type="primary"):
                with page_errors(t, stop=False):
                    _change(here, standing, typed, day, reason)


def next_goal_button(here: Here, standing: Standing, offer: Adjustment) -> None:
    """Draw the button that saves the offered next goal beside the one that is as good as reached.

    Parameters
    ----------
    here : Here
        Who is here.
    standing : Standing
        The goal that is as good as reached.
    offer : Adjustment
        What comes next.
    """
    st.button(
        here.t(msg("Save as the next goal")),
        icon=":material/add:",
        key=_key("next", standing.goal),
        on_click=_save_next,
        args=(here, standing, offer),
    )


def _save_next(here: Here, standing: Standing, offer: Adjustment) -> None:
    goal, outlook = standing.goal, standing.outlook
    if outlook is None:
        return
    with page_errors(here.t, stop=False):
        following = new_goal(
            outlook,
            TargetInput(value=offer.target),
            measure=goal.measure,
            deadline=offer.deadline,
            purpose=Purpose(stage=goal.stage, reason=goal.reason, owner=goal.owner),
            thresholds=thresholds(),
        )
        if any(same_aim(following, kept) for kept in here.workspace.goals()):
            raise GoalError(msg("This goal is saved."))
        check = check_goal(following, outlook, thresholds=thresholds())
        kept = here.workspace.save_goal(replace(following, probability_at_start=check.probability))
        standings.remember(here, kept, check)
        goal_link.open_goal(kept)


def _change(here: Here, standing: Standing, target: str, deadline: object, reason: str) -> None:
    goal, outlook = standing.goal, standing.outlook
    if outlook is None or not isinstance(deadline, date):
        return
    wish = parse_target(target, outlook.unit)
    if wish.value is None:
        raise GoalError(msg("Give the new target as a number; the baseline stays what it was."))
    changed = revise_goal(
        goal,
        outlook,
        reason=reason,
        target=wish.value,
        deadline=deadline,
        thresholds=thresholds(),
    )
    here.workspace.revise_goal(
        goal,
        target=changed.target,
        deadline=changed.deadline,
        reason=changed.revisions[-1].reason,
        # By the calendar, as what is said of the goal; the data may end weeks before.
        revised_on=here.calendar_day,
    )
    st.rerun()


def _close(here: Here, goal: Goal) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.close_goal(goal, closed_on=here.calendar_day)


def _delete(here: Here, goal: Goal) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.delete_goal(goal.goal_id)


def _key(what: str, goal: Goal) -> str:
    return f"goals.{what}.{goal.goal_id}"
