"""Files that careful people would read right, and that readers easily get wrong."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from kpicore.ingest import ReadOptions, SourceFile, read_files
from kpicore.ingest.reports import FileReport, ImportResult
from kpicore.language import english


def read(name: str, data: bytes | str, options: ReadOptions | None = None) -> ImportResult:
    raw = data.encode() if isinstance(data, str) else data
    return read_files([SourceFile(name=name, data=raw)], options)


def remarks(report: FileReport) -> str:
    return " ".join(english().say(f.message) for f in report.faults)


def refusal(result: ImportResult) -> str:
    assert result.history.is_empty
    (report,) = result.files
    assert report.error is not None
    return english().say(report.error)


def sheet(days: list[str], header: str, cells: list[str]) -> str:
    return "\n".join([header, *(f"{d},{c}" for d, c in zip(days, cells, strict=True))]) + "\n"


JANUARY = [f"2026-01-{d:02d}" for d in range(1, 32)]


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for r, row in enumerate(rows):
                page.write_row(r, 0, row)
    return target.getvalue()


@pytest.mark.parametrize("ids", [["1.7841E+16"] * 3, ["17841400000000000"] * 3])
def test_posts_whose_ids_excel_rounded_stay_apart(ids: list[str]) -> None:
    links = [f"https://www.instagram.com/p/C{k}x_{k}/" for k in "abc"]
    rows = [
        f"{i},mia,c{n},05/2{n}/2026 10:00,{link},IG image,Lifetime,{10 + n},5"
        for n, (i, link) in enumerate(zip(ids, links, strict=True))
    ]
    header = (
        "Post ID,Account username,Description,Publish time,Permalink,Post type,Date,Views,Likes"
    )
    result = read("May-20-2026_May-28-2026_1.csv", "\n".join([header, *rows]))
    (table,) = result.files[0].tables
    assert (table.rows, table.totals) == (3, {"views": 33, "likes": 15})
    assert "rounded" in remarks(result.files[0])


def test_a_file_on_one_linkedin_post_is_read_with_its_figures() -> None:
    rows = [
        ["Post URL", "https://www.linkedin.com/feed/update/urn:li:activity:7204703086211198976"],
        ["Post Date", "6/7/2024"],
        ["Impressions", "1,234"],
        ["Reactions", "40"],
        ["Comments", "10"],
        ["Reposts", "7"],
        [],
        ["Category", "Value", "%"],
        ["Job title", "CEO", "12%"],
    ]
    name = "SinglePostAnalytics_Mia Kim_7204703086211198976.xlsx"
    result = read(name, workbook({"PERFORMANCE": rows}))
    post = result.files[0].tables[0]
    assert post.kind == "posts"
    assert (str(post.first), post.rows) == ("2024-06-07", 1)
    assert post.totals == {"impressions": 1234, "likes": 40, "comments": 10, "shares": 7}


@pytest.mark.parametrize(
    "page",
    ["<table>" + "<tr><td>" * 40_000, "<table>" + "<!--" * 200_000, "<table>" + "<" * 200_000],
)
def test_half_open_tags_do_not_hold_up_the_reader(page: str) -> None:
    began = time.perf_counter()
    read("export.xls", page)
    assert time.perf_counter() - began < 10


def test_a_page_without_a_table_is_called_one() -> None:
    said = refusal(read("data.xls", "<!DOCTYPE html><html><body>Please sign in</body></html>"))
    assert "web page without a table" in said


def test_a_line_break_in_a_cell_does_not_join_two_numbers() -> None:
    rows = "".join(f"<tr><td>{d}</td><td>1<br>2</td><td>3</td></tr>" for d in JANUARY)
    head = "<tr><td>Date</td><td>Views</td><td>Likes</td></tr>"
    result = read("own.xls", f"<table>{head}{rows}</table>")
    assert result.files[0].tables[0].totals == {"likes": 93}


def test_an_entry_packed_too_well_is_refused_for_that_reason() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Overview.csv", b"0" * 60_000_000)
    assert "250 times its own size" in refusal(read("Overview.zip", target.getvalue()))
