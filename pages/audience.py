"""Who the people are, as the platforms export it."""

import streamlit as st

from kpicore.charts.audience_sentences import audience_headline
from kpicore.messages import msg
from pages.parts import audience_views, empty, entry, pickers
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("Who are they, and when are they there?")

here = entry.enter("audience")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()
    accounts = audience_views.with_audience(here)
    if not accounts:
        headline(t, QUESTION, msg("Your exports do not tell of the audience yet."))
        small_print(
            t,
            msg(
                "Upload the file that your platform calls audience, followers, viewers or "
                "demographics."
            ),
        )
        st.page_link("pages/upload.py", label=t(msg("Upload history")), icon=":material/upload:")
        st.stop()
    top = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        account = pickers.choose_account(here, accounts, key="audience.account")
        group = audience_views.group_of(here, account)
    parts = audience_views.largest(here, account, group)
    with top:
        if parts:
            headline(t, QUESTION, audience_headline(parts, group))
        else:
            headline(t, QUESTION, msg("Your exports tell when your audience is there."))
        empty.made_up(here)
    audience_views.shares(here, account, group)
    audience_views.hours(here, account, group)
    audience_views.viewers_beside_followers(here, account)
