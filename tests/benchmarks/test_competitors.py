from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from kpi_numbers import history_of_posts

from kpicore.benchmarks import (
    FIGURE_LABELS,
    FIGURES,
    PublicFigures,
    compare_competitors,
    competitor_gaps,
    own_figures,
    read_competitors,
    share_of_voice,
)
from kpicore.errors import ImportFailedError
from kpicore.periods import Period

MAY = Period(date(2026, 5, 1), date(2026, 5, 28))


def table(**more: list[object]) -> pd.DataFrame:
    columns: dict[str, list[object]] = {
        "name": ["Bo", "Bo", "Cy"],
        "platform": ["tiktok"] * 3,
        "observed_on": ["2026-04-28", "2026-05-28", "2026-05-28"],
        "days": [28, 28, 28],
        "followers": [1000, 1100, 500],
        "posts": [8, 10, 4],
        "likes": [100, 200, 40],
        "comments": [10, 20, 4],
        "shares": [10, 20, ""],
        "views": [1000, 4000, 800],
    }
    return pd.DataFrame(columns | more)


def mine() -> PublicFigures:
    return own_figures(history_of_posts(), MAY, account_id="a", today=date(2026, 7, 1))


def test_the_accounts_own_figures_are_what_anybody_could_see() -> None:
    own = mine()
    assert own.own
    assert (own.followers, own.posts, own.views) == (20_000, 10, 1000)
    assert (own.likes, own.comments, own.shares) == (65, 10, 10)


def test_the_newest_row_counts_and_growth_runs_from_the_oldest() -> None:
    side = compare_competitors(read_competitors(table())).set_index("name")
    assert side.loc["Bo", "follower_growth_rate"] == pytest.approx(0.1)
    assert side.loc["Bo", "growth_days"] == 30
    assert side.loc["Bo", "engagements_per_post"] == 24
    assert side.loc["Bo", "engagement_rate_by_followers"] == pytest.approx(24 / 1100)
    assert side.loc["Bo", "engagement_rate_by_views"] == pytest.approx(240 / 4000)
    assert side.loc["Bo", "posts_per_week"] == pytest.approx(2.5)


def test_unknown_counts_stay_unknown() -> None:
    side = compare_competitors(read_competitors(table())).set_index("name")
    assert np.isnan(side.loc["Cy", "engagements"])
    assert side.loc["Cy", "likes_per_post"] == 10
    assert np.isnan(side.loc["Cy", "follower_growth_rate"])


def test_the_account_is_left_out_of_the_average() -> None:
    side = compare_competitors([mine(), *read_competitors(table())])
    gaps = competitor_gaps(side).set_index("figure")
    assert gaps.loc["followers", "others_mean"] == 800
    assert gaps.loc["followers", "gap"] == pytest.approx(20_000 / 800 - 1)
    assert gaps.loc["followers", ["rank", "ranked"]].tolist() == [1, 3]
    assert gaps.loc["views_per_post", "others_mean"] == 300
    assert gaps.loc["views_per_post", ["rank", "best_name"]].tolist() == [3, "Bo"]
    assert gaps.loc["engagements_per_post", "ranked"] == 2


def test_gaps_need_the_account_itself() -> None:
    with pytest.raises(ValueError, match="one row of the account itself, found 0"):
        competitor_gaps(compare_competitors(read_competitors(table())))


def test_shares_of_voice_add_up_over_those_who_tell() -> None:
    voice = share_of_voice(compare_competitors([mine(), *read_competitors(table())]))
    assert voice["name"].tolist() == ["Bo", "A"]
    assert voice["share"].tolist() == pytest.approx([240 / 325, 85 / 325])


def test_missing_columns_are_named() -> None:
    with pytest.raises(ImportFailedError, match="lacks the columns observed_on"):
        read_competitors(table().drop(columns="observed_on"))


@pytest.mark.parametrize(
    "fault",
    [
        {"likes": ["many", 1, 1]},
        {"followers": [-1, 1, 1]},
        {"observed_on": ["soon", "2026-05-28", "2026-05-28"]},
        {"days": [0, 28, 28]},
        {"name": [" ", "Bo", "Cy"]},
    ],
    ids=["text", "negative", "no date", "no days", "no name"],
)
def test_faulty_rows_are_told(fault: dict[str, list[object]]) -> None:
    with pytest.raises(ImportFailedError, match="Rows 2 of the table of competitors"):
        read_competitors(table(**fault))


def test_a_profile_cannot_have_negative_counts() -> None:
    with pytest.raises(ValueError, match=r"negative counts \['likes'\]"):
        PublicFigures(name="Bo", platform="x", observed_on=date(2026, 1, 1), days=7, likes=-1.0)


def test_every_figure_has_a_name_for_people() -> None:
    assert set(FIGURE_LABELS) == set(FIGURES)
