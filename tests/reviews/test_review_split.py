"""What changed since the last review: the parts add up, and each finds what was planted."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from review_builders import LAST, MINA, say

from kpicore.forecasting import Event
from kpicore.goals import KpiOutlook, make_outlook
from kpicore.history import History
from kpicore.kpis import CATALOGUE
from kpicore.periods import ONE_DAY, Period
from kpicore.reviews.split import PARTS, posting_sentence, split_change, split_sentence

SINCE = date(2026, 6, 3)
END = date(2026, 8, 31)
AROUND = 0.06
"""Noise of 5 % a day leaves about one percent in a mean of four weeks; the model adds its own."""


def history(days: np.ndarray, posted: np.ndarray | None = None, metric: str = "views") -> History:
    """Days that end on 30 June, and posts on them."""
    index = pd.date_range(end=pd.Timestamp(LAST), periods=len(days))
    frames = {
        "daily": pd.DataFrame({"account_id": "a", "date": index, "metric": metric, "value": days})
    }
    if posted is not None:
        moments = np.repeat(index.to_numpy(), posted.astype(int))
        frames["posts"] = pd.DataFrame(
            {
                "account_id": "a",
                "post_id": [f"p{n}" for n in range(len(moments))],
                "published_at": moments + np.timedelta64(12, "h"),
            }
        )
    return History.build([MINA], **frames)


def both(data: History, key: str = "views", events: tuple[Event, ...] = ()) -> list[KpiOutlook]:
    return [
        make_outlook(data, key, account_ids=("a",), until=END, today=day, events=events)
        for day in (SINCE, LAST + ONE_DAY)
    ]


def noisy(seed: int = 3, days: int = 420) -> np.ndarray:
    return 1000 * np.exp(np.random.default_rng(seed).normal(0, 0.05, days))


def test_the_parts_add_up_to_the_change_for_counts_and_levels() -> None:
    rng = np.random.default_rng(1)
    level = 5000 + np.cumsum(rng.poisson(20, 420))
    for key, data in (
        ("views", history(noisy())),
        ("followers", history(level * 1.0, None, "followers")),
    ):
        then, now = both(data, key)
        split = split_change(then, now, data)
        assert split is not None
        assert sum(getattr(split, part) for part in PARTS) == pytest.approx(split.change, abs=1e-6)
        assert split.now - split.expected == pytest.approx(split.posting + split.surprise)
        assert split.span == Period(SINCE, LAST)
        if key == "followers":
            assert split.before == level[-29]
            assert split.now == level[-1]


def test_a_jump_that_nobody_announced_is_surprise() -> None:
    days = noisy()
    days[-28:] *= 1.5
    data = history(days)
    split = split_change(*both(data), data)
    assert split is not None
    assert split.largest == "surprise"
    assert split.surprise == pytest.approx(500, abs=1000 * AROUND)
    assert "The largest part is “Surprise”" in say(split_sentence(split, CATALOGUE["views"].label))
    assert "cannot be told" in say(posting_sentence(split))


def test_a_planned_event_with_its_lift_is_no_surprise() -> None:
    days = noisy()
    days[-28:] *= 1.5
    data = history(days)
    sale = Event("Sale", SINCE, LAST, "campaign", 0.5)
    split = split_change(*both(data, events=(sale,)), data)
    assert split is not None
    assert split.events == pytest.approx(500, abs=1000 * AROUND)
    assert abs(split.surprise) < 1000 * AROUND


def weekly_posts(seed: int = 5, weeks: int = 60) -> np.ndarray:
    """Posts per day, all on Mondays: 1 to 5 a week."""
    counts = np.random.default_rng(seed).integers(1, 6, weeks)
    days = np.zeros(weeks * 7)
    days[::7] = counts
    return days


def followed(elasticity: float) -> tuple[np.ndarray, np.ndarray]:
    """Posts and days whose views follow the posts of their week; in the last four weeks 5 each."""
    posted = weekly_posts()
    posted[-28::7] = 5
    weeks = posted.reshape(-1, 7).sum(axis=1)
    return posted, np.repeat((1 + weeks) ** elasticity, 7) * noisy(days=len(posted))


def test_what_goes_with_more_posts_is_told_as_posting() -> None:
    posted, days = followed(0.5)
    data = history(days, posted)
    split = split_change(*both(data), data)
    assert split is not None
    assert split.effect is not None
    usual = posted[-56:-28].sum() / 4
    assert split.posting == pytest.approx(split.before * ((6 / (1 + usual)) ** 0.5 - 1), rel=0.15)
    # Twice as many posts: 2 u + 1 against u + 1.
    assert split.effect.slope == pytest.approx(((2 * usual + 1) / (usual + 1)) ** 0.5 - 1, abs=0.05)
    assert split.effect.weeks > 45


def test_posts_without_effect_are_told_as_about_none() -> None:
    posted, days = followed(0.0)
    data = history(days, posted)
    split = split_change(*both(data), data)
    assert split is not None
    assert split.effect is not None
    assert abs(split.effect.slope) < 3 * split.effect.error
    assert abs(split.posting) < 0.03 * split.before


def test_short_histories_do_not_tell_the_effect_of_posting() -> None:
    posted = weekly_posts(weeks=10)
    data = history(noisy(days=70), posted)
    split = split_change(*both(data), data)
    assert split is not None
    assert split.effect is None
    assert split.posting == 0.0


def test_too_few_days_are_not_split() -> None:
    data = history(noisy())
    then = make_outlook(
        data, "views", account_ids=("a",), until=END, today=LAST - timedelta(days=2)
    )
    now = both(data)[1]
    assert split_change(then, now, data) is None


def test_outlooks_of_different_kpis_are_refused() -> None:
    data = history(noisy())
    likes = history(noisy(4), None, "likes")
    with pytest.raises(ValueError, match="same KPI and accounts"):
        split_change(both(likes, "likes")[0], both(data)[1], data)
