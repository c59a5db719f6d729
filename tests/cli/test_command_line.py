"""The commands as other tools call them: JSON fields, sentences, and one line when it fails."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from kpicore.cli.app import run

ROOT = Path(__file__).parents[2]
EXPORTS = ROOT.parent / "shared" / "exports"

GOAL_FIELDS = {
    "kpi", "statistic", "unit", "account", "measure", "baseline", "baseline_first",
    "baseline_last", "target", "deadline", "window_first", "window_last", "probability", "verdict",
    "expected", "interval", "interval_level", "needed_weekly_growth", "forecast_weekly_growth",
    "sentence", "evidence",
}  # fmt: skip


@pytest.fixture(scope="module")
def totals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """YouTube's Totals.csv of a made-up channel: 300 days that end on New Year's Eve."""
    rng = np.random.default_rng(3)
    first = date(2025, 12, 31) - timedelta(days=299)
    walk = np.exp(np.cumsum(rng.normal(0, 0.02, 300)))
    views = np.round(8_000 * walk * (1 + 0.2 * np.sin(2 * np.pi * np.arange(300) / 7)))
    lines = [f"{first + timedelta(days=i)},{int(v)}" for i, v in enumerate(views)]
    path = tmp_path_factory.mktemp("exports") / "Totals.csv"
    path.write_text("Date,Views\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, object]]:
    """Run a command that must succeed and return the JSON object that it prints."""

    def command(*arguments: str | Path) -> dict[str, object]:
        status = run([str(a) for a in arguments])
        printed = capsys.readouterr()
        assert (status, printed.err) == (0, "")
        found = json.loads(printed.out)
        assert isinstance(found, dict)
        return found

    return command


@pytest.fixture
def fail(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command that must fail and return its one line on standard error."""

    def command(*arguments: str | Path) -> str:
        status = run([str(a) for a in arguments])
        lines = capsys.readouterr().err.splitlines()
        assert status == 1
        assert len(lines) == 1
        return lines[0]

    return command


def test_read_tells_rows_span_and_totals(
    totals: Path, call: Callable[..., dict[str, object]]
) -> None:
    report = call("read", totals, "--json")["files"][0]  # type: ignore[index]
    (table,) = report["tables"]
    views = sum(int(line.split(",")[1]) for line in totals.read_text().splitlines()[1:])
    assert (report["file"], report["platform"], report["error"]) == ("Totals.csv", "youtube", None)
    assert table["kind"] == "daily"
    assert (table["rows"], table["first"], table["last"]) == (300, "2025-03-07", "2025-12-31")
    assert table["totals"] == {"views": views}


def test_kpis_tell_every_figure_with_its_days(
    totals: Path, call: Callable[..., dict[str, object]]
) -> None:
    (account,) = call("kpis", totals, "--json")["accounts"]  # type: ignore[misc]
    by_key = {k["key"]: k for k in account["kpis"]}
    views = [int(line.split(",")[1]) for line in totals.read_text().splitlines()[1:]]
    assert by_key["views"]["value"] == sum(views[-28:])
    assert by_key["views"]["previous"] == sum(views[-56:-28])
    assert (by_key["views"]["first"], by_key["views"]["last"]) == ("2025-12-04", "2025-12-31")
    assert by_key["views"]["reason"] is None
    assert by_key["likes"]["value"] is None
    assert by_key["likes"]["reason"]


def test_goal_prints_every_promised_field(
    totals: Path, call: Callable[..., dict[str, object]]
) -> None:
    found = call(
        "goal", totals, "--kpi", "views", "--change", "+20%", "--by", "2026-03-31", "--json"
    )
    views = [int(line.split(",")[1]) for line in totals.read_text().splitlines()[1:]]
    baseline = sum(views[-28:]) / 28
    assert set(found) >= GOAL_FIELDS
    assert found["baseline"] == pytest.approx(baseline)
    assert found["target"] == pytest.approx(baseline * 1.2)
    assert (found["baseline_first"], found["baseline_last"]) == ("2025-12-04", "2025-12-31")
    assert (found["window_first"], found["window_last"]) == ("2026-03-04", "2026-03-31")
    low, high = found["interval"]  # type: ignore[misc]
    assert low < found["expected"] < high
    assert 0 <= found["probability"] <= 1  # type: ignore[operator]
    assert found["needed_weekly_growth"] == pytest.approx(1.2 ** (7 / 90) - 1)
    assert str(found["sentence"]).startswith("Views of ")


def test_a_target_may_be_a_figure_and_a_total(
    totals: Path, call: Callable[..., dict[str, object]]
) -> None:
    found = call(
        "goal", totals, "--kpi", "views", "--target", "1.2m", "--by", "2026-03-31",
        "--measure", "total", "--account", "Mina", "--json",
    )  # fmt: skip
    assert (found["target"], found["measure"], found["account"]) == (1_200_000, "total", "Mina")
    assert found["window_first"] == "2026-01-01"


def test_forecast_prints_a_day_per_day(
    totals: Path, call: Callable[..., dict[str, object]]
) -> None:
    found = call("forecast", totals, "--kpi", "views", "--horizon", "30d", "--json")
    days = found["days"]
    assert isinstance(days, list)
    assert set(found) == {"key", "unit", "first_day", "days", "interval_level", "evidence"}
    assert (found["first_day"], days[0]["date"], len(days)) == ("2026-01-01", "2026-01-01", 30)
    assert all(0 <= d["low"] <= d["median"] <= d["high"] for d in days)


def test_propose_finds_figure_and_deadline_by_itself(
    totals: Path, call: Callable[..., dict[str, object]]
) -> None:
    found = call("propose", totals, "--json")
    rungs = found["proposals"]
    assert isinstance(rungs, list)
    assert (found["key"], found["deadline"]) == ("views", "2026-03-31")
    assert [r["rung"] for r in rungs] == ["safe", "realistic", "stretch", "custom"]
    wanted = zip(rungs, (0.8, 0.5, 0.25), strict=False)
    assert all(rung["probability"] >= share for rung, share in wanted)
    assert all(r["sentence"] for r in rungs)


@pytest.mark.parametrize("language", ["en", "ko", "zh"])
def test_people_read_sentences_and_tables(
    totals: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (
        ["read", str(totals)],
        ["kpis", str(totals)],
        ["forecast", str(totals), "--kpi", "views", "--horizon", "2w"],
        ["goal", str(totals), "--kpi", "views", "--change", "+20%", "--by", "2026-03-31"],
        ["propose", str(totals)],
    ):
        assert run([*command, "--language", language]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        assert printed.out.strip()
        assert "{" not in printed.out


FAULTS = {
    "no such figure": (["--kpi", "fame"], "There is no KPI called fame"),
    "figure not in the files": (["--kpi", "followers"], "Followers"),
    "past": (["--by", "2025-03-31"], "lies in the past; choose Jan 7, 2026 or later"),
    "tomorrow": (["--by", "2026-01-02"], "leaves no time to act"),
    "no date": (["--by", "soon"], "--by: soon is no date; write it as 2026-03-31"),
    "minus everything": (["--change", "-100%"], "A change of -100% leaves nothing"),
    "thousandfold": (["--change", "+100000%"], r"A change of +100,000% is beyond"),
    "no change": (["--change", "lots"], "lots is no change in percent"),
    "no such measure": (["--measure", "sum"], "--measure: sum is not one of mean, total, level"),
    "no level": (["--measure", "level"], "Views cannot be read as level at the deadline"),
    "old data": (["--today", "2026-12-01", "--by", "2027-03-01"], "upload a newer export"),
    "no such platform": (["--platform", "tiktok"], "they hold"),
    "no such language": (["--language", "fr"], "--language: fr is not one of en, ko, zh"),
    "no such order": (["--date-order", "ydm"], "--date-order: ydm is not one of dmy, mdy, ymd"),
    "both": (["--target", "5"], "one of the two"),
    "unknown option": (["--wish", "5"], "No such option: --wish"),
}


@pytest.mark.parametrize(("options", "problem"), FAULTS.values(), ids=FAULTS)
def test_a_wrong_option_is_one_clear_line(
    totals: Path, options: list[str], problem: str, fail: Callable[..., str]
) -> None:
    usual = {"--kpi": "views", "--change": "+20%", "--by": "2026-03-31"}
    given = dict(zip(options[::2], options[1::2], strict=True))
    arguments = [part for pair in {**usual, **given}.items() for part in pair]
    assert problem in fail("goal", totals, *arguments)


@pytest.mark.parametrize(
    ("target", "problem"),
    [("0", "A target of 0"), ("-5", "A target of -5"), ("nan", "nan is no target")],
)
def test_an_impossible_target_is_one_clear_line(
    totals: Path, target: str, problem: str, fail: Callable[..., str]
) -> None:
    line = fail("goal", totals, "--kpi", "views", "--target", target, "--by", "2026-03-31")
    assert problem in line


def test_an_error_is_told_in_the_language_asked_for(totals: Path, fail: Callable[..., str]) -> None:
    english = fail("read", totals.parent / "none.csv")
    assert "none.csv is no file" in english
    assert "none.csv" in fail("read", totals.parent / "none.csv", "--language=ko")


BAD_FILES = {
    "empty": b"",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "no rows": b"Date,Views\n",
    "text": b"This is a letter.\nIt has no table.\n",
    "broken workbook": b"PK\x03\x04" + bytes(100),
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
@pytest.mark.parametrize("command", ["read", "kpis"])
def test_a_file_that_cannot_be_used_is_one_clear_line(
    tmp_path: Path, content: bytes, command: str, fail: Callable[..., str]
) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    assert "odd.csv" in fail(command, path)


def test_read_prints_the_reason_as_json_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(b"")
    assert run(["read", str(path), "--json"]) == 1
    printed = capsys.readouterr()
    (report,) = json.loads(printed.out)["files"]
    assert report["error"]
    assert report["tables"] == []
    assert len(printed.err.splitlines()) == 1


def test_a_folder_is_no_file(tmp_path: Path, fail: Callable[..., str]) -> None:
    assert "is no file" in fail("read", tmp_path)


def test_two_accounts_need_a_choice(
    totals: Path, tmp_path: Path, fail: Callable[..., str], call: Callable[..., dict[str, object]]
) -> None:
    other = tmp_path / "daily.csv"
    lines = totals.read_text(encoding="utf-8").splitlines()[1:]
    other.write_text("date,views,likes\n" + "\n".join(f"{x},5" for x in lines) + "\n")
    options = ["--kpi", "views", "--change", "+20%", "--by", "2026-03-31"]
    assert "Choose one with --account or --platform" in fail("goal", totals, other, *options)
    found = call("goal", totals, other, *options, "--platform", "youtube", "--json")
    assert found["account"] == "YouTube"
    likes = ["--kpi", "likes", "--target", "6", "--by", "2026-03-31", "--json"]
    assert call("goal", totals, other, *likes)["baseline"] == 5


def test_one_day_is_too_little_for_a_goal(tmp_path: Path, fail: Callable[..., str]) -> None:
    path = tmp_path / "Totals.csv"
    path.write_text("Date,Views\n2025-12-31,100\n")
    line = fail("goal", path, "--kpi", "views", "--change", "+20%", "--by", "2026-03-31")
    assert "28 are needed" in line


def test_a_file_that_failed_is_named_beside_the_result(
    totals: Path, tmp_path: Path, call: Callable[..., dict[str, object]]
) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_bytes(b"")
    found = call("kpis", totals, odd, "--json")
    assert [f["file"] for f in found["left_out"]] == ["odd.csv"]  # type: ignore[attr-defined]


def test_the_way_in_shows_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("read", "kpis", "forecast", "goal", "propose"))


def test_the_module_runs_by_itself(totals: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kpicore", "read", str(totals), "--wish"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not beside the project")
@pytest.mark.parametrize(
    ("options", "baseline_last", "baseline"),
    [
        (
            ["youtube_totals_en_2021.csv", "--kpi", "views", "--by", "2022-03-31"],
            "2021-12-30",
            38_143.46,
        ),
        (
            ["linkedin_creator_en_2024.xlsx", "--kpi", "impressions", "--by", "2024-10-31"],
            "2024-08-05",
            647.36,
        ),
    ],
    ids=["youtube", "linkedin"],
)
def test_real_exports_give_sensible_goals(
    options: list[str],
    baseline_last: str,
    baseline: float,
    call: Callable[..., dict[str, object]],
) -> None:
    found = call("goal", EXPORTS / options[0], *options[1:], "--change", "+20%", "--json")
    assert found["baseline_last"] == baseline_last
    assert found["baseline"] == pytest.approx(baseline, abs=0.01)
    assert found["target"] == pytest.approx(1.2 * baseline, abs=0.02)
    assert 0.02 < found["probability"] < 0.9  # type: ignore[operator]
    assert found["verdict"] in {"safe", "realistic", "stretch", "unlikely"}
    assert 0.3 < found["expected"] / baseline < 2  # type: ignore[operator]
