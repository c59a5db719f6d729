"""What others are given to read."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline

QUESTION = msg("What do I show others?")

here = entry.enter("reports")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    # Forecasts and charts take a second to import; a newcomer's first page needs neither.
    from pages.parts import report_choices, report_views

    top = st.container()
    choice = report_choices.choose(here)
    with top:
        headline(t, QUESTION, report_views.sentence(here, choice))
        empty.made_up(here)
    report_views.draw(here, choice)
