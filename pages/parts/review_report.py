"""The way from a review to its report."""

from __future__ import annotations

import streamlit as st

from kpicore.messages import msg
from kpicore.reviews.model import ReviewPeriod
from pages.parts import report_days
from pages.parts.report_choices import KIND, REVIEWS
from pages.parts.session import Here


def button(here: Here, period: ReviewPeriod) -> None:
    """Draw the button that opens the report of a week or month.

    Parameters
    ----------
    here : Here
        Who is here.
    period : ReviewPeriod
        What is reviewed.
    """
    if st.button(here.t(msg("Report")), icon=":material/description:", key="review.report"):
        kinds = {review: kind for kind, review in REVIEWS.items()}
        st.session_state[KIND] = kinds[period.kind].value
        st.session_state[report_days.key_of(here, period.kind)] = period.days.first.isoformat()
        st.switch_page("pages/reports.py")
