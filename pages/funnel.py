"""Where people are lost between being seen and acting."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry, pickers
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("Where do I lose people?")

here = entry.enter("funnel")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    from kpicore.insights import funnel_sentence
    from pages.parts import insight_loaders, insight_staying, insight_views

    top = st.container()
    account = pickers.choose_account(here, here.account_ids, key="funnel.account")
    found = insight_loaders.steps(here, account, here.period_of((account,)))
    with top:
        headline(t, QUESTION, funnel_sentence(found))
        empty.made_up(here)
    if found.steps.empty:
        small_print(
            t,
            msg(
                "Needed are daily numbers of two of these: impressions or views, profile views, "
                "link clicks, new followers, conversions."
            ),
        )
        st.page_link("pages/upload.py", label=t(msg("Upload history")), icon=":material/upload:")
        st.stop()
    insight_staying.funnel(here, found)
    insight_views.next_steps(here, "follow_conversion", key="funnel", to_try=True)
