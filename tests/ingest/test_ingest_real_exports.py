"""Real files, where they lie beside the project: totals equal an independent sum."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kpicore.ingest import FileReport, SourceFile, read_files

REAL = Path(__file__).parents[3] / "shared" / "exports"

pytestmark = pytest.mark.skipif(not REAL.exists(), reason="real exports are not here")


def read(name: str) -> FileReport:
    return read_files([SourceFile.at(REAL / name)]).files[0]


def sheet(name: str, title: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(REAL / name)
    return [tuple(r) for r in book[title].iter_rows(values_only=True)]


def test_youtube_totals_equal_the_sum_of_their_column() -> None:
    name = "youtube_totals_en_2021.csv"
    with (REAL / name).open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    table = read(name).tables[0]
    assert table.totals == {"views": sum(int(r["Views"]) for r in rows)}
    assert (table.rows, table.first, table.last) == (365, date(2020, 12, 31), date(2021, 12, 30))


def test_youtube_countries_equal_the_sum_without_the_total_row() -> None:
    name = "youtube_geography_table_en_2021.csv"
    with (REAL / name).open(encoding="utf-8") as source:
        rows = [r for r in csv.DictReader(source) if r["Geography"] != "Total"]
    table = read(name).tables[0]
    assert table.totals["views"] == sum(int(r["Views"]) for r in rows)
    hours = sum(float(r["Watch time (hours)"] or 0) for r in rows)
    assert table.totals["watch_seconds"] == pytest.approx(hours * 3600)


def test_linkedin_sheets_equal_their_sums() -> None:
    name = "linkedin_creator_en_2024.xlsx"
    report = read(name)
    days = sheet(name, "ENGAGEMENT")[1:]
    engagement, by_engagement, by_impression, followers, _ = report.tables
    assert engagement.totals == {
        "impressions": sum(int(str(r[1])) for r in days),
        "engagements": sum(int(str(r[2])) for r in days),
    }
    posts = sheet(name, "TOP POSTS")[3:]
    assert by_engagement.totals == {"engagements": sum(int(str(r[2])) for r in posts if r[2])}
    assert by_impression.totals == {"impressions": sum(int(str(r[6])) for r in posts if r[6])}
    gained = sheet(name, "FOLLOWERS")
    assert followers.totals["new_followers"] == sum(int(str(r[1])) for r in gained[3:])
    assert followers.totals["followers"] == gained[0][1]
    assert (engagement.first, engagement.last) == (date(2023, 8, 7), date(2024, 8, 5))


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
def test_xiaohongshu_notes_equal_their_sums() -> None:
    name = "xiaohongshu_notes_zh_2026.xlsx"
    rows = sheet(name, "Sheet1")[2:]
    table = read(name).tables[0]
    columns = {"impressions": 3, "views": 4, "likes": 6, "comments": 7, "saves": 8, "shares": 10}
    for metric, position in columns.items():
        assert table.totals[metric] == sum(float(str(r[position])) for r in rows), metric
    assert table.rows == len(rows)


def test_google_analytics_tables_start_on_their_own_days() -> None:
    report = read("ga4_several_tables_es_2023.csv")
    daily = [t for t in report.tables if t.kind.value == "daily"]
    assert {(t.first, t.last, t.rows) for t in daily} == {
        (date(2023, 4, 24), date(2023, 5, 21), 28)
    }
    history = read_files([SourceFile.at(REAL / "ga4_several_tables_es_2023.csv")]).history
    users = history.series("ga4/ecuagen", "users")
    assert users.loc["2023-05-18"] == 16
    assert users.loc["2023-05-21"] == 1
