"""Live sessions against the account's own median session."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry, pickers
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("Are my live sessions getting better?")

here = entry.enter("live")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    from kpicore.insights import live_sentence
    from pages.parts import insight_loaders, insight_staying, insight_views

    accounts = insight_staying.with_live(here)
    if not accounts:
        headline(t, QUESTION, msg("Your exports do not tell of live sessions yet."))
        small_print(t, msg("Upload the export of your live streams, a row for each session."))
        st.page_link("pages/upload.py", label=t(msg("Upload history")), icon=":material/upload:")
        st.stop()
    top = st.container()
    account = pickers.choose_account(here, accounts, key="live.account")
    found = insight_loaders.live(here, account)
    with top:
        headline(t, QUESTION, live_sentence(found))
        empty.made_up(here)
    insight_staying.live(here, found)
    insight_views.next_steps(here, "live_unique_viewers", key="live")
