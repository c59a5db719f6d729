"""How am I doing, figure by figure."""

import streamlit as st

from kpicore.charts.kpi_board import board_headline
from kpicore.messages import msg
from pages.parts import core, empty, entry, kpi_tables, kpi_views, pickers, spoken_of
from pages.parts.guard import page_errors
from pages.parts.words import headline

QUESTION = msg("How am I doing?")

here = entry.enter("kpis")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()
    values = core.values(here)
    shown = kpi_tables.opened(values)
    if shown is not None:
        headline(t, QUESTION, core.sentence(shown))
        spoken_of.draw(here, shown)
        kpi_tables.switcher(here, values, shown)
        kpi_views.detail(here, shown)
    else:
        headline(t, QUESTION, board_headline(tuple(values.values()), pickers.focus(here)))
        spoken_of.draw(here, values[pickers.focus(here)[0]])
        empty.made_up(here)
        kpi_tables.board(here, values)
        kpi_tables.missing(here, values)
