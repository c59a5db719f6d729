"""KPI and benchmark pages in light and dark, wide and narrow; competitors from a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import Server, serve, settled, whole
from tests.browser.test_journey import totals

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a server on an empty folder; the first test fills it."""
    with serve(tmp_path_factory.mktemp("data")) as running:
        yield running


def test_competitors_from_a_file_are_ranked_once(
    filled: Server, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{filled.url}/upload")
    page.locator("input[type=file]").first.set_input_files(totals(tmp_path))
    expect(page.locator(".st-key-upload-undo")).to_be_visible()

    seen = date.today() - timedelta(days=1)
    rivals = tmp_path / "rivals.csv"
    rivals.write_text(
        "name,platform,observed_on,days,followers,posts,views\n"
        f"Ann,youtube,{seen},28,5000,4,40000\nBen,youtube,{seen},28,9000,4,80000\n",
        encoding="utf-8",
    )
    page.goto(f"{filled.url}/benchmarks")
    settled(page)
    entry = page.locator(".st-key-benchmarks-rivals-entry")
    for _ in range(2):  # the same file twice changes nothing
        entry.locator("input[type=file]").set_input_files(rivals)
        settled(page)
        expect(page.get_by_text("Compare by").first).to_be_visible()
        settled(page)
        if not entry.locator("input[type=file]").count():
            entry.locator("summary").click()
    # The account's exports tell no followers: it cannot be ranked, the others can.
    expect(page.get_by_text("your exports do not tell it").first).to_be_visible()
    whole(page)
    assert filled.tracebacks == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_whole_in_light_and_dark(
    width: int, scheme: str, filled: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(width, "en-US", scheme)
    # 28 days of 1000 views among spans that are all alike: in the middle.
    for address, number in (
        ("kpis", "28,000"),
        ("kpis?kpi=views", "28,000"),
        ("benchmarks", "more than in 50%"),
        ("channels", "one account"),
        ("glossary", "KPIs"),
    ):
        page.goto(f"{filled.url}/{address}")
        expect(page.get_by_role("heading", level=1).first).to_contain_text(number)
        settled(page)
        whole(page)
    assert filled.tracebacks == []
