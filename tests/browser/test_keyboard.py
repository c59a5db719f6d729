"""The main job by keyboard alone: a file, a KPI, a goal of one's own, saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import Server, settled, whole
from tests.browser.test_journey import totals

pytestmark = [pytest.mark.browser, pytest.mark.long]

MOST_TABS = 120
"""Stops on a page before its last control; more would be no way to work."""
FOCUSED = """selector => {
    const element = document.activeElement;
    return !!element && element.matches(selector);
}"""
SEEN = """async () => {
    const element = document.activeElement;
    const around = [element];
    for (let i = 0; i < 3; i++) around.push(around[i].parentElement);
    const look = async () => {
        do {
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        } while (document.getAnimations().some(a => a.playState === 'running'));
        return around.map(e => {
            const s = getComputedStyle(e);
            const outline = s.outlineStyle === 'none' ? '' : s.outline;
            return [outline, s.boxShadow, s.backgroundColor, s.borderColor].join();
        }).join(';');
    };
    const focused = await look();
    element.blur();
    const left = await look();
    element.focus();
    return focused !== left;
}"""
"""Whether what has the focus, or what it stands in, looks otherwise without it."""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus, and see that it shows."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, selector):
            return
    pytest.fail(f"{selector} is not reached with {MOST_TABS} tabs.")


def follow(page: Page, address: str) -> None:
    """Go to a page by its link in the sidebar."""
    tab_to(page, f"[data-testid=stSidebarNavLink][href$='/{address}']")
    assert page.evaluate(SEEN), f"The focus on {address} cannot be seen."
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{address}")


def test_from_a_file_to_a_saved_goal_without_a_mouse(
    server: Server, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{server.url}/upload")
    settled(page)
    # The button opens the system's own window of files, which no page reaches into.
    tab_to(page, "[data-testid=stFileUploader] button, [data-testid=stFileUploaderDropzone]")
    page.locator("input[type=file]").first.set_input_files(totals(tmp_path))
    expect(page.locator(".st-key-upload-undo")).to_be_visible()
    settled(page)

    follow(page, "kpis")
    expect(page.get_by_role("heading", level=1).first).to_contain_text("28,000")
    settled(page)

    follow(page, "goals")
    expect(page.locator(".st-key-goals-odds")).to_contain_text("%")
    settled(page)
    field = "[class*='st-key-goals-target-'] input[type=text]"
    tab_to(page, field)
    assert page.evaluate(SEEN), "The focus in the field cannot be seen."
    page.keyboard.press("Control+A")
    page.keyboard.type("+5%")
    page.keyboard.press("Enter")
    expect(page.locator(field).first).to_have_value("+5%")
    settled(page)
    tab_to(page, ".st-key-goals-save button")
    assert page.evaluate(SEEN), "The focus on the button cannot be seen."
    page.keyboard.press("Enter")
    expect(page.get_by_text("This goal is saved.")).to_be_visible()
    card = page.locator("[class*='st-key-goals-card-']").first
    expect(card).to_contain_text("%")
    # 1000 views a day and 5 % more, by hand.
    expect(card).to_contain_text("1,050")
    settled(page)
    whole(page)
    assert server.tracebacks == []
