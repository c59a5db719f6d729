"""A file is given, its KPIs are seen, a goal is made and read, and it is there after a reload."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import ELSEWHERE, serve, settled, whole

pytestmark = pytest.mark.browser

VIEWS_PER_DAY = 1000
DAYS = 400


def totals(folder: Path) -> Path:
    """Write a YouTube Totals file that ends yesterday: 1000 views on each day."""
    last = date.today() - timedelta(days=1)
    days = (last - timedelta(days=back) for back in range(DAYS - 1, -1, -1))
    file = folder / "Totals.csv"
    file.write_text("\n".join(["Date,Views", *(f"{d},{VIEWS_PER_DAY}" for d in days)]) + "\n")
    return file


@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
@pytest.mark.parametrize("width", [1280, 390])
def test_from_a_file_to_a_kept_goal(
    width: int, locale: str, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    with serve(tmp_path / "data") as server:
        page = open_page(width, locale)

        page.goto(f"{server.url}/upload")
        page.locator("input[type=file]").first.set_input_files(totals(tmp_path))
        expect(page.get_by_text("Totals.csv").first).to_be_visible()
        expect(page.locator(".st-key-upload-undo")).to_be_visible()
        settled(page)
        whole(page)

        page.goto(f"{server.url}/")
        # 28 days of 1000 views: the headline's number, by hand.
        expect(page.get_by_role("heading", level=1).first).to_contain_text("28,000")
        settled(page)
        whole(page)

        page.goto(f"{server.url}/kpis")
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        settled(page)
        whole(page)

        page.goto(f"{server.url}/forecast")
        expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
        settled(page)
        whole(page)

        page.goto(f"{server.url}/goals")
        odds = page.locator(".st-key-goals-odds")
        expect(odds).to_contain_text("%")
        settled(page)
        whole(page)
        page.locator(".st-key-goals-save button").click()
        card = page.locator("[class*='st-key-goals-card-']").first
        expect(card).to_contain_text("%")
        settled(page)
        said = card.inner_text()

        page.reload()
        expect(card).to_contain_text("%")
        settled(page)
        assert card.inner_text() == said
        whole(page)

        page.goto(f"{server.url}/")
        expect(page.locator("[class*='st-key-overview-goal-']")).to_contain_text("%")
        whole(page)
        assert page.evaluate("document.documentElement.lang") == locale[:2]
        assert server.tracebacks == []


def test_a_cold_deep_link_goes_through_the_entry_script(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    with serve(tmp_path / "data") as server:
        page = open_page()
        page.goto(f"{server.url}/goals?lang=ko")
        expect(page.get_by_test_id("stSidebarNav")).to_be_visible()
        settled(page)
        assert page.url.startswith(f"{server.url}/goals")
        # The entry script told the browser the language that the link asks for.
        expect(page.locator("html")).to_have_attribute("lang", "ko")
        expect(page.locator(".st-key-head-language input")).to_have_value("한국어")
        whole(page)


def test_who_comes_from_elsewhere_gets_a_private_workspace(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    with serve(tmp_path / "data", "--browser.serverAddress", ELSEWHERE) as server:
        owner = open_page()
        owner.goto(server.url)
        owner.get_by_role("button", name="Try with sample data").click()
        expect(owner.get_by_test_id("stMetric").first).to_be_visible()

        visitor = open_page()
        visitor.goto(server.url.replace("localhost", ELSEWHERE))
        expect(visitor.get_by_text("Only you see this workspace")).to_be_visible()
        expect(visitor.get_by_role("button", name="Try with sample data")).to_be_visible()
        expect(visitor.get_by_test_id("stMetric")).to_have_count(0)
        whole(visitor)
