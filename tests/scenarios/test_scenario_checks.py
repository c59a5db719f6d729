"""Bad input is refused with a sentence that says what would do; levers survive being stored."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from scenario_builders import DEADLINE, TODAY, flat, goal, ground, outlook, scenario

from kpicore.errors import ScenarioError
from kpicore.forecasting import Event
from kpicore.language import english
from kpicore.scenarios import (
    FormatMix,
    GrowthOverride,
    Horizon,
    Lever,
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    PushKind,
    Scenario,
    ViralHit,
    act,
    candidates,
    check_scenario,
    compare,
    describe,
    example_scenarios,
    free_name,
    lever_from_plain,
    lever_to_plain,
    named,
    smallest_change,
)
from kpicore.scenarios.checking import MOST_LEVERS

HORIZON = Horizon(first=TODAY, last=DEADLINE)
FEB = date(2026, 2, 1)
CAMPAIGN = Push(kind=PushKind.CAMPAIGN, lift=0.3, first=FEB, last=DEADLINE)


def paid(**fields: float) -> PaidReach:
    return PaidReach(first=FEB, last=DEADLINE, **fields)


def campaign(lift: float, first: date = FEB, last: date = DEADLINE) -> Push:
    return Push(kind=PushKind.CAMPAIGN, lift=lift, first=first, last=last)


REFUSED: dict[str, tuple[tuple[Lever, ...], str]] = {
    "days after the horizon": (
        (campaign(0.3, date(2026, 5, 1), date(2026, 5, 9)),),
        "May 1, 2026 to May 9, 2026 lies outside the days that are looked at, Jan 1, 2026 to",
    ),
    "days in the past": (
        (campaign(0.3, date(2025, 5, 1), date(2025, 5, 9)),),
        "lies outside the days that are looked at",
    ),
    "days turned round": (
        (campaign(0.3, DEADLINE, FEB),),
        "ends on Feb 1, 2026, before it begins on Mar 31, 2026. Turn the days round",
    ),
    "a negative budget": (
        (paid(spend=-5, cost_per_thousand=4),),
        "Budget is -5, below zero. Type 0 or more",
    ),
    "a cost of nothing": (
        (paid(spend=5, cost_per_thousand=0),),
        "The cost per thousand is 0; it must be above 0",
    ),
    "a budget without a cost": ((paid(spend=5),), "needs a budget with its cost per thousand"),
    "contacts below zero": ((paid(contacts=-1),), "Bought contacts is -1, below zero"),
    "endless contacts": ((paid(contacts=float("inf")),), "Bought contacts is too large"),
    "no posts": (
        (PostingFrequency(posts_per_week=0),),
        "0 posts per week is a pause. Choose the lever Pause",
    ),
    "fewer than no posts": ((PostingFrequency(posts_per_week=-2),), "-2 posts per week were given"),
    "posts that are no number": (
        (PostingFrequency(posts_per_week=float("nan")),),
        "posts per week were given; expected is a number above 0, up to 200",
    ),
    "a lift of -100 %": ((campaign(-1.0),), "must lie above -100%"),
    "an absurd lift": ((campaign(1000.0),), r"not above \+2,000%"),
    "a pause of half a year": (
        (Pause(first=TODAY, last=date(2026, 6, 30)),),
        "A pause of 181 days is longer than a quarter",
    ),
    "more than everything remains": (
        (Pause(first=FEB, last=DEADLINE, remaining=1.5),),
        "A share lies between 0% and 100%",
    ),
    "a share above one": ((FormatMix(format="video", share=60),), "A share lies between"),
    "a hit of less than nothing": ((ViralHit(views=-1, day=FEB),), "Views of the hit is -1"),
    "an unknown KPI": (
        (GrowthOverride(kpi="fame", monthly_growth=0.1),),
        "There is no KPI called fame",
    ),
    "a growth of -100 %": ((GrowthOverride(kpi="views", monthly_growth=-1),), "above -100%"),
    "two rates on one day": (
        (PostingFrequency(posts_per_week=3, last=FEB), PostingFrequency(posts_per_week=4)),
        "Two levers set the posts per week on the same days",
    ),
    "two growths of one KPI": (
        (
            GrowthOverride(kpi="views", monthly_growth=0.1),
            GrowthOverride(kpi="views", monthly_growth=0.2),
        ),
        "Two levers set the growth of Views",
    ),
    "too many levers": ((CAMPAIGN,) * (MOST_LEVERS + 1), "at most 12 levers"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_with_a_way_out(case: str) -> None:
    levers, sentence = REFUSED[case]
    with pytest.raises(ScenarioError, match=sentence):
        check_scenario(scenario(*levers), HORIZON)


def test_levers_that_follow_each_other_are_no_contradiction() -> None:
    check_scenario(
        scenario(
            PostingFrequency(posts_per_week=3, last=FEB),
            PostingFrequency(posts_per_week=4, first=date(2026, 2, 2)),
        ),
        HORIZON,
    )


def test_an_account_without_posts_cannot_post_more() -> None:
    bare = ground(posts_per_week=None)
    for lever in (PostingFrequency(posts_per_week=3), Pause(first=FEB, last=DEADLINE)):
        with pytest.raises(ScenarioError, match="No posts of Mina are known in the last quarter"):
            act(scenario(lever), outlook(flat([900])), bare)
    told = Pause(first=FEB, last=DEADLINE, remaining=0.5)
    assert act(scenario(told), outlook(flat([900])), bare).idle == ()


def test_a_format_that_was_never_posted_is_refused() -> None:
    with pytest.raises(ScenarioError, match="Mina published no post of this format"):
        act(scenario(FormatMix(format="opera", share=0.5)), outlook(flat([900])), ground())


def test_a_goal_of_other_accounts_is_not_moved_and_the_others_are_still_compared() -> None:
    strange = Scenario(name="Else", account_ids=("b",), levers=(CAMPAIGN,))
    late = scenario(campaign(0.3, date(2026, 5, 1), date(2026, 5, 9)))
    found = compare(
        [strange, late, scenario(CAMPAIGN)], goal(1100), outlook(flat([900.0] * 100)), ground()
    )
    faults = [None if o.fault is None else english().say(o.fault) for o in found]
    assert faults[0] == "This scenario is about other accounts than the goal."
    assert faults[1] is not None
    assert "lies outside" in faults[1]
    assert faults[2] is None
    assert found[2].check is not None


def test_what_no_size_of_a_lever_can_do_is_said() -> None:
    ahead = outlook(flat([1000.0] * 200))
    impossible = goal(1e9)
    lever = PostingFrequency(posts_per_week=7)
    found = smallest_change(lever, impossible, ahead, ground(), wanted=0.5)
    assert (found.lever, found.already) == (None, False)
    assert found.probability == 0.0
    easy = smallest_change(lever, goal(900), ahead, ground(), wanted=0.5)
    assert easy.already
    bare = smallest_change(lever, goal(1100), ahead, ground(posts_per_week=None), wanted=0.5)
    assert bare.fault is not None
    times = outlook(flat([30.0] * 200), key="response_time", kind="mean")
    idle = smallest_change(lever, goal(20, kpi="response_time"), times, ground(), wanted=0.5)
    assert (idle.lever, idle.probability) == (None, None)


def test_for_a_kpi_that_shall_fall_the_least_decrease_is_found() -> None:
    # 30 seconds that stay as they are; 20 at the deadline is a fall of a third in three months.
    times = outlook(flat([30.0] * 100), key="response_time", kind="mean")
    aim = goal(20, kpi="response_time", baseline=30)
    lever = GrowthOverride(kpi="response_time", monthly_growth=0.0)
    found = smallest_change(lever, aim, times, ground(), wanted=0.5)
    assert isinstance(found.lever, GrowthOverride)
    # The mean of the last 28 of 90 days is read, about two and a half months from today.
    days = np.arange(63, 91)
    for growth, does in ((found.lever.monthly_growth, True), (-0.14, False)):
        value = 30 * ((1 + growth) ** (days / (365.25 / 12))).mean()
        assert bool(value <= 20) is does


def test_one_lever_of_each_sort_is_searched() -> None:
    kinds = [type(c) for c in candidates(goal(1100), outlook(flat([900.0])), ground())]
    assert kinds == [PostingFrequency, Push, PaidReach, GrowthOverride]


ALL: tuple[Lever, ...] = (
    PostingFrequency(posts_per_week=4.5, per_doubling=0.4, first=TODAY),
    CAMPAIGN,
    Push(kind=PushKind.COLLABORATION, first=FEB, last=DEADLINE),
    paid(spend=500, cost_per_thousand=6.5),
    paid(contacts=12_000),
    Pause(first=FEB, last=DEADLINE, remaining=0.5),
    Pause(first=FEB, last=DEADLINE),
    FormatMix(format="video", share=0.7, last=DEADLINE),
    ViralHit(views=250_000, day=FEB),
    GrowthOverride(kpi="views", monthly_growth=0.05),
)


@pytest.mark.parametrize("lever", ALL, ids=repr)
def test_a_lever_comes_back_from_json_and_is_told_in_one_line(lever: Lever) -> None:
    assert lever_from_plain(json.loads(json.dumps(lever_to_plain(lever)))) == lever
    line = english().say(describe(lever, currency="EUR"))
    assert "{" not in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "change",
    [
        {"lever": "bribe"},
        {"lever": None},
        {"posts_per_week": "many"},
        {"posts_per_week": True},
        {"posts_per_week": float("nan")},
        {"posts_per_week": None},
        {"first": "soon"},
        {"first": 5},
        {"extra": 1},
    ],
)
def test_what_is_no_lever_is_not_read(change: dict[str, object]) -> None:
    plain = dict(lever_to_plain(ALL[0])) | change
    with pytest.raises(ValueError, match=r"."):
        lever_from_plain(plain)
    with pytest.raises(ValueError, match="A lever is an object"):
        lever_from_plain("x")


def test_names_are_given_once() -> None:
    bare = scenario(CAMPAIGN, name="")
    assert named(bare, "  Spring  fair ", ["Fair"]).name == "Spring fair"
    for name, sentence in (("  ", "needs a name"), ("x" * 81, "at most 80"), ("Fair", "already")):
        with pytest.raises(ScenarioError, match=sentence):
            named(bare, name, ["Fair"])
    assert free_name("Fair", []) == "Fair"
    assert free_name("Fair", ["Fair", "Fair (2)"]) == "Fair (3)"


def test_examples_can_be_pulled_on_any_account() -> None:
    duet = Event("Duet", date(2025, 6, 1), date(2025, 6, 3), kind="collaboration")
    for base in (ground(), ground(posts_per_week=None), ground(events=(duet,))):
        made = example_scenarios(base, ("a",), until=DEADLINE)
        assert len(made) == 2
        for _, one in made:
            acted = act(one, outlook(flat([900.0] * 50)), base)
            assert acted.idle == ()
