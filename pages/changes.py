"""Days on which something happened, and what it may have been."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry, pickers
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("What moved my numbers all of a sudden?")

here = entry.enter("changes")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    from kpicore.insights import changes_sentence
    from pages.parts import change_loaders, change_views, insight_views

    accounts = change_loaders.with_days(here)
    if not accounts:
        headline(t, QUESTION, msg("Your exports do not tell of four weeks of days yet."))
        small_print(t, msg("Upload the export of daily numbers: views, followers, a row per day."))
        st.page_link("pages/upload.py", label=t(msg("Upload history")), icon=":material/upload:")
        st.stop()
    top = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        account = pickers.choose_account(here, accounts, key="changes.account")
        metrics = change_loaders.told_metrics(here, account)
        metric = change_views.metric_of(metrics, here)
        rate = change_views.rate_of(here)
    others = change_loaders.other_changes(here, account, metric, rate)
    found = change_views.line(here, account, metric, rate, others)
    with top:
        judged = change_loaders.expected(here, account, metric).judged
        headline(t, QUESTION, changes_sentence(found, (metric,), judged))
        empty.made_up(here)
    change_views.one_by_one(here, account, found, others)
    change_views.who_left(here, account, metrics, rate)
    change_views.events(here, account)
    insight_views.next_steps(here, metric, key="changes")
