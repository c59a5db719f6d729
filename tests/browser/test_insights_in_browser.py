"""What works, a sudden change that becomes an event, and what people say, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import serve, settled, whole

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_a_finding_is_read_a_change_becomes_an_event_and_comments_are_told(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    with serve(tmp_path / "data") as server:
        page = open_page(1280)
        page.goto(server.url)
        settled(page)
        page.get_by_role("button", name="Try with sample data").click()
        expect(page.get_by_test_id("stMetric").first).to_be_visible()

        page.goto(f"{server.url}/what_works")
        expect(page.get_by_role("heading", name=re.compile("asmr"))).to_be_visible()
        settled(page)
        whole(page)

        page.goto(f"{server.url}/changes")
        viral = page.get_by_text("times as often as your typical post").first
        expect(viral).to_be_visible()
        settled(page)
        whole(page)
        page.get_by_role("button", name="Make it an event").first.click()
        expect(viral).to_have_count(0)
        page.get_by_text("Events that the forecast knows").click()
        expect(page.get_by_text("Viral post: Views")).to_be_visible()

        narrow = open_page(390)
        narrow.goto(f"{server.url}/comments")
        expect(narrow.get_by_text(re.compile("of those have an answer")).first).to_be_visible()
        settled(narrow)
        whole(narrow)
        assert server.tracebacks == []
