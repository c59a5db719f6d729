"""An A/B file in the browser: from upload to verdict, note and event."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import serve, settled, whole

pytestmark = [pytest.mark.browser, pytest.mark.long]

AB_FILE = """Test,Variant,Date,Impressions,Clicks
Covers,as usual,2026-05-04,10000,500
Covers,blue,2026-05-04,10000,625
"""


def test_an_ab_file_becomes_a_verdict(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    file = tmp_path / "covers.csv"
    file.write_text(AB_FILE, encoding="utf-8")
    with serve(tmp_path / "data") as server:
        page = open_page(1280)
        page.goto(f"{server.url}/experiments")
        expect(page.get_by_text("Only an experiment tells what causes what")).to_be_visible()
        settled(page)
        page.locator("input[type=file]").first.set_input_files(file)
        expect(page.get_by_label("Name", exact=True)).to_have_value("Covers")
        settled(page)
        page.get_by_role("button", name="Keep and compare").click()
        verdict = page.get_by_role("heading", name="“blue” wins “Covers”")
        expect(verdict).to_contain_text("6.25% against 5.0% with “as usual”, +25%")
        expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
        expect(page.locator(".stMarkdownBadge", has_text="Winner")).to_be_visible()
        settled(page)
        whole(page)

        page.get_by_role("button", name="Keep as a note").click()
        expect(page.get_by_text("Kept as a note.")).to_be_visible()
        page.get_by_role("button", name="Make it an event").click()
        expect(page.get_by_role("button", name="Make it an event")).to_have_count(0)

        narrow = open_page(390)
        narrow.goto(page.url)
        expect(narrow.get_by_text("“blue” wins “Covers”").first).to_be_visible()
        settled(narrow)
        whole(narrow)
        assert server.tracebacks == []
