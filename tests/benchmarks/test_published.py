from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from kpi_numbers import history_of_posts

from kpicore.benchmarks import (
    PUBLISHED,
    Counted,
    PublishedFigure,
    benchmark_matches,
    counted_in,
    matches,
    own_past,
    read_published,
    tier_edges,
)
from kpicore.errors import ImportFailedError
from kpicore.kpis import CATALOGUE, Statistic, compare_kpi
from kpicore.language import english
from kpicore.periods import Period

HEADER = (
    "platform,kpi,definition,segment_type,segment,statistic,value,unit,period_start,period_end,"
    "publisher,title,url,seen_at"
)
FEW_PER_PUBLISHER = 36
"""More of one publisher's table than this would be a copy of it, not a selection."""


def row(**more: str) -> str:
    values = {
        "platform": "TikTok",
        "kpi": "engagement_rate_by_views",
        "definition": "(likes+comments+shares) / views",
        "segment_type": "all",
        "segment": "all",
        "statistic": "median",
        "value": "4.5",
        "unit": "percent",
        "period_start": "2026-01-01",
        "period_end": "2026-03-31",
        "publisher": "Us",
        "title": "Own numbers",
        "url": "",
        "seen_at": "",
    } | more
    return ",".join(values[c] for c in HEADER.split(","))


def table(*rows: str) -> tuple[PublishedFigure, ...]:
    return read_published("\n".join((HEADER, *rows)))


def fits(figure: PublishedFigure, **more: object) -> bool:
    asked = {
        "key": "engagement_rate_by_views",
        "platform": "tiktok",
        "statistic": Statistic.MEDIAN_PER_POST,
        "period": Period(date(2026, 5, 1), date(2026, 5, 28)),
        "followers": 20_000.0,
    } | more
    return matches(figure, **asked)


class TestShippedSelection:
    def test_every_figure_names_its_source(self) -> None:
        for figure in PUBLISHED:
            assert figure.publisher
            assert figure.title
            assert figure.url.startswith("https://")
            assert figure.key in CATALOGUE
            assert figure.value is not None or (figure.low is not None and figure.high is not None)

    def test_it_is_a_selection_not_a_publishers_table(self) -> None:
        for publisher, count in Counter(f.publisher for f in PUBLISHED).items():
            assert count <= FEW_PER_PUBLISHER, publisher

    def test_shares_are_shares(self) -> None:
        for figure in PUBLISHED:
            if figure.key.startswith("engagement_rate"):
                told = [v for v in (figure.low, figure.value, figure.high) if v is not None]
                assert all(0 < v < 0.5 for v in told)

    def test_quoted_and_undated_figures_are_marked(self) -> None:
        say = english().say
        for figure in PUBLISHED:
            marks = [say(m) for m in figure.marks]
            assert ("quoted" in marks) == figure.quoted
            assert ("undated" in marks) == (figure.period_end is None)

    def test_quartiles_stand_beside_their_median(self) -> None:
        tiers = [f for f in PUBLISHED if f.publisher == "PlayerSells" and f.low is not None]
        assert tiers
        for figure in tiers:
            assert figure.value is not None
            assert figure.high is not None
            assert figure.low <= figure.value <= figure.high


@pytest.mark.parametrize(
    ("segment", "edges"),
    [
        ("1-5K", (1, 5000)),
        ("nano 1K-5K", (1000, 5000)),
        ("100K-1M", (1e5, 1e6)),
        ("under 2K", (0, 2000)),
        ("over 1M", (1e6, float("inf"))),
        ("mega 500K+", (5e5, float("inf"))),
        ("1.1M+", (1.1e6, float("inf"))),
        ("nano", None),
        ("all accounts", None),
    ],
)
def test_tiers_are_read_by_their_edges(segment: str, edges: tuple[float, float] | None) -> None:
    assert tier_edges(segment) == edges


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("(likes+comments) / followers, per post", Counted.LIKES_COMMENTS),
        ("(likes+comments+shares) / followers", Counted.LIKES_COMMENTS_SHARES),
        ("(likes+replies+reposts+quotes) / followers", Counted.LIKES_COMMENTS_SHARES),
        ("(likes+comments+shares+saves) / followers, per video", Counted.WITH_SAVES),
        ("(clicks+likes+comments+shares) / impressions", Counted.WITH_CLICKS),
        ("interactions per post / followers", Counted.TOTAL),
        ("(likes+comments) / followers (formula not restated)", Counted.UNSTATED),
    ],
)
def test_what_stands_above_the_line_is_read(definition: str, expected: Counted) -> None:
    assert counted_in(definition) is expected


class TestMatching:
    def test_the_same_platform_denominator_statistic_and_segment(self) -> None:
        assert fits(table(row())[0])

    @pytest.mark.parametrize(
        "more",
        [
            {"platform": "Instagram"},
            {"kpi": "engagement_rate_by_followers"},
            {"statistic": "mean"},
            {"definition": "(likes+comments) / views"},
            {"definition": "(likes+comments+shares+saves) / views"},
            {"segment_type": "follower_tier", "segment": "1K-10K"},
            {"segment_type": "follower_tier", "segment": "nano"},
            {"segment_type": "industry", "segment": "Retail"},
            {"segment_type": "format", "segment": "video"},
        ],
        ids=lambda more: "-".join(more.values())[:40],
    )
    def test_anything_else_is_not_shown(self, more: dict[str, str]) -> None:
        assert not fits(table(row(**more))[0])

    def test_a_tier_matches_on_its_edges(self) -> None:
        tier = table(row(segment_type="follower_tier", segment="10K-50K"))[0]
        assert fits(tier, followers=10_000.0)
        assert not fits(tier, followers=50_000.0)
        assert not fits(tier, followers=None)

    def test_an_industry_matches_when_it_is_named(self) -> None:
        retail = table(row(segment_type="industry", segment="Retail"))[0]
        assert fits(retail, industry="retail")

    def test_figures_from_before_a_break_do_not_stand_against_figures_from_after(self) -> None:
        old = table(row(platform="YouTube"))[0]
        late = {"period": Period(date(2026, 9, 1), date(2026, 9, 28)), "platform": "youtube"}
        assert fits(old, platform="youtube")
        assert not fits(old, **late)
        undated = table(row(platform="YouTube", period_start="", period_end=""))[0]
        assert not fits(undated, **late)

    def test_monthly_growth_is_held_only_against_a_months(self) -> None:
        growth = table(
            row(kpi="follower_growth_rate_monthly", unit="percent_per_month", definition="growth")
        )[0]
        asked = {"key": "follower_growth_rate", "statistic": Statistic.POOLED}
        assert fits(growth, **asked)
        assert not fits(growth, period=Period(date(2026, 5, 1), date(2026, 7, 29)), **asked)

    def test_impressions_or_reach_is_not_taken_for_impressions(self) -> None:
        words = "total interactions / impressions (or reach where the network reports reach)"
        kpi = "engagement_rate_by_impressions"
        open_ = table(row(platform="Instagram", kpi=kpi, definition=words))[0]
        sure = table(row(platform="LinkedIn", kpi=kpi, definition=words))[0]
        assert open_.counted is Counted.UNSTATED
        assert sure.counted is Counted.TOTAL


class TestOwnTable:
    def test_units_become_the_catalogues(self) -> None:
        weekly = table(row(kpi="posting_frequency", unit="posts_per_month", value="30.4375"))[0]
        assert weekly.value == pytest.approx(7)
        assert table(row())[0].value == pytest.approx(0.045)

    def test_unknown_kpis_are_left_out(self) -> None:
        assert table(row(kpi="story_exit_rate")) == ()

    def test_missing_columns_are_named(self) -> None:
        with pytest.raises(ImportFailedError, match=r"lacks the columns .*publisher"):
            read_published("platform,kpi\nTikTok,views\n")

    def test_faulty_rows_are_told_together(self) -> None:
        with pytest.raises(ImportFailedError, match="Rows 2, 4, 5"):
            table(row(value="much"), row(), row(period_end="May 2026"), row(unit="apples"))


class TestAnAccount:
    """Ten mature posts of 100 views with 4, 5, 6 ... engagements; 20,000 followers."""

    PERIOD = Period(date(2026, 5, 1), date(2026, 5, 28))
    TODAY = date(2026, 7, 1)

    def test_the_median_post_stands_beside_the_published_median(self) -> None:
        mine = table(row(), row(statistic="p25", value="3"), row(statistic="p75", value="9"))
        found = benchmark_matches(
            history_of_posts(),
            "engagement_rate_by_views",
            self.PERIOD,
            account_id="a",
            today=self.TODAY,
            own_table=mine,
        )
        first = found[0]
        assert first.figure.own_table
        assert first.value.statistic is Statistic.MEDIAN_PER_POST
        assert first.value.value == pytest.approx(0.085)
        assert first.ratio == pytest.approx(0.085 / 0.045)
        assert first.inside is True

    def test_nothing_is_shown_for_what_nobody_publishes(self) -> None:
        found = benchmark_matches(
            history_of_posts(), "save_rate", self.PERIOD, account_id="a", today=self.TODAY
        )
        assert found == ()

    def test_the_shipped_tiers_match_by_followers(self) -> None:
        found = benchmark_matches(
            history_of_posts(platform="x"),
            "engagement_rate_by_followers",
            self.PERIOD,
            account_id="a",
            today=self.TODAY,
        )
        assert found
        for match in found:
            edges = tier_edges(match.figure.segment)
            if match.figure.segment_type == "follower_tier":
                assert edges is not None
                assert edges[0] <= 20_000 < edges[1]
        kinds = [m.figure.segment_type for m in found]
        assert kinds == sorted(kinds, key=lambda kind: kind == "all")

    def test_a_platforms_own_total_is_not_held_against_likes_comments_and_shares(self) -> None:
        found = benchmark_matches(
            history_of_posts(listed=False),
            "engagement_rate_by_views",
            self.PERIOD,
            account_id="a",
            today=self.TODAY,
            own_table=table(row()),
        )
        assert all(m.figure.counted is not Counted.LIKES_COMMENTS_SHARES for m in found)

    def test_own_past_names_the_best_whole_month(self) -> None:
        data = history_of_posts()
        asked = {"account_ids": ["a"], "today": self.TODAY}
        comparison = compare_kpi(data, "followers", self.PERIOD, **asked)
        past = own_past(data, "followers", comparison, **asked)
        assert past.best_month == date(2026, 5, 1)
        assert past.best_value == 20_000
        unknown = own_past(data, "saves", compare_kpi(data, "saves", self.PERIOD, **asked), **asked)
        assert unknown.months.empty
