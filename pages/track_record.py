"""What became of what was said."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline

QUESTION = msg("Did it come true as often as said?")

here = entry.enter("track_record")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    # Forecasts and charts take a second to import; a newcomer's first page needs neither.
    from kpicore.reviews import of_aims, record_headline
    from kpicore.reviews.record import track_record
    from pages.parts import record, track_views

    aims = record.settled(here)
    found = track_record(of_aims(aims))
    headline(t, QUESTION, record_headline(found))
    empty.made_up(here)
    track_views.goals(here, found, aims)
    if not aims:
        track_views.empty_hint(here)
    track_views.tried(here)
