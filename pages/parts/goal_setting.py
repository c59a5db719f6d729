"""Setting a goal, step by step on one screen: only this part is drawn again when something changes.

Priority, accounts and KPI; the own past and what others publish; the target and how likely it is;
why, who, and when it is reviewed.
"""

from __future__ import annotations

import streamlit as st

from kpicore.charts.goal_board import ladder_sentence
from kpicore.goals import target_grid
from kpicore.messages import Message, msg
from kpicore.periods import ONE_DAY
from pages.parts import empty, goal_form, goal_subject, goal_views, outlooks
from pages.parts.configuration import thresholds
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import headline, plain, section


@st.fragment
def draw(here: Here, question: Message) -> None:
    """Draw the headline, the form and what it leads to.

    Parameters
    ----------
    here : Here
        Who is here.
    question : Message
        What the page answers.
    """
    with page_errors(here.t):
        _draw(goal_subject.as_kept(here), question)


def _old_data(here: Here) -> None:
    """Say when the data ended long ago: everything here is seen from their last day."""
    last = here.today - ONE_DAY
    days = (here.calendar_day - last).days
    if days <= thresholds().stale_days:
        return
    names = tuple(a.name for a in here.accounts if a.account_id in here.account_ids)
    sentence = msg(
        "The data of {accounts} end on {last}, {days} days ago. Everything here is seen from that "
        "day; upload a newer export before you rely on a goal.",
        accounts=names,
        last=last,
        days=days,
    )
    st.warning(plain(here.t(sentence)), icon=":material/history:")


def _draw(here: Here, question: Message) -> None:
    t = here.t
    top = st.container()
    left, right = st.columns([3, 7], gap="large")
    with left:
        goal_subject.priority(here)
        here = goal_subject.chosen_accounts(here)
        subject = goal_subject.subject(here)
    with right:
        outlook = outlooks.outlook(
            here, subject.kpi, until=subject.deadline, statistic=subject.statistic
        )
    with left:
        measure = goal_subject.measure(t, outlook)
        beside = st.container()
        proposals = goal_form.proposals(outlook, measure, subject.deadline)
        grid = target_grid(outlook, measure=measure, deadline=subject.deadline)
        check = goal_form.target(
            here, outlook, measure, subject.deadline, ladder=proposals, grid=grid
        )
    # The answer goes out as soon as it is known; what stands around it does not wait for it.
    if check is not None:
        with right:
            goal_views.verdict(t, check, outlook)
    with top:
        headline(t, question, ladder_sentence(proposals, outlook))
        empty.made_up(here)
        _old_data(here)
    with beside:
        goal_views.yardsticks_beside(here, outlook, measure)
    if check is not None:
        with right:
            check = goal_form.purpose(here, check)
            if here.may_edit:
                goal_form.save(here, check)
            goal_views.path(here, check, outlook, grid)
    section(t, msg("Three targets to choose from"))
    goal_views.ladder(here, proposals, outlook)
    goal_views.curve(t, proposals, check, outlook)
