"""Reading by columns gives what reading by cells gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpicore.ingest import ReadOptions, SourceFile, large_text, read_files

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
