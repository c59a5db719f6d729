"""What the numbers are worth: against the own past, published figures and competitors."""

import streamlit as st

from kpicore.charts.past_board import past_headline
from kpicore.messages import msg
from pages.parts import (
    empty,
    entry,
    past_views,
    pickers,
    published_views,
    rival_views,
)
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("Is that much?")

here = entry.enter("benchmarks")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()
    found = past_views.in_order(here)
    leading = past_views.headline_of(found)
    if leading is None:
        headline(t, QUESTION, msg("Your data hold no figure in this period."))
        small_print(t, msg("Choose another period, or upload newer exports."))
        st.stop()
    headline(t, QUESTION, past_headline(leading))
    empty.made_up(here)
    past_views.draw(here, found)
    account = pickers.choose_account(here, here.account_ids, key="benchmarks.account")
    published_views.draw(here, account)
    rival_views.draw(here, account)
