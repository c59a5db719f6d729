"""Reading by columns gives what reading by cells gives."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.ingest import (
    ReadOptions,
    Severity,
    SourceFile,
    assembly,
    large_text,
    post_rows,
    read_files,
)
from kpicore.ingest.hashtags import hashtag_column, hashtags_in
from kpicore.ingest.ordering import order_of
from kpicore.ingest.streams import RecordTooLongError, Scan, record_blocks

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
TEXTS = sorted(p.name for p in EXPORTS.iterdir() if p.suffix in (".csv", ".tsv"))


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_read_by_columns_tells_the_same_history(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SourceFile(name=name, data=(EXPORTS / name).read_bytes())
    options = ReadOptions(today=date(2026, 10, 1))
    by_cells = read_files([file], options)
    monkeypatch.setattr(large_text, "COLUMNAR_FROM", 0)
    by_columns = read_files([file], options)
    assert by_columns.history.fingerprint == by_cells.history.fingerprint
    assert [t.totals for f in by_columns.files for t in f.tables] == [
        t.totals for f in by_cells.files for t in f.tables
    ]


def test_a_large_file_with_thousands_marks_falls_back_to_its_cells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(large_text, "COLUMNAR_FROM", 0)
    rows = "".join(f"2026-01-{d:02d},1.{d:03d}\n" for d in range(1, 20))
    file = SourceFile(name="Totals.csv", data=f"Date,Views\n{rows}".encode())
    report = read_files([file]).files[0]
    assert report.tables[0].totals == {"views": sum(1000 + d for d in range(1, 20))}
    assert report.faults


POSTS = [
    "Content",
    "Video title",
    "Video publish time",
    "Duration",
    "Views",
    "Likes",
    "Impressions",
]
TITLES = (
    "Bread #Bake #bake",
    ' Cat, "the #cat"',
    "줄 #빵\r\nsecond line",
    "",
    "a\nb ＃wide.",
    "#x" * 60,
)


def _posts(seed: int, rows: int, end: str = "\r\n", **odd: list[str]) -> bytes:
    """Write posts; `odd` names texts that stand in a column of numbers here and there."""
    draw = random.Random(seed)
    target = StringIO(newline="")
    writer = csv.writer(target, lineterminator=end)
    writer.writerow(POSTS)
    for _ in range(rows):
        row = [
            "".join(draw.choices("abcXYZ012-_", k=draw.choice((3, 11)))),
            draw.choice(TITLES),
            f"{draw.choice(('Jan', 'Apr'))} {draw.randint(1, 28)}, 2024",
            str(draw.randint(10, 900)),
            *(str(draw.randint(-5, 2_000_000)) for _ in range(3)),
        ]
        for name, texts in odd.items():
            if draw.random() < 0.1:
                row[POSTS.index(name)] = draw.choice(texts)
        writer.writerow(row)
    return target.getvalue().encode()


def _as_told(file: SourceFile) -> tuple[object, ...]:
    result = read_files([file], ReadOptions(today=date(2026, 10, 1)))
    return (
        [replace(f, recognised_by=None) for f in result.files],
        result.history.fingerprint,
    )


@pytest.mark.parametrize(
    "data",
    [
        _posts(1, 6000),
        _posts(2, 300, end="\n"),
        _posts(3, 300, Views=["", "", ""]),
        _posts(4, 300, Views=["-", "n/a", "1,234", "<5"], Likes=["oops"]),
        _posts(5, 300, Impressions=["0x1F", "1e5", "inf", "12345678901234567890"]),
        _posts(6, 300) + b"\r\n\r\n",
        _posts(7, 300) + b"Total,,,,5,6,7\r\n",
        _posts(8, 300) + b"\r\nTotal,,,,5,6,7\r\n",
        _posts(9, 300) + b'too,many,"Jan 3, 2024",1,2,3,4,5\r\n' + b"short\r\n",
        _posts(10, 40) + _posts(11, 40),
        _posts(12, 300) + b'x,"never ends,1\r\n',
        _posts(13, 300).replace(b"Bread", b"Br\x00ead"),
        _posts(14, 300).replace(b"Bread", b"Br\xe9ad"),
        b"\xef\xbb\xbf" + _posts(15, 300),
    ],
)
def test_columns_tell_what_cells_tell_report_included(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Table data.csv"
    path.write_bytes(data)
    held = SourceFile(name="Table data.csv", data=data)
    by_cells = _as_told(held)
    monkeypatch.setattr(large_text, "COLUMNAR_FROM", 0)
    assert _as_told(held) == by_cells
    assert _as_told(SourceFile.at(path)) == by_cells


def test_texts_are_ordered_as_a_stable_sort_orders_them() -> None:
    draw = random.Random(5)
    for longest in (3, 11, 20, 40):
        texts = pd.Series(
            ["".join(draw.choices("ab가-9", k=draw.randint(0, longest // 3))) for _ in range(6000)],
            dtype="str",
        )
        expected = sorted(range(len(texts)), key=[t.encode() for t in texts].__getitem__)
        assert order_of(texts).tolist() == expected


def test_hashtags_of_a_column_are_those_of_each_text() -> None:
    draw = random.Random(6)
    for signs in ("abAB  ##.,!_9\n()", "aß ##＃é한\u3000“\x1c"):
        texts = ["".join(draw.choices(signs, k=draw.randint(0, 200))) for _ in range(400)]
        texts += ["#" + "a" * 200 + " #b", "#", "", " ".join(f"#t{i % 90}" for i in range(300))]
        assert hashtag_column(pd.Series(texts, dtype="str")).tolist() == [
            hashtags_in(t) for t in texts
        ]


def test_a_scan_tells_the_same_whatever_the_size_of_its_parts(tmp_path: Path) -> None:
    data = b"a" * 99 + b'\r\n"b\rc\n\x00'
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    for content in (data, path):
        for size in (20, 100, 1000):
            seen = Scan()
            blocks = list(record_blocks(content, seen, size))
            assert b"".join(block.tobytes() for block in blocks) == data
            assert seen.digest.hexdigest() == sha256(data).hexdigest()
            assert (seen.quotes, seen.nulls, seen.even_quotes) == (1, True, False)


def test_a_record_that_does_not_end_is_not_waited_for() -> None:
    with pytest.raises(RecordTooLongError, match=r"^$"):
        list(record_blocks(b"a" * 200, Scan(), 10))


def test_blocks_end_between_records_whatever_their_size() -> None:
    rows = [b'a,"x\ny",1\n', b'b,"say ""hi""\n\n",2\n', b"c,plain,3\n", b"\n"] * 20
    data = b"".join(rows) + b"d,last,4"
    ends = {len(b"".join(rows[:i])) for i in range(len(rows) + 1)} | {len(data)}
    for size in (9, 20, 64, 10_000):
        blocks = list(record_blocks(data, Scan(), size))
        assert b"".join(block.tobytes() for block in blocks) == data
        assert {sum(map(len, blocks[: i + 1])) for i in range(len(blocks))} <= ends


ODD_CELLS = (["", "-", "1,234", "1.234", "12.5", "-3", "n/a", "007"], ["x", "1e3", "0x1F", "5."])
ODD_LINES = (
    b"",
    b"short",
    b'id1,"a\nb"',
    b'many,"t, u","Jan 3, 2024",1,2,3,4,5,6',
    b'padded,t,"Jan 3, 2024",1,2,3,4,,',
    b"Showing top 500 results",
    b"Total,,,,1,2,3",
)


@given(
    st.integers(0, 10**6),
    st.sampled_from((b"\n", b"\r\n")),
    st.integers(90, 4000),
    st.sampled_from((1000, 64 * 1024)),
)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_random_file_tells_the_same_by_columns_and_by_cells(
    seed: int, end: bytes, block: int, head: int
) -> None:
    draw = random.Random(seed)
    odd = {
        name: draw.choice(ODD_CELLS) for name in draw.sample(POSTS[4:], draw.choice((0, 0, 1, 2)))
    }
    data = _posts(seed, draw.randint(30, 200), end=end.decode(), **odd)
    for line in draw.sample(ODD_LINES[1:], draw.choice((0, 0, 1, 2))):
        rows = data.split(b'2024"')
        at = draw.randrange(len(rows) // 2, len(rows))
        place = data.find(end, len(b'2024"'.join(rows[:at])))
        data = data[: place + len(end)] + line + end + data[place + len(end) :]
    file = SourceFile(name="Table data.csv", data=data)
    by_cells = _as_told(file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_text, "COLUMNAR_FROM", 0)
        patch.setattr(large_text, "BLOCK_BYTES", block)
        patch.setattr(large_text, "HEAD_BYTES", head)
        assert _as_told(file) == by_cells


@pytest.mark.parametrize("late", ["", "-", "1,234", "2.5", "9" * 16, "9" * 30, "abc", " 7 ", "-0"])
def test_cells_behind_the_beginning_may_be_unlike_it(
    late: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = _posts(1, 400).split(b"\r\n")
    cells = next(csv.reader([rows[-2].decode()]))
    target = StringIO(newline="")
    csv.writer(target).writerow([*cells[:4], late, *cells[5:]])
    data = b"\r\n".join(rows[:-1]) + b"\r\n" + target.getvalue().encode()
    file = SourceFile(name="Table data.csv", data=data)
    by_cells = _as_told(file)
    monkeypatch.setattr(large_text, "COLUMNAR_FROM", 0)
    monkeypatch.setattr(large_text, "HEAD_BYTES", 2000)
    for block in (500, 8000, 10**6):
        monkeypatch.setattr(large_text, "BLOCK_BYTES", block)
        assert _as_told(file) == by_cells


def test_one_row_of_another_width_does_not_send_a_file_to_its_cells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(large_text, "COLUMNAR_FROM", 0)
    asked = []
    monkeypatch.setattr(
        "kpicore.ingest.reading.read_sheets", lambda *a: asked.append(a) or ([], [])
    )
    below = _posts(2, 300).partition(b"\r\n")[2]
    data = _posts(1, 300) + b'too,many,"Jan 3, 2024",1,2,3,4,5\r\nshort\r\n' + below
    report = read_files([SourceFile(name="Table data.csv", data=data)]).files[0]
    assert not asked
    assert [f.row for f in report.faults if f.severity is Severity.ERROR] == [302]
    assert [(d.reason.text, d.rows) for d in report.rows_dropped if "cells" in d.reason.text] == [
        ("more cells than the header", 1)
    ]


@pytest.mark.parametrize("missing", [[], ["", "-"]])
def test_posts_that_stay_in_the_order_of_the_file_tell_the_same(
    missing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    head, _, rows = _posts(21, 300).partition(b"\r\n")
    if missing:
        rows = _posts(22, 300, Views=missing).partition(b"\r\n")[2]
    whole = StringIO(newline="")
    writer = csv.writer(whole)
    for number, row in enumerate(csv.reader(StringIO(rows.decode(), newline=""))):
        writer.writerow([f"{(number * 7919) % 1000:011d}", *row[1:]])
    file = SourceFile(name="Table data.csv", data=head + b"\r\n" + whole.getvalue().encode())
    options = ReadOptions(today=date(2026, 10, 1))
    sorted_history = read_files([file], options).history
    monkeypatch.setattr(large_text, "COLUMNAR_FROM", 0)
    monkeypatch.setattr(post_rows, "MANY_POSTS", 0)
    monkeypatch.setattr(assembly, "MANY_ROWS", 0)
    as_they_stand = read_files([file], options).history
    assert as_they_stand.posts["post_id"].tolist() != sorted_history.posts["post_id"].tolist()
    assert as_they_stand.fingerprint == sorted_history.fingerprint
