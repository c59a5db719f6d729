"""Insights on the screen: choices, effects with their intervals, and what to do with a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from kpicore.charts.insight_effects import effects_chart, effects_table
from kpicore.charts.kpi_board import forecastable
from kpicore.insights import (
    ASSOCIATION,
    MEASURE_LABELS,
    QUESTION_WORDS,
    Effects,
    EqualPosts,
    Measure,
    Question,
    compared_how,
    effect_sentence,
    effects_sentence,
)
from kpicore.kpis import MATURITY_DAYS
from kpicore.messages import msg, msgs
from pages.parts import core, insight_loaders, state
from pages.parts.chart import chart_with_table
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, section, small_print

GOAL_KPI = "goals.kpi"
"""Key of the goal page's picker."""
EXPERIMENT_WAY = "experiments.way"
"""Key of the ways to a new experiment."""


def measure_of(here: Here, measures: Sequence[Measure], *, key: str) -> Measure:
    """Draw the choice of what of a post is compared; return it."""
    t = here.t
    chosen = st.segmented_control(
        t(msg("Compare by")),
        [measure.value for measure in measures],
        default=measures[0].value,
        format_func=lambda code: t(MEASURE_LABELS[Measure(code)]),
        key=key,
        required=True,
        persist_state="session",
    )
    return Measure(chosen or measures[0].value)


def told_measures(here: Here, account_id: str, measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return the measures that the account's posts can be compared by."""
    return tuple(m for m in measures if len(insight_loaders.comparable(here, account_id, m)))


def with_posts(here: Here) -> tuple[str, ...]:
    """Return the chosen accounts whose exports tell of posts and their views."""
    return insight_loaders.told(here, (Measure.VIEWS, Measure.ENGAGEMENT))


def no_posts(here: Here) -> None:
    """Say what to upload where there are no posts to compare."""
    small_print(
        here.t,
        msg("Upload the export of your posts or videos: the file with one row for each of them."),
    )
    st.page_link("pages/upload.py", label=here.t(msg("Upload history")), icon=":material/upload:")


def how(here: Here, posts: EqualPosts) -> None:
    """Say on what effects rest, and that they are no causes."""
    small_print(here.t, compared_how(posts, maturity_days=MATURITY_DAYS))
    small_print(
        here.t,
        msg(
            "Nine in ten of the ranges hold; where nothing matters, one question in twenty is "
            "answered as if something did."
        ),
    )
    small_print(here.t, ASSOCIATION)


def overview(here: Here, answers: Mapping[Question, Effects]) -> None:
    """Draw one sentence per question, found or not."""
    t = here.t
    for question, effects in answers.items():
        icon = ":material/check_circle:" if effects.found else ":material/remove:"
        st.markdown(f"{icon} {plain(t(effects_sentence(effects, question)))}")


def question_of(here: Here, answers: Mapping[Question, Effects], *, key: str) -> Question | None:
    """Draw the choice between the questions that have something to show; return it."""
    t = here.t
    shown = [q.value for q, effects in answers.items() if not effects.frame.empty]
    if not shown:
        return None
    section(t, msg("One by one"))
    chosen = st.segmented_control(
        t(msg("Look at")),
        shown,
        default=shown[0],
        format_func=lambda code: t(QUESTION_WORDS[Question(code)]),
        key=key,
        required=True,
        persist_state="session",
    )
    return Question(chosen) if chosen in shown else Question(shown[0])


def effects(here: Here, found: Effects, question: Question, *, key: str) -> None:
    """Draw the effects of one question with their intervals.

    Parameters
    ----------
    here : Here
        Who is here.
    found : Effects
        Its answer.
    question : Question
        What was asked.
    key : str
        Begins with the page's name.
    """
    t = here.t
    if found.frame.empty:
        paragraph(t, effects_sentence(found, question))
        return
    label = (
        msg("{measure} against posts without", measure=found.posts.label)
        if found.against_others
        else msg("{measure} against your typical post", measure=found.posts.label)
    )
    chart_with_table(
        t,
        effects_chart(found.frame, label=label, t=t),
        summary=effects_sentence(found, question),
        table=effects_table(
            found.frame, unit=found.posts.unit, against_others=found.against_others, t=t
        ),
        key=f"{key}.{question.value}",
    )


def own_hashtags(here: Here, account_id: str, measure: Measure) -> None:
    """Draw the entry of the account's own hashtags, and what posts with them do."""
    t = here.t
    written = st.text_input(
        t(msg("Your own (branded) hashtags")),
        placeholder=t(msg("separated by blanks")),
        max_chars=200,
        key="what_works.own",
        persist_state="session",
    )
    own = [tag.lstrip("#＃").casefold() for tag in str(written or "").replace(",", " ").split()]
    tags = insight_loaders.tagged(here, account_id, measure)
    uses = dict(zip(tags.uses["tag"], tags.uses["posts"], strict=True))
    rows = {str(row["key"]): row for _, row in tags.single.frame.iterrows()}
    for tag in own:
        if tag not in rows:
            paragraph(
                t,
                msgs(
                    "#{tag} is used in {count} post: too few, or too many, to hold posts with and "
                    "without it against each other.",
                    "#{tag} is used in {count} posts: too few, or too many, to hold posts with and "
                    "without it against each other.",
                    int(uses.get(tag, 0)),
                    tag=tag,
                ),
            )
            continue
        paragraph(t, effect_sentence(rows[tag], tags.single))


def to_comments(here: Here) -> None:
    """Draw the way to what the comments say."""
    label = here.t(msg("What do people say?"))
    st.page_link("pages/comments.py", label=label, icon=":material/forum:")


def next_steps(here: Here, kpi: str, *, key: str, to_try: bool = False) -> None:
    """Draw what can be made of a finding: a goal, a scenario, an experiment.

    Parameters
    ----------
    here : Here
        Who is here.
    kpi : str
        The KPI that the finding serves.
    key : str
        Begins with the page's name.
    to_try : bool, default False
        Whether it is something that can be tried out against something else.
    """
    t = here.t
    able = kpi in forecastable(core.values(here).values())
    with st.container(horizontal=True):
        if able and st.button(t(msg("Make it a goal")), icon=":material/flag:", key=f"{key}.goal"):
            state.put(GOAL_KPI, kpi)
            st.switch_page("pages/goals.py", query_params={"kpi": kpi})
        if st.button(
            t(msg("Try it in a scenario")), icon=":material/alt_route:", key=f"{key}.scenario"
        ):
            st.switch_page("pages/scenarios.py")
        if to_try and st.button(
            t(msg("Test it in an experiment")), icon=":material/science:", key=f"{key}.experiment"
        ):
            st.switch_page("pages/experiments.py")
