"""Comments: counted by hand, judged by lists that can be read, and unknown where nothing tells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kpicore.history import Account, History
from kpicore.insights import (
    Comments,
    Mood,
    comments_of,
    comments_sentence,
    long_sentence,
    mood,
    per_post_sentence,
    reply_sentence,
    tone_change_sentence,
    tone_sentence,
)
from kpicore.insights.comments import MOST_JUDGED
from kpicore.insights.sentiment import emoji_weights, score_of, word_list
from kpicore.language import english

ACCOUNT = "youtube:mina"
START = pd.Timestamp(2026, 3, 1, 12)

TEN = (
    ("c1", "a", 0, "I love this bowl", ""),
    ("c2", "a", 1, "Where can I buy it?", ""),
    ("r1", "a", 5, "In the shop", "c2"),
    ("r2", "a", 9, "Thank you", "c2"),
    ("c3", "a", 2, "이 그릇 어디서 살 수 있나요", ""),
    ("c4", "b", 30, "请问多少钱", ""),
    ("r3", "b", 32, "99", "c4"),
    ("c5", "b", 31, "I hate the noise 👎", ""),
    ("c6", "c", 40, "정말 예뻐요 ❤️ ❤️", ""),
    ("c7", "c", 41, "x" * 120, ""),
)
"""id, post, hours from the start, text, what it replies to."""


def history_of(rows: tuple[tuple[str, str, float, str, str], ...]) -> History:
    frame = pd.DataFrame(rows, columns=["comment_id", "post_id", "hours", "text", "reply_to"])
    frame["written_at"] = START + pd.to_timedelta(frame.pop("hours").astype(float), unit="h")
    posts = pd.DataFrame(
        {"account_id": ACCOUNT, "post_id": ["a", "b"], "title": ["Glazing", "Firing"]}
    )
    return History.build(
        [Account(account_id=ACCOUNT, name="Mina", platform="youtube")],
        comments=frame.assign(account_id=ACCOUNT),
        posts=posts,
    )


def said(rows: tuple[tuple[str, str, float, str, str], ...] = TEN) -> Comments:
    found = comments_of(history_of(rows), ACCOUNT)
    assert found is not None
    return found


def test_counts_are_those_made_by_hand() -> None:
    found = said()
    assert (found.count, found.replies, found.posts) == (7, 3, 3)
    assert found.per_post == 2.0  # 3, 2 and 2
    assert found.answered == pytest.approx(2 / 7)
    assert found.questions == pytest.approx(3 / 7)
    assert found.questions_answered == pytest.approx(2 / 3)
    # The first answers came after 4 and 2 hours; a second answer counts for nothing.
    assert found.hours_to_answer == 3.0
    assert found.long == pytest.approx(1 / 7)
    assert found.by_post["title"].tolist() == ["Glazing", "Firing", ""]
    assert found.by_post["questions"].tolist() == [2, 1, 0]
    assert found.emoji.to_dict("list") == {"word": ["❤", "👎"], "comments": [1, 1]}


def test_sentences_hold_the_numbers() -> None:
    say, found = english(), said()
    assert say(comments_sentence(found)) == (
        "42.9% of 7 comments ask something; 66.7% of those have an answer."
    )
    assert say(per_post_sentence(found)) == "3 posts have comments; the middle one has 2."
    assert say(reply_sentence(found)) == (
        "28.6% of the comments have a reply, the middle one after 3 hours."
    )
    assert say(long_sentence(found)) == "14.3% of the comments are long."


def test_a_plain_column_tells_neither_posts_nor_replies() -> None:
    texts = [f"Fine work {i}" for i in range(6)] + [f"Hello {i}" for i in range(4)]
    rows = tuple((f"c{i}", "", 0.0, text, "") for i, text in enumerate(texts))
    found, say = said(rows), english()
    assert np.isnan([found.per_post, found.answered, found.hours_to_answer]).all()
    assert "does not tell which post" in say(per_post_sentence(found))
    assert "not known; it is not zero" in say(reply_sentence(found))
    assert say(comments_sentence(found)) == "0.0% of 10 comments ask something."
    assert found.words["word"].tolist() == ["fine work"]


def test_an_account_without_comments_has_none() -> None:
    history = history_of(TEN)
    assert comments_of(history.only([ACCOUNT]).with_account(history.accounts[0]), "other") is None
    assert comments_of(history_of((("c1", "a", 0, "  ", ""),)), ACCOUNT) is None


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("I love this", Mood.PLEASED),
        ("This is not good", Mood.DISPLEASED),
        ("The kiln is in the garden", Mood.UNJUDGED),
        ("The sound 👎", Mood.DISPLEASED),
        ("정말 예뻐요", Mood.PLEASED),
        ("안 좋아요", Mood.DISPLEASED),
        ("그동안 좋아했어요", Mood.PLEASED),
        ("좋아하지 않아요", Mood.DISPLEASED),
        ("재미없어요", Mood.DISPLEASED),
        ("그릇 크기가 궁금", Mood.UNJUDGED),
        ("太好看了", Mood.PLEASED),
        ("不好看", Mood.DISPLEASED),
        ("真不错", Mood.PLEASED),
        ("不太喜欢", Mood.DISPLEASED),
        ("请问是用什么釉料", Mood.UNJUDGED),
        ("かわいい 😍", Mood.PLEASED),
        ("😭", Mood.UNJUDGED),
        ("好看但是太贵", Mood.NEUTRAL),
    ],
)
def test_texts_sound_as_a_reader_hears_them(text: str, sounds: Mood) -> None:
    assert mood(text) is sounds


def test_english_is_judged_by_vader() -> None:
    from vaderSentiment.vaderSentiment import (  # noqa: PLC0415
        SentimentIntensityAnalyzer,
    )

    text = "Beautiful work, but far too loud!"
    assert score_of(text) == SentimentIntensityAnalyzer().polarity_scores(text)["compound"]


def test_word_lists_say_nothing_twice() -> None:
    for language in ("ko", "zh"):
        words = word_list(language)
        assert len(words.weights) > 120
        assert set(words.weights.values()) == {-2.0, -1.0, 1.0, 2.0}
    good = {sign for sign, weight in emoji_weights().items() if weight > 0}
    assert {"😍", "❤", "👍"} <= good
    assert not {"😭", "👎"} & good


@pytest.mark.parametrize("language", ["ko", "zh"])
def test_no_word_is_listed_as_good_and_bad(language: str) -> None:
    import tomllib  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415

    text = (files("kpicore.insights") / "lexicons" / f"{language}.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    words = [w for name in ("good", "strong_good", "bad", "strong_bad") for w in raw[name]]
    assert sorted(words) == sorted(set(words))


@given(st.text(max_size=60))
@settings(derandomize=True, deadline=None, max_examples=25)
def test_any_text_can_be_judged_or_not(text: str) -> None:
    score = score_of(text)
    assert score is None or np.isfinite(score)


def many(recent_bad: int, older_bad: int, each: int = 40) -> Comments:
    rows = []
    for place in range(2 * each):
        recent = place >= each
        bad = (place - each if recent else place) < (recent_bad if recent else older_bad)
        hours = 24 * 60 + place / each if recent else place / each
        text = f"terrible {place}" if bad else f"lovely {place}"
        rows.append((f"c{place}", "a", hours, text, ""))
    return said(tuple(rows))


def test_a_change_of_tone_is_fisher_s_test() -> None:
    tone = many(20, 5).tone
    assert tone.p_value == pytest.approx(stats.fisher_exact([[20, 20], [5, 35]]).pvalue)
    assert tone.changed
    assert english()(tone_change_sentence(tone)) == (
        "The tone changed: 50.0% sound displeased in the last four weeks, 12.5% before."
    )


def test_a_tone_like_before_is_said_to_be_one() -> None:
    assert "No evidence" in english()(tone_change_sentence(many(5, 6).tone))
    assert "20 of each are needed" in english()(tone_change_sentence(many(5, 6, each=15).tone))


def test_the_share_that_could_be_judged_is_told() -> None:
    rows = (("c1", "a", 0, "lovely", ""), ("c2", "a", 1, "abc", ""))
    tone = said(rows).tone
    assert tone.judged_share == 0.5
    assert english()(tone_sentence(tone)) == (
        "Of 2 comments that were read, 50.0% could be judged: 100% of those sound pleased, "
        "0.0% displeased."
    )
    assert tone.good == ("lovely",)
    assert tone.bad == ()


def test_of_very_many_comments_an_even_part_is_judged() -> None:
    count = MOST_JUDGED + 500
    rows = tuple((f"c{i:05d}", "a", i / 60, "lovely" if i % 2 else "abc", "") for i in range(count))
    tone = said(rows).tone
    assert tone.looked_at == MOST_JUDGED
    assert tone.judged_share == pytest.approx(0.5, abs=0.02)
