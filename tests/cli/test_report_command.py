"""``report``: a file of the asked format, or one line that says what to give instead."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kpicore.cli.app import run


@pytest.fixture(scope="module")
def totals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """YouTube's Totals.csv of a made-up channel: 90 days that end on New Year's Eve."""
    first = date(2025, 12, 31) - timedelta(days=89)
    rows = [f"{first + timedelta(days=i)},{1000 + 10 * (i % 7)}" for i in range(90)]
    path = tmp_path_factory.mktemp("exports") / "Totals.csv"
    path.write_text("Date,Views\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "start", "kind"),
    [("r.pdf", b"%PDF", "client"), ("r.xlsx", b"PK", "weekly"), ("r.XLSX", b"PK", "goal")],
)
def test_a_report_is_written_in_the_format_of_its_ending(
    totals: Path, tmp_path: Path, name: str, start: bytes, kind: str
) -> None:
    out = tmp_path / name
    assert run(["report", str(totals), "--out", str(out), "--kind", kind]) == 0
    assert out.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--out", "r.doc"], "--out: doc is not one of html, pdf, pptx, xlsx."),
        (["--out", "r.pdf", "--kind", "poem"], "--kind: poem is not one of client, plan"),
        (["--out", "r.pdf", "--paper", "a5"], "--paper: a5 is not one of a4, us-letter."),
        (["--out", "r.pdf", "--colour", "red"], "The colour red cannot be used"),
        (["--out", "r.pdf", "--logo", "no.png"], "no.png is no file"),
        (["--out", "/no/folder/r.xlsx"], "cannot be written"),
        (["--out", "r.pdf", "--kind", "goal", "--by", "2020-01-01"], "2020"),
    ],
    ids=["format", "kind", "paper", "colour", "logo", "folder", "deadline"],
)
def test_a_wrong_option_is_told_in_one_line(
    totals: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert run(["report", str(totals), *options]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
