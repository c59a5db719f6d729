"""Comments on the screen: counts and replies, posts talked about, words, and how they sound."""

from __future__ import annotations

from math import isnan

import streamlit as st

from kpicore.charts.bars import bars_chart
from kpicore.charts.insight_comments import (
    post_bars,
    post_table,
    tone_chart,
    tone_table,
    word_bars,
    word_table,
    words_summary,
)
from kpicore.charts.quantity import Quantity
from kpicore.insights import (
    ROUGH,
    Comments,
    comments_of,
    long_sentence,
    per_post_sentence,
    reply_sentence,
    tone_change_sentence,
    tone_sentence,
)
from kpicore.messages import Message, msg
from kpicore.store import Workspace
from kpicore.units import Unit
from pages.parts import loaders
from pages.parts.chart import chart_with_table
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, section, small_print

KEPT = 32
"""Answers kept over all workspaces; each holds a few small tables."""
_COMMENTS = Quantity(label=msg("Comments"), unit=Unit.COUNT)


def with_comments(here: Here) -> tuple[str, ...]:
    """Return the chosen accounts whose exports hold comments."""
    told = set(here.history().frames["comments"]["account_id"].unique())
    return tuple(i for i in here.account_ids if i in told)


def said(here: Here, account_id: str) -> Comments | None:
    """Return what the comments of an account say."""
    return _said(here.kept_as, here.data_version, account_id, here.workspace)


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _said(
    workspace_id: str, data_version: int, account_id: str, _workspace: Workspace
) -> Comments | None:
    data = loaders.chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return comments_of(data, account_id)


def overview(here: Here, found: Comments) -> None:
    """Draw one sentence each on posts, replies, length and tone."""
    t = here.t
    for sentence, known in (
        (per_post_sentence(found), not isnan(found.per_post)),
        (reply_sentence(found), not isnan(found.answered)),
        (long_sentence(found), True),
        (tone_sentence(found.tone), found.tone.judged > 0),
        (tone_change_sentence(found.tone), found.tone.changed),
    ):
        icon = ":material/check_circle:" if known else ":material/remove:"
        st.markdown(f"{icon} {plain(t(sentence))}")


def posts(here: Here, found: Comments) -> None:
    """Draw the posts talked about most, with how many of their comments ask."""
    if found.by_post.empty:
        return
    t = here.t
    section(t, msg("Talked about most"))
    first = found.by_post.iloc[0]
    chart_with_table(
        t,
        bars_chart(post_bars(found, t), quantity=_COMMENTS, t=t, mark_label=msg("Questions")),
        summary=msg(
            "“{title}” has {comments} comments, {questions} of them questions.",
            title=str(first["title"]),
            comments=int(first["comments"]),
            questions=int(first["questions"]),
        ),
        table=post_table(found),
        key="comments.posts",
    )


def words(here: Here, found: Comments) -> None:
    """Draw the commonest words and emoji."""
    t = here.t
    for title, frame, key in (
        (msg("Words"), found.words, "words"),
        (msg("Emoji"), found.emoji, "emoji"),
    ):
        section(t, title)
        if frame.empty:
            small_print(t, _none(key))
            continue
        chart_with_table(
            t,
            bars_chart(word_bars(frame), quantity=_COMMENTS, t=t),
            summary=words_summary(frame),
            table=word_table(frame, title),
            key=f"comments.{key}",
        )


def _none(key: str) -> Message:
    if key == "emoji":
        return msg("The comments hold no emoji.")
    return msg("No word stands in five comments or more.")


def tone(here: Here, found: Comments) -> None:
    """Draw how comments sound over time, with examples."""
    t = here.t
    section(t, msg("How they sound"))
    if not found.tone.judged:
        paragraph(t, tone_sentence(found.tone))
        return
    if found.by_month["pleased"].notna().any():
        chart_with_table(
            t,
            tone_chart(found.by_month, t=t),
            summary=tone_sentence(found.tone),
            table=tone_table(found.by_month, t),
            key="comments.tone",
        )
    small_print(t, ROUGH)
    left, right = st.columns(2)
    for column, title, texts in (
        (left, msg("Sound pleased, for example"), found.tone.good),
        (right, msg("Sound displeased, for example"), found.tone.bad),
    ):
        with column:
            small_print(t, title)
            for text in texts:
                with st.container(border=True):
                    st.text(text)
