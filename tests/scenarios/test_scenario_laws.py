"""Laws of scenarios: paired, exactly nothing without levers, monotone, whatever the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_builders import (
    DEADLINE,
    TODAY,
    flat,
    goal,
    ground,
    outlook,
    ratio_outlook,
    scenario,
)

from kpicore.goals import KpiOutlook
from kpicore.scenarios import (
    Difference,
    GrowthOverride,
    Lever,
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    PushKind,
    ViralHit,
    act,
    compare,
    paths,
    smallest_change,
)

NOISY = np.random.default_rng(3).lognormal(7, 0.3, (500, 90))
KPIS = ("views", "likes", "followers", "net_followers", "reach")
DAYS = st.integers(0, 89).map(lambda n: TODAY + timedelta(days=n))


def spans() -> st.SearchStrategy[tuple[date, date]]:
    return st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))


LEVERS: st.SearchStrategy[Lever] = st.one_of(
    st.builds(PostingFrequency, posts_per_week=st.floats(0.5, 50)),
    spans().flatmap(
        lambda s: st.builds(
            Push,
            kind=st.sampled_from(PushKind),
            lift=st.floats(-0.9, 3),
            first=st.just(s[0]),
            last=st.just(s[1]),
        )
    ),
    spans().flatmap(
        lambda s: st.builds(
            PaidReach, contacts=st.floats(0, 1e6), first=st.just(s[0]), last=st.just(s[1])
        )
    ),
    spans().flatmap(
        lambda s: st.builds(
            Pause, remaining=st.floats(0, 1), first=st.just(s[0]), last=st.just(s[1])
        )
    ),
    st.builds(ViralHit, views=st.floats(0, 1e6), day=DAYS),
    st.builds(GrowthOverride, kpi=st.just("views"), monthly_growth=st.floats(-0.5, 1)),
)


def ahead(key: str = "views") -> KpiOutlook:
    kind = {"followers": "stock", "net_followers": "net", "reach": "mean"}.get(key, "flow")
    return outlook(NOISY, key=key, kind=kind)


@pytest.mark.parametrize("key", KPIS)
def test_without_levers_the_difference_is_exactly_nothing(key: str) -> None:
    one = ahead(key)
    aim = goal(1100, kpi=key, measure=one.measures[0])
    [empty] = compare([scenario()], aim, one, ground())
    assert empty.difference == Difference(median=0.0, low=0.0, high=0.0)
    assert empty.acted is not None
    assert empty.acted.outlook is one
    way = paths(aim, one, [one, empty.acted.outlook])
    assert (way[["difference", "low", "high"]] == 0).all(axis=None)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(lever=LEVERS)
def test_a_lever_moves_every_future_by_itself_not_the_bands(lever: Lever) -> None:
    one = ahead()
    moved = act(scenario(lever), one, ground()).outlook.forecast.draws
    # Futures that are permuted are moved in the permuted order wherever the lever is certain:
    # the lever's own stream belongs to the place, never to the values.
    again = act(scenario(lever), one, ground()).outlook.forecast.draws
    assert np.array_equal(moved, again)
    assert np.isfinite(moved).all()
    assert (moved >= 0).all()


ONE_OF_EACH: tuple[Lever, ...] = (
    PostingFrequency(posts_per_week=10, first=date(2026, 1, 5)),
    Push(kind=PushKind.CAMPAIGN, lift=0.3, first=date(2026, 1, 20), last=date(2026, 2, 2)),
    PaidReach(contacts=5e4, first=date(2026, 1, 25), last=date(2026, 3, 1)),
    Pause(first=date(2026, 2, 1), last=date(2026, 2, 10)),
    ViralHit(views=1e5, day=date(2026, 2, 5)),
    GrowthOverride(kpi="views", monthly_growth=0.1),
)


@settings(derandomize=True, deadline=None, max_examples=20)
@given(levers=st.permutations(ONE_OF_EACH))
def test_the_order_of_levers_does_not_matter(levers: list[Lever]) -> None:
    one = ahead()
    said = act(scenario(*ONE_OF_EACH), one, ground()).outlook.forecast.draws
    turned = act(scenario(*levers), one, ground()).outlook.forecast.draws
    assert np.allclose(turned, said, rtol=1e-9)


@settings(derandomize=True, deadline=None, max_examples=30)
@given(span=spans(), less=st.floats(0, 1e5), more=st.floats(0, 1e5), key=st.sampled_from(KPIS))
def test_more_spend_never_lowers_a_count(
    span: tuple[date, date], less: float, more: float, key: str
) -> None:
    one = ahead(key)
    first, last = span
    small = PaidReach(spend=less, cost_per_thousand=4.0, first=first, last=last)
    big = replace(small, spend=less + more)
    low = act(scenario(small), one, ground()).outlook.forecast.draws
    high = act(scenario(big), one, ground()).outlook.forecast.draws
    assert (high >= low - 1e-9).all()
    assert (low >= one.forecast.draws - 1e-9).all()


def test_the_same_lever_is_the_same_future_for_two_kpis() -> None:
    lever = Push(kind=PushKind.CAMPAIGN, lift=0.5, first=TODAY, last=DEADLINE)
    ratios = [
        act(scenario(lever), ahead(key), ground()).outlook.forecast.draws / NOISY
        for key in ("views", "likes")
    ]
    assert np.allclose(ratios[0], ratios[1])


def test_a_ratio_whose_sides_move_alike_stays_as_it_is() -> None:
    rate = ratio_outlook(NOISY * 0.05, NOISY)
    lever = Push(kind=PushKind.CAMPAIGN, lift=0.5, first=TODAY, last=DEADLINE)
    moved = act(scenario(lever), rate, ground()).outlook.forecast.draws
    assert np.allclose(moved, rate.forecast.draws)


def test_two_campaigns_are_uncertain_each_by_itself() -> None:
    one = Push(kind=PushKind.CAMPAIGN, lift=0.5, first=TODAY, last=date(2026, 1, 10))
    other = replace(one, first=date(2026, 2, 1), last=date(2026, 2, 10))
    draws = act(scenario(one, other), outlook(flat([1000.0] * 2000)), ground()).outlook.forecast
    first, second = draws.draws[:, 0], draws.draws[:, 35]
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.06


def test_a_difference_is_that_of_the_pairs_not_of_the_bands() -> None:
    lever = PaidReach(contacts=90_000, first=TODAY, last=DEADLINE)
    [outcome] = compare([scenario(lever)], goal(1500), ahead(), ground())
    assert outcome.difference is not None
    assert outcome.difference.median == pytest.approx(1000)
    assert outcome.difference.high - outcome.difference.low == pytest.approx(0, abs=1e-6)
    assert outcome.check is not None
    assert outcome.check.high - outcome.check.low > 50


@settings(derandomize=True, deadline=None, max_examples=15)
@given(target=st.floats(1200, 3000), wanted=st.sampled_from((0.5, 0.8)))
def test_the_smallest_change_does_and_the_next_smaller_does_not(
    target: float, wanted: float
) -> None:
    one, aim = ahead(), goal(target)
    lever = PaidReach(contacts=0.0, first=TODAY, last=DEADLINE)
    found = smallest_change(lever, aim, one, ground(), wanted=wanted)
    assert isinstance(found.lever, PaidReach)
    assert found.probability is not None
    assert found.probability >= wanted
    contacts = found.lever.contacts or 0.0
    step = 10 ** (len(str(int(contacts))) - 2)
    smaller = replace(found.lever, contacts=contacts - step)
    [before] = compare([scenario(smaller)], aim, one, ground())
    assert before.check is not None
    assert before.check.probability < wanted
