"""Time, form, words and hashtags: what was planted is found, and nothing where nothing was."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kpicore.history import History
from kpicore.insights import (
    FEWEST_POSTS,
    Measure,
    Question,
    captions,
    effects_sentence,
    equal_posts,
    formats,
    hashtags,
    lengths,
    posting_time,
    strongest,
    time_sentence,
    words,
)
from kpicore.insights.hashtags import tag_columns
from kpicore.insights.themes import length_codes
from kpicore.insights.title_words import word_columns
from kpicore.language import english
from tests.insights.planted_posts import ACCOUNT, by_views, planted_history

NAMES = dict(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "")))
TRIALS = 8
"""Accounts drawn, with a seed; the bench draws hundreds."""


@pytest.fixture(scope="module")
def planted() -> History:
    return planted_history(evening=1.6, image=0.6, tag=1.7, word=1.6)


def row(frame: pd.DataFrame, key: str) -> pd.Series:
    return frame.set_index("key").loc[key]


def test_an_hour_that_was_planted_is_found(planted: History) -> None:
    found = posting_time(planted, by_views(planted))
    assert found is not None
    assert found.hour_matters
    assert not found.weekday_matters
    best = found.hours.loc[found.hours["effect"].idxmax()]
    assert best["hour"] == 18
    assert 0 < best["low"] < best["effect"] < best["high"]
    assert "from 18:00 to 21:00" in english()(time_sentence(found, NAMES))


def test_nothing_planted_is_said_plainly() -> None:
    history = planted_history(seed=21)
    posts = by_views(history)
    found = posting_time(history, posts)
    assert found is not None
    assert not found.matters
    assert "No evidence" in english()(time_sentence(found, NAMES))
    assert not formats(posts).found
    assert "no evidence" in english()(effects_sentence(formats(posts), Question.FORMAT))


def test_without_a_time_zone_only_weekdays_are_told() -> None:
    history = planted_history(evening=1.6, time_zone=None)
    found = posting_time(history, by_views(history))
    assert found is not None
    assert (found.band_hours, len(found.hours), len(found.cells)) == (0, 0, 0)
    assert len(found.weekdays) == 7
    assert np.isnan(found.p_hour)


def test_an_export_of_days_tells_no_hours() -> None:
    history = planted_history(evening=1.6)
    frames = {**history.frames}
    frames["posts"] = history.posts.assign(published_at=history.posts["published_at"].dt.floor("D"))
    found = posting_time(
        History.build(history.accounts, **frames),
        by_views(History.build(history.accounts, **frames)),
    )
    assert found is not None
    assert found.band_hours == 0


def test_formats_are_held_against_the_typical_post(planted: History) -> None:
    found = formats(by_views(planted))
    assert found.found
    assert found.frame["key"].tolist() == ["video", "image"]
    image = row(found.frame, "image")
    share = image["posts"] / found.frame["posts"].sum()
    # Against the mean of all posts an image lies lower by what it lacks, less its own part of it.
    expected = np.expm1((1 - share) * np.log(0.6))
    assert image["low"] <= expected <= image["high"]
    assert "“Pictures”" in english()(effects_sentence(found, Question.FORMAT))


def test_hashtags_and_words_are_held_against_posts_without(planted: History) -> None:
    posts = by_views(planted)
    tags = hashtags(planted, posts, own_tags=["lucky"])
    lucky = row(tags.single.frame, "lucky")
    assert lucky["found"]
    assert lucky["low"] <= 0.7 <= lucky["high"]
    assert "clay" not in set(tags.single.frame["key"]), "every post has it"
    assert tags.uses.set_index("tag")["own"].to_dict() == {"clay": False, "lucky": True}
    kiln = row(words(planted, posts).frame, "opening kiln")
    assert kiln["found"]
    assert kiln["low"] <= 0.6 <= kiln["high"]


def test_the_strongest_finding_leads(planted: History) -> None:
    posts = by_views(planted)
    answers = {
        Question.FORMAT: formats(posts),
        Question.CAPTION: captions(planted, posts),
        Question.HASHTAGS: hashtags(planted, posts).single,
    }
    assert "#lucky" in english()(strongest(answers))


def test_too_few_posts_are_said_with_the_number_needed() -> None:
    history = planted_history(posts=FEWEST_POSTS - 1)
    posts = by_views(history)
    assert posting_time(history, posts) is None
    found = formats(posts)
    assert found.frame.empty
    assert "29 of at least 30" in english()(effects_sentence(found, Question.FORMAT))
    assert "29" in english()(strongest({Question.FORMAT: found}))


def test_a_measure_that_exports_do_not_hold_gives_no_posts(planted: History) -> None:
    for measure in (Measure.ENGAGEMENT, Measure.COMMENTS, Measure.VIEWED_SHARE):
        assert not len(equal_posts(planted, ACCOUNT, measure))


def test_lengths_fall_into_their_bands() -> None:
    seconds = np.array([3.0, 14.9, 15.0, 59.0, 60.0, 599.0, 600.0, np.nan])
    assert length_codes(seconds).tolist() == [0, 0, 1, 2, 3, 4, 5, -1]


def test_images_have_no_length(planted: History) -> None:
    posts = by_views(planted)
    assert len(lengths(planted, posts).posts) == (posts.formats == "video").sum()


@pytest.mark.parametrize(
    ("texts", "word"),
    [
        (["Glazing a bowl"] * 5 + ["Throwing a bowl"] * 4, "glazing"),
        (["달항아리를 만들기"] * 5 + ["다른 것들"] * 4, "달항아리"),
        (["青瓷花瓶"] * 5 + ["陶艺日常"] * 4, "青瓷花瓶"),
        (["ラーメン 鉢"] * 5 + ["茶碗です"] * 4, "ラーメン"),
        (["Чашка"] * 5 + ["Ваза"] * 4, "чашка"),
    ],
    ids=["english", "korean", "chinese", "japanese", "russian"],
)
def test_words_are_found_in_any_language(texts: list[str], word: str) -> None:
    has, found = word_columns(texts)
    # Words that always come together are named together.
    place = next(place for place, name in enumerate(found) if word in name.split())
    column = has[:, [place]].toarray().ravel()
    assert column.tolist() == [1.0] * 5 + [0.0] * 4


def test_links_hashtags_and_plain_words_are_no_themes() -> None:
    texts = ["the kiln https://example.org/clay #clay"] * 6 + ["empty"] * 6
    assert set(word_columns(texts)[1]) == {"kiln", "empty"}
    assert word_columns(["", "!"])[1] == []


def test_tags_are_counted_once_per_post() -> None:
    has, tags = tag_columns(pd.Series(["b a b", "", "a", None], dtype="str"))
    assert tags == ["a", "b"]
    assert has.toarray().tolist() == [[1, 1], [0, 0], [1, 0], [0, 0]]


def test_what_was_planted_lies_in_the_ranges_nine_times_in_ten() -> None:
    held, false = [], []
    for seed in range(TRIALS):
        history = planted_history(posts=90, image=0.7, tag=1.5, seed=seed)
        posts = by_views(history)
        single = hashtags(history, posts).single.frame
        lucky = row(single, "lucky")
        held.append(lucky["low"] <= 0.5 <= lucky["high"])
        time = posting_time(history, posts)
        assert time is not None
        held += list((time.hours["low"] <= 0) & (time.hours["high"] >= 0))
        false.append(time.matters)
    # 8 accounts with 4 or 5 ranges each: nine in ten, give or take three standard errors.
    assert np.mean(held) >= 0.75
    # One in twenty; more than 2 of 8 would happen less than once in a hundred times.
    assert sum(false) <= 2


def test_what_no_export_tells_is_not_called_too_few_posts(planted: History) -> None:
    frames = dict(planted.frames)
    frames["posts"] = frames["posts"].assign(duration_seconds=float("nan"))
    bare = History.build(planted.accounts, **frames)
    found = lengths(bare, by_views(bare))
    assert english()(effects_sentence(found, Question.LENGTH)) == (
        "Length: your exports do not tell it of any post."
    )
