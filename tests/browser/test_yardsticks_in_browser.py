"""KPI and benchmark pages in light and dark, wide and narrow; competitors from a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running import Server, serve, settled, whole
from tests.browser.test_journey import totals

pytestmark = [pytest.mark.browser, pytest.mark.long]


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


def test_competitors_that_are_typed_in_stay_after_saving_twice(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    with serve(tmp_path / "data") as server:
        page = open_page()
        page.goto(server.url)
        page.get_by_role("button", name="Try with sample data").click()
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        page.goto(f"{server.url}/benchmarks")
        settled(page)
        for number, name in enumerate(("first rival", "second rival")):
            type_row(page, number, name)
            save(page, number)
            settled(page)
            if not table(page, number + 1).is_visible():
                page.locator(".st-key-benchmarks-rivals-entry summary").click()
            expect(table(page, number + 1)).to_be_visible()
        expect(table(page, 2).get_by_test_id("glide-cell-1-0")).to_have_text("first rival")
        expect(table(page, 2).get_by_test_id("glide-cell-1-1")).to_have_text("second rival")
        whole(page)
        assert server.tracebacks == []


def save(page: Page, version: int) -> None:
    """Save: the entry folds, and its table is made anew under the key of its next version."""
    # A click that meets the redrawing of the edited grid is lost; a person clicks again.
    for _ in range(TRIES):
        page.locator(".st-key-benchmarks-rivals-save button").click()
        try:
            expect(table(page, version)).to_have_count(0, timeout=3 * PAUSE_MS)
        except AssertionError:
            continue
        return
    expect(table(page, version)).to_have_count(0)


def table(page: Page, version: int) -> Locator:
    return page.locator(f".st-key-benchmarks-rivals-{version}")


TRIES, PAUSE_MS = 8, 4000


def type_row(page: Page, number: int, name: str) -> None:
    """Add a row below the others and type its name; the grid is drawn on a canvas."""
    editor = table(page, number)
    editor.scroll_into_view_if_needed()
    expect(editor.locator("canvas").first).to_be_visible()
    row = {"x": 60.0, "y": 35.0 * (number + 1) + 17}
    cell = editor.get_by_test_id(f"glide-cell-1-{number}")
    field = page.locator("#portal textarea")
    editor.click(position=row)
    expect(cell).to_have_count(1)
    settled(page)
    # The grid lays itself out anew for the row, and what comes before that is over is lost: a
    # person types again then, and so does this.
    for _ in range(TRIES):
        editor.dblclick(position=row)
        try:
            expect(field).to_be_visible(timeout=PAUSE_MS)
            page.keyboard.type(name)
            page.keyboard.press("Enter")
            expect(cell).to_have_text(name, timeout=PAUSE_MS)
        except AssertionError:
            page.keyboard.press("Escape")
        else:
            break
    expect(cell).to_have_text(name)
    settled(page)
