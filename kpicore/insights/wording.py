"""What insights say: one sentence each, with its number, its interval and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import pandas as pd

from kpicore.insights.effects import FEWEST_POSTS, Effects
from kpicore.insights.equal_age import EqualPosts
from kpicore.insights.funnel import FEWEST_PAST, Funnel
from kpicore.insights.live import FEWEST_SESSIONS, LIVE_MEASURES, LiveSessions
from kpicore.insights.posting_time import PostingTime
from kpicore.insights.retention import DropOff
from kpicore.messages import Message, msg, msgs
from kpicore.metrics import METRICS
from kpicore.units import Amount, Change, Unit


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


def drop_sentence(drop: DropOff) -> Message:
    """Say where viewers leave and how many see the end."""
    return msgs(
        "{length}: most leave between {first} % and {last} % of the video, {lost} of those who "
        "began; {left} see the end ({count} video).",
        "{length}: most leave between {first} % and {last} % of the video, {lost} of those who "
        "began; {left} see the end ({count} videos).",
        drop.videos,
        length=drop.word,
        first=round(100 * drop.first),
        last=round(100 * drop.last),
        lost=Amount(drop.lost, Unit.SHARE),
        left=Amount(drop.left, Unit.SHARE),
    )


def live_sentence(live: LiveSessions) -> Message:
    """Say whether live sessions get better, and how the latest one did."""
    if live.standing.empty:
        return msg(
            "There are too few live sessions to tell: {sessions} are known, {needed} are needed.",
            sessions=len(live.sessions),
            needed=FEWEST_SESSIONS,
        )
    moving = live.standing[live.standing["found"]]
    if not moving.empty:
        return live_trend_sentence(moving.iloc[0])
    row = live.standing.iloc[0]
    label, unit = LIVE_MEASURES[str(row["key"])]
    return msg(
        "No evidence that your live sessions change: “{measure}” of the latest one was {latest}, "
        "your median is {median} ({sessions} sessions).",
        measure=label,
        latest=Amount(float(row["latest"]), unit),
        median=Amount(float(row["median"]), unit),
        sessions=int(row["sessions"]),
    )


def live_trend_sentence(row: pd.Series) -> Message:
    """Say how one measure of live sessions moves from session to session."""
    return msg(
        "{measure}: {trend} from one live session to the next ({low} to {high}, {sessions} "
        "sessions).",
        measure=LIVE_MEASURES[str(row["key"])][0],
        trend=Change(float(row["trend"])),
        low=Change(float(row["low"])),
        high=Change(float(row["high"])),
        sessions=int(row["sessions"]),
    )


def latest_sentence(row: pd.Series) -> Message:
    """Say how the latest live session did against the account's own median."""
    label, unit = LIVE_MEASURES[str(row["key"])]
    return msg(
        "{measure}: {latest} in the latest session, {change} on your median of {median}.",
        measure=label,
        latest=Amount(float(row["latest"]), unit),
        change=Change(float(row["change"])),
        median=Amount(float(row["median"]), unit),
    )


def step_word(row: pd.Series) -> Message:
    """Return the name of a step of the funnel."""
    return msg(
        "{upper} → {lower}",
        upper=METRICS[str(row["upper"])].label,
        lower=METRICS[str(row["lower"])].label,
    )


def funnel_sentence(found: Funnel) -> Message:
    """Say which step leaks most against the account's own past, or that none does."""
    steps = found.steps
    if steps.empty:
        return msg("Your exports do not tell two stages of the way from being seen to acting.")
    leak = found.leak
    if leak is not None:
        return msg(
            "{step} leaks most: {rate} went on, {change} against your own past of {past} (usual is "
            "{low} to {high}).",
            step=step_word(leak),
            rate=Amount(float(leak["rate"]), Unit.SHARE),
            change=Change(float(leak["change"])),
            past=Amount(float(leak["past"]), Unit.SHARE),
            low=Amount(float(leak["low"]), Unit.SHARE),
            high=Amount(float(leak["high"]), Unit.SHARE),
        )
    compared = steps[steps["past"].notna()]
    if compared.empty:
        return msg(
            "There is too little past to say where more is lost than usual: {needed} earlier spans "
            "of {days} days are needed.",
            needed=FEWEST_PAST,
            days=found.period.days,
        )
    lowest = compared.iloc[int(compared["change"].to_numpy().argmin())]
    if float(lowest["change"]) >= 0:
        return msg("No step leaks more than usual: every rate is at or above its own past.")
    return msg(
        "No step leaks more than usual: the furthest below its past is {step} with {change}, which "
        "is within chance.",
        step=step_word(lowest),
        change=Change(float(lowest["change"])),
    )


def step_sentence(row: pd.Series) -> Message:
    """Say how one step of the funnel stands against the account's own past."""
    step, rate = step_word(row), Amount(float(row["rate"]), Unit.SHARE)
    if pd.isna(row["past"]):
        return msg("{step}: {rate} went on; too little past to compare with.", step=step, rate=rate)
    change = Change(float(row["change"]))
    if not row["found"]:
        return msg(
            "{step}: {rate} went on, {change} against its own past, as usual.",
            step=step,
            rate=rate,
            change=change,
        )
    if float(row["change"]) < 0:
        return msg(
            "{step}: {rate} went on, {change} against its own past: fewer than usual.",
            step=step,
            rate=rate,
            change=change,
        )
    return msg(
        "{step}: {rate} went on, {change} against its own past: more than usual.",
        step=step,
        rate=rate,
        change=change,
    )
