"""The batch command: what it prints, and one clear line when it cannot begin."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kpicore.cli.app import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two clients whose exports name nobody."""
    first = date(2025, 10, 23)
    lines = [f"{first + timedelta(days=i)},{900 + 17 * (i % 7) + i}" for i in range(70)]
    for name in ("ada", "bo"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "daily.csv").write_text("date,views\n" + "\n".join(lines) + "\n")
    return tmp_path / "in"


def test_each_client_is_told_as_it_is_done_and_kept_the_next_time(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = [
        "batch",
        str(folder),
        "--out",
        str(tmp_path / "out"),
        "--workers",
        "1",
        "--report",
        "xlsx",
    ]
    assert run([*order, "--kpi", "views", "--by", "2026-03-31"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert {line.split("  ")[1].split(":")[0] for line in lines[:2]} == {"ada", "bo"}
    assert lines[0].startswith("1 of 2  ")
    assert lines[0].endswith(": 1 KPI, 1 forecast")
    assert lines[2].startswith(f"Written to {tmp_path / 'out'}: summary.csv")
    assert len(list((tmp_path / "out" / "reports").glob("*.xlsx"))) == 2
    assert run([*order, "--kpi", "views", "--by", "2026-03-31", "--language", "en"]) == 0
    assert capsys.readouterr().out.count("done before") == 2


FAULTS = {
    "nothing to work on": (["--out", "{out}"], "Give a folder of exports, or --database"),
    "both": (["{in}", "--database", "--out", "{out}"], "one of the two"),
    "no folder": (["{in}/none", "--out", "{out}"], "is no folder that can be read"),
    "no such figure": (["{in}", "--out", "{out}", "--kpi", "fame"], "no KPI called fame"),
    "no such report": (["{in}", "--out", "{out}", "--report", "doc"], "--report: doc is not one"),
    "no change": (["{in}", "--out", "{out}", "--change", "lots"], "lots is no change in percent"),
    "no date": (["{in}", "--out", "{out}", "--by", "soon"], "--by: soon is no date"),
    "no workers": (["{in}", "--out", "{out}", "--workers", "0"], "--workers: give a whole number"),
    "results among clients": (["{in}", "--out", "{in}/../in"], "--out: choose another folder"),
    "nowhere to write": (["{in}"], "Missing option '--out'"),
}


@pytest.mark.parametrize(("options", "problem"), FAULTS.values(), ids=FAULTS)
def test_a_wrong_option_is_one_clear_line(
    folder: Path,
    tmp_path: Path,
    options: list[str],
    problem: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    places = {"{in}": str(folder), "{out}": str(tmp_path / "out")}
    for mark, place in places.items():
        options = [option.replace(mark, place) for option in options]
    assert run(["batch", *options]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert problem in line
