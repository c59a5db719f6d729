"""What people write under posts."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry, pickers
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("What do people say?")

here = entry.enter("comments")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    from kpicore.insights import comments_sentence
    from pages.parts import comment_views, insight_views

    accounts = comment_views.with_comments(here)
    top = st.container()
    account = pickers.choose_account(here, accounts, key="comments.account") if accounts else ""
    found = comment_views.said(here, account) if account else None
    if found is None:
        headline(t, QUESTION, msg("Your exports do not hold the words of comments yet."))
        small_print(
            t,
            msg(
                "Upload a file of comments: a row for each, in a column called Comment; the post, "
                "the moment and what it replies to are read where they are there."
            ),
        )
        st.page_link("pages/upload.py", label=t(msg("Upload history")), icon=":material/upload:")
        st.stop()
    with top:
        headline(t, QUESTION, comments_sentence(found))
        empty.made_up(here)
    comment_views.overview(here, found)
    comment_views.posts(here, found)
    comment_views.tone(here, found)
    comment_views.words(here, found)
    insight_views.next_steps(here, "comment_rate", key="comments")
