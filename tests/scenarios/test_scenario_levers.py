"""What each lever does to the draws, against sums made by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scenario_builders import (
    DEADLINE,
    LAST,
    TODAY,
    days_until_today,
    flat,
    ground,
    outlook,
    ratio_outlook,
    scenario,
)

from kpicore.errors import ScenarioError
from kpicore.forecasting import Event
from kpicore.goals import Measure
from kpicore.language import english
from kpicore.periods import Period
from kpicore.scenarios import (
    FormatMix,
    GrowthOverride,
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    PushKind,
    ViralHit,
    act,
)

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
WHOLE = Period(TODAY, DEADLINE)
MANY = flat([1000.0] * 2000)


def total(draws: np.ndarray) -> np.ndarray:
    return draws.sum(axis=1)


def test_bought_contacts_are_spend_over_cost_and_lie_evenly_on_their_days() -> None:
    lever = PaidReach(spend=620, cost_per_thousand=5, first=JANUARY[0], last=JANUARY[1])
    assert lever.bought == 124_000
    moved = act(scenario(lever), outlook(flat([1000, 2000])), ground()).outlook.forecast.draws
    assert moved[:, :31] == pytest.approx(np.array([[5000.0] * 31, [6000.0] * 31]))
    assert moved[:, 31:] == pytest.approx(flat([1000, 2000], 59))


def test_a_flat_addition_adds_up_to_itself() -> None:
    lever = PaidReach(contacts=9000, first=TODAY, last=DEADLINE)
    moved = act(scenario(lever), outlook(flat([1000])), ground()).outlook
    assert moved.draws_of(Measure.TOTAL, WHOLE) == pytest.approx([90_000 + 9000])


def test_paid_viewers_react_between_not_at_all_and_as_the_own_ones_do() -> None:
    # 1000 views and 50 likes a day: 20,000 bought views bring between 0 and 1000 likes.
    likes = outlook(flat([50.0] * 2000), days_until_today([50.0] * 400), key="likes")
    lever = PaidReach(contacts=20_000, first=TODAY, last=DEADLINE)
    added = total(act(scenario(lever), likes, ground()).outlook.forecast.draws) - 50 * 90
    assert 0 < added.min() < 20
    assert 980 < added.max() < 1000
    assert added.mean() == pytest.approx(500)


def test_paid_reach_pulls_a_rate_down_because_both_sides_are_moved() -> None:
    rate = ratio_outlook(flat([50.0] * 500), flat([1000.0] * 500))
    lever = PaidReach(contacts=90_000, first=TODAY, last=DEADLINE)
    moved = act(scenario(lever), rate, ground()).outlook.draws_of(Measure.MEAN, WHOLE)
    # Views double; likes rise by a half of what the own viewers would give, on average.
    assert moved.min() >= 0.025
    assert moved.max() <= 0.05
    assert moved.mean() == pytest.approx(0.0375)


def test_a_pause_keeps_the_share_that_is_said_and_only_on_its_days() -> None:
    lever = Pause(first=date(2026, 1, 10), last=date(2026, 1, 19), remaining=0.4)
    moved = act(scenario(lever), outlook(flat([1000])), ground()).outlook.forecast.draws[0]
    assert moved[9:19] == pytest.approx([400.0] * 10)
    assert moved[:9].tolist() == [1000.0] * 9
    assert moved[19:].tolist() == [1000.0] * 71


def test_in_a_pause_no_post_goes_out() -> None:
    posts = ratio_outlook(flat([1.0]), flat([1.0]), key="posting_frequency")
    lever = Pause(first=TODAY, last=date(2026, 1, 30), remaining=0.9)
    moved = act(scenario(lever), posts, ground()).outlook
    # 60 of 90 days hold a post each; the builder's ratio is per day.
    assert moved.draws_of(Measure.MEAN, WHOLE) == pytest.approx([60 / 90])


def test_a_posting_rate_of_ones_own_effect_is_exact() -> None:
    # 7 posts a week; twice as many bring +50 %, so 14 posts bring 1500 views a day.
    lever = PostingFrequency(posts_per_week=14, per_doubling=0.5)
    moved = act(scenario(lever), outlook(flat([1000, 2000])), ground()).outlook.forecast.draws
    assert moved == pytest.approx(flat([1500, 3000]))


def test_posts_themselves_follow_the_new_rate() -> None:
    posts = ratio_outlook(flat([1.0]), flat([1.0]), key="posting_frequency")
    lever = PostingFrequency(posts_per_week=10.5)
    moved = act(scenario(lever), posts, ground()).outlook
    assert moved.draws_of(Measure.MEAN, WHOLE) == pytest.approx([1.5])


def test_a_pause_wins_over_a_posting_rate_on_its_days() -> None:
    levers = (
        PostingFrequency(posts_per_week=14, per_doubling=0.5),
        Pause(first=TODAY, last=date(2026, 1, 10), remaining=0.4),
    )
    moved = act(scenario(*levers), outlook(flat([1000])), ground()).outlook.forecast.draws[0]
    assert moved[:10] == pytest.approx([400.0] * 10)
    assert moved[10:] == pytest.approx([1500.0] * 80)


def test_a_level_keeps_what_is_gained() -> None:
    # 10 new followers a day; a campaign that doubles the growth for 31 days brings 310 more.
    climbing = 5000.0 + np.arange(1, 91)[None, :] * 10.0
    followers = outlook(
        np.repeat(climbing, 4000, axis=0),
        days_until_today(np.linspace(1010, 5000, 400)),
        key="followers",
        kind="stock",
    )
    lever = Push(kind=PushKind.CAMPAIGN, lift=1.0, first=JANUARY[0], last=JANUARY[1])
    moved = act(scenario(lever), followers, ground()).outlook
    extra = moved.draws_of(Measure.LEVEL, Period(DEADLINE, DEADLINE)) - 5900
    assert np.median(extra) == pytest.approx(310, rel=0.001)
    on_31_january = moved.draws_of(Measure.LEVEL, Period(JANUARY[1], JANUARY[1])) - 5310
    assert on_31_january == pytest.approx(extra)


def test_a_level_that_falls_is_not_made_to_fall_faster() -> None:
    falling = 5000.0 - np.arange(1, 91)[None, :] * 10.0
    followers = outlook(falling, days_until_today([5000.0] * 400), key="followers", kind="stock")
    lever = PostingFrequency(posts_per_week=14, per_doubling=0.5)
    moved = act(scenario(lever), followers, ground()).outlook.forecast.draws
    assert moved == pytest.approx(falling)


def test_a_typed_lift_is_the_median_and_its_doubt_is_half_of_it() -> None:
    lever = Push(kind=PushKind.CAMPAIGN, lift=0.44, first=TODAY, last=DEADLINE)
    moved = act(scenario(lever), outlook(MANY), ground()).outlook.forecast.draws[:, 0]
    low, middle, high = np.quantile(moved, [0.1, 0.5, 0.9])
    assert middle == pytest.approx(1440, rel=0.001)
    # Half and one and a half times on the scale of growth: square root and cube of it.
    assert low == pytest.approx(1200, rel=0.001)
    assert high == pytest.approx(1728, rel=0.001)


def test_a_push_like_past_ones_has_the_lift_that_they_had() -> None:
    views = np.full(400, 1000.0)
    events = []
    for back in (300, 200, 100):
        views[-back : -back + 5] = 1500.0
        first = LAST.toordinal() + 1 - back
        span = (date.fromordinal(first), date.fromordinal(first + 4))
        events.append(Event("Duet", *span, kind="collaboration"))
    ahead = outlook(MANY, days_until_today(views))
    lever = Push(kind=PushKind.COLLABORATION, first=TODAY, last=date(2026, 1, 5))
    acted = act(scenario(lever), ahead, ground(events=tuple(events)))
    # All three brought the same on a flat series: no doubt is left.
    assert acted.outlook.forecast.draws[:, :5] == pytest.approx(flat([1500.0] * 2000, 5))
    assert acted.outlook.forecast.draws[:, 5:].max() == 1000.0
    assert "3 past events of this kind (collaboration) went along with +50%" in english().say(
        acted.notes[0]
    )


def test_without_a_past_event_of_the_kind_a_lift_is_asked_for() -> None:
    lever = Push(kind=PushKind.COLLABORATION, first=TODAY, last=DEADLINE)
    other = Event("Sale", date(2025, 6, 1), date(2025, 6, 3), kind="campaign")
    planned = Event("Duet", date(2026, 2, 1), date(2026, 2, 3), kind="collaboration")
    with pytest.raises(ScenarioError, match=r"No past collaboration .* Type the lift"):
        act(scenario(lever), outlook(MANY), ground(events=(other, planned)))


def test_a_viral_hit_brings_its_views_half_of_them_in_three_days() -> None:
    lever = ViralHit(views=60_000, day=date(2026, 1, 11))
    added = act(scenario(lever), outlook(MANY), ground()).outlook.forecast.draws - 1000
    assert added[:, :10].max() == 0
    assert np.median(total(added)) == pytest.approx(60_000, rel=0.002)
    assert total(added[:, 10:13]) == pytest.approx(total(added) / 2, rel=1e-6)
    low, high = np.quantile(total(added), [0.1, 0.9])
    assert (low, high) == pytest.approx((30_000, 120_000), rel=0.002)


def test_another_mix_of_formats_is_the_ratio_of_the_mean_posts() -> None:
    # 60 pictures of 100 views and 40 videos of 300: mean 180; all videos: 300.
    table = pd.DataFrame(
        {"format": ["image"] * 60 + ["video"] * 40, "views": [100.0] * 60 + [300.0] * 40}
    )
    base = ground(post_table=table)
    moved = act(scenario(FormatMix(format="video", share=1.0)), outlook(flat([900])), base)
    assert moved.outlook.forecast.draws == pytest.approx(flat([1500]))
    as_now = act(scenario(FormatMix(format="video", share=0.4)), outlook(flat([900])), base)
    assert as_now.outlook.forecast.draws == pytest.approx(flat([900]))


def test_a_mix_needs_posts_of_both_sides() -> None:
    table = pd.DataFrame({"format": ["image"] * 60 + ["video"] * 4, "views": [100.0] * 64})
    lever = FormatMix(format="video", share=1.0)
    with pytest.raises(ScenarioError, match="holds 4 posts of this format and 60 of others"):
        act(scenario(lever), outlook(flat([900])), ground(post_table=table))


def test_a_growth_takes_the_place_of_the_forecasts_own() -> None:
    # The futures grow by 2 % a month; 10 % is wanted instead.
    months = np.arange(1, 91) / (365.25 / 12)
    growing = np.outer([1000.0, 2000.0], 1.02**months)
    lever = GrowthOverride(kpi="views", monthly_growth=0.10)
    moved = act(scenario(lever), outlook(growing), ground()).outlook.forecast.draws
    assert moved == pytest.approx(np.outer([1000.0, 2000.0], 1.1**months), rel=1e-9)
    same = GrowthOverride(kpi="views", monthly_growth=0.02)
    assert act(scenario(same), outlook(growing), ground()).outlook.forecast.draws == pytest.approx(
        growing, rel=1e-9
    )


def test_a_growth_of_another_kpi_moves_nothing_and_says_so() -> None:
    lever = GrowthOverride(kpi="likes", monthly_growth=0.10)
    ahead = outlook(flat([900]))
    acted = act(scenario(lever), ahead, ground())
    assert acted.outlook is ahead
    assert acted.idle == (lever,)


def test_a_rate_stays_inside_its_bound() -> None:
    full = ratio_outlook(flat([900.0]), flat([1000.0]), key="completion_rate", upper=1.0)
    lever = GrowthOverride(kpi="completion_rate", monthly_growth=0.5)
    moved = act(scenario(lever), full, ground()).outlook
    assert moved.draws_of(Measure.MEAN, Period(DEADLINE, DEADLINE)) == pytest.approx([1.0])
    assert (moved.forecast.draws <= 1.0).all()


def test_a_median_per_post_is_moved_by_no_lever_but_growth() -> None:
    ahead = outlook(flat([30.0]), days_until_today([30.0] * 400), key="response_time", kind="mean")
    lever = PostingFrequency(posts_per_week=14, per_doubling=0.5)
    acted = act(scenario(lever), ahead, ground())
    assert acted.outlook is ahead
    assert acted.idle == (lever,)


def test_more_posts_share_the_views_of_a_post() -> None:
    # Average views: 7 posts a week of 1000 views; twice as many posts bring half as much again.
    average = ratio_outlook(flat([1000.0]), flat([1.0]), key="average_views", per_post=True)
    lever = PostingFrequency(posts_per_week=14, per_doubling=0.5)
    moved = act(scenario(lever), average, ground()).outlook
    assert moved.draws_of(Measure.MEAN, WHOLE) == pytest.approx([1500 / 2])


def test_the_note_says_on_how_many_weeks_it_rests_and_that_it_is_an_association() -> None:
    rng = np.random.default_rng(8)
    weekly = rng.poisson(np.clip(rng.normal(4, 1.8, 60), 0.3, None))
    posts = days_until_today(np.repeat(weekly / 7, 7))
    views = days_until_today(400 * np.repeat((1 + weekly) ** 0.6, 7))
    base = ground()
    object.__setattr__(base, "posts", posts)
    acted = act(scenario(PostingFrequency(posts_per_week=9)), outlook(flat([1.0]), views), base)
    note = english().say(acted.notes[0])
    assert "In 59 of your own weeks" in note
    assert "This is an association" in note
    constant = act(scenario(PostingFrequency(posts_per_week=9)), outlook(flat([1.0])), ground())
    assert "Your own weeks do not tell yet" in english().say(constant.notes[0])
