"""The saved goals on the Goals page: how they stand, their whole text, revising and deleting."""

from __future__ import annotations

from datetime import date

import streamlit as st

from kpicore.charts.goal_board import typed_target
from kpicore.errors import GoalError
from kpicore.goals import Goal, Status, parse_target, revise_goal, smart_sentences
from kpicore.goals.deadlines import earliest_deadline
from kpicore.kpis import kpi
from kpicore.messages import Message, msg, msgs
from kpicore.units import Amount, Probability
from pages.parts import goal_form, standings, state
from pages.parts.configuration import thresholds
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.standings import Standing
from pages.parts.words import paragraph, section, small_print

SHOWN = 12
"""Goals that are drawn before somebody asks for all: each needs its own forecast."""

_ALL = "goals.all"


def draw(here: Here) -> None:
    """Draw the saved goals, those that need attention first.

    Parameters
    ----------
    here : Here
        Who is here.
    """
    t = here.t
    goals = here.workspace.goals()
    if goals:
        section(t, msgs("{count} saved goal", "{count} saved goals", len(goals)))
    else:
        section(t, msg("Your goals"))
        small_print(t, msg("No goal yet. Choose a target above and save it."))
        _closed(here)
        return
    nearest = sorted(goals, key=lambda goal: goal.deadline)
    shown = nearest if state.number(_ALL) else nearest[:SHOWN]
    found = standings.standings(here, shown)
    standings.wait_for_pending(here, found)
    grid = st.grid("auto", min_column_width=300)
    for standing in found:
        with grid.cell(), st.container(key=f"goals.card.{standing.goal.goal_id}"):
            standings.draw(here, standing)
            _more(here, standing)
            if standing.check is not None and here.may_edit:
                goal_form.remember(here, standing.goal, standing.check)
    if len(shown) < len(goals):
        st.button(
            t(msg("Show all {count} goals", count=len(goals))),
            key="goals.more",
            on_click=lambda: state.count_up(_ALL),
        )
    _closed(here)


def _closed(here: Here) -> None:
    t = here.t
    goals = here.workspace.goals(closed=True)
    if not goals:
        return
    title = msgs("{count} closed goal", "{count} closed goals", len(goals))
    with st.expander(t(title), icon=":material/archive:", key="goals.closed"):
        for goal in reversed(goals):
            with st.container(horizontal=True, vertical_alignment="center"):
                paragraph(t, standings.short_aim(goal))
                if here.may_edit:
                    st.button(
                        t(msg("Reopen")),
                        type="tertiary",
                        icon=":material/unarchive:",
                        key=_key("reopen", goal),
                        on_click=_reopen,
                        args=(here, goal),
                    )


def _more(here: Here, standing: Standing) -> None:
    t, goal = here.t, standing.goal
    with st.container(horizontal=True):
        with st.popover(
            t(msg("Details")), type="tertiary", icon=":material/notes:", key=_key("details", goal)
        ):
            _text(here, standing)
        if not here.may_edit:
            return
        if standing.outlook is not None and standing.settlement is None:
            with st.popover(
                t(msg("Revise")), type="tertiary", icon=":material/edit:", key=_key("revise", goal)
            ):
                _revise(here, standing)
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


def _text(here: Here, standing: Standing) -> None:
    t, goal = here.t, standing.goal
    if standing.check is not None and standing.outlook is not None:
        for sentence in smart_sentences(standing.check, standing.outlook):
            paragraph(t, sentence)
    unit = kpi(goal.kpi).unit
    for old in goal.revisions:
        small_print(
            t,
            msg(
                "Until {day}: {target} by {deadline}. Changed because: {reason}",
                day=old.revised_on,
                target=Amount(old.target, unit),
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


def _revise(here: Here, standing: Standing) -> None:
    t, goal = here.t, standing.goal
    small_print(t, msg("The old target stays with the goal, with the day and your reason."))
    with st.form(_key("form", goal), border=False):
        target = st.text_input(
            t(msg("New target")),
            typed_target(goal.target, kpi(goal.kpi).unit),
            key=_key("target.new", goal),
        )
        deadline = st.date_input(
            t(msg("New deadline")),
            goal.deadline,
            min_value=min(goal.deadline, earliest_deadline(here.today)),
            max_value=max(goal.deadline, goal_form.latest_deadline(here)),
        )
        reason = st.text_input(t(msg("Why it changes")), max_chars=300, key=_key("why", goal))
        if st.form_submit_button(t(msg("Change goal")), type="primary"):
            with page_errors(t, stop=False):
                _change(here, standing, target, deadline, reason)


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
        revised_on=changed.revisions[-1].revised_on,
    )
    st.rerun()


def _close(here: Here, goal: Goal) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.close_goal(goal, closed_on=here.calendar_day)


def _reopen(here: Here, goal: Goal) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.reopen_goal(goal)


def _delete(here: Here, goal: Goal) -> None:
    with page_errors(here.t, stop=False):
        here.workspace.delete_goal(goal.goal_id)


def _key(what: str, goal: Goal) -> str:
    return f"goals.{what}.{goal.goal_id}"
