"""Every layout's small file is recognised, and its totals are those that were written into it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpicore.ingest import FileReport, ReadOptions, Severity, SourceFile, read_files

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
TODAY = date(2026, 10, 1)

CASES: dict[str, tuple[str, str, list[tuple[str, int, dict[str, float]]]]] = {
    "Overview_2025-12-29_1767571200_dancer.csv": (
        "tiktok",
        "studio_overview",
        [
            (
                "daily",
                6,
                {"views": 910, "profile_views": 39, "likes": 91, "comments": 7, "shares": 12},
            )
        ],
    ),
    "FollowerHistory.csv": (
        "tiktok",
        "studio_follower_history",
        [("daily", 5, {"followers": 1008, "net_followers": 8})],
    ),
    "Viewers.csv": ("tiktok", "studio_viewers", [("daily", 3, {})]),
    "Viewers.xlsx": ("tiktok", "studio_viewers", [("daily", 2, {})]),
    "Content.csv": (
        "tiktok",
        "studio_content",
        [("posts", 2, {"likes": 19, "comments": 3, "shares": 5, "views": 650})],
    ),
    "FollowerActivity.csv": ("tiktok", "studio_follower_activity", [("audience", 4, {})]),
    "FollowerGender.csv": ("tiktok", "studio_follower_gender", [("audience", 2, {})]),
    "FollowerTopTerritories.csv": ("tiktok", "studio_follower_territories", [("audience", 2, {})]),
    "tiktok_business_daily.csv": (
        "tiktok",
        "business_daily",
        [
            (
                "daily",
                2,
                {
                    "views": 1100,
                    "profile_views": 45,
                    "likes": 65,
                    "shares": 10,
                    "comments": 12,
                    "net_followers": 2,
                    "new_followers": 7,
                    "lost_followers": 5,
                },
            )
        ],
    ),
    "tiktok_business_swedish.csv": (
        "tiktok",
        "business_daily",
        [
            (
                "daily",
                2,
                {
                    "views": 1100,
                    "profile_views": 45,
                    "likes": 65,
                    "shares": 10,
                    "comments": 12,
                    "net_followers": 2,
                    "new_followers": 7,
                    "lost_followers": 5,
                },
            )
        ],
    ),
    "tiktok_business_videos.csv": (
        "tiktok",
        "business_videos",
        [("posts", 1, {"views": 1000, "likes": 50, "comments": 5, "shares": 4, "saves": 3})],
    ),
    "live_viewers.csv": ("tiktok", "live_daily", [("daily", 2, {"live_views": 150})]),
    "Totals.csv": ("youtube", "totals", [("daily", 3, {"views": 25})]),
    "Table data.csv": (
        "youtube",
        "content_table",
        [
            (
                "posts",
                2,
                {
                    "views": 1000,
                    "watch_seconds": 49.75 * 3600,
                    "net_followers": -3,
                    "impressions": 8500,
                },
            )
        ],
    ),
    "Tabellendaten.csv": (
        "youtube",
        "content_table",
        [("posts", 2, {"views": 28, "watch_seconds": 9000})],
    ),
    "표 데이터.csv": (
        "youtube",
        "content_table",
        [
            (
                "posts",
                2,
                {
                    "views": 30,
                    "watch_seconds": 9000,
                    "net_followers": 1,
                    "impressions": 100,
                    "revenue": 2.5,
                },
            )
        ],
    ),
    "Chart data.csv": ("youtube", "chart_data", [("other", 0, {})]),
    "youtube_geography.csv": (
        "youtube",
        "geography_table",
        [("audience", 2, {"views": 90, "watch_seconds": 21600})],
    ),
    "youtube_age.csv": ("youtube", "age_table", [("audience", 2, {})]),
    "Follows.csv": ("instagram", "series", [("daily", 3, {"new_followers": 80})]),
    "Visits.csv": (
        "facebook",
        "series",
        [("daily", 2, {"profile_views": 11}), ("daily", 2, {"profile_views": 110})],
    ),
    "Alcance.csv": ("meta", "series", [("daily", 1, {})]),
    "facebook_follows_resaved.csv": ("facebook", "series", [("daily", 2, {"new_followers": 3})]),
    "Audience.csv": (
        "meta",
        "audience",
        [("audience", 4, {}), ("audience", 2, {}), ("audience", 2, {})],
    ),
    "May-25-2026_Jun-21-2026_1493633672508178.csv": (
        "instagram",
        "instagram_content",
        [
            (
                "posts",
                2,
                {
                    "views": 1500,
                    "likes": 130,
                    "shares": 6,
                    "new_followers": 2,
                    "comments": 10,
                    "saves": 17,
                },
            )
        ],
    ),
    "instagram_content_pt.csv": (
        "instagram",
        "instagram_content",
        [
            (
                "posts",
                1,
                {
                    "views": 300,
                    "likes": 30,
                    "shares": 2,
                    "new_followers": 1,
                    "comments": 4,
                    "saves": 5,
                },
            )
        ],
    ),
    "instagram_wrapped.csv": (
        "instagram",
        "instagram_content",
        [("posts", 1, {"views": 12, "likes": 3})],
    ),
    "facebook_content.csv": (
        "facebook",
        "facebook_content",
        [
            (
                "posts",
                6,
                {
                    "engagements": 126,
                    "likes": 63,
                    "comments": 42,
                    "shares": 21,
                    "clicks": 210,
                    "link_clicks": 84,
                },
            )
        ],
    ),
    "AggregateAnalytics_Ana Souza_2025-05-01_2025-05-20.xlsx": (
        "linkedin",
        "creator_engagement",
        [
            ("daily", 2, {"impressions": 1500, "engagements": 0}),
            ("posts", 1, {"engagements": 20}),
            ("posts", 1, {"impressions": 900}),
            ("daily", 2, {"new_followers": 5, "followers": 782}),
            ("audience", 1, {}),
        ],
    ),
    "acme_content_1767085154803.xlsx": (
        "linkedin",
        "company_metrics",
        [
            (
                "daily",
                2,
                {"impressions": 150, "clicks": 14, "likes": 8, "comments": 2, "shares": 1},
            ),
            (
                "posts",
                1,
                {
                    "impressions": 100,
                    "clicks": 10,
                    "likes": 5,
                    "comments": 2,
                    "shares": 1,
                    "new_followers": 0,
                },
            ),
        ],
    ),
    "acme_followers_1767085154803.xlsx": (
        "linkedin",
        "company_followers",
        [("daily", 2, {"new_followers": 6}), ("audience", 2, {})],
    ),
    "acme_visitors_1767085154803.xlsx": (
        "linkedin",
        "company_visitors",
        [("daily", 2, {"profile_views": 18})],
    ),
    "user_analysis.xls": (
        "wechat",
        "official_users",
        [
            (
                "daily",
                2,
                {"new_followers": 9, "lost_followers": 6, "net_followers": 3, "followers": 1003},
            )
        ],
    ),
    "total_1767225600_1767312000.csv": (
        "wechat",
        "official_articles",
        [("posts", 1, {"new_followers": 4})],
    ),
    "account_overview_analytics.csv": (
        "x",
        "account_overview",
        [
            (
                "daily",
                2,
                {
                    "impressions": 2000,
                    "likes": 18,
                    "engagements": 100,
                    "saves": 3,
                    "shares": 1,
                    "new_followers": 9,
                    "lost_followers": 3,
                    "comments": 5,
                    "reposts": 6,
                    "profile_views": 35,
                    "posts": 3,
                    "video_views": 190,
                },
            )
        ],
    ),
    "daily_tweet_activity_metrics_ada_20210801_20210803_en.csv": (
        "x",
        "daily_tweets_old",
        [
            (
                "daily",
                2,
                {
                    "posts": 1,
                    "impressions": 2000,
                    "engagements": 30,
                    "reposts": 1,
                    "comments": 3,
                    "likes": 7,
                    "profile_views": 4,
                    "link_clicks": 1,
                    "new_followers": 0,
                    "video_views": 0,
                },
            )
        ],
    ),
    "data-export.csv": ("ga4", "nth_day", [("daily", 3, {}), ("daily", 2, {})]),
    "data-export (1).csv": ("ga4", "by_date", [("daily", 3, {"sessions": 45, "views": 119})]),
    "笔记列表明细表.xlsx": (
        "xiaohongshu",
        "note_list",
        [
            (
                "posts",
                2,
                {
                    "impressions": 1500,
                    "views": 400,
                    "likes": 25,
                    "comments": 3,
                    "saves": 10,
                    "new_followers": 2,
                    "shares": 1,
                },
            )
        ],
    ),
    "近30日观看数据.xlsx": (
        "xiaohongshu",
        "trend",
        [("daily", 2, {"impressions": 3000}), ("daily", 2, {"views": 900})],
    ),
    "作品列表导出.xlsx": (
        "douyin",
        "works",
        [
            (
                "posts",
                1,
                {
                    "views": 1000,
                    "likes": 50,
                    "shares": 4,
                    "comments": 6,
                    "saves": 7,
                    "profile_views": 8,
                    "net_followers": -2,
                },
            )
        ],
    ),
    "动态数据明细.csv": (
        "wechat",
        "channels_videos",
        [("posts", 2, {"views": 600, "likes": 22, "comments": 3, "shares": 5, "new_followers": 5})],
    ),
    "近期稿件对比.csv": (
        "bilibili",
        "recent_works",
        [
            (
                "posts",
                1,
                {
                    "views": 1200,
                    "net_followers": 10,
                    "lost_followers": 2,
                    "likes": 60,
                    "comments": 7,
                    "saves": 20,
                    "shares": 4,
                },
            )
        ],
    ),
    "数据趋势_1234567890_2026-01-01-2026-01-02.xlsx": (
        "toutiao",
        "data_trend",
        [("daily", 2, {"impressions": 3000, "views": 300, "likes": 12, "comments": 3})],
    ),
    "日报表.xls": (
        "zhihu",
        "daily_report",
        [
            (
                "daily",
                2,
                {
                    "views": 250,
                    "video_views": 50,
                    "likes": 11,
                    "comments": 3,
                    "saves": 5,
                    "shares": 4,
                },
            )
        ],
    ),
    "조회수_일간_2026-06-03_2026-06-05_20260906_152022.xlsx": (
        "naver",
        "statistics",
        [("daily", 3, {"views": 340})],
    ),
    "metricool_tiktok.csv": (
        "tiktok",
        "tiktok_posts",
        [("posts", 1, {"views": 560, "likes": 12, "comments": 3, "shares": 4})],
    ),
    "sprout_profiles.csv": (
        "instagram",
        "sprout_profiles",
        [
            (
                "daily",
                2,
                {"followers": 1001, "net_followers": 4, "new_followers": 7, "lost_followers": 3},
            ),
            (
                "daily",
                2,
                {"followers": 500, "net_followers": 1, "new_followers": 1, "lost_followers": 0},
            ),
        ],
    ),
    "own_daily_german.csv": ("custom", "daily_table", [("daily", 3, {"views": 4569})]),
    "own_daily_korean.csv": (
        "custom",
        "daily_table",
        [("daily", 3, {"views": 310, "likes": 11, "followers": 1002})],
    ),
    "own_long.tsv": ("custom", "long_table", [("daily", 2, {"views": 22, "dms_received": 8})]),
}


def read(name: str) -> FileReport:
    file = SourceFile(name=name, data=(EXPORTS / name).read_bytes())
    return read_files([file], ReadOptions(today=TODAY)).files[0]


@pytest.mark.parametrize("name", CASES)
def test_a_layout_is_recognised_and_its_totals_are_those_of_the_file(name: str) -> None:
    platform, layout, tables = CASES[name]
    report = read(name)
    assert report.error is None
    assert (report.platform, report.layout) == (platform, layout)
    told = [(t.kind.value, t.rows, dict(t.totals)) for t in report.tables]
    assert [t[:2] for t in told] == [t[:2] for t in tables]
    for (_, _, found), (_, _, wanted) in zip(told, tables, strict=True):
        assert found == pytest.approx(wanted)
    assert not any(f.severity is Severity.ERROR for f in report.faults)


def test_every_small_file_is_read_or_refused_with_a_sentence() -> None:
    for path in sorted(EXPORTS.iterdir()):
        report = read(path.name)
        assert report.error is not None or report.tables, path.name


def test_days_without_a_year_roll_over_new_year_from_the_start_in_the_file_name() -> None:
    table = read("Overview_2025-12-29_1767571200_dancer.csv").tables[0]
    assert (table.first, table.last) == (date(2025, 12, 29), date(2026, 1, 3))


def test_a_29th_of_february_without_a_year_lies_in_a_leap_year() -> None:
    table = read("FollowerHistory.csv").tables[0]
    assert (table.first, table.last) == (date(2024, 2, 28), date(2024, 3, 3))


def test_posts_without_a_year_take_it_from_the_clock_in_their_ids() -> None:
    table = read("Content.csv").tables[0]
    assert (table.first, table.last) == (date(2025, 9, 3), date(2025, 12, 30))


def test_ads_and_unknown_columns_are_refused_with_the_way_out() -> None:
    ads = read("tiktok_ads.csv")
    assert ads.error is not None
    assert "Ads Manager" in ads.error.text
    unknown = read("unknown_columns.csv")
    assert unknown.needs_mapping
    assert unknown.error is not None


def test_a_word_for_missing_is_missing_and_not_zero() -> None:
    name = "FollowerHistory.csv"
    file = SourceFile(name=name, data=(EXPORTS / name).read_bytes())
    history = read_files([file], ReadOptions(today=TODAY)).history
    followers = history.series(history.accounts[0].account_id, "followers")
    assert followers.to_list() == [1000, 1010, 1008]


def test_zeros_beside_people_reached_count_as_missing() -> None:
    report = read("facebook_content.csv")
    assert "views" not in report.tables[0].totals
    assert any("not available" in f.message.text for f in report.faults)


def test_a_file_that_does_not_say_instagram_or_facebook_asks() -> None:
    report = read("Alcance.csv")
    assert report.platform == "meta"
    assert any(f.severity is Severity.WARNING for f in report.faults)
    file = SourceFile(name="Alcance.csv", data=(EXPORTS / "Alcance.csv").read_bytes())
    told = read_files([file], ReadOptions(platform="instagram")).files[0]
    assert told.platform == "instagram"


def test_a_row_of_totals_whose_word_stands_in_the_first_column_is_left_out() -> None:
    text = (
        "Time,Video title,Video link,Post time,"
        "Total likes,Total comments,Total shares,Total views\n"
        "January 3,a,https://www.tiktok.com/@ada/video/7590000000000000001,January 1,1,2,3,4\n"
        "Total,,,,1,2,3,4\n"
    )
    report = read_files([SourceFile(name="Content.csv", data=text.encode())]).files[0]
    assert [t.totals["views"] for t in report.tables] == [4]
