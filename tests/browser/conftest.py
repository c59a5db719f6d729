"""A real server on its own data folder, and a real Chromium that looks at it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.running import (
    BROWSERS,
    ELSEWHERE,
    PATIENCE_MS,
    Server,
    chromium_path,
    launch,
    serve,
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the distribution's Chromium; without one skip, and fail where CI promises one."""
    path = chromium_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"No browser found; expected one of {', '.join(BROWSERS)}.")
        pytest.skip("No Chromium on this machine.")
    with sync_playwright() as playwright:
        found = launch(playwright, path)
        yield found
        found.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a server that all tests of a module share."""
    with serve(tmp_path_factory.mktemp("data")) as running:
        yield running


class Strangers(list[str]):
    """Requests that left this machine."""

    def note(self, url: str) -> None:
        """Keep the address unless it is local or no request at all."""
        parts = urlsplit(url)
        if parts.scheme in {"data", "blob"} or parts.hostname in {
            "localhost",
            "127.0.0.1",
            ELSEWHERE,
        }:
            return
        self.append(url)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open windows of a given width and language; none of them may ask a third party."""
    contexts: list[BrowserContext] = []
    strangers = Strangers()

    def opened(width: int = 1280, locale: str = "en-US", scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=locale,
            timezone_id="UTC",
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: strangers.note(request.url))
        page.on("websocket", lambda socket: strangers.note(socket.url))
        return page

    expect.set_options(timeout=PATIENCE_MS)
    yield opened
    for context in contexts:
        context.close()
    assert strangers == [], f"Requests that left this machine: {strangers}"
