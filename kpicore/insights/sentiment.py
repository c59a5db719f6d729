"""Whether comments sound pleased: a rough count, never a judgement of one of them.

English is judged by VADER; Korean and Chinese by the words and emoji of the project's own small
lists, the longest match first, turned round by a "not" beside it. What none of them knows is not
judged, and the share of comments that could be is told beside every figure. Irony, slang and
dialects are missed.

References
----------
Hutto and Gilbert (2014), VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social
Media Text, ICWSM-14; its usual limits of 0.05 are used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

PLEASED = 0.05
"""Compound score from which VADER's authors call a text positive, and below its negative one."""

_STRONG = 2.0
_HANGUL = re.compile(r"[\uac00-\ud7a3\u3131-\u318e]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


class Mood(StrEnum):
    """How a comment sounds."""

    PLEASED = "pleased"
    NEUTRAL = "neutral"
    DISPLEASED = "displeased"
    UNJUDGED = "unjudged"
    """Nothing in it is known."""


class Script(StrEnum):
    """What a comment is written in, as far as its letters tell."""

    KOREAN = "ko"
    CHINESE = "zh"
    LATIN = "en"
    OTHER = "other"
    """Japanese, Cyrillic, emoji alone: judged by emoji only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """Words of one language and what they weigh.

    Attributes
    ----------
    weights : Mapping of str to float
        Word to its weight, above zero for pleased.
    pattern : re.Pattern
        Finds them, the longest first.
    before, after : tuple of str
        What turns a word round, standing before it or right behind.
    question : re.Pattern
        What makes a question without its sign.
    """

    weights: Mapping[str, float]
    pattern: re.Pattern[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    question: re.Pattern[str]


@cache
def word_list(language: str) -> WordList:
    """Return the words of a language.

    Parameters
    ----------
    language : str
        ``"ko"`` or ``"zh"``.

    Returns
    -------
    WordList
        From the files beside this module.
    """
    raw = _read(language)
    weights = {
        str(word): weight
        for name, weight in (
            ("good", 1.0),
            ("strong_good", _STRONG),
            ("bad", -1.0),
            ("strong_bad", -_STRONG),
        )
        for word in raw[name]
    }
    return WordList(
        weights=weights,
        pattern=_longest_first(weights),
        before=tuple(sorted(map(str, raw["not_before"]), key=len, reverse=True)),
        after=tuple(map(str, raw["not_after"])),
        question=_longest_first(list(map(str, raw["question"]))),
    )


@cache
def emoji_weights() -> Mapping[str, float]:
    """Return the weight of each emoji that is known."""
    raw = _read("emoji")
    good, bad = "".join(raw["good"]), "".join(raw["bad"])
    return dict.fromkeys(good, 1.0) | dict.fromkeys(bad, -1.0)


def _read(name: str) -> Mapping[str, Sequence[str]]:
    text = (files("kpicore.insights") / "lexicons" / f"{name}.toml").read_text("utf-8")
    found: Mapping[str, Sequence[str]] = tomllib.loads(text)
    return found


def _longest_first(words: Sequence[str] | Mapping[str, float]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)))


def script_of(text: str) -> Script:
    """Return what a text is written in: one Korean letter makes it Korean, a kana Japanese."""
    if _HANGUL.search(text):
        return Script.KOREAN
    if _KANA.search(text):
        return Script.OTHER
    if _HAN.search(text):
        return Script.CHINESE
    return Script.LATIN if _LATIN.search(text) else Script.OTHER


def mood(text: str) -> Mood:
    """Tell how a text sounds.

    Parameters
    ----------
    text : str
        A comment.

    Returns
    -------
    Mood
        Unjudged where nothing in it is known.
    """
    score = score_of(text)
    if score is None:
        return Mood.UNJUDGED
    if abs(score) < PLEASED:
        return Mood.NEUTRAL
    return Mood.PLEASED if score > 0 else Mood.DISPLEASED


def score_of(text: str) -> float | None:
    """Return how pleased a text sounds.

    Parameters
    ----------
    text : str
        A comment.

    Returns
    -------
    float or None
        Above zero for pleased: VADER's from -1 to 1 where it knows a word, else a sum of weights.
        None where nothing in it is known.
    """
    script = script_of(text)
    if script is Script.LATIN:
        told = _vader()(text)
        if told["pos"] or told["neg"]:
            return float(told["compound"])
    found = _emoji_weights_in(text)
    if script in (Script.KOREAN, Script.CHINESE):
        found += _word_weights_in(text, word_list(script.value))
    return sum(found) if found else None


def _emoji_weights_in(text: str) -> list[float]:
    known = emoji_weights()
    return [known[sign] for sign in dict.fromkeys(text) if sign in known]


def _word_weights_in(text: str, words: WordList) -> list[float]:
    found = []
    for match in words.pattern.finditer(text):
        weight = words.weights[match.group()]
        turned = _turned_before(text[: match.start()], words.before) or _turned_after(
            text[match.end() :], words.after
        )
        found.append(-weight if turned else weight)
    return found


def _turned_before(text: str, negations: tuple[str, ...]) -> bool:
    """Tell whether a "not" ends a text; a Korean one must be a word, for 동안 is no 안."""
    bare = text.rstrip()
    for negation in negations:
        if bare.endswith(negation):
            rest = bare[: -len(negation)]
            if not _HANGUL.match(negation) or not rest or rest[-1].isspace():
                return True
    return False


def _turned_after(text: str, negations: tuple[str, ...]) -> bool:
    # One further sign of the stem may stand before it: "좋아하지 않".
    return any(text.startswith(negation) or text[1:].startswith(negation) for negation in negations)


@cache
def _vader() -> Callable[[str], Mapping[str, float]]:
    # Its list of words is read when the first English comment is judged; it brings no types.
    from vaderSentiment.vaderSentiment import (  # type: ignore[import-untyped]  # noqa: PLC0415
        SentimentIntensityAnalyzer,
    )

    judge: Callable[[str], Mapping[str, float]] = SentimentIntensityAnalyzer().polarity_scores
    return judge
