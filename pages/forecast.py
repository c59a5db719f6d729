"""Where it is heading if nothing changes."""

import streamlit as st

from kpicore.charts.outlook_sentences import heading_sentence, outlook_figures, range_sentence
from kpicore.messages import msg
from pages.parts import core, empty, entry, outlook_views, outlooks, pickers, record
from pages.parts.guard import page_errors
from pages.parts.words import headline, paragraph, section

QUESTION = msg("Where is it heading if nothing changes?")

here = entry.enter("forecast")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()
    top = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kpi = pickers.forecast_kpi(here, key="forecast.kpi")
        until = pickers.horizon(here, key="forecast.horizon")
    if kpi is None:
        with top:
            headline(t, QUESTION, msg("Your data hold no figure over time yet."))
        st.stop()
    outlook = outlooks.outlook(here, kpi, until=until, statistic=core.values(here)[kpi].statistic)
    figures = outlook_figures(outlook, until)
    with top:
        headline(t, QUESTION, heading_sentence(outlook, figures))
        paragraph(t, range_sentence(outlook, figures))
    outlook_views.fan(here, outlook, until)

    section(t, msg("What drives it"))
    outlook_views.drivers(t, outlook, figures)

    section(t, msg("How far to trust it"))
    outlook_views.track_record(t, outlook)

    section(t, msg("What became of your goals"))
    record.draw(here)

    section(t, msg("How it was made"))
    outlook_views.making(t, outlook, figures)
    outlook_views.components(t, outlook)
