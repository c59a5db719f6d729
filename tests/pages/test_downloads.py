"""What is exported is text and numbers to a spreadsheet, never a formula."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pandas as pd
import pytest

from pages.parts.downloads import as_csv, as_xlsx, defused

DANGEROUS = ['=HYPERLINK("http://x")', "+1", "-1+1", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_text_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    written = as_csv(pd.DataFrame({"title": [text, "plain"]})).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(written, newline="")))
    assert rows[1:] == [["'" + text], ["plain"]]


def test_column_names_are_defused_like_text() -> None:
    assert list(defused(pd.DataFrame({"=1+1": [1]})).columns) == ["'=1+1"]


def test_negative_numbers_stay_numbers() -> None:
    frame = pd.DataFrame({"change": [-0.5, 2.0], "day": pd.to_datetime(["2026-01-01"] * 2)})
    pd.testing.assert_frame_equal(defused(frame), frame)


@pytest.mark.parametrize("text", DANGEROUS[:4])
def test_workbook_cells_hold_text_not_formulas(text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(as_xlsx(pd.DataFrame({text: [text], "views": [-3]}))))
    header, row = book.active.iter_rows()
    assert [c.data_type for c in header] == ["s", "s"]
    assert (row[0].data_type, row[0].value) == ("s", text)
    assert (row[1].data_type, row[1].value) == ("n", -3)
    assert row[0].hyperlink is None
