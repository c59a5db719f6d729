"""What to aim for, and how likely it is."""

import streamlit as st

from kpicore.charts.goal_board import ladder_sentence
from kpicore.messages import msg
from pages.parts import empty, entry, goal_form, goal_list, goal_views, outlooks
from pages.parts.guard import page_errors
from pages.parts.words import headline, section

QUESTION = msg("What should I aim for, and how likely is it?")

here = entry.enter("goals")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()
    top = st.container()
    left, right = st.columns([3, 7], gap="large")
    with left:
        subject = goal_form.subject(here)
    with right:
        outlook = outlooks.outlook(
            here, subject.kpi, until=subject.deadline, statistic=subject.statistic
        )
        with left:
            measure = goal_form.measure(t, outlook)
        proposals = goal_form.proposals(outlook, measure, subject.deadline)
        with top:
            headline(t, QUESTION, ladder_sentence(proposals, outlook))
            empty.made_up(here)
        with left:
            check = goal_form.target(here, outlook, measure, subject.deadline, proposals)
            goal_views.yardsticks_beside(here, outlook, measure)
            if check is not None and here.may_edit:
                goal_form.save(here, check)
        if check is not None:
            goal_views.verdict(t, check, outlook)
            goal_views.path(here, check, outlook)

    section(t, msg("Three targets to choose from"))
    goal_views.ladder(here, proposals, outlook)
    goal_views.curve(t, proposals, check, outlook)
    goal_list.draw(here)
