"""The Scenarios page: examples, levers, goals side by side, links, who may change what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from streamlit.testing.v1 import AppTest

from kpicore.goals.model import Baseline, Goal, Measure
from kpicore.kpis import Statistic
from kpicore.periods import Period
from kpicore.scenarios import Lever, PaidReach, PostingFrequency, Scenario
from kpicore.store import Workspace
from pages.parts import workspaces
from tests.pages.states import settled

LAST = date(2026, 6, 30)
DEADLINE = date(2026, 9, 30)
MINA = ("youtube:mina",)
PAID = PaidReach(contacts=28_000, first=date(2026, 9, 3), last=DEADLINE)
"""A thousand views a day on the days that the goal is read."""
BOUGHT = Scenario(name="Ads in *September*", account_ids=MINA, levers=(PAID,))


def goal(target: float = 1500.0) -> Goal:
    return Goal(
        kpi="views",
        statistic=Statistic.POOLED,
        account_ids=MINA,
        measure=Measure.MEAN,
        baseline=Baseline(value=1042.86, period=Period(date(2026, 6, 3), LAST)),
        target=target,
        deadline=DEADLINE,
        created_on=date(2026, 7, 1),
    )


def store_of() -> Workspace:
    return workspaces.saved_store().personal_workspace()


def opened(at: AppTest, **query: str) -> AppTest:
    at.switch_page("pages/scenarios.py")
    for key, value in query.items():
        at.query_params[key] = value
    settled(at.run())
    # A forecast that came in just after the page gave up waiting is drawn by another run.
    return at if at.subheader else settled(at.run())


def fine(at: AppTest) -> None:
    assert [e.message for e in at.exception] == []
    assert [e.value for e in at.error] == []


def words(at: AppTest) -> str:
    drawn = [*at.title, *at.subheader, *at.markdown, *at.caption]
    return "\n".join(str(e.value) for e in drawn).replace("\\", "")


def button(at: AppTest, key: str) -> AppTest:
    found = next(b for b in at.button if (b.key or "").startswith(key))
    return settled(found.click().run())


def test_without_scenarios_two_examples_are_one_click_away(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = opened(app_in_state("sample"))
    fine(at)
    assert "Two more posts a week and a collaboration" in words(at)
    assert "Two weeks off" in words(at)
    at = button(at, "scenarios.example.0")
    fine(at)
    kept = store_of().scenarios()
    assert [s.name for s in kept] == ["Two more posts a week and a collaboration"]
    assert at.query_params["scenario"] == kept[0].scenario_id
    assert "What “Two more posts a week and a collaboration” changes" in words(at)
    assert "This is an association" in words(at)


def test_bought_views_are_the_difference_and_make_the_goal_likely(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    store_of().save_goal(goal())
    store_of().save_scenario(BOUGHT)
    at = opened(at)
    fine(at)
    # A thousand views a day more than a series that stays near a thousand: 1500 becomes sure.
    headline = str(at.title[0].value).replace("\\", "")
    assert headline.startswith("Views of at least 1,500 per day by Sep 30, 2026: ")
    assert headline.endswith(">99% with “Ads in *September*”.")
    assert "+1,000 on the forecast (+1,000 to +1,000 in 8 of 10 futures)" in words(at)
    tables = [d.value for d in at.dataframe]
    odds = next(t for t in tables if "Ads in *September*" in t.columns)
    assert list(odds.columns) == ["Goal", "As forecast", "Ads in *September*"]
    assert odds.iloc[0]["Ads in *September*"] == ">99%"
    # Once in the fields of the lever, once for what it would take; not for each probability.
    assert words(at).count("No posts of Mina cooks are known") == 2
    assert "For 80%" in words(at)
    assert words(at).count("contacts bought, Sep 3, 2026 to Sep 30, 2026") >= 3


def test_a_link_opens_its_scenario_and_its_goal(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("one_account")
    store_of().save_goal(goal(1500.0))
    other = store_of().save_goal(goal(1234.0))
    store_of().save_scenario(BOUGHT)
    second = store_of().save_scenario(replace(BOUGHT, name="Second"))
    at = opened(at, scenario=second.scenario_id, goal=other.goal_id)
    fine(at)
    assert "What “Second” changes" in words(at)
    assert "1,234" in str(at.title[0].value)
    at = button(at, "scenarios.look.")
    assert "What “Ads in *September*” changes" in words(at)
    at = opened(at, scenario="gone", goal="gone")
    fine(at)


def test_a_scenario_is_made_named_changed_copied_and_deleted(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    store_of().save_goal(goal())
    at = opened(at)
    at = button(at, "scenarios.make")
    assert "The scenario needs a name" in str(at.error[0].value)
    at.text_input(key="scenarios.name.0").input("Ads").run()
    at = button(at, "scenarios.make")
    fine(at)
    assert store_of().scenarios()[0].name == "Ads"
    at = lever(at, "paid_reach")
    number(at, "spend", -5.0)
    at = button(at, "scenarios.add")
    assert "Budget is -5, below zero" in str(at.error[0].value).replace("\\", "")
    number(at, "spend", 280.0)
    at = button(at, "scenarios.add")
    fine(at)
    kept = store_of().scenarios()[0]
    assert [(type(x), x.bought) for x in kept.levers if isinstance(x, PaidReach)] == [
        (PaidReach, 56_000.0)
    ]
    at = button(at, "scenarios.duplicate")
    assert [s.name for s in store_of().scenarios()] == ["Ads", "Ads (2)"]
    at = button(at, "scenarios.out.")
    assert [len(s.levers) for s in store_of().scenarios()] == [1, 0]
    at = button(at, "scenarios.delete")
    fine(at)
    assert [s.name for s in store_of().scenarios()] == ["Ads"]


def lever(at: AppTest, code: str) -> AppTest:
    return field(at.selectbox, "sort").select(code).run()


def number(at: AppTest, name: str, value: float) -> None:
    field(at.number_input, name).set_value(value).run()


def field(elements: object, name: str) -> object:
    return next(e for e in elements if (e.key or "").endswith(f".{name}"))


def test_what_the_data_cannot_carry_is_said(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("one_account")
    store_of().save_scenario(replace(BOUGHT, levers=()))
    at = button(opened(at), "scenarios.add")
    assert [e.message for e in at.exception] == []
    assert "No posts of Mina cooks are known in the last quarter" in str(at.error[0].value)
    assert store_of().scenarios()[0].levers == ()


def test_a_scenario_whose_days_are_over_leaves_the_others_compared(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    store_of().save_goal(goal())
    over = replace(PAID, first=date(2026, 1, 1), last=date(2026, 1, 9))
    store_of().save_scenario(replace(BOUGHT, name="Over", levers=(over,)))
    posts: tuple[Lever, ...] = (PostingFrequency(posts_per_week=4),)
    store_of().save_scenario(replace(BOUGHT, name="Posts", levers=posts))
    store_of().save_scenario(BOUGHT)
    at = opened(at)
    fine(at)
    assert "lies outside the days that are looked at" in words(at)
    assert "with “Ads in *September*”" in words(at)


def test_a_viewer_sees_scenarios_and_no_button_that_changes_them(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("read_only")
    store_of().save_goal(goal())
    store_of().save_scenario(BOUGHT)
    at = opened(at)
    fine(at)
    assert "+1,000 on the forecast" in words(at)
    keys = {str(b.key) for b in at.button}
    for name in ("add", "make", "delete", "duplicate", "rename", "out"):
        assert not any(key.startswith(f"scenarios.{name}") for key in keys)


def test_scenarios_of_other_accounts_are_not_shown(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("one_account")
    store_of().save_scenario(replace(BOUGHT, account_ids=("tiktok:else",)))
    at = opened(at)
    fine(at)
    assert "Ads in" not in words(at)
    assert "You have no goal for these accounts yet" in words(at)


def test_the_page_speaks_the_language_of_the_reader(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("one_account", "ko-KR")
    store_of().save_goal(goal())
    store_of().save_scenario(BOUGHT)
    at = opened(at)
    fine(at)
    assert "1,500" in str(at.title[0].value)
