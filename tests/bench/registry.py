"""Every bench under its name: what it measures, beside what, how it is run, and what it prints.

Scripts measure in their own way and stay as they are. What they print is read here: their last line
of JSON, or single figures by a pattern. A limit stands where a script itself has none.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tests.browser.running import chromium_path

SERIES = "GOALPOST_BENCH_SERIES"
"""Environment variable: a long table of real series (source, series_id, date, value, kind)."""

Figures = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a figure must keep.

    Attributes
    ----------
    figure : str
        Its name.
    at_least, at_most : float or None
        Ends, inclusive.
    """

    figure: str
    at_least: float | None = None
    at_most: float | None = None

    def holds(self, figures: Figures) -> bool:
        """Tell whether the figure is there and inside."""
        value = figures.get(self.figure)
        if not isinstance(value, int | float):
            return False
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        """Return ``seconds <= 3``."""
        ends = [(">=", self.at_least), ("<=", self.at_most)]
        return " and ".join(f"{self.figure} {s} {e:g}" for s, e in ends if e is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One measurement.

    Attributes
    ----------
    what : str
        What it measures, on what.
    beside : str
        Its peer or its limit, in words.
    module : str
        Run with ``python -m``.
    arguments : tuple of str
        That it is run with; ``{series}`` stands for the table of real series.
    minutes : int
        Time after which it is given up.
    read : callable
        Takes what it printed and gives its figures.
    limits : tuple of Limit
        Beside those that the script's exit status tells.
    browser : bool
        Whether it needs Chromium.
    by_name_only : bool
        Whether it runs only when it is named: it takes long.
    """

    what: str
    beside: str
    module: str
    arguments: tuple[str, ...] = ()
    minutes: int = 15
    read: Callable[[str], Figures] = field(default_factory=lambda: last_json)
    limits: tuple[Limit, ...] = ()
    browser: bool = False
    by_name_only: bool = False

    def missing(self, series: str | None) -> str | None:
        """Return what this machine lacks for it, or None.

        Parameters
        ----------
        series : str or None
            Where the table of real series is.
        """
        if self.browser and chromium_path() is None:
            return "needs Chromium"
        if "{series}" in self.arguments and not series:
            return f"needs a table of real series: --series FILE, or {SERIES}"
        if series and "{series}" in self.arguments and not os.path.isfile(series):
            return f"there is no file {series}"
        return None

    def command(self, series: str | None) -> tuple[str, ...]:
        """Return the arguments of Python that run it."""
        filled = (series or "" if a == "{series}" else a for a in self.arguments)
        return ("-m", self.module, *filled)


def last_json(printed: str) -> Figures:
    """Return the figures of the last line that is a JSON object."""
    for line in reversed(printed.splitlines()):
        if line.startswith("{"):
            found = json.loads(line)
            return {k: v for k, v in found.items() if k != "bench"}
    return {}


def by_pattern(
    patterns: Mapping[str, str], pick: Callable[[list[float]], float] = max
) -> Callable[[str], Figures]:
    """Return a reader that finds figures by patterns with one group.

    Parameters
    ----------
    patterns : mapping of str to str
        Name of a figure to its regular expression.
    pick : callable
        Which one counts where several lines have it: the worst.
    """

    def read(printed: str) -> Figures:
        found = {
            name: [float(n) for n in re.findall(pattern, printed, re.M)]
            for name, pattern in patterns.items()
        }
        return {name: pick(numbers) for name, numbers in found.items() if numbers}

    return read


BENCHES: Mapping[str, Bench] = MappingProxyType(
    {
        "import_speed": Bench(
            what="reading a csv of posts of 200 MB: seconds and memory",
            beside="pandas.read_csv alone",
            module="tests.bench.import_speed",
            minutes=20,
            read=by_pattern(
                {
                    "times_pandas": r"^seconds against pandas: ([\d.]+)",
                    "memory_times_size": r"^reader: .*?([\d.]+) x size",
                }
            ),
            limits=(
                Limit(figure="times_pandas", at_most=3),
                Limit(figure="memory_times_size", at_most=4),
            ),
        ),
        "kpi_speed": Bench(
            what="every KPI of 50 accounts, 3 years of days, 100,000 posts",
            beside="a second",
            module="tests.bench.kpi_speed",
        ),
        "forecast_speed": Bench(
            what="a forecast with its past windows, and twelve KPIs, on one core",
            beside="Prophet().fit and prophet.diagnostics.cross_validation with the same windows",
            module="tests.bench.forecast_speed",
            read=by_pattern(
                {
                    "forecast_ms": r"past windows: (\d+) ms",
                    "prophet_fit_ms": r"Prophet\(\)\.fit: (\d+) ms",
                    "times_cross_validation": r"cross_validation: [\d.]+ s, (\d+)x",
                    "times_stan": r"Stan [\d.]+ ms, (\d+) times",
                }
            ),
            limits=(Limit(figure="times_cross_validation", at_least=10),),
        ),
        "goal_accuracy": Bench(
            what="past quarters of real series replayed: how often goals came true",
            beside="the probability that was said",
            module="tests.bench.replay",
            arguments=("--series", "{series}", "--limit", "100", "--jobs", "2"),
            minutes=60,
        ),
        "known_processes": Bench(
            what="windows of series made by known processes: share of outcomes inside 80 %",
            beside="80 of 100",
            module="tests.bench.known_processes",
            arguments=("--series", "40"),
            minutes=60,
            read=by_pattern({"lowest_in80": r" +\d+  [\d.]+  ([\d.]+)  [\d.]+$"}, pick=min),
            # 80 of 100, less what chance takes from the worst of them at 40 series.
            limits=(Limit(figure="lowest_in80", at_least=0.62),),
        ),
        "planted_effects": Bench(
            what="effects planted in made-up posts: intervals that hold, false findings",
            beside="90 of 100 and 5 of 100",
            module="tests.bench.planted_effects",
            arguments=("100",),
            minutes=60,
            read=by_pattern({"lowest_cover": r"covered.* ([\d.]+)"}, pick=min),
        ),
        "false_alarms": Bench(
            what="made-up days on which nothing happened, and planted changes: what is named",
            beside="one day in a hundred, as set",
            module="tests.bench.false_alarms",
            minutes=30,
            read=by_pattern(
                {
                    "named_of_100_days": r"^all +false alarms +([\d.]+)",
                    "named_of_100_days_worst": r"false alarms +([\d.]+)",
                }
            ),
        ),
        "ab_tests": Bench(
            what="made-up experiments: intervals that hold, winners where there is none",
            beside="90 of 100 and 5 of 100, over all looks",
            module="tests.bench.ab_tests",
            arguments=("400",),
            minutes=40,
            read=by_pattern({"false_winners_worst": r"^\d (?:equal|looks).* winner ([\d.]+)"}),
        ),
        "insight_speed": Bench(
            what="insight pages on 100,000 posts: first drawing and later ones",
            beside="3 s and 0.5 s",
            module="tests.bench.insight_speed",
            read=by_pattern(
                {
                    "first_s_worst": r"first +([\d.]+) s",
                    "later_s_worst": r"later +([\d.]+) s",
                }
            ),
        ),
        "first_page": Bench(
            what="a fresh server and browser until the first page is drawn",
            beside="3 s",
            module="tests.bench.first_page",
            browser=True,
        ),
        "page_switch": Bench(
            what="switching pages on 50 accounts",
            beside="a second",
            module="tests.bench.page_switch",
            minutes=30,
            browser=True,
        ),
        "goals_redraw": Bench(
            what="another target on the Goals page until the new probability stands there",
            beside="0.3 s",
            module="tests.bench.goals_redraw",
            browser=True,
        ),
        "load": Bench(
            what="twenty people who switch pages for a minute",
            beside="median 0.5 s, 95 of 100 under 2 s, 2 MB a session",
            module="tests.bench.load",
        ),
        "memory": Bench(
            what="the server and its workers with the sample data and every page seen",
            beside="700 MB",
            module="tests.bench.memory",
            limits=(Limit(figure="memory_mb", at_most=700),),
        ),
        "batch_scaling": Bench(
            what="200 accounts of two years, 5 KPIs each: two cores beside one",
            beside="1.8 times one core; 15 times a loop of Prophet with its cross validation",
            module="tests.bench.batch_scaling",
            minutes=45,
        ),
        "soak": Bench(
            what="sessions that come and go for 30 minutes: growth of memory",
            beside="20 MB an hour beyond chance",
            module="tests.bench.soak",
            minutes=45,
            by_name_only=True,
        ),
    }
)
"""Name to bench, in the order in which they run."""
