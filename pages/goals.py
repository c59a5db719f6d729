"""What to aim for, and how likely it is."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry, goal_link, standings
from pages.parts.guard import page_errors

QUESTION = msg("What should I aim for, and how likely is it?")

here = entry.enter("goals")
t = here.t

with page_errors(t):
    if goal_link.PARAMETER not in st.query_params:
        standings.begin(here)

    # Charts take a second to import; meanwhile the forecasts are made.
    from pages.parts import goal_list, goal_page, goal_setting

    opened = goal_page.opened(here)
    if opened is not None:
        goal_page.draw(here, opened)
        st.stop()
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()
    goal_setting.draw(here, QUESTION)
    goal_list.draw(here)
