"""What was learned, and what shall change."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline

QUESTION = msg("What did we learn, what do we change?")

here = entry.enter("review")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    # Forecasts and charts take a second to import; a newcomer's first page needs neither.
    from kpicore.reviews import review_sentence
    from pages.parts import (
        review_goals,
        review_notes,
        review_past,
        review_report,
        review_subject,
        review_views,
    )

    top = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        subject = review_subject.choose(here)
    leading = review_subject.leading(here, subject.known)
    if leading is None:
        with top:
            headline(t, QUESTION, msg("Your data hold no figure in these days."))
        review_notes.all_notes(here, subject)
        review_past.draw(here, subject)
        st.stop()
    if subject.closed and subject.kept is not None:
        with top:
            headline(t, QUESTION, review_sentence(leading, subject.known))
            empty.made_up(here)
        review_views.read(here, subject.kept)
    else:
        goals = review_goals.look(here, subject.since, leading)
        with top:
            headline(t, QUESTION, review_sentence(leading, subject.known, goals.standings))
            empty.made_up(here)
        review_views.draw(here, subject, review_views.answer(here, subject, goals))
    review_report.button(here, subject.period)
    review_notes.all_notes(here, subject)
    review_past.draw(here, subject)
    review_past.reminder_button(here)
