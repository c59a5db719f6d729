"""Reports as files: what is in them, that nothing in them runs, and that their bytes do not change.

``golden/client.html`` pins the web page without its script and the numbers of its charts; see
`test_report_blocks` for writing it anew.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import warnings
import zipfile
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from pptx import Presentation

from kpicore.reports import Format, Kind, Paper, ReportOrder, faces, make_with_preview, write_report
from kpicore.reports.document import write as write_pdf
from kpicore.reports.edition import Edition
from kpicore.reports.fonts import BY_LANGUAGE, ILLEGIBLE, typst_fonts
from kpicore.reports.slides import write as write_slides
from kpicore.reports.workbook import number_format
from kpicore.units import Unit
from tests.reports.report_builders import material, report, without_hash

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
KNOWN = set(typst_fonts().families())
A4_POINTS, LETTER_POINTS = (595.3, 841.9), (612.0, 792.0)

DIGESTS = """
import hashlib, json, sys
from kpicore.reports import Format, Kind, write_report
from tests.reports.report_builders import report
found = {f: hashlib.sha256(write_report(report(Kind.GOAL), f)).hexdigest() for f in Format}
print(json.dumps(found))
"""


def text_of(pdf: bytes) -> list[str]:
    """The words of every page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            words = page.get_textpage()
            pages.append(words.get_text_range())
            words.close()
            page.close()
        return pages
    finally:
        document.close()


def words_of_slides(data: bytes) -> str:
    """All words of all slides, tables included."""
    found = []
    for slide in Presentation(BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


class Elements(HTMLParser):
    """Elements and attributes of a page as a browser would take them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.fixture(scope="module")
def page() -> str:
    return write_report(report(Kind.CLIENT), Format.HTML).decode()


def test_the_web_page_is_what_its_golden_file_holds(page: str) -> None:
    bare = re.sub(r"(<script[^>]*>).*?(</script>)", r"\1…\2", page, flags=re.DOTALL)
    bare = re.sub(r"sha256-[^']*", "sha256-…", bare)
    bare = without_hash(re.sub(r"base64,[^\"]*", "base64,…", bare))
    path = GOLDEN / "client.html"
    if os.environ.get("GOALPOST_GOLDEN") == "write":
        path.write_text(bare, encoding="utf-8")
    assert bare == path.read_text(encoding="utf-8")


def test_the_web_page_runs_its_own_script_alone_and_fetches_nothing(page: str) -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = hashlib.sha256(script.encode()).digest()
    (allowed,) = re.findall(r"sha256-([^&']*)", policy)
    assert base64.b64decode(allowed) == digest
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe-eval" not in policy
    found = Elements(page)
    fetching = {"src", "href", "action", "data", "poster", "srcset"}
    for name, value in found.attributes:
        assert not name.startswith("on")
        if name in fetching:
            assert value is not None
            assert value.startswith("data:image/png;base64,")
    assert not {"link", "iframe", "object", "embed", "base"} & set(found.tags)


def test_names_from_files_do_not_become_elements(page: str) -> None:
    assert "Mina &lt;b&gt;&amp; (TikTok)" in page
    assert "Client &amp; &lt;Sons&gt;" in page
    assert not {"b", "i", "sons"} & set(Elements(page).tags)
    (charts,) = re.findall(r'id="charts">(.*?)</script>', page, re.DOTALL)
    assert "<" not in charts
    specs = json.loads(charts)
    assert "Mina <b>&" in json.dumps(specs)
    assert page.count('class="drawing"') == len(specs)


def test_every_chart_of_the_web_page_has_words_and_numbers(page: str) -> None:
    drawings = re.findall(r'class="drawing"[^>]*role="img" aria-label="([^"]+)"', page)
    assert len(drawings) == page.count("<details>") == page.count("<figcaption>")


def test_a_pdf_has_a_cover_numbered_pages_and_the_method_last() -> None:
    pages = text_of(write_report(report(Kind.PLAN), Format.PDF))
    assert "Client & <Sons>" in pages[0]
    assert "Quarter plan" in pages[0]
    assert all(f"{n} / {len(pages)}" in text for n, text in enumerate(pages[1:], start=2))
    assert "How these numbers were made" in pages[-1]
    assert report(Kind.PLAN).digest in pages[-1].replace("\r\n", "")
    assert all("Source: " in text for text in pages[1:])


@pytest.mark.parametrize(
    ("paper", "points"), [(Paper.A4, A4_POINTS), (Paper.LETTER, LETTER_POINTS)]
)
def test_a_pdf_has_the_size_of_its_paper(paper: Paper, points: tuple[float, float]) -> None:
    made = make_with_preview(ReportOrder(kind=Kind.GOAL, form=Format.PDF, paper=paper), material())
    document = pypdfium2.PdfDocument(made.data)
    assert document[0].get_size() == pytest.approx(points, abs=0.5)
    assert len(made.pictures) == len(document)
    assert all(picture.startswith(b"\x89PNG") for picture in made.pictures)
    document.close()


@pytest.mark.parametrize(("language", "word"), [("ko", "조회수"), ("zh", "观看量")])
def test_a_pdf_speaks_korean_and_chinese(language: str, word: str) -> None:
    if not KNOWN & set(BY_LANGUAGE[language]):
        pytest.skip(f"No font on this machine has the letters of {language}.")
    pages = "\n".join(text_of(write_report(report(Kind.GOAL), Format.PDF, language=language)))
    assert word in pages
    assert "�" not in pages


def test_without_the_letters_a_pdf_is_in_english_and_says_why() -> None:
    bare = faces("ko", system=False)
    assert (bare.language, bare.missing) == ("en", True)
    edition = replace(Edition.of(report(Kind.GOAL), "ko", drawn=True), fonts=bare)
    said = "\n".join(text_of(write_pdf(edition)))
    assert "This file is in English: no font on this machine has the letters of Korean" in " ".join(
        said.split()
    )
    assert not re.search(r"[가-힣一-鿿]", said)
    assert ILLEGIBLE in said


def test_letters_that_no_font_has_give_way_to_one_sign() -> None:
    bare = faces("en", system=False)
    assert bare.legible("Mina 미나 陶器 x") == "Mina … … x"
    assert bare.legible("Zoë – “quoted” €5") == "Zoë – “quoted” €5"


@pytest.fixture(scope="module")
def slides() -> bytes:
    return write_report(report(Kind.CLIENT), Format.PPTX)


def test_slides_are_native_and_each_has_a_title(slides: bytes) -> None:
    found = Presentation(BytesIO(slides))
    assert all(slide.shapes.title.text_frame.text for slide in found.slides)
    tables = [s for slide in found.slides for s in slide.shapes if s.has_table]
    pictures = [s for slide in found.slides for s in slide.shapes if s.shape_type == 13]
    assert len(tables) >= 5
    assert all(p._element.nvPicPr.cNvPr.get("descr") for p in pictures)
    words = words_of_slides(slides)
    for part in ("28,840", "Mina <b>& (TikTok)", "Source: ", "How these numbers were made"):
        assert part in words
    assert without_hash(words) != words


def test_nothing_stands_below_the_foot_of_a_slide(slides: bytes) -> None:
    found = Presentation(BytesIO(slides))
    for slide in found.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= found.slide_width + 1
            assert shape.top + shape.height <= found.slide_height


def test_slides_say_when_charts_are_in_english() -> None:
    bare = faces("ko", system=False)
    edition = replace(Edition.of(report(Kind.GOAL), "ko"), fonts=bare)
    assert edition.chart_t.code == "en"
    assert edition.t.code == "ko"
    (warning,) = edition.warnings
    assert warning in words_of_slides(write_slides(edition))
    assert replace(edition, fonts=faces("en", system=False)).warnings == ()


@pytest.fixture(scope="module")
def workbook() -> openpyxl.Workbook:
    data = write_report(report(Kind.CLIENT), Format.XLSX)
    with warnings.catch_warnings():
        # openpyxl knows no picture formats of its own without a further library.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(BytesIO(data))


def test_a_workbook_holds_numbers_as_numbers_and_no_formula(workbook: openpyxl.Workbook) -> None:
    kinds = {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    side = workbook["Accounts side by side"]
    rows = {row[0].value: row for row in side.iter_rows(min_row=6)}
    assert (rows["Views"][1].value, rows["Views"][1].number_format) == (28_840, "#,##0")
    growth = rows["Follower growth rate"][1]
    assert growth.value == pytest.approx(28 / 591)
    assert growth.number_format == "0.00%"
    assert side["C5"].value == "=SUM(A1) 수미 陶 (YouTube)"
    assert side["C5"].data_type == "s"


def test_a_workbook_holds_days_as_days_and_draws_its_own_charts(
    workbook: openpyxl.Workbook,
) -> None:
    views = workbook["Views"]
    assert views["A6"].value == datetime(2025, 12, 31)
    assert views["B6"].value == 1020
    assert len(views._charts) == 1
    assert len(workbook["How the goals stand"]._charts) == 0


def test_missing_is_an_empty_cell(workbook: openpyxl.Workbook) -> None:
    way = next(s for s in workbook if s.title.startswith("The way to the target"))
    # The deadline comes first: nothing is measured there, only forecast.
    assert way["B6"].value is None
    assert way["C6"].value == pytest.approx(1050)


@pytest.mark.parametrize(
    ("value", "unit", "currency", "expected"),
    [
        (12_400, Unit.COUNT, None, "#,##0"),
        (2.5, Unit.COUNT, None, "#,##0.0"),
        (0.052, Unit.SHARE, None, "0.00%"),
        (0.52, Unit.SHARE, None, "0.0%"),
        (1234.5, Unit.MONEY, "EUR", "[$EUR] #,##0"),
        (12.5, Unit.MONEY, "KRW", "[$KRW] #,##0.00"),
        (12.5, Unit.MONEY, '"] bad', "#,##0.00"),
        (1.25, Unit.NUMBER, None, "#,##0.00"),
    ],
)
def test_a_number_gets_the_format_of_its_unit(
    value: float, unit: Unit, currency: str | None, expected: str
) -> None:
    assert number_format(value, unit, currency) == expected


def test_the_same_data_give_the_same_bytes_in_another_process() -> None:
    found = subprocess.run(
        [sys.executable, "-c", DIGESTS],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Seoul"},
        capture_output=True,
        text=True,
        check=True,
    )
    here = {
        form: hashlib.sha256(write_report(report(Kind.GOAL), form)).hexdigest() for form in Format
    }
    assert json.loads(found.stdout) == here


def test_office_files_carry_the_day_of_the_report() -> None:
    for form in (Format.PPTX, Format.XLSX):
        data = write_report(report(Kind.GOAL), form)
        with zipfile.ZipFile(BytesIO(data)) as parts:
            assert {part.date_time[0] for part in parts.infolist()} == {1980}
            core = parts.read("docProps/core.xml").decode()
        assert "2026-01-01T00:00:00Z" in core
        assert not re.search(r"20(?!26-01-01)\d\d-\d\d-\d\dT", core)
