"""Seconds of a page switch on a large workspace: ``python -m tests.bench.page_switch``.

A real server on the workspace of `tests.bench.kpi_speed` (50 accounts, 3 years of days, 100,000
posts) and a real Chromium that clicks through the navigation. A switch lasts from the click until
the script of the new page has ended and all its charts are drawn. Each page is opened once with
everything cold, for one account and for all; the median of its later visits must stay under
the limit. A forecast that is being made while the page is there already is not part of the switch,
and is waited for before the next.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, expect, sync_playwright

from kpicore.store import Store
from pages.parts.entry import HOME, PAGES
from tests.bench.kpi_speed import make_history
from tests.browser.running import PATIENCE_MS, chromium_path, launch, serve, settled

LIMIT_S = 1.0
ROUNDS = 4

LISTEN = """
window.told = 0;
window.WebSocket = class extends window.WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', () => { window.told += 1; });
  }
};"""
"""Counts what the server says: a quick run may begin and end within one drawing."""

SWITCH = """([selector]) => new Promise((done, failed) => {
  const app = document.querySelector('[data-testid=stApp]');
  const start = performance.now(), before = window.told;
  let last = before, quiet = 0;
  const look = () => {
    const state = app.getAttribute('data-test-script-state');
    const drawn = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
      .every(chart => chart.querySelector('canvas, svg'));
    const waits = document.querySelector('[data-testid=stSkeleton]');
    const still = window.told > before && window.told === last;
    last = window.told;
    quiet = still && state === 'notRunning' && drawn && !waits ? quiet + 1 : 0;
    // Two frames in a row: what has been drawn is on the screen.
    if (quiet > 1) done((performance.now() - start) / 1000);
    else if (performance.now() - start < 60000) requestAnimationFrame(look);
    else failed(new Error(`${selector} never ended: ${state}, told ${last - before}`));
  };
  document.querySelector(selector).click();
  look();
})"""


def fill(folder: Path) -> None:
    """Keep the large workspace where the server will look for it."""
    store = Store.open("", data_folder=folder)
    workspace = store.personal_workspace()
    workspace.add_import(
        make_history(), file="large.csv", sha256="0" * 64, imported_at=datetime(2026, 11, 1)
    )
    store.close()


def switch(page: Page, name: str) -> float:
    """Click a page in the navigation and return the seconds until it is there."""
    path = "/" if name == HOME else f"/{name}"
    link = f"[data-testid=stSidebarNav] a[href$='{path}']"
    return float(page.evaluate(SWITCH, [link]))


def rounds(page: Page) -> dict[str, list[float]]:
    """Return the seconds of every visit of every page, the first visit first."""
    seconds: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(1 + ROUNDS):
        for name in [n for n in PAGES if n != HOME] + [HOME]:
            seconds[name].append(switch(page, name))
            page.wait_for_timeout(300)
            expect(page.get_by_test_id("stException")).to_have_count(0)
            settled(page)
    return seconds


def look_at_all_accounts(page: Page) -> None:
    """Choose all accounts together above the page."""
    field = page.locator(".st-key-head-account input")
    field.click()
    field.fill("All accounts")
    field.press("Enter")
    page.wait_for_timeout(1000)
    settled(page)


def report(name: str, seconds: dict[str, list[float]]) -> dict[str, float]:
    """Print a row per page and return the figures of all."""
    for page, values in seconds.items():
        shown = " ".join(f"{v:.2f}" for v in values[1:])
        sys.stdout.write(f"{name:12} {page:12} first {values[0]:5.2f} s, later {shown} s\n")
    usual = [median(values[1:]) for values in seconds.values()]
    return {
        f"{name}_first_s_slowest_page": round(max(v[0] for v in seconds.values()), 2),
        f"{name}_later_s_median": round(median(v for row in seconds.values() for v in row[1:]), 2),
        f"{name}_later_s_slowest_page": round(max(usual), 2),
    }


def main() -> int:
    """Measure; print a row per page and one JSON line.

    Returns
    -------
    int
        1 when the median of any page's later visits is over the limit.
    """
    path = chromium_path()
    if path is None:
        sys.exit("No Chromium found.")
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        fill(Path(folder))
        with serve(Path(folder)) as server:
            browser = launch(playwright, path)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            expect.set_options(timeout=PATIENCE_MS)
            page.add_init_script(LISTEN)
            page.goto(server.url)
            expect(page.get_by_role("heading", level=1).first).to_be_visible()
            settled(page)
            figures |= report("one_account", rounds(page))
            look_at_all_accounts(page)
            figures |= report("all_accounts", rounds(page))
            browser.close()
    sys.stdout.write(f"{json.dumps({'bench': 'page_switch', 'limit_s': LIMIT_S} | figures)}\n")
    return int(max(v for k, v in figures.items() if "later_s_slowest" in k) >= LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
