"""When posts do best."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry, pickers
from pages.parts.guard import page_errors
from pages.parts.words import headline

QUESTION = msg("When should I post?")

here = entry.enter("posting_time")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    from kpicore.charts.insight_week import weekday_names
    from kpicore.insights import MEASURE_KPIS, Measure, time_sentence, too_few
    from pages.parts import insight_loaders, insight_time, insight_views

    accounts = insight_views.with_posts(here)
    if not accounts:
        headline(t, QUESTION, msg("Your exports do not tell of single posts yet."))
        insight_views.no_posts(here)
        st.stop()
    top = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        account = pickers.choose_account(here, accounts, key="posting_time.account")
        measures = insight_views.told_measures(here, account, (Measure.VIEWS, Measure.ENGAGEMENT))
        measure = insight_views.measure_of(here, measures, key="posting_time.measure")
    posts = insight_loaders.comparable(here, account, measure)
    found = insight_loaders.times(here, account, measure)
    with top:
        told = too_few(posts) if found is None else time_sentence(found, weekday_names(t))
        headline(t, QUESTION, told)
        empty.made_up(here)
    insight_time.time_zone(here, account)
    if found is not None:
        if found.band_hours:
            insight_time.week(here, found)
        insight_time.sides(here, found)
    insight_time.audience(here, account)
    insight_views.how(here, posts)
    insight_views.next_steps(here, MEASURE_KPIS[measure], key="posting_time", to_try=True)
