"""Sheets that people keep themselves: empty columns, several sheets, accounts, long tables."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest

from kpicore.ingest import (
    ReadOptions,
    Severity,
    SourceFile,
    calendar_words,
    month_names,
    read_files,
)
from kpicore.ingest.reports import ImportResult

DAYS = [date(2026, 1, 5) + timedelta(i) for i in range(20)]
VIEWS = [1000 + 37 * i for i in range(20)]
LIKES = [10 + i for i in range(20)]
TODAY = ReadOptions(today=date(2026, 3, 1))


def read(text: str, name: str = "stats.csv") -> ImportResult:
    return read_files([SourceFile(name=name, data=text.encode())], TODAY)


def workbook(**sheets: list[list[object]]) -> SourceFile:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = BytesIO()
    book.save(target)
    return SourceFile(name="stats.xlsx", data=target.getvalue())


def totals(result: ImportResult) -> list[dict[str, float]]:
    return [t.totals for f in result.files for t in f.tables]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Date,,Views,,Likes,,", "{day},,{views},,{likes},,"),
        ("Date,Views,Likes,,,", "{day},{views},{likes},,,"),
        ("Date,Views,Likes", "'{day},'{views},'{likes}"),
    ],
    ids=["empty columns between", "empty columns behind", "figures entered as text"],
)
def test_what_a_spreadsheet_leaves_behind_changes_no_value(header: str, row: str) -> None:
    lines = [
        row.format(day=d, views=v, likes=n) for d, v, n in zip(DAYS, VIEWS, LIKES, strict=True)
    ]
    assert totals(read("\n".join([header, *lines]))) == [{"views": sum(VIEWS), "likes": sum(LIKES)}]


def test_a_long_table_whose_values_rise_is_read() -> None:
    lines = [
        f"{d},{metric},{value}"
        for d, v, n in zip(DAYS, VIEWS, LIKES, strict=True)
        for metric, value in (("Views", v), ("Likes", n))
    ]
    result = read("\n".join(["Date,Metric,Value", *lines]))
    assert totals(result) == [{"views": sum(VIEWS), "likes": sum(LIKES)}]


def test_rows_that_name_accounts_are_parted_by_them() -> None:
    lines = [
        f"{d},{name},Instagram,{v * factor}"
        for d, v in zip(DAYS, VIEWS, strict=True)
        for name, factor in (("mia", 1), ("leo", 2))
    ]
    result = read("\n".join(["Date,Account,Platform,Views", *lines]))
    sums = result.history.daily.groupby("account_id")["value"].sum().to_dict()
    assert sums == {"instagram/mia": sum(VIEWS), "instagram/leo": 2 * sum(VIEWS)}


def rows(factor: int) -> list[list[object]]:
    body = [
        [datetime(d.year, d.month, d.day), v * factor, n]
        for d, v, n in zip(DAYS, VIEWS, LIKES, strict=True)
    ]
    return [["Date", "Views", "Likes"], *body]


def test_sheets_named_after_platforms_are_of_those_platforms() -> None:
    result = read_files([workbook(Instagram=rows(1), TikTok=rows(3))], TODAY)
    views = result.history.daily.query("metric == 'views'")
    assert views.groupby("account_id")["value"].sum().to_dict() == {
        "instagram/account": sum(VIEWS),
        "tiktok/account": 3 * sum(VIEWS),
    }


def test_no_sheet_overwrites_another_in_silence() -> None:
    result = read_files([workbook(Mia=rows(1), Leo=rows(3))], TODAY)
    views = result.history.daily.query("metric == 'views'")
    assert sorted(views.groupby("account_id")["value"].sum()) == [sum(VIEWS), 3 * sum(VIEWS)]
    assert any(f.severity is Severity.WARNING for f in result.files[0].faults)


def test_sheets_of_different_days_are_one_account() -> None:
    head, *body = rows(1)
    result = read_files([workbook(First=[head, *body[:9]], Second=[head, *body[9:]])], TODAY)
    assert len(result.history.accounts) == 1
    assert result.history.daily.query("metric == 'views'")["value"].sum() == sum(VIEWS)


def test_the_calendar_words_are_those_of_their_source() -> None:
    words = month_names.calendar_words()
    assert words.months == calendar_words.months_by_language()
    assert sorted(words.weekdays) == calendar_words.weekdays_of_languages()
