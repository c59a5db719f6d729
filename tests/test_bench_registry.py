"""The one command of the benches: every script is in it, and its figures are read as printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import __main__ as command
from tests.bench.registry import BENCHES, Bench, Limit, by_pattern, last_json

SCRIPTS = Path(__file__).parent / "bench"
TOOLS = {"fit_constants", "score_sources", "websocket_client", "registry", "__main__"}
"""Not measurements: fitting and scoring constants, and what benches share."""


def test_every_script_is_in_the_registry_and_every_entry_has_a_script() -> None:
    scripts = {p.stem for p in SCRIPTS.glob("*.py")} - TOOLS
    assert {b.module.removeprefix("tests.bench.") for b in BENCHES.values()} == scripts


PRINTED = {
    "import_speed": (
        "pandas: 1.92 s (1.90 s of the processor), 2.61 x size, 1680000 of 1680000 rows\n"
        "reader: 4.80 s (4.71 s of the processor), 3.20 x size, 1680000 of 1680000 rows\n"
        "seconds against pandas: 2.50, of the processor 2.48\n",
        {"times_pandas": 2.5, "memory_times_size": 3.2},
    ),
    "forecast_speed": (
        "one forecast with 8 past windows: 61 ms, one Prophet().fit: 95 ms\n"
        "12 KPIs: 0.75 s, cross_validation: 13.1 s, 17x\n"
        "solve, 12 series: ours 0.9 ms, Stan 80.1 ms, 88 times; log posterior over Stan's: ...\n",
        {
            "forecast_ms": 61.0,
            "prophet_fit_ms": 95.0,
            "times_cross_validation": 17.0,
            "times_stan": 88.0,
        },
    ),
    "known_processes": (
        "process          days  in50  in80  below\nwalk               30  0.52  0.84  0.50\n"
        "level shift        90  0.47  0.78  0.55\n",
        {"lowest_in80": 0.78},
    ),
    "insight_speed": (
        "what_works     first  2.10 s (1.9 s of work), later  0.11 s (0.1 s)\n"
        "comments       first  1.20 s (1.1 s of work), later  0.31 s (0.3 s)\n",
        {"first_s_worst": 2.1, "later_s_worst": 0.31},
    ),
    "planted_effects": (
        "hour             covered: hour                     0.905\n"
        "hour             covered: format                   0.881\n"
        "nothing          false: any tag                    0.010\n",
        {"lowest_cover": 0.881},
    ),
    "false_alarms": (
        "steady, two years    false alarms  1.40 of 100 days\n"
        "all                  false alarms  0.95 of 100 days\n"
        "carried on           found spike                0.97\n",
        {"named_of_100_days": 0.95, "named_of_100_days_worst": 1.4},
    ),
    "ab_tests": (
        "thumbnails +20%  holds 0.901  winner 0.912\n"
        "3 equal rates                  winner 0.041\n"
        "5 looks, posts  planned  winner 0.046  (unguarded 0.121)\n",
        {"false_winners_worst": 0.046},
    ),
    "memory": ('overview 300 MB\n{"bench": "memory", "memory_mb": 512, "errors": []}\n', None),
}


@pytest.mark.parametrize("name", PRINTED)
def test_figures_are_read_as_a_script_prints_them(name: str) -> None:
    printed, figures = PRINTED[name]
    found = BENCHES[name].read(printed)
    assert found == (figures or {"memory_mb": 512, "errors": []})
    assert all(limit.holds(found) for limit in BENCHES[name].limits)


def test_a_figure_that_is_missing_or_outside_keeps_no_limit() -> None:
    limit = Limit(figure="seconds", at_most=3)
    assert [limit.holds(f) for f in ({"seconds": 3}, {"seconds": 3.1}, {})] == [True, False, False]
    assert str(limit) == "seconds <= 3"
    assert last_json("nothing\n") == {}
    assert by_pattern({"a": r"a=(\d)"})("a=1 a=2") == {"a": 2.0}


def test_real_series_come_from_an_argument_and_are_asked_for() -> None:
    bench = BENCHES["goal_accuracy"]
    assert "--series FILE" in str(bench.missing(None))
    assert "no file" in str(bench.missing("none.parquet"))
    assert bench.missing(__file__) is None
    assert __file__ in bench.command(__file__)
    texts = [p.read_text(encoding="utf-8") for p in SCRIPTS.glob("*.py")]
    assert not any("/shared/" in text for text in texts)


def test_one_json_line_follows_a_bench(
    capfd: pytest.CaptureFixture[str],
) -> None:
    bench = Bench(what="limits", beside="nothing", module="tests.bench", arguments=("--list",))
    assert command.run("odd", bench, None) is False, "no figures are no result"
    printed = capfd.readouterr().out.splitlines()
    assert printed[0] == "== odd: limits; beside: nothing"
    line = json.loads(printed[-1])
    assert (line["bench"], line["passed"], line["figures"]) == ("odd", False, {})
    assert any(text.startswith("kpi_speed") for text in printed)
    absent = Bench(what="", beside="", module="x", arguments=("{series}",))
    assert command.run("absent", absent, None) is True
    assert "skipped" in json.loads(capfd.readouterr().out)
