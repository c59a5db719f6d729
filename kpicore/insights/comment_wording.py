"""What is said of comments: one sentence each, with its number."""

from __future__ import annotations

from math import isnan

from kpicore.insights.comments import FEWEST_RECENT, Comments, Tone
from kpicore.messages import Message, msg, msgs
from kpicore.units import Amount, Unit


def _share(value: float) -> Amount:
    return Amount(value, Unit.SHARE)


def comments_sentence(found: Comments) -> Message:
    """Say the one thing about comments that can be acted on first.

    Parameters
    ----------
    found : Comments
        What they say.

    Returns
    -------
    Message
        Of questions and answers where the file tells replies, else of how many ask.
    """
    if found.questions > 0 and not isnan(found.questions_answered):
        return msgs(
            "{asking} of {count} comment ask something; {answered} of those have an answer.",
            "{asking} of {count} comments ask something; {answered} of those have an answer.",
            found.count,
            asking=_share(found.questions),
            answered=_share(found.questions_answered),
        )
    return msgs(
        "{asking} of {count} comment ask something.",
        "{asking} of {count} comments ask something.",
        found.count,
        asking=_share(found.questions),
    )


def per_post_sentence(found: Comments) -> Message:
    """Say how many comments a post gets, or why that is not known."""
    if isnan(found.per_post):
        return msg("The file does not tell which post a comment belongs to.")
    return msgs(
        "{count} post has comments; the middle one has {middle}.",
        "{count} posts have comments; the middle one has {middle}.",
        found.posts,
        middle=Amount(found.per_post, Unit.NUMBER),
    )


def reply_sentence(found: Comments) -> Message:
    """Say how many comments were answered and how fast, or that replies are not told."""
    if isnan(found.answered):
        return msg("The file tells no replies, so the reply rate is not known; it is not zero.")
    if isnan(found.hours_to_answer):
        return msg("{share} of the comments have a reply.", share=_share(found.answered))
    return msg(
        "{share} of the comments have a reply, the middle one after {hours} hours.",
        share=_share(found.answered),
        hours=round(found.hours_to_answer, 1),
    )


def long_sentence(found: Comments) -> Message:
    """Say how many comments are long."""
    return msg("{share} of the comments are long.", share=_share(found.long))


def tone_sentence(tone: Tone) -> Message:
    """Say how the comments sound, with the share that could be judged.

    Parameters
    ----------
    tone : Tone
        How they sound.

    Returns
    -------
    Message
        One sentence.
    """
    if not tone.judged:
        return msg(
            "None of the {count} comments that were read could be judged by its words.",
            count=tone.looked_at,
        )
    return msg(
        "Of {count} comments that were read, {share} could be judged: {pleased} of those sound "
        "pleased, {displeased} displeased.",
        pleased=_share(tone.pleased / tone.judged),
        displeased=_share(tone.displeased / tone.judged),
        share=_share(tone.judged_share),
        count=tone.looked_at,
    )


def tone_change_sentence(tone: Tone) -> Message:
    """Say whether the last four weeks sound different."""
    before = tone.judged - tone.recent_judged
    if isnan(tone.p_value):
        return msg(
            "Too few comments to tell whether the tone changed: {recent} of the last four weeks "
            "and {before} before could be judged, {needed} of each are needed.",
            recent=tone.recent_judged,
            before=before,
            needed=FEWEST_RECENT,
        )
    now = _share(tone.recent_displeased / tone.recent_judged)
    then = _share((tone.displeased - tone.recent_displeased) / before)
    if tone.changed:
        return msg(
            "The tone changed: {now} sound displeased in the last four weeks, {then} before.",
            now=now,
            then=then,
        )
    return msg(
        "No evidence that the tone changed: {now} sound displeased in the last four weeks, {then} "
        "before.",
        now=now,
        then=then,
    )


ROUGH = msg(
    "The tone is a rough count by words and emoji, English by VADER, Korean and Chinese by lists "
    "of our own; irony and slang are missed, other languages are judged by emoji alone. It is "
    "never a judgement of one comment."
)
"""Stands beside every tone."""
