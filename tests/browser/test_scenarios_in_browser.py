"""A scenario is made of levers, held against a goal, and found again by its address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import serve, settled, whole

pytestmark = [pytest.mark.browser, pytest.mark.long]

EXAMPLE = "Two more posts a week and a collaboration"


def test_an_example_is_taken_changed_and_opened_by_its_address(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    with serve(tmp_path / "data") as server:
        page = open_page(1280)
        page.goto(server.url)
        settled(page)
        page.get_by_role("button", name="Try with sample data").click()
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        page.goto(f"{server.url}/scenarios")
        expect(page.get_by_text("The smallest change that makes it")).to_be_visible()
        settled(page)
        whole(page)

        page.get_by_role("button", name="Take this one").first.click()
        expect(page.get_by_text(f"What “{EXAMPLE}” changes")).to_be_visible()
        expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
        settled(page)
        whole(page)
        address = page.url
        assert "scenario=" in address

        page.get_by_role("button", name="Duplicate").click()
        expect(page.get_by_text(f"What “{EXAMPLE} (2)” changes")).to_be_visible()
        settled(page)
        page.get_by_text("Change the levers").click()
        page.get_by_role("button", name="Take out").first.click()
        settled(page)
        expect(page.get_by_role("button", name="Take out")).to_have_count(1)

        narrow = open_page(390)
        narrow.goto(address)
        expect(narrow.get_by_text(f"What “{EXAMPLE}” changes")).to_be_visible()
        settled(narrow)
        whole(narrow)
        assert server.tracebacks == []
