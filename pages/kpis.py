"""How am I doing, figure by figure."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline

here = entry.enter("kpis")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, msg("How am I doing?"))
        st.stop()
    headline(
        t,
        msg("How am I doing?"),
        msg("Your figures from {first} to {last}.", first=here.period.first, last=here.period.last),
    )
