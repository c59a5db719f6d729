"""Where it is heading if nothing changes."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline

here = entry.enter("forecast")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, msg("Where is it heading if nothing changes?"))
        st.stop()
    headline(
        t,
        msg("Where is it heading if nothing changes?"),
        msg("Your figures from {first} to {last}.", first=here.period.first, last=here.period.last),
    )
