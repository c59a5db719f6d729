"""A target is dragged on the chart, saved, opened, and its card kept; two goals make a plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import Server, settled, whole

pytestmark = [pytest.mark.browser, pytest.mark.long]


def dragged(page: Page, share: float) -> None:
    """Press on the chart's right side and let go at a share of its height."""
    plot = page.get_by_test_id("stVegaLiteChart").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] - 30, box["y"] + box["height"] * share
    page.mouse.move(x, y - 30)
    page.mouse.down()
    page.mouse.move(x, y - 15)
    page.mouse.move(x, y)
    page.mouse.up()


def test_a_target_is_dragged_and_becomes_a_goal_and_a_plan(
    server: Server, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page()
    page.goto(server.url)
    page.get_by_role("button", name="Try with sample data").click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()

    page.goto(f"{server.url}/goals")
    odds = page.locator(".st-key-goals-odds")
    expect(odds).to_contain_text("%")
    settled(page)
    field = page.get_by_role("textbox", name="Target")
    expect(field).to_have_value("+20%")
    for share in (0.55, 0.7):
        before = field.input_value()
        dragged(page, share)
        expect(field).not_to_have_value(before)
        settled(page)
        # Where the line was let go is a figure that people say, and the slider stands there too.
        assert re.fullmatch(r"[\d,]+", field.input_value())
        expect(page.locator("[class*='slider']").first).to_contain_text(field.input_value())
        whole(page)
        page.locator(".st-key-goals-save button").click()
        expect(page.get_by_text("This goal is saved.")).to_be_visible()
        settled(page)

    cards = page.locator("[class*='st-key-goals-card-']")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("%")
    cards.first.get_by_role("button", name="Open").click()
    expect(page.locator(".st-key-goals-opened-odds")).to_contain_text("%")
    settled(page)
    assert "goal=" in page.url
    whole(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the goal card").click()
    saved.value.save_as(tmp_path / "card.html")
    card = (tmp_path / "card.html").read_text(encoding="utf-8")
    assert "<svg" in card
    assert "Where it comes from" in card

    page.goto(f"{server.url}/plan")
    expect(page.get_by_text("All 2 goals together").first).to_be_visible()
    settled(page)
    whole(page)
    assert server.tracebacks == []
