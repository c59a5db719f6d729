"""Results read from files and typed tables."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pandas as pd
import pytest

from kpicore.errors import ImportFailedError
from kpicore.experiments import (
    DAY,
    RESULT_COLUMNS,
    Design,
    Row,
    design_of,
    empty_grid,
    grid_of,
    read_results,
    results_template,
    rows_of,
)

ONE_EACH = """Test,Variant,Impressions,Clicks
Hooks,plain,"10,000",500
Hooks,question,"10,000",620
Covers,blue,2000,90
Covers,red,2000,
"""


def test_tests_of_a_file_are_told_apart() -> None:
    hooks, covers = read_results(ONE_EACH.encode(), "ab.csv")
    assert (hooks.name, covers.name) == ("Hooks", "Covers")
    assert hooks.variants == ("plain", "question")
    assert hooks.measures == ("impression_ctr",)
    rows, left_out = rows_of(hooks.frame, "impression_ctr")
    assert rows == (
        Row(variant="plain", wins=500, tries=10_000),
        Row(variant="question", wins=620, tries=10_000),
    )
    assert left_out == 0
    # A cell without a number is missing, not 0.
    rows, left_out = rows_of(covers.frame, "impression_ctr")
    assert ([row.variant for row in rows], left_out) == (["blue"], 1)


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        ("시안;날짜;조회수;참여\nA;2026-01-05;1.000;80\nB;2026-01-06;1.200;99\n", "engagement_rate",
         (Row(variant="A", day=date(2026, 1, 5), wins=80, tries=1000),
          Row(variant="B", day=date(2026, 1, 6), wins=99, tries=1200))),
        ("版本,播放量,完播数\nA,1000,400\nB,1000,450\n", "completion_rate",
         (Row(variant="A", wins=400, tries=1000), Row(variant="B", wins=450, tries=1000))),
        ("Variant,Impressions,CTR\nA,2000,5.0%\nB,2000,6.2%\n", "impression_ctr",
         (Row(variant="A", wins=100, tries=2000), Row(variant="B", wins=124, tries=2000))),
        ("Variant,Impressions,CTR\nA,2000,5.0\nB,2000,6.2\n", "impression_ctr",
         (Row(variant="A", wins=100, tries=2000), Row(variant="B", wins=124, tries=2000))),
        ("Version,Result\nA,1.5\nB,2.5\n", "other_amount",
         (Row(variant="A", wins=1.5), Row(variant="B", wins=2.5))),
        ("Version,Tries,Successes\nA,10,5\nB,10,6\n", "other_rate",
         (Row(variant="A", wins=5, tries=10), Row(variant="B", wins=6, tries=10))),
    ],
    ids=["korean", "chinese", "percent", "rate over 1", "amount", "tries"],
)  # fmt: skip
def test_words_and_signs_of_sheets_are_known(
    text: str, measure: str, expected: tuple[Row, ...]
) -> None:
    table = read_results(text.encode(), "ab.csv")[0]
    assert measure in table.measures
    assert rows_of(table.frame, measure)[0] == expected


def test_a_workbook_with_words_above_its_table_is_read() -> None:
    sink = BytesIO()
    rows = [["Spring tests", None, None], [None] * 3, ["Variant", "Views", "Day"]]
    rows += [["A", 100, "2026-01-05"], ["B", 120, "2026-01-06"], [None] * 3, ["total", 220, None]]
    pd.DataFrame(rows).to_excel(sink, index=False, header=False)
    table = read_results(sink.getvalue(), "ab.xlsx")[0]
    assert [(r.variant, r.wins) for r in rows_of(table.frame, "views")[0]] == [
        ("A", 100.0),
        ("B", 120.0),
    ]
    assert table.frame[DAY].notna().all()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Date,Views\n2026-01-05,7\n", "no column that names the variants"),
        (b"Variant,Colour\nA,red\n", "no column that names the variants"),
        (b"", "no column|empty"),
        (bytes(range(32)) * 20, "neither text nor a workbook"),
    ],
)
def test_a_file_without_results_says_what_is_expected(data: bytes, said: str) -> None:
    with pytest.raises(ImportFailedError, match=said):
        read_results(data, "ab.csv")


def test_impossible_counts_are_refused_with_their_rows() -> None:
    table = read_results(b"Variant,Impressions,Clicks\nA,10,5\nB,10,50\nC,10,-1\n", "ab.csv")[0]
    with pytest.raises(ImportFailedError, match="Rows 2, 3 hold negative numbers"):
        rows_of(table.frame, "impression_ctr")


@pytest.mark.parametrize("language", RESULT_COLUMNS)
def test_the_template_is_known_once_it_is_filled(language: str) -> None:
    lines = results_template(language).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    filled = [
        lines[0],
        *(f"hooks,{v},2026-01-0{n},1000,50,800,300,60,7" for n, v in ((1, "A"), (2, "B"))),
    ]
    table = read_results("\n".join(filled).encode(), "t.csv")[0]
    assert table.name == "hooks"
    assert set(table.measures) == {
        *("impression_ctr", "completion_rate", "engagement_rate", "views", "engagements"),
        "other_amount",
    }
    empty = read_results(results_template(language), "t.csv")[0]
    assert empty.measures == ()


def days(count: int, step: int = 1) -> list[date]:
    return [date(2026, 1, 5) + timedelta(days=step * n) for n in range(count)]


@pytest.mark.parametrize(
    ("rows", "design"),
    [
        ([Row(variant=v, wins=1, tries=9) for v in "AB"], Design.SPLIT),
        ([Row(variant=v, wins=1) for v in "AABB"], Design.POSTS),
        ([Row(variant="AB"[n % 2], wins=1, day=d) for n, d in enumerate(days(14))], Design.DAYS),
        (
            [Row(variant="AB"[n % 2], wins=1, day=d) for n, d in enumerate(days(14, 4))],
            Design.POSTS,
        ),
        ([Row(variant=v, wins=1, day=d) for d in days(7) for v in "AB"], Design.SPLIT),
    ],
)
def test_how_variants_were_shown_is_guessed(rows: list[Row], design: Design) -> None:
    assert design_of(tuple(rows)) is design


def test_a_typed_table_comes_back() -> None:
    rows = (
        Row(variant="A", wins=5, tries=10),
        Row(variant="B", day=date(2026, 1, 5), wins=6, tries=10),
    )
    assert rows_of(grid_of(rows, "other_rate"), "other_rate") == (rows, 0)
    blank = empty_grid("other_rate", ("A", "B"))
    assert list(blank.columns) == ["variant", "day", "tries", "wins"]
    assert rows_of(blank, "other_rate") == ((), 2)
