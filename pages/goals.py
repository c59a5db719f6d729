"""What to aim for, and how likely it is."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline

here = entry.enter("goals")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, msg("What should I aim for, and how likely is it?"))
        st.stop()
    headline(
        t,
        msg("What should I aim for, and how likely is it?"),
        msg("Your figures from {first} to {last}.", first=here.period.first, last=here.period.last),
    )
