"""Broken, foreign and hostile files: one clear sentence each, and never a number."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from kpicore.ingest import Limits, ReadOptions, SourceFile, read_files
from kpicore.language import english

EXPORTS = Path(__file__).parents[1] / "data" / "exports"


def refusal(name: str, data: bytes, options: ReadOptions | None = None) -> str:
    result = read_files([SourceFile(name=name, data=data)], options)
    assert result.history.is_empty
    errors = [f.error for f in result.files if f.error is not None]
    assert len(errors) == 1
    return english().say(errors[0])


def archive(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as opened:
        for name, data in entries.items():
            opened.writestr(name, data)
    return target.getvalue()


def workbook(rows: list[list[object]]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row)
    return target.getvalue()


def renamed(data: bytes, old: str, new: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as opened:
        entries = {n: opened.read(n) for n in opened.namelist()}
    return archive(
        {n.replace(old, new): d.replace(old.encode(), new.encode()) for n, d in entries.items()}
    )


def changed(data: bytes, entry: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as opened:
        entries = {n: opened.read(n) for n in opened.namelist()}
    assert old in entries[entry]
    entries[entry] = entries[entry].replace(old, new)
    return archive(entries)


def overwritten(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


OLD_BOOK = (EXPORTS / "tendency_1767225600_1767312000.xls").read_bytes()
BOOK = workbook([["Date", "Views"], ["2026-01-01", 5], ["2026-01-02", 6]])
SHEET = "xl/worksheets/sheet1.xml"

CASES = {
    "an empty file": (b"", "is empty"),
    "only blanks": (b"\xef\xbb\xbf\n\n", "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
    "a PDF": (b"%PDF-1.7\n" + bytes(50), "a PDF document"),
    "JSON": (b'{"media": []}', "a JSON file"),
    "no rows": (b"Date,Video Views,Profile Views,Likes,Comments,Shares\n", "no rows"),
    "text only": (b"Hello there\nthis is a letter\nwithout numbers\n", "no table"),
    "bytes": (bytes(range(1, 30)) * 40, "neither text nor a workbook"),
    "a cut workbook": (BOOK[: len(BOOK) // 2], "damaged"),
    "an encrypted workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "a corner cell": (
        changed(BOOK, SHEET, b'<c r="B3"', b'<c r="XFD1048576"'),
        "more rows, columns or sheets",
    ),
    "a column that no sheet has": (changed(BOOK, SHEET, b'"B3"', b'"ZZZZZZ3"'), "damaged"),
    "a sheet under another name": (
        renamed(changed(BOOK, SHEET, b'"B3"', b'"ZZZZZZ3"'), "sheet1.xml", "sheet1.png"),
        "damaged",
    ),
    "a row that no sheet has": (
        changed(BOOK, SHEET, b'<row r="3"', b'<row r="%s"' % (b"9" * 5000)),
        "damaged",
    ),
    "a count without end": (
        changed(BOOK, "xl/sharedStrings.xml", b'count="4"', b'count="%s"' % (b"9" * 5000)),
        "more rows, columns or sheets",
    ),
    # 512 bytes of header, then sectors of 512; the ninth of them says which one follows which.
    "sectors in a circle": (overwritten(OLD_BOOK, 512 * 9 + 4 * 9, b"\x09\0\0\0"), "damaged"),
    "sectors in the wrong place": (overwritten(OLD_BOOK, 76, b"\xfd\xff\xff\xff"), "damaged"),
    "more columns than a sheet can have": (
        overwritten(OLD_BOOK, OLD_BOOK.rindex(b"\xfd\0\x0a\0") + 6, b"\xff\x0f"),
        "damaged",
    ),
    "a document type": (
        changed(BOOK, SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        "damaged",
    ),
    "a path outside": (archive({"../../etc/a.csv": b"Date,Views\n"}), "outside the archive"),
    "a bomb": (archive({"a.csv": b"0" * 40_000_000}), "unpacks to"),
    "an archive of pictures": (archive({"a.png": b"\x89PNG", "b.json": b"{}"}), "no table"),
    "an archive too deep": (
        archive({"a.zip": archive({"b.zip": archive({"c.zip": archive({"d.csv": b"x"})})})}),
        "archives inside archives",
    ),
    "three date formats": (
        b'Date,Views\n2026-01-01,1\n02/01/2026,2\n"Jan 3, 2026",3\n',
        "formats",
    ),
    "parts of days": (
        b"Date,Campaign,Views\n"
        + b"".join(b"2026-01-0%d,%s,%d\n" % (d, c, d) for d in range(1, 6) for c in (b"a", b"b")),
        "parts of days|not known",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_cannot_be_used_says_why(case: str) -> None:
    data, wanted = CASES[case]
    if case == "parts of days":
        data = data.replace(b",1\n", b",9\n", 1)
    sentence = refusal("upload.csv", data)
    assert any(w in sentence for w in wanted.split("|")), sentence


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    options = ReadOptions(limits=Limits(file_bytes=10))
    assert "limit" in refusal("big.csv", b"Date,Views\n2026-01-01,5\n", options)


def test_a_password_protected_archive_is_refused() -> None:
    data = bytearray(archive({"a.csv": b"Date,Views\n"}, zipfile.ZIP_STORED))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(magic) + offset
        data[at : at + 2] = struct.pack("<H", struct.unpack("<H", data[at : at + 2])[0] | 1)
    assert "password" in refusal("locked.zip", bytes(data))


def test_a_missing_file_is_told() -> None:
    result = read_files([SourceFile.at(Path("nowhere.csv"))])
    assert result.files[0].error is not None
    assert "cannot be opened" in result.files[0].error.text


def test_a_broken_file_beside_a_good_one_does_no_harm() -> None:
    good = EXPORTS / "Totals.csv"
    result = read_files(
        [SourceFile(name="x.csv", data=b""), SourceFile(name=good.name, data=good.read_bytes())]
    )
    assert [f.error is None for f in result.files] == [False, True]
    assert len(result.history.daily) == 3


def test_a_file_of_one_day_is_read_with_a_warning() -> None:
    report = read_files([SourceFile(name="Totals.csv", data=b"Date,Views\n2026-01-01,5\n")]).files[
        0
    ]
    assert report.error is None
    assert any("only one day" in f.message.text for f in report.faults)


def test_a_row_with_more_cells_than_the_header_is_told_and_not_read() -> None:
    data = b"Date,Views\n2026-01-01,5\n2026-01-02,1,234\n2026-01-03,7\n"
    report = read_files([SourceFile(name="Totals.csv", data=data)]).files[0]
    assert report.tables[0].totals == {"views": 12}
    assert [(f.row, f.severity.value) for f in report.faults if f.row] == [(3, "error")]


def test_entry_names_in_a_korean_code_page_are_read() -> None:
    series = (
        'sep=,\n"도달"\n"날짜","Primary"\n"2026-01-01T00:00:00","5"\n"2026-01-02T00:00:00","6"\n'
    )
    data = archive({"@@@@.csv": b"\xff\xfe" + series.encode("utf-16-le")}, zipfile.ZIP_STORED)
    data = data.replace(b"@@@@.csv", "도달".encode("cp949") + b".csv")
    report = read_files([SourceFile(name="Shared.zip", data=data)]).files[0]
    assert report.file == "Shared.zip/도달.csv"
    assert report.tables[0].rows == 2


def test_a_zip_in_a_zip_is_opened_and_names_the_account() -> None:
    overview = (EXPORTS / "Overview_2025-12-29_1767571200_dancer.csv").read_bytes()
    inner = archive({"Overview.csv": overview})
    data = archive({"Overview_2025-12-29_1767571200_dancer.zip": inner, "__MACOSX/._x": b"1"})
    result = read_files([SourceFile(name="all.zip", data=data)])
    assert result.files[0].account == "dancer"
    assert [a.account_id for a in result.accounts] == ["tiktok/dancer"]
