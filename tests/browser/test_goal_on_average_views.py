"""A goal on average views from upload to settlement: four exports of posts that grow as known.

A post goes out every day and reaches ``age / 7`` of its views, all of them at seven days. The app's
today is the day after the data end, so that each newer export moves it on. Every figure that is
looked for on the screen is worked out here from the posts alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running import Server, serve, settled, whole

pytestmark = [pytest.mark.browser, pytest.mark.long]

FIRST, PLANNED = date(2024, 9, 1), date(2025, 4, 8)
DEADLINE = date(2025, 7, 7)
"""Three months after 7 April, the last day that the first export tells."""
HALF_WAY, TOO_SOON, AT_LAST = date(2025, 5, 24), date(2025, 7, 8), date(2025, 7, 15)
"""Exports while the goal runs, on the day after its deadline, and seven days later."""
RIPE = 7


def views_at_seven_days(day: date) -> int:
    """From the plan on videos earn 2100 more; multiples of 7, so that each age is a whole count."""
    return 700 * (10 + 3 * (day >= PLANNED) + day.toordinal() % 5)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def average(first: date, last: date) -> float:
    return mean(views_at_seven_days(day) for day in days(first, last))


def content(folder: Path, exported: date) -> Path:
    """Write TikTok's Content.csv of that day; ids of videos carry the clock, dates no year."""
    rows = ["Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,"]
    rows[0] += "Total views"
    for day in days(FIRST, exported - timedelta(days=1)):
        clock = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
        views = views_at_seven_days(day) * min((exported - day).days, RIPE) // RIPE
        rows.append(
            f"{exported:%B} {exported.day},Day {day},"
            f"https://www.tiktok.com/@dancer/video/{clock << 32},{day:%B} {day.day},0,0,0,{views}"
        )
    file = folder / f"Content {exported}.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def give(page: Page, server: Server, file: Path) -> None:
    page.goto(f"{server.url}/upload")
    settled(page)
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_text(file.name).first).to_be_visible()
    expect(page.locator(".st-key-upload-undo")).to_be_visible()
    settled(page)


def kpi_says(page: Page, server: Server, *texts: str) -> None:
    page.goto(f"{server.url}/kpis?kpi=average_views")
    settled(page)
    for text in texts:
        expect(page.get_by_text(text).first).to_be_visible()


def aim_at(page: Page, target: str) -> None:
    field = page.get_by_role("textbox", name="Target", exact=True)
    field.fill(target)
    field.press("Enter")
    settled(page)
    page.locator(".st-key-goals-save button").click()
    expect(page.get_by_text("This goal is saved.")).to_be_visible()
    settled(page)


def card(page: Page, server: Server, target: float) -> Locator:
    page.goto(f"{server.url}/goals")
    found = page.locator("[class*='st-key-goals-card-']").filter(has_text=f"to {target:,.0f} (")
    expect(found).to_be_visible()
    settled(page)
    return found


def test_a_goal_on_average_views_is_set_checked_and_settled_as_by_hand(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    # On 8 April those of 1 April are seven days old; the baseline is theirs and of 27 days before.
    baseline = average(date(2025, 3, 5), date(2025, 4, 1))
    near, far = baseline * 1.2, baseline * 1.5
    with serve(tmp_path / "data") as server:
        page = open_page()

        give(page, server, content(tmp_path, PLANNED))
        # One export cannot tell age from success: those of 2 to 7 April are left out.
        told = sum(map(views_at_seven_days, days(date(2025, 3, 11), date(2025, 4, 1))))
        kpi_says(page, server, f"{told:,} ÷ 22", "6 posts younger than 7 days are left out.")
        page.goto(f"{server.url}/goals")
        expect(page.get_by_text(f"Today: {baseline:,.0f} (Mar 5, 2025")).to_be_visible()
        aim_at(page, "+20%")
        aim_at(page, "+50%")
        for target, change in ((near, "+20%"), (far, "+50%")):
            goal = card(page, server, target)
            expect(goal).to_contain_text(f"raise from {baseline:,.0f} to {target:,.0f} ({change})")
            expect(goal).to_contain_text("by Jul 7, 2025")
        whole(page)

        give(page, server, content(tmp_path, HALF_WAY))
        # The first export saw the posts of 2 to 7 April young, this one sees them old: the curve
        # a / 7 completes those of 18 to 23 May, and 28 days of posts are known.
        now = average(date(2025, 4, 26), date(2025, 5, 23))
        kpi_says(
            page,
            server,
            f"{now * 28:,.0f} ÷ 28 = {now:,.0f}",
            "6 young posts are completed by the account's own age curve.",
        )
        weeks = (DEADLINE - date(2025, 5, 23)).days / 7
        slack, climb = ((target / now) ** (1 / weeks) - 1 for target in (near, far))
        goal = card(page, server, near)
        expect(goal).to_contain_text(f"It stays met up to a change of {slack:.1%} per week.")
        goal = card(page, server, far)
        expect(goal).to_contain_text(f"From here it takes +{climb:.1%} per week.")
        whole(page)

        give(page, server, content(tmp_path, TOO_SOON))
        # Six posts up to the deadline are known by the curve only: nothing is settled on that.
        for target in (near, far):
            goal = card(page, server, target)
            expect(goal).to_contain_text("the result can be told from data of Jul 15, 2025 on")

        give(page, server, content(tmp_path, AT_LAST))
        outcome = average(DEADLINE - timedelta(days=27), DEADLINE)
        for target, word in ((near, "Reached"), (far, "Missed")):
            goal = card(page, server, target)
            said = f"{word}: {outcome:,.0f} against a target of {target:,.0f}."
            expect(goal).to_contain_text(said)
        whole(page)
        assert server.tracebacks == []
