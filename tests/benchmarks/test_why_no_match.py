"""Where no published figure is shown, the first condition that nothing fulfils is named."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from kpi_numbers import history_of_posts

from kpicore.benchmarks import (
    PublicFigures,
    benchmark_matches,
    figures_table,
    industries,
    read_competitors,
    read_competitors_text,
    why_no_match,
)
from kpicore.errors import ImportFailedError
from kpicore.history import History
from kpicore.language import english
from kpicore.periods import Period

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
TODAY = date(2026, 7, 1)
SAY = english()


def reason(history: History, key: str, period: Period = MAY) -> str:
    asked = {"account_id": "a", "today": TODAY}
    assert benchmark_matches(history, key, period, **asked) == ()
    return SAY(why_no_match(history, key, period, **asked))


def without_followers(history: History) -> History:
    frames = dict(history.frames)
    return History.build(
        history.accounts, posts=frames["posts"], observations=frames["observations"]
    )


@pytest.mark.parametrize(
    ("platform", "key", "said"),
    [
        ("tiktok", "views", "No published figure with a stated method is known for it."),
        ("naver", "engagement_rate_by_views", "No published figure of it is known for this"),
        ("tiktok", "completion_rate", "The exports do not tell"),
        ("youtube", "engagement_rate_by_views", "is not likes, comments and shares"),
    ],
)
def test_the_reason_names_what_is_missing(platform: str, key: str, said: str) -> None:
    assert said in reason(history_of_posts(platform), key)


def test_growth_is_held_against_months_only() -> None:
    week = Period(date(2026, 5, 25), date(2026, 5, 31))
    said = reason(history_of_posts("instagram"), "follower_growth_rate", week)
    assert said == "Published growth is that of a month: choose a period of 28 to 31 days."


def test_tiers_need_followers() -> None:
    said = reason(without_followers(history_of_posts("linkedin")), "posting_frequency")
    assert said == "Published figures go by followers, and yours are not known."


def test_industries_are_those_of_the_platform() -> None:
    assert industries("tiktok") == ("Influencers", "Media", "Retail")
    assert industries("naver") == ()


def test_figures_written_as_a_table_are_read_again() -> None:
    rival = PublicFigures(
        name="rival", platform="tiktok", observed_on=date(2026, 6, 30), days=28, followers=9.0
    )
    (again,) = read_competitors(figures_table([rival]))
    assert repr(again) == repr(rival)
    text = figures_table([rival]).to_csv(index=False)
    (from_text,) = read_competitors_text(text)
    assert repr(from_text) == repr(rival)


def test_an_empty_table_keeps_its_columns_and_types() -> None:
    empty = figures_table([])
    assert pd.api.types.is_datetime64_any_dtype(empty["observed_on"])
    assert read_competitors(empty) == ()


@pytest.mark.parametrize(
    ("text", "found"), [("", "no table with commas"), ("a,b\n1\n", "lacks the columns")]
)
def test_a_file_that_is_no_table_of_competitors_is_refused(text: str, found: str) -> None:
    with pytest.raises(ImportFailedError, match=found):
        read_competitors_text(text)
