"""A whole quarter of the sample creator: goals, three reviews, one goal adjusted, the track record.

The app's today is the day after the data end, so each newer export moves it on. What is looked for
on the screen is worked out here from the creator's days alone.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kpicore.goals import Goal
from kpicore.history import History
from kpicore.periods import week_of
from kpicore.samples import TIKTOK, sample_history
from kpicore.store import Store, Workspace
from tests.browser.running import Server, serve, settled, whole

pytestmark = [pytest.mark.browser, pytest.mark.long]

QUARTER_DAYS = 100
"""From the first export to the last: three months, and the days until an outcome is known."""
AIMS = (("views", "+5%"), ("likes", "+30%"), ("followers", "+1%"))
LOWERED = 0.9
WEEK = timedelta(days=7)
FORECASTS_MS = 180_000
"""Three goals take six forecasts at each review."""


def give(workspace: Workspace, last: date, until: date) -> None:
    """Import what the creator's platforms export on the day after `until`."""
    told = sample_history(last, until=until)
    workspace.add_import(
        told, file=f"{until}.csv", sha256=told.fingerprint, imported_at=datetime.now(UTC)
    )


def days_of(history: History, metric: str) -> dict[date, float]:
    rows = history.daily
    mine = rows[(rows["account_id"] == TIKTOK.account_id) & (rows["metric"] == metric)]
    return {m.date(): float(v) for m, v in zip(mine["date"], mine["value"], strict=True)}


def outcome(history: History, goal: Goal) -> float:
    """Work out a goal: the level on its deadline, or the mean of the 28 days up to it."""
    days = days_of(history, goal.kpi)
    if goal.kpi == "followers":
        return days[goal.deadline]
    return sum(days[goal.deadline - timedelta(days=n)] for n in range(28)) / 28


def aim(page: Page, server: Server, kpi: str, change: str) -> None:
    page.goto(f"{server.url}/goals?kpi={kpi}")
    field = page.locator(f"[class*='st-key-goals-target-{kpi}-'] input").first
    expect(field).to_be_visible()
    settled(page)
    field.fill(change)
    field.press("Enter")
    settled(page)
    page.locator(".st-key-goals-save button").click()
    expect(page.get_by_text("This goal is saved.")).to_be_visible()
    settled(page)


def review(page: Page, server: Server, known: date, history: History, decision: str) -> None:
    """Review the last whole week, note something down, decide, and close."""
    days = week_of(known)
    if days.last > known:
        days = week_of(days.first - timedelta(days=1))
    views = days_of(history, "views")
    page.goto(f"{server.url}/review")
    close = page.locator(".st-key-review-close button")
    # The goals' forecasts of today and of the last review are made first.
    expect(close).to_be_enabled(timeout=FORECASTS_MS)
    settled(page)
    title = page.get_by_role("heading", level=1).first
    expect(title).to_contain_text(f"Views {sum(views[day] for day in days):,.0f}")
    expect(page.locator(".st-key-review-answer-goals")).to_contain_text("of 3 goals")
    page.locator(".st-key-review-text-followers input").fill(f"Seen before: {decision}")
    page.locator(".st-key-review-keep-followers button").click()
    expect(page.get_by_text(f"Seen before: {decision}").first).to_be_visible()
    settled(page)
    page.locator(".st-key-review-decision-text input").fill(decision)
    page.locator(".st-key-review-decision-add button").click()
    # The old page may still stand beside the new one for a moment.
    expect(page.get_by_text(decision, exact=True).first).to_be_visible()
    settled(page)
    whole(page)
    expect(close).to_be_enabled(timeout=FORECASTS_MS)
    close.click()
    expect(page.get_by_text("Closed on")).to_be_visible()
    expect(page.get_by_text(decision, exact=True).first).to_be_visible()
    settled(page)
    whole(page)


def lower(page: Page, server: Server, goal: Goal) -> float:
    """Take a lower target for a goal, with the reason."""
    target = float(round(goal.target * LOWERED))
    page.goto(f"{server.url}/goals")
    card = page.locator(f".st-key-goals-card-{goal.goal_id}")
    expect(card).to_contain_text("%")
    settled(page)
    card.get_by_role("button", name="Revise").click()
    field = page.locator(f".st-key-goals-target-new-{goal.goal_id} input")
    field.fill(f"{target:,.0f}")
    page.locator(f".st-key-goals-why-{goal.goal_id} input").fill("The campaign comes later")
    page.get_by_role("button", name="Change goal").click()
    expect(card).to_contain_text(f"{target:,.0f}")
    settled(page)
    return target


def close_goals(page: Page, server: Server, goals: tuple[Goal, ...]) -> None:
    page.goto(f"{server.url}/goals")
    for goal in goals:
        button = page.locator(f".st-key-goals-close-{goal.goal_id} button")
        expect(button).to_be_visible()
        settled(page)
        button.click()
        expect(button).to_have_count(0)
        settled(page)


def test_a_quarter_from_plan_to_result(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    last = datetime.now(UTC).date() - timedelta(days=1)
    start = last - timedelta(days=QUARTER_DAYS)
    all_days = sample_history(last)
    with closing(Store.open(data_folder=tmp_path / "data")) as store:
        workspace = store.personal_workspace()
        give(workspace, last, start)
        with serve(tmp_path / "data") as server:
            page = open_page()
            for kpi, change in AIMS:
                aim(page, server, kpi, change)
            goals = {goal.kpi: goal for goal in workspace.goals()}
            assert set(goals) == {"views", "likes", "followers"}
            assert all(goal.deadline < last for goal in goals.values())

            for week in (2, 6, 10):
                known = start + week * WEEK
                give(workspace, last, known)
                review(page, server, known, all_days, f"Decided in week {week}")
                if week == 6:
                    lowered = lower(page, server, goals["likes"])

            closed = [r for r in workspace.reviews() if r.closed]
            assert [r.decisions[0].text for r in closed] == [
                f"Decided in week {week}" for week in (2, 6, 10)
            ]
            said = [f.sentence for f in closed[-1].findings if f.goal_id == goals["likes"].goal_id]
            assert any(s.values["target"].value == lowered for s in said)
            # Past reviews stay to be read.
            expect(page.get_by_text("2 past reviews")).to_be_visible()

            give(workspace, last, last)
            close_goals(page, server, workspace.goals())
            assert workspace.goals() == ()

            # The lowered goal counts twice: as it was set, and as it was changed.
            ended = workspace.goals(closed=True)
            aims = [(goal, goal.target) for goal in ended]
            aims += [(goal, old.target) for goal in ended for old in goal.revisions]
            assert len(aims) == 4
            came = sum(outcome(all_days, goal) >= target for goal, target in aims)
            page.goto(f"{server.url}/track_record")
            title = page.get_by_role("heading", level=1).first
            expect(title).to_contain_text(f"{came} of 4 goals came true")
            expect(page.get_by_text("4 outcomes prove little")).to_be_visible()
            expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
            settled(page)
            whole(page)
            assert server.tracebacks == []
