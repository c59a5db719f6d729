"""Files that careful people would read right, and that readers easily get wrong."""

from __future__ import annotations

import time
import zipfile
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from kpicore.ingest import DateOrder, ReadOptions, SourceFile, read_files
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


@pytest.mark.parametrize(
    "days",
    [
        [f"2026-{m:02d}-01" for m in range(1, 8)],
        ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"],
        ["Jan-26", "Feb-26", "Mar-26", "Apr-26"],
    ],
    ids=["months", "weeks", "month names"],
)
def test_counts_of_weeks_and_months_are_no_counts_of_days(days: list[str]) -> None:
    options = ReadOptions(today=date(2026, 11, 22))
    text = sheet(days, "Date,Views,Likes", ["1000,10"] * len(days))
    assert "days apart" in refusal(read("own.csv", text, options))


def test_levels_told_once_a_week_stay() -> None:
    days = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]
    result = read("own.csv", sheet(days, "Date,Followers", ["100", "104", "110", "111"]))
    assert result.files[0].error is None
    assert result.files[0].tables[0].totals == {"followers": 111}


def test_rows_that_are_posts_of_an_unknown_tool_are_no_days() -> None:
    cells = ["new cake,10,1", "our garden,20,2", "opening,30,3"]
    said = refusal(read("tool.csv", sheet(JANUARY[:3], "Date,Post,Reach,Likes", cells)))
    assert "column Post" in said
    assert "mapping step" in said


def test_notes_and_weekdays_beside_days_do_no_harm() -> None:
    names = ["Thursday", "Friday", "Saturday", "Sunday", "Monday"]
    cells = [f"{n},sunny day {i},10" for i, n in enumerate(names)]
    result = read("own.csv", sheet(JANUARY[:5], "Date,Tag der Woche,Notes,Views", cells))
    assert result.files[0].tables[0].totals == {"views": 50}


def test_paid_campaigns_are_told_apart_from_the_accounts_own_numbers() -> None:
    header = "Day,Campaign name,Reach,Impressions,Link clicks,Amount spent (USD)"
    said = refusal(read("Ads.csv", sheet(JANUARY, header, ["A,100,200,5,1.5"] * 31)))
    assert "paid campaigns" in said
    assert "Campaign name" in said


def test_a_total_that_runs_on_is_no_gain_of_a_day() -> None:
    cells = [f"{100_000 + 50 * i},{1000 + i}" for i in range(31)]
    result = read("own.csv", sheet(JANUARY, "Date,Total views,Total followers", cells))
    assert result.files[0].tables[0].totals == {"followers": 1030}
    assert "a total that runs on" in remarks(result.files[0])


def test_days_filled_in_ahead_are_no_days_of_data() -> None:
    cells = ["10,1"] * 20 + [","] * 11
    (table,) = read("own.csv", sheet(JANUARY, "Date,Views,Likes", cells)).files[0].tables
    assert (table.rows, str(table.last)) == (20, "2026-01-20")


def test_one_day_far_ahead_is_said() -> None:
    options = ReadOptions(today=date(2026, 11, 22))
    text = sheet([*JANUARY[:9], "2062-01-10"], "Date,Views", ["10"] * 10)
    result = read("own.csv", text, options)
    assert result.files[0].tables[0].totals == {"views": 90}
    assert "lie after" in remarks(result.files[0])


def test_header_words_may_carry_a_curly_apostrophe() -> None:
    result = read("own.csv", sheet(JANUARY, "Date,Vues,J’aime", ["10,2"] * 31))
    assert result.files[0].tables[0].totals == {"views": 310, "likes": 62}


def test_two_accounts_in_one_import_are_doubted_and_two_exports_of_one_are_not() -> None:
    days = [f"2026-02-{d:02d}" for d in range(1, 21)]
    header = "Date,Views,Likes"
    mine = sheet(days, header, [f"{100 + d % 7},{d % 5}" for d in range(20)])
    theirs = sheet(days, header, [f"{9000 + d % 9},{70 + d}" for d in range(20)])
    later = mine.replace("2026-02-20,105,4", "2026-02-20,118,5")
    assert later != mine

    def both(second: str) -> str:
        files = [
            SourceFile(name="a.csv", data=mine.encode()),
            SourceFile(name="a (1).csv", data=second.encode()),
        ]
        return " ".join(remarks(f) for f in read_files(files).files)

    assert "two accounts" in both(theirs)
    assert "two accounts" not in both(later)


@pytest.mark.parametrize("order", [None, DateOrder.DMY, "dmy"])
def test_dates_between_dots_are_day_first(order: DateOrder | None) -> None:
    text = "Date,Views\n01.12.2025,5\n02.12.2025,6\n"
    (table,) = read("own.csv", text, ReadOptions(date_order=order)).files[0].tables
    assert (str(table.first), str(table.last)) == ("2025-12-01", "2025-12-02")


def test_an_unknown_table_of_days_beside_a_known_one_is_said() -> None:
    known = [
        ["Date", "Impressions", "Engagements"],
        *([f"1/{d}/2026", "10", "1"] for d in range(1, 20)),
    ]
    other = [["Tag", "Neue Leute"], *([f"1/{d}/2026", "3"] for d in range(1, 20))]
    name = "AggregateAnalytics_Mia_2026-01-01_2026-01-19.xlsx"
    result = read(name, workbook({"ENGAGEMENT": known, "LEUTE": other}))
    assert result.files[0].tables[0].totals == {"impressions": 190, "engagements": 19}
    assert "Neue Leute" in remarks(result.files[0])


@pytest.mark.parametrize(
    ("name", "told", "expected"),
    [
        ("numbers.csv", None, "linkedin"),
        ("numbers.csv", "x", "x"),
        ("account_overview_analytics.csv", None, "x"),
        ("engagement.csv", None, "linkedin"),
    ],
)
def test_words_that_anybody_writes_do_not_outdo_the_platform_that_is_told(
    name: str, told: str | None, expected: str
) -> None:
    rows = "".join(f"2026-01-{d:02d},{d * 7 % 30},{d % 5}\n" for d in range(1, 31))
    data = f"Date,Impressions,Engagements\n{rows}"
    report = read(name, data, ReadOptions(platform=told)).files[0]
    assert (report.platform, report.error) == (expected, None)
    assert report.tables[0].totals["impressions"] == sum(d * 7 % 30 for d in range(1, 31))


def test_signs_that_nobody_sees_are_no_part_of_a_day_or_number() -> None:
    # Windows writes marks of direction around the parts of a date; files joined have marks inside.
    cells = [f"\u200b{d * 7 % 30}\u00a0" for d in range(1, 32)]
    days = ["\u200e" + day.replace("-", "\u200e-\u200e") for day in JANUARY]
    result = read("own.csv", sheet(days, "\ufeffDate\u200b,\ufeffViews", cells))
    assert result.files[0].tables[0].totals == {"views": sum(d * 7 % 30 for d in range(1, 32))}


def test_accounts_that_only_a_picture_tells_apart_stay_apart() -> None:
    names = ["🍞", "🐱", "Bread", "🍞 Bread"]
    rows = [f"{day},{name},{i + 1}" for day in JANUARY for i, name in enumerate(names)]
    history = read("own.csv", "\n".join(["Date,Account,Likes", *rows])).history
    assert sorted(account.name for account in history.accounts) == sorted(names)
    sums = history.daily.groupby("account_id")["value"].sum()
    assert sorted(sums) == [31.0, 62.0, 93.0, 124.0]


def test_a_name_that_only_ends_like_a_platforms_is_nobodys() -> None:
    data = sheet(JANUARY, "Date,Views", [str(d * 7 % 30) for d in range(31)])
    assert read("subtotals.csv", data).files[0].platform == "custom"
    assert read("Totals (1).csv", data).files[0].platform == "youtube"
