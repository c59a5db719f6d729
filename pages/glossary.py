"""What each KPI means and how it comes about."""

import streamlit as st

from kpicore.charts.glossary import found_keys, glossary_headline
from kpicore.messages import msg
from pages.parts import core, entry, glossary_views
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("What does that mean?")

here = entry.enter("glossary")
t = here.t

with page_errors(t):
    values = core.values(here) if here.has_data else {}
    headline(t, QUESTION, glossary_headline(values))
    search = st.text_input(
        t(msg("Search")),
        key="glossary.search",
        icon=":material/search:",
        max_chars=80,
        persist_state="session",
    )
    keys = found_keys(search or "", t)
    if not keys:
        small_print(t, msg("No KPI holds these words. Try a shorter one, such as “rate”."))
        st.stop()
    glossary_views.entries(here, keys, values)
