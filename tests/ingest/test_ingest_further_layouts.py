"""Layouts of other languages and other tables of an export: the totals are those of the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpicore.ingest import ImportResult, ReadOptions, Severity, SourceFile, read_files

EXPORTS = Path(__file__).parents[1] / "data" / "exports"

CASES: dict[str, tuple[str, list[tuple[str, int, dict[str, float]]]]] = {
    "tiktok_business_followers.csv": ("tiktok", [("daily", 3, {"new_followers": 9})]),
    "live_engagement.csv": (
        "tiktok",
        [("daily", 2, {"live_new_followers": 12, "live_likes": 200, "live_shares": 4})],
    ),
    "live_revenue.csv": ("tiktok", [("daily", 2, {"live_gifts": 250})]),
    "live_activity.csv": ("tiktok", [("daily", 2, {"live_seconds": 9000, "live_sessions": 3})]),
    "youtube_pt.csv": (
        "youtube",
        [
            (
                "posts",
                2,
                {
                    "views": 305,
                    "watch_seconds": 12.25 * 3600,
                    "net_followers": 4,
                    "impressions": 4000,
                },
            )
        ],
    ),
    "youtube_ja.csv": (
        "youtube",
        [
            (
                "posts",
                2,
                {"views": 51, "watch_seconds": 3.5 * 3600, "net_followers": 1, "impressions": 890},
            )
        ],
    ),
    "youtube_fr.csv": ("youtube", [("posts", 2, {"views": 51, "engaged_views": 29})]),
    "youtube_dates.csv": (
        "youtube",
        [("daily", 3, {"views": 36, "watch_seconds": 5400, "revenue": 0.9})],
    ),
    "youtube_cities.csv": ("youtube", [("audience", 2, {"views": 80})]),
    "Bakery three sheets.xlsx": (
        "youtube",
        [("posts", 2, {"views": 25}), ("other", 0, {}), ("daily", 3, {"views": 25})],
    ),
    "Audience_old.csv": ("instagram", [("audience", 4, {}), ("audience", 1, {})]),
    "instagram_content_es.csv": (
        "instagram",
        [
            (
                "posts",
                2,
                {
                    "views": 400,
                    "likes": 30,
                    "shares": 3,
                    "comments": 5,
                    "saves": 7,
                    "new_followers": 1,
                },
            )
        ],
    ),
    "Facebook Insights Data Export (Post Level) - Bakery - 2021-05-01.xlsx": (
        "facebook",
        [("posts", 2, {"impressions": 800})],
    ),
    "Content_2023-08-07_2024-08-05_AdaByron.xlsx": (
        "linkedin",
        [
            ("daily", 3, {"impressions": 300, "engagements": 10}),
            ("posts", 2, {"engagements": 8}),
            ("posts", 2, {"impressions": 240}),
            ("daily", 3, {"new_followers": 6, "followers": 782}),
            ("audience", 1, {}),
        ],
    ),
    "acme_content_posts_1767085154803.xlsx": (
        "linkedin",
        [
            (
                "daily",
                2,
                {"impressions": 150, "clicks": 6, "likes": 6, "comments": 1, "shares": 1},
            ),
            (
                "posts",
                2,
                {
                    "impressions": 120,
                    "clicks": 4,
                    "likes": 5,
                    "comments": 1,
                    "shares": 1,
                    "new_followers": 2,
                },
            ),
        ],
    ),
    "x_overview_pt.csv": (
        "x",
        [
            (
                "daily",
                2,
                {
                    "impressions": 367,
                    "likes": 15,
                    "engagements": 29,
                    "saves": 1,
                    "shares": 3,
                    "new_followers": 4,
                    "lost_followers": 1,
                    "comments": 6,
                    "reposts": 7,
                    "profile_views": 9,
                    "posts": 2,
                    "video_views": 11,
                },
            )
        ],
    ),
    "粉丝趋势_2026-01-01-2026-01-03.xlsx": (
        "toutiao",
        [
            (
                "daily",
                3,
                {"followers": 1001, "net_followers": 5, "new_followers": 11, "lost_followers": 6},
            )
        ],
    ),
    "总粉丝量.csv": ("custom", [("daily", 2, {"followers": 1003})]),
    "metricool_linkedin.csv": (
        "linkedin",
        [
            (
                "posts",
                2,
                {
                    "impressions": 800,
                    "likes": 30,
                    "comments": 4,
                    "shares": 1,
                    "clicks": 13,
                    "video_views": 0,
                },
            )
        ],
    ),
    "metricool_facebook.csv": (
        "facebook",
        [
            (
                "posts",
                2,
                {
                    "impressions": 800,
                    "likes": 30,
                    "comments": 4,
                    "shares": 1,
                    "clicks": 13,
                    "link_clicks": 3,
                },
            )
        ],
    ),
    "sprout_posts.csv": (
        "instagram",
        [
            (
                "posts",
                2,
                {
                    "impressions": 800,
                    "likes": 30,
                    "comments": 4,
                    "shares": 1,
                    "saves": 13,
                    "video_views": 120,
                },
            )
        ],
    ),
}


def read(name: str) -> ImportResult:
    file = SourceFile(name=name, data=(EXPORTS / name).read_bytes())
    return read_files([file], ReadOptions(today=date(2026, 10, 1)))


@pytest.mark.parametrize("name", CASES)
def test_a_further_layout_gives_the_totals_of_its_file(name: str) -> None:
    platform, tables = CASES[name]
    report = read(name).files[0]
    assert report.error is None
    assert report.platform == platform
    assert [(t.kind.value, t.rows) for t in report.tables] == [t[:2] for t in tables]
    for found, (_, _, wanted) in zip(report.tables, tables, strict=True):
        assert dict(found.totals) == pytest.approx(wanted)
    assert not any(f.severity is Severity.ERROR for f in report.faults)


def test_the_zip_of_a_channel_gives_its_videos_and_its_days_once() -> None:
    result = read("Content 2026-03-01_2026-03-04 Bakery.zip")
    told = {f.file.rpartition("/")[2]: f.tables for f in result.files}
    assert dict(told["Table data.csv"][0].totals) == {"views": 25}
    assert dict(told["Totals.csv"][0].totals) == {"views": 25}
    assert result.history.daily["value"].sum() == 25


def test_a_list_of_subscribers_is_refused_with_the_way_out() -> None:
    report = read("subscriber-list.csv").files[0]
    assert report.error is not None
    assert "list of persons" in report.error.text


def test_a_row_that_describes_the_columns_is_left_out_and_counted() -> None:
    name = "Facebook Insights Data Export (Post Level) - Bakery - 2021-05-01.xlsx"
    report = read(name).files[0]
    assert [(d.reason.text, d.rows) for d in report.rows_dropped] == [
        ("row that describes the columns", 1)
    ]
    assert not any(f.severity is Severity.WARNING for f in report.faults)


def test_the_followers_of_a_day_stand_beside_those_who_came() -> None:
    daily = read("Content_2023-08-07_2024-08-05_AdaByron.xlsx").history.daily
    levels = daily[daily["metric"] == "followers"]
    assert levels[["date", "value"]].astype(str).to_numpy().tolist() == [["2023-09-20", "782.0"]]
