"""What better posts have in common."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry, pickers
from pages.parts.guard import page_errors
from pages.parts.words import headline

QUESTION = msg("What should I post?")

here = entry.enter("what_works")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    from kpicore.insights import MEASURE_KPIS, Measure, Question, strongest
    from pages.parts import insight_loaders, insight_views

    accounts = insight_views.with_posts(here)
    if not accounts:
        headline(t, QUESTION, msg("Your exports do not tell of single posts yet."))
        insight_views.no_posts(here)
        st.stop()
    top = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        account = pickers.choose_account(here, accounts, key="what_works.account")
        measures = insight_views.told_measures(
            here, account, (Measure.VIEWS, Measure.ENGAGEMENT, Measure.COMMENTS)
        )
        measure = insight_views.measure_of(here, measures, key="what_works.measure")
    answers = insight_loaders.answers(here, account, measure)
    with top:
        headline(t, QUESTION, strongest(answers))
        empty.made_up(here)
    insight_views.overview(here, answers)
    question = insight_views.question_of(here, answers, key="what_works.question")
    if question is not None:
        insight_views.effects(here, answers[question], question, key="what_works")
    if question is Question.HASHTAGS:
        insight_views.own_hashtags(here, account, measure)
    if measure is Measure.COMMENTS:
        insight_views.to_comments(here)
    insight_views.how(here, insight_loaders.comparable(here, account, measure))
    insight_views.next_steps(here, MEASURE_KPIS[measure], key="what_works", to_try=True)
