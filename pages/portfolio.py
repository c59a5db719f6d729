"""Every client's goals in one list, those that need somebody first."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry, portfolio_clients
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("Which goal needs me first?")

here = entry.enter("portfolio")
t = here.t

with page_errors(t):
    clients = portfolio_clients.clients(here)
    if not clients and not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()
    if not clients:
        headline(t, QUESTION, msg("No goal is set yet."))
        small_print(t, msg("The goals of every workspace that you may read come together here."))
        st.page_link("pages/goals.py", label=t(msg("New goal")), icon=":material/add:")
        st.stop()

    # Forecasts and charts take a second to import; a newcomer's first page needs neither.
    from kpicore.charts.portfolio_board import overdue_sentence, portfolio_sentence
    from pages.parts import portfolio_goals, portfolio_views

    found = portfolio_goals.portfolio(clients)
    headline(t, QUESTION, portfolio_sentence(found.goals))
    overdue = overdue_sentence(found.goals)
    if overdue is not None:
        small_print(t, overdue)
    portfolio_views.progress(here, found)
    portfolio_views.goals(here, portfolio_views.filters(here, found.goals))
