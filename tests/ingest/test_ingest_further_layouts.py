"""Layouts of other languages and other tables of an export: the totals are those of the file."""

from __future__ import annotations

from dataclasses import replace
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
    "video_overview_analytics.csv": (
        "x",
        [
            ("daily", 3, {"video_views": 100, "watch_seconds": 240, "revenue": 0.12}),
            ("other", 0, {}),
        ],
    ),
    "youtube_gender.csv": ("youtube", [("audience", 3, {})]),
    "youtube_gender_pt.csv": ("youtube", [("audience", 3, {})]),
    "youtube_es.csv": (
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
    "May-25-2026_Jun-21-2026_2493633672508178.csv": (
        "facebook",
        [
            (
                "posts",
                2,
                {"views": 450, "likes": 15, "comments": 2, "shares": 0, "watch_seconds": 1800},
            )
        ],
    ),
    "도달.csv": ("meta", [("daily", 2, {})]),
    "快手作品列表.xlsx": (
        "kuaishou",
        [("posts", 2, {"views": 2000, "likes": 50, "comments": 6, "net_followers": 4})],
    ),
    "投稿分析.xlsx": ("douyin", [("posts", 2, {"views": 2000, "shares": 5, "comments": 5})]),
    "tendency_1767225600_1767312000.xls": (
        "wechat",
        [("daily", 2, {}), ("daily", 2, {"posts": 1})],
    ),
    "دورلي-doorly_followers_1767085154804.xls": (
        "linkedin",
        [("daily", 2, {"new_followers": 6}), ("audience", 2, {})],
    ),
}

TO_MAP = {
    "acme_competitor_analytics_1767085154805.xlsx": "Total Followers",
    "Facebook Insights Data Export - Bakery - 2021-05-16.csv": "Daily Total Reach",
    "投稿汇总.xlsx": "条均点赞数",
    "새 지표.csv": "Primary",
}
"""Files whose columns nobody has told, and one of their columns."""


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


@pytest.mark.parametrize("name", TO_MAP)
def test_a_layout_that_nobody_has_told_goes_to_the_mapping_step_and_nowhere_else(name: str) -> None:
    result = read(name)
    report = result.files[0]
    assert report.error is not None
    assert "mapping step" in report.error.text
    assert TO_MAP[name] in [c.header for p in report.proposals for c in p.columns]
    assert result.history.is_empty


def test_the_parts_of_a_day_and_the_articles_beside_them_are_told_and_not_added() -> None:
    result = read("tendency_1767225600_1767312000.xls")
    daily = result.history.daily
    readers = daily[daily["metric"] == "unique_viewers"]
    assert readers["value"].tolist() == [100, 200]
    report = result.files[0]
    assert [(d.reason.text, d.rows) for d in report.rows_dropped] == [
        ("part of the day's total, by channel", 4)
    ]
    assert ("内容标题", "阅读人数") in [f.message.values.get("columns") for f in report.faults]


@pytest.mark.parametrize("heading", ["Duration", "Clip length", "Film"])
def test_a_list_of_videos_below_the_days_is_never_taken_for_days(heading: str) -> None:
    text = (EXPORTS / "video_overview_analytics.csv").read_text("utf-8")
    data = text.replace("Duration", heading).encode()
    result = read_files(
        [SourceFile(name="video_overview_analytics (1).csv", data=data)],
        ReadOptions(today=date(2026, 10, 1)),
    )
    views = result.history.daily.query("metric == 'video_views'").sort_values("date")
    assert views["value"].tolist() == [0, 60, 40]
    assert result.files[0].rows_dropped[0].rows == 2


def test_a_title_that_was_said_to_be_a_metric_is_read_next_time_and_no_other_title_is() -> None:
    name = "새 지표.csv"
    data = (EXPORTS / name).read_bytes()
    proposal = read(name).files[0].proposals[0]
    named = proposal.named("New figure", "instagram")
    columns = tuple(
        replace(c, role="engagements") if c.header == "Primary" else c for c in named.columns
    )
    options = ReadOptions(today=date(2026, 10, 1), mappings=(replace(named, columns=columns),))
    result = read_files([SourceFile(name=name, data=data)], options)
    assert dict(result.files[0].tables[0].totals) == {"engagements": 135}
    assert result.files[0].platform == "instagram"
    other = data.decode("utf-16").replace("새 지표", "헌 지표").encode("utf-16")
    assert read_files([SourceFile(name="헌 지표.csv", data=other)], options).history.is_empty
