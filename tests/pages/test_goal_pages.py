"""Setting goals, one goal on its own page, and the plan: what is wrong is said, nothing is lost."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from time import process_time

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kpicore.goals import Baseline, Goal, Measure, StoredForecast
from kpicore.history import Account, History
from kpicore.kpis.definition import Stage, Statistic
from kpicore.periods import Period
from kpicore.store import Workspace
from kpicore.store.database import FILE_NAME
from pages.parts import jobs, workspaces
from tests.pages.states import LAST_DAY, NOW, settled

ACCOUNT = "youtube:mina"
MANY = 500
MANY_SECONDS = 2.0
"""Of work for the page with so many goals, its forecasts being there."""


def goal(**changes: object) -> Goal:
    """A goal of 1,100 views a day, set on the last known day."""
    plain = Goal(
        kpi="views",
        statistic=Statistic.POOLED,
        account_ids=(ACCOUNT,),
        measure=Measure.MEAN,
        baseline=Baseline(value=1042.86, period=Period(LAST_DAY - timedelta(days=27), LAST_DAY)),
        target=1100.0,
        deadline=date(2026, 9, 30),
        created_on=LAST_DAY + timedelta(days=1),
        stage=Stage.BRAND,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name


def workspace() -> Workspace:
    return workspaces.saved_store().personal_workspace()


def texts(at: AppTest) -> str:
    shown = [*at.markdown, *at.caption, *at.title, *at.warning, *at.subheader]
    return "\n".join(element.value.replace("\\", "") for element in shown)


def faultless(at: AppTest) -> AppTest:
    assert [e.message for e in at.exception] == []
    return at


def goals_page(at: AppTest, **parameters: str) -> AppTest:
    for name, value in parameters.items():
        at.query_params[name] = value
    at.switch_page("pages/goals.py").run()
    return faultless(settled(at))


def plan_page(at: AppTest) -> AppTest:
    at.switch_page("pages/plan.py").run()
    return faultless(settled(at))


def second_account(days: int = 200, last: date = LAST_DAY) -> History:
    index = pd.date_range(end=pd.Timestamp(last), periods=days, freq="D")
    wave = [500.0 + 40 * (day.day_of_year % 5) for day in index]
    daily = pd.DataFrame(
        {"account_id": "tiktok:mina", "date": index, "metric": "views", "value": wave}
    )
    return History.build(
        [Account(account_id="tiktok:mina", name="Mina dances", platform="tiktok")], daily=daily
    )


def add(history: History) -> None:
    workspace().add_import(history, file="more", sha256="1" * 64, imported_at=NOW)


def save_many(first: Goal) -> None:
    """Save a goal and copies of it in one turn; one after the other takes ten seconds."""
    workspace().save_goal(first)
    with sqlite3.connect(Path(os.environ["KPICORE_DATA_FOLDER"]) / FILE_NAME) as database:
        database.row_factory = sqlite3.Row
        (row,) = [dict(found) for found in database.execute("select * from goals")]
        copies = [
            row
            | {
                "goal_id": f"{row['goal_id']}{number}",
                "position": number + 1,
                "target": 900.0 + number,
                "deadline": (first.deadline + timedelta(days=number % 40)).isoformat(),
            }
            for number in range(1, MANY)
        ]
        fields = ", ".join(f":{name}" for name in row)
        database.executemany(f"insert into goals ({', '.join(row)}) values ({fields})", copies)
    database.close()


def test_a_goal_may_speak_of_several_accounts(app_in_state: Callable[..., AppTest]) -> None:
    at = app_in_state("one_account")
    add(second_account())
    at = goals_page(at)
    picker = next(e for e in at.multiselect if (e.key or "").startswith("goals.accounts"))
    picker.set_value([ACCOUNT, "tiktok:mina"]).run()
    faultless(settled(at))
    at.button(key="goals.save").click().run()
    faultless(settled(at))
    (kept,) = workspace().goals()
    assert set(kept.account_ids) == {ACCOUNT, "tiktok:mina"}
    # 1,042.86 of one, and five days of 500 to 660 of the other: both together, by hand.
    index = pd.date_range(end=pd.Timestamp(LAST_DAY), periods=28, freq="D")
    other = sum(500 + 40 * (day.day_of_year % 5) for day in index) / 28
    assert kept.baseline.value == pytest.approx((24 * 1000 + 4 * 1300) / 28 + other)


def test_the_priority_is_kept_with_the_workspace_and_with_the_goal(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = goals_page(app_in_state("one_account"))
    at.selectbox(key="goals.stage").set_value("community").run()
    faultless(settled(at))
    assert workspace().preferences().stage is Stage.COMMUNITY
    at.button(key="goals.save").click().run()
    faultless(settled(at))
    (kept,) = workspace().goals()
    assert kept.stage is Stage.COMMUNITY


def test_the_slider_writes_its_target_into_the_field(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = goals_page(app_in_state("one_account"))
    slider = next(e for e in at.select_slider if (e.key or "").startswith("goals.target."))
    stop = slider.options[0]
    slider.set_value(float(stop.replace(",", ""))).run()
    faultless(at)
    field = next(e for e in at.text_input if (e.key or "").startswith("goals.target."))
    assert field.value == stop


def test_an_account_that_ended_half_a_year_ago_is_told_so(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("no_data")
    add(second_account(last=date.today() - timedelta(days=183)))
    at.run()
    at = goals_page(at)
    assert "183 days ago" in texts(at)
    assert "upload a newer export before you rely on a goal" in texts(at)


def test_a_goal_on_a_deleted_account_opens_and_can_be_deleted(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    kept = workspace().save_goal(goal(account_ids=("gone",)))
    at = goals_page(at, goal=kept.goal_id)
    assert "is not in this workspace any more" in texts(at)
    assert workspace().goals() == (kept,)
    at.button(key=f"goals.delete.sure.{kept.goal_id}").click().run()
    faultless(at)
    assert workspace().goals() == ()


def test_a_link_to_a_goal_that_is_gone_shows_all_goals(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = goals_page(app_in_state("one_account"), goal="../../etc")
    assert "No goal yet" in texts(at)


def test_one_goal_on_its_own_page_shows_its_way_and_what_was_said(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    kept = workspace().save_goal(
        goal(created_on=LAST_DAY - timedelta(days=60), reason="Reach", owner="Mina")
    )
    for day, probability in ((1, 0.6), (15, 0.4)):
        workspace().record_forecast(
            StoredForecast(
                goal_id=kept.goal_id,
                made_at=datetime(2026, 6, day),
                target=1100.0,
                probability=probability,
                expected=1000.0,
                low=900.0,
                high=1100.0,
            )
        )
    at = goals_page(at, goal=kept.goal_id)
    said = texts(at)
    assert "Why: Reach (Mina)." in said
    assert "From 60% on Jun 1, 2026 to" in said
    assert len(at.get("vega_lite_chart")) == 2
    # Opening it was a look at it: what was said today is kept.
    assert len(workspace().forecasts(kept.goal_id)) == 3
    at.button(key="goals.back").click().run()
    faultless(settled(at))
    assert "goal" not in at.query_params


def test_tomorrow_is_no_deadline_to_choose_but_a_goal_may_end_then(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    tomorrow = LAST_DAY + timedelta(days=2)  # today is the first day that is not known
    kept = workspace().save_goal(goal(created_on=date(2026, 5, 1), deadline=tomorrow))
    at = goals_page(at)
    assert f"by {tomorrow:%b} {tomorrow.day}, 2026" in texts(at)
    at.selectbox(key="goals.deadline").set_value("date").run()
    faultless(settled(at))
    assert at.date_input(key="goals.day").min > tomorrow
    faultless(goals_page(at, goal=kept.goal_id))
    assert len(at.get("vega_lite_chart")) >= 1


def test_a_goal_out_of_reach_is_adjusted_by_what_the_app_offers_and_keeps_the_old_target(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    kept = workspace().save_goal(goal(target=5000.0, created_on=LAST_DAY - timedelta(days=60)))
    at = goals_page(at, goal=kept.goal_id)
    assert "Ask for" in texts(at)
    assert "find what lifts each day" in texts(at)
    assert [link.proto.page for link in at.get("page_link")] == ["scenarios"]
    why = at.text_input(key=f"goals.why.{kept.goal_id}.target")
    why.set_value("It was a dream")
    submit = [b for b in at.button if b.label == "Change goal"]
    submit[0].click().run()
    faultless(settled(at))
    (changed,) = workspace().goals()
    assert changed.target < 1500
    assert [(r.target, r.reason) for r in changed.revisions] == [(5000.0, "It was a dream")]


def test_a_goal_reached_early_is_followed_by_the_next(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    kept = workspace().save_goal(goal(target=200.0, created_on=LAST_DAY - timedelta(days=60)))
    at = goals_page(at, goal=kept.goal_id)
    at.button(key=f"goals.next.{kept.goal_id}").click().run()
    faultless(settled(at))
    first, following = workspace().goals()
    assert first.target == 200.0
    assert following.target > 900


def test_two_goals_make_a_plan_with_odds_of_their_own(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    workspace().save_goal(goal())
    workspace().save_goal(goal(target=1150.0))
    at = plan_page(at)
    said = texts(at)
    # Two targets on one figure: together they are as likely as the harder one alone.
    assert "asked for twice" in said
    assert "All 2 goals together" in said
    alone = next(line for line in said.splitlines() if line.startswith("The hardest of 2 goals"))
    hardest, together = (word.strip(",:") for word in alone.split() if "%" in word)
    assert hardest == together


def test_a_plan_without_goals_says_where_to_begin(app_in_state: Callable[..., AppTest]) -> None:
    at = plan_page(app_in_state("one_account"))
    assert "A plan begins with a goal" in texts(at)


def test_five_hundred_goals_leave_the_pages_quick_and_all_of_them_there(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    save_many(goal())
    kept = workspace()
    at = goals_page(at)
    assert f"{MANY} saved goals" in texts(at)
    for page in ("goals", "plan", "overview"):
        at.switch_page(f"pages/{page}.py").run()
        faultless(settled(at))
        begun = process_time()
        at.run()
        assert process_time() - begun < MANY_SECONDS, page
        faultless(at)
    assert len(kept.goals()) == MANY
    assert len(jobs.board()) < 10
