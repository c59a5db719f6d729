"""Pictures of every page, to be looked at: ``python -m tests.browser.screenshots FOLDER``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from pages.parts.entry import PAGES
from tests.browser.running import PATIENCE_MS, chromium_path, launch, serve, settled

ADDRESSES = tuple("" if name == "overview" else name for name in PAGES)
"""Of all pages; the overview has none."""

LOOKS = (
    (1280, "light", "en-US"),
    (1280, "dark", "en-US"),
    (390, "light", "en-US"),
    (390, "dark", "ko-KR"),
    (1280, "light", "ko-KR"),
    (1280, "light", "zh-CN"),
)
"""Width, colours and browser language."""


def main(folder: Path) -> None:
    """Write the pictures: first without data, then with the sample creator.

    Parameters
    ----------
    folder : Path
        Where they go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = chromium_path()
    if path is None:
        sys.exit("No Chromium found.")
    expect.set_options(timeout=PATIENCE_MS)
    with (
        tempfile.TemporaryDirectory() as data,
        serve(Path(data)) as server,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright, path)
        page = _window(browser, 1280, "light", "en-US")
        page.goto(server.url)
        settled(page)
        page.screenshot(path=folder / "empty-1280-light-en.png", full_page=True)
        page.get_by_role("button", name="Try with sample data").click()
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        for width, scheme, locale in LOOKS:
            page = _window(browser, width, scheme, locale)
            for address in ADDRESSES:
                page.goto(f"{server.url}/{address}")
                settled(page)
                _picture(
                    page, folder / f"{address or 'overview'}-{width}-{scheme}-{locale[:2]}.png"
                )
            page.context.close()
        browser.close()


def _window(browser: Browser, width: int, scheme: str, locale: str) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 1000},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=locale,
        timezone_id="UTC",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def _picture(page: Page, target: Path) -> None:
    # The page scrolls inside the app: a window as high as the content shows all of it.
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    width = page.viewport_size["width"] if page.viewport_size else 1280
    page.set_viewport_size({"width": width, "height": min(int(height) + 40, 5000)})
    settled(page)
    page.screenshot(path=target)
    page.set_viewport_size({"width": width, "height": 1000})


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"))
