from __future__ import annotations

import pytest

from kpicore.errors import DataNotFoundError
from kpicore.kpis import (
    CATALOGUE,
    DIRECTION_LABELS,
    GROUP_LABELS,
    PRESET_LABELS,
    ROLLUP_LABELS,
    STAGE_AIMS,
    STAGE_KPIS,
    STAGE_LABELS,
    STATISTIC_LABELS,
    STEP_LABELS,
    Basis,
    KpiDefinition,
    Rollup,
    Stage,
    Statistic,
    focus_kpis,
    focus_warning,
    kpi,
    ordered_kpis,
)
from kpicore.kpis.catalogue import check_statistic
from kpicore.language import english
from kpicore.metrics import METRICS

STABLE_KEYS = tuple(
    """
likes comments shares saves engagements engagement_rate_by_views engagement_rate_by_reach
engagement_rate_by_impressions engagement_rate_by_followers like_rate comment_rate share_rate
save_rate comment_reply_rate dms_received dms_answered response_rate response_time link_ctr
thumbnail_ctr ugc_posts hashtag_engagement followers new_followers lost_followers net_followers
follower_growth_rate unfollow_share impressions reach frequency views average_views profile_views
profile_visit_rate follow_conversion conversion_rate active_users bounce_rate watch_time
average_watch_time average_viewed_share completion_rate live_sessions live_peak_viewers
live_unique_viewers live_average_watch_time live_engagement_rate live_new_followers
posting_frequency revenue rpm
""".split()  # noqa: SIM905 - a list of this length is read more easily as text
)
"""Stored in databases and links: a key that is gone or renamed breaks them."""

MADE_HERE = {"days", "posts_published", "playable_seconds", "hashtag_engagements"}
"""Columns that the tables make themselves."""


def test_no_key_was_renamed_or_lost() -> None:
    assert sorted(CATALOGUE) == sorted(STABLE_KEYS)


@pytest.mark.parametrize("definition", CATALOGUE.values(), ids=lambda d: d.key)
def test_every_row_is_filled(definition: KpiDefinition) -> None:
    say = english().say
    texts = [
        say(m)
        for m in (
            definition.label,
            definition.meaning,
            definition.formula,
            definition.moved_by,
            definition.pitfalls,
        )
    ]
    assert all(len(text) > 4 for text in texts)
    assert definition.meaning.text.endswith(".")
    assert definition.moved_by.text.endswith(".")
    assert definition.pitfalls.text.endswith(".")
    assert definition.source
    assert definition.stages
    assert definition.statistics


@pytest.mark.parametrize("definition", CATALOGUE.values(), ids=lambda d: d.key)
def test_every_way_uses_known_metrics(definition: KpiDefinition) -> None:
    for way in definition.all_ways:
        assert set(way.metrics) <= set(METRICS) | MADE_HERE
        assert (
            way.is_ratio == (definition.rollup is Rollup.POOLED) or definition.key == "watch_time"
        )


def test_per_post_statistics_are_offered_only_where_posts_can_give_them() -> None:
    for definition in CATALOGUE.values():
        if {Statistic.MEDIAN_PER_POST, Statistic.MEAN_PER_POST} & set(definition.statistics):
            assert any(way.basis is Basis.POSTS for way in definition.all_ways), definition.key


def test_labels_are_unique() -> None:
    labels = [d.label.text for d in CATALOGUE.values()]
    assert len(set(labels)) == len(labels)


def test_an_unknown_key_is_told_with_the_known_ones() -> None:
    with pytest.raises(DataNotFoundError, match=r"no KPI called vues.*views"):
        kpi("vues")


def test_a_statistic_that_is_not_offered_is_refused() -> None:
    with pytest.raises(DataNotFoundError, match="Followers is not offered as p90"):
        check_statistic(CATALOGUE["followers"], Statistic.P90)


def test_pooled_kpis_need_a_denominator() -> None:
    views = CATALOGUE["views"]
    fields = {name: getattr(views, name) for name in KpiDefinition.__slots__}
    with pytest.raises(ValueError, match="needs a denominator"):
        KpiDefinition(**(fields | {"rollup": Rollup.POOLED}))
    with pytest.raises(ValueError, match="numerator is empty"):
        KpiDefinition(**(fields | {"numerator": ()}))


def test_every_choice_has_a_name_for_people() -> None:
    tables = (
        STATISTIC_LABELS,
        GROUP_LABELS,
        STAGE_LABELS,
        STAGE_AIMS,
        DIRECTION_LABELS,
        ROLLUP_LABELS,
        PRESET_LABELS,
        STEP_LABELS,
    )
    for table in tables:
        choices = type(next(iter(table)))
        assert set(table) == set(choices)


class TestStages:
    def test_each_stage_names_two_or_three_kpis_of_the_catalogue(self) -> None:
        assert set(STAGE_KPIS) == set(Stage)
        for keys in STAGE_KPIS.values():
            assert 2 <= len(keys) <= 3
            assert set(keys) <= set(CATALOGUE)

    def test_what_the_data_cannot_give_is_replaced_by_what_comes_closest(self) -> None:
        assert focus_kpis(Stage.BRAND, ["views", "net_followers", "engagements"]) == (
            "views",
            "net_followers",
            "engagements",
        )

    def test_nothing_is_offered_twice_or_invented(self) -> None:
        assert focus_kpis(Stage.SERVICE, ["views"]) == ()
        assert focus_kpis(Stage.BRAND) == STAGE_KPIS[Stage.BRAND]

    def test_focus_comes_first_and_every_key_once(self) -> None:
        ordered = ordered_kpis(("rpm", "views", "rpm"))
        assert ordered[:2] == ("rpm", "views")
        assert sorted(ordered) == sorted(CATALOGUE)

    def test_more_than_three_in_focus_is_told(self) -> None:
        assert focus_warning(("views", "likes", "shares")) is None
        warning = focus_warning(("views", "likes", "shares", "saves"))
        assert warning is not None
        assert "focus is lost" in english().say(warning)
