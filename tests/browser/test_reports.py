"""A report is made, looked at and saved; as a web page it works without any network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import serve, settled, whole

pytestmark = [pytest.mark.browser, pytest.mark.long]

WRITING_MS = 150_000
"""A first report starts a process, and the library that draws charts in it."""


def test_a_report_is_previewed_saved_and_opened_offline(
    tmp_path: Path, browser: Browser, open_page: Callable[..., Page]
) -> None:
    with serve(tmp_path / "data") as server:
        page = open_page(1280)
        page.goto(server.url)
        settled(page)
        page.get_by_role("button", name="Try with sample data").click()
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        page.goto(f"{server.url}/reports?kind=weekly")
        expect(page.get_by_role("heading", name="Weekly review")).to_be_visible()
        page.get_by_text("Web page (HTML)").click()
        settled(page)
        page.get_by_role("button", name="Make the report").click()
        save = page.get_by_role("button", name="Save the report")
        expect(save).to_be_visible(timeout=WRITING_MS)
        preview = page.frame_locator("iframe")
        expect(preview.get_by_text("The five questions")).to_be_visible()
        expect(preview.locator(".drawing svg").first).to_be_visible()
        settled(page)
        whole(page)
        with page.expect_download() as waiting:
            save.click()
        kept = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(kept)
        assert kept.suffix == ".html"
        assert server.tracebacks == []

    with browser.new_context(viewport={"width": 390, "height": 900}, offline=True) as context:
        faults: list[str] = []
        alone = context.new_page()
        alone.on("pageerror", lambda fault: faults.append(str(fault)))
        alone.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        alone.goto(kept.as_uri())
        expect(alone.locator(".drawing svg").first).to_be_visible()
        expect(alone.locator(".drawing svg")).to_have_count(alone.locator(".drawing").count())
        assert alone.evaluate("document.documentElement.scrollWidth") <= 390
        assert faults == []
