"""How long people stay with videos."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry, pickers
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("How long do people stay?")

here = entry.enter("retention")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    from kpicore.insights import Question, drop_sentence, strongest
    from pages.parts import insight_loaders, insight_staying, insight_views

    accounts = insight_staying.with_retention(here)
    if not accounts:
        headline(t, QUESTION, msg("Your exports do not tell how long people stay yet."))
        small_print(
            t,
            msg(
                "Upload an export that tells watch time or the average percentage viewed for each "
                "video, or retention curves."
            ),
        )
        st.page_link("pages/upload.py", label=t(msg("Upload history")), icon=":material/upload:")
        st.stop()
    top = st.container()
    account = pickers.choose_account(here, accounts, key="retention.account")
    found = insight_loaders.staying(here, account)
    told = len(found.by_format.posts) > 0
    with top:
        answers = {Question.LENGTH: found.by_length, Question.FORMAT: found.by_format}
        # Where curves are all there is, they are the answer.
        alone = found.drops and not told
        headline(t, QUESTION, drop_sentence(found.drops[0]) if alone else strongest(answers))
        empty.made_up(here)
    insight_staying.viewed_share(here, found)
    insight_staying.drop_off(here, found)
    if told:
        insight_views.how(here, found.by_format.posts)
    insight_views.next_steps(here, "average_viewed_share", key="retention", to_try=True)
