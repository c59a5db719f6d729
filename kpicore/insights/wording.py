"""What insights say of posts: one sentence each, with its number, its range and its posts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import pandas as pd

from kpicore.insights.effects import FEWEST_POSTS, Effects
from kpicore.insights.equal_age import EqualPosts
from kpicore.insights.posting_time import PostingTime
from kpicore.messages import Message, msg, msgs
from kpicore.units import Change


class Question(StrEnum):
    """What about posts is asked."""

    FORMAT = "format"
    LENGTH = "length"
    CAPTION = "caption"
    WORDS = "words"
    HASHTAGS = "hashtags"
    PAIRS = "pairs"


QUESTION_WORDS: Mapping[Question, Message] = MappingProxyType(
    {
        Question.FORMAT: msg("Format"),
        Question.LENGTH: msg("Length"),
        Question.CAPTION: msg("Length of the caption"),
        Question.WORDS: msg("Words of the title"),
        Question.HASHTAGS: msg("Hashtags"),
        Question.PAIRS: msg("Hashtags together"),
    }
)
"""Heading of each question."""

ASSOCIATION = msg(
    "This is what goes together, not what causes what: your best ideas may simply have been posted "
    "that way. An experiment tells."
)
"""Stands beside every effect of posts."""


def compared_how(posts: EqualPosts, *, maturity_days: int) -> Message:
    """Say on what effects rest.

    Parameters
    ----------
    posts : EqualPosts
        The posts.
    maturity_days : int
        Age at which they are compared.

    Returns
    -------
    Message
        One sentence.
    """
    if posts.young:
        return msg(
            "{posts} posts at the age of {days} days, apart from trend, format and lucky days; "
            "{young} younger ones are left out.",
            posts=len(posts),
            days=maturity_days,
            young=posts.young,
        )
    return msg(
        "{posts} posts at the age of {days} days, apart from trend, format and lucky days.",
        posts=len(posts),
        days=maturity_days,
    )


def effects_sentence(effects: Effects, question: Question) -> Message:
    """Say what a question about posts found.

    Parameters
    ----------
    effects : Effects
        Its answer.
    question : Question
        What was asked.

    Returns
    -------
    Message
        The strongest finding, or that there is none, or why nothing can be said.
    """
    if effects.frame.empty:
        return _nothing_to_compare(effects.posts, question)
    row = effects.largest
    if row is None:
        return msg(
            "{question}: no evidence that it matters for “{measure}”. What differs between your "
            "{posts} posts lies within chance.",
            question=QUESTION_WORDS[question],
            measure=effects.posts.label,
            posts=len(effects.posts),
        )
    return effect_sentence(row, effects)


def effect_sentence(row: pd.Series, effects: Effects) -> Message:
    """Say one effect with its interval.

    Parameters
    ----------
    row : Series
        Of the frame of effects.
    effects : Effects
        The answer it belongs to.

    Returns
    -------
    Message
        One sentence.
    """
    values = {
        "part": row["part"],
        "measure": effects.posts.label,
        "effect": Change(float(row["effect"])),
        "low": Change(float(row["low"])),
        "high": Change(float(row["high"])),
    }
    if effects.against_others:
        return msgs(
            "{measure} of posts with “{part}”: {effect} against posts without it ({low} to {high}, "
            "{count} post).",
            "{measure} of posts with “{part}”: {effect} against posts without it ({low} to {high}, "
            "{count} posts).",
            int(row["posts"]),
            **values,
        )
    return msgs(
        "{measure} of “{part}”: {effect} against your typical post ({low} to {high}, {count} "
        "post).",
        "{measure} of “{part}”: {effect} against your typical post ({low} to {high}, {count} "
        "posts).",
        int(row["posts"]),
        **values,
    )


def strongest(answers: Mapping[Question, Effects]) -> Message:
    """Say the finding of all questions that is furthest from nothing.

    Parameters
    ----------
    answers : Mapping of Question to Effects
        At least one.

    Returns
    -------
    Message
        One sentence.
    """
    told = [(row, e) for e in answers.values() if (row := e.largest) is not None]
    if told:
        row, effects = max(told, key=_distance)
        return effect_sentence(row, effects)
    first = next(iter(answers.values()))
    if len(first.posts) < FEWEST_POSTS:
        return too_few(first.posts)
    return msg(
        "Nothing that your {posts} posts differ in goes with “{measure}” by more than chance.",
        posts=len(first.posts),
        measure=first.posts.label,
    )


def _distance(found: tuple[pd.Series, Effects]) -> float:
    effect = 1.0 + float(found[0]["effect"])
    return max(effect, 1.0 / max(effect, 1e-9))


def too_few(posts: EqualPosts) -> Message:
    """Say how many posts there are and how many are needed."""
    return msg(
        "There are too few posts to tell: {posts} can be compared by “{measure}”, {needed} are "
        "needed.",
        posts=len(posts),
        measure=posts.label,
        needed=FEWEST_POSTS,
    )


def _nothing_to_compare(posts: EqualPosts, question: Question) -> Message:
    if not len(posts):
        return msg(
            "{question}: your exports do not tell it of any post.",
            question=QUESTION_WORDS[question],
        )
    if len(posts) < FEWEST_POSTS:
        return msg(
            "{question}: too few posts to tell, {posts} of at least {needed}.",
            question=QUESTION_WORDS[question],
            posts=len(posts),
            needed=FEWEST_POSTS,
        )
    return msg(
        "{question}: your {posts} posts are all alike in this; there is nothing to hold against "
        "each other.",
        question=QUESTION_WORDS[question],
        posts=len(posts),
    )


def time_sentence(found: PostingTime, weekday_names: Mapping[int, str]) -> Message:
    """Say when posts do best, or that posting time does not matter.

    Parameters
    ----------
    found : PostingTime
        What posting time goes with.
    weekday_names : Mapping of int to str
        Name of each weekday, 0 for Monday, final.

    Returns
    -------
    Message
        One sentence; of the times that are better, the one of which it is surest.
    """
    measure = found.posts.label
    if found.hour_matters:
        row = found.hours.iloc[int(found.hours["low"].to_numpy().argmax())]
        return msgs(
            "{measure} of posts from {first}:00 to {last}:00: {effect} against your typical post "
            "({low} to {high}, {count} post).",
            "{measure} of posts from {first}:00 to {last}:00: {effect} against your typical post "
            "({low} to {high}, {count} posts).",
            int(row["posts"]),
            first=int(row["hour"]),
            last=int(row["hour"]) + found.band_hours,
            **_span(row, measure),
        )
    if found.weekday_matters:
        row = found.weekdays.iloc[int(found.weekdays["low"].to_numpy().argmax())]
        return msgs(
            "{measure} of posts on {day}: {effect} against your typical post ({low} to {high}, "
            "{count} post).",
            "{measure} of posts on {day}: {effect} against your typical post ({low} to {high}, "
            "{count} posts).",
            int(row["posts"]),
            day=weekday_names[int(row["weekday"])],
            **_span(row, measure),
        )
    if found.cell_matters:
        row = found.cells.iloc[int(found.cells["low"].to_numpy().argmax())]
        return msgs(
            "{measure} of posts on {day} from {first}:00 to {last}:00: {effect} against your "
            "typical post ({low} to {high}, {count} post).",
            "{measure} of posts on {day} from {first}:00 to {last}:00: {effect} against your "
            "typical post ({low} to {high}, {count} posts).",
            int(row["posts"]),
            day=weekday_names[int(row["weekday"])],
            first=int(row["hour"]),
            last=int(row["hour"]) + found.band_hours,
            **_span(row, measure),
        )
    if found.band_hours:
        return msg(
            "No evidence that weekday or hour matter for “{measure}”: what differs between your "
            "{posts} posts lies within chance.",
            measure=measure,
            posts=len(found.posts),
        )
    return msg(
        "No evidence that the weekday matters for “{measure}”: what differs between your {posts} "
        "posts lies within chance.",
        measure=measure,
        posts=len(found.posts),
    )


def _span(row: pd.Series, measure: Message) -> dict[str, Message | Change]:
    return {
        "measure": measure,
        "effect": Change(float(row["effect"])),
        "low": Change(float(row["low"])),
        "high": Change(float(row["high"])),
    }
