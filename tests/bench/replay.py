"""Replay past quarters: are goals at the ladder's probabilities met about as often as said?

For some past quarters of each series, drawn from all of its history, the app sees only the days up
to the quarter and proposes its ladder (safe, realistic, stretch, with the probability of the
rounded figure); the goals are settled on what then happened::

    python -m tests.bench.replay --series FILE.parquet [--limit 100] [--quarters 3] [--jobs 1]
        [--rows FILE.csv]

The file is long: columns source, series_id, date, value, kind ("flow" or "stock"). Quarters of one
series are not independent, so the first interval of each rung comes from a bootstrap over series.
Nor are series of one source: they end on one day and rise and fall together. That is why the
quarters are drawn, each series its own - taken from the ends, a few quarters of the calendar would
decide over everything -, and why the second interval comes from drawing series and the quarters of
the calendar anew, both at once. What was said lies inside it where chance explains the difference;
exit status 1 where it does not. What each source got is printed below.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.errors import KpiCoreError
from kpicore.forecasting import forecast
from kpicore.goals import KpiOutlook, Rung, Status, propose, settle
from kpicore.history import Account
from kpicore.kpis import CATALOGUE, ForecastInput, SeriesKind, Statistic

QUARTER_DAYS = 91
LEAST_HISTORY_DAYS = 120
MOST_HISTORY_DAYS = 1095
RESAMPLES = 4000
LEVEL = 0.95
SEED = 20
RUNGS = (Rung.SAFE, Rung.REALISTIC, Rung.STRETCH)
ACCOUNT = Account(account_id="a", name="a", platform="custom")


@dataclass(frozen=True)
class Quarter:
    """One past quarter of one series: all its days, and how many were known."""

    series_id: str
    values: pd.Series
    stock: bool
    known: int

    @property
    def calendar(self) -> str:
        """Source and calendar quarter of its middle: goals that share both share their fortune."""
        middle = self.values.index[self.known + QUARTER_DAYS // 2]
        return f"{self.series_id.partition('/')[0]} {pd.Period(middle, 'Q')}"


def quarters(path: Path, *, limit: int, each: int) -> Iterator[Quarter]:
    """Yield past quarters of a number of series that are drawn by chance."""
    frame = pd.read_parquet(path)
    frame["date"] = pd.to_datetime(frame["date"])
    names = sorted(set(zip(frame["source"], frame["series_id"], strict=True)))
    rng = np.random.default_rng(SEED)
    order = rng.permutation(len(names))
    chosen = {names[i] for i in order[: limit or None]}
    for (source, series_id), rows in frame.groupby(["source", "series_id"]):
        if (source, series_id) not in chosen:
            continue
        values = rows.set_index("date")["value"].astype(float).sort_index().asfreq("D")
        stock = rows["kind"].iloc[0] == "stock"
        for known in beginnings(len(values), each, rng):
            yield Quarter(f"{source}/{series_id}", values, stock, known)


def beginnings(days: int, each: int, rng: np.random.Generator) -> list[int]:
    """Return on how many known days the quarters begin: drawn by chance, none overlapping."""
    room = days - QUARTER_DAYS - LEAST_HISTORY_DAYS
    count = min(each, room // QUARTER_DAYS + 1) if room >= 0 else 0
    spare = room - max(count - 1, 0) * QUARTER_DAYS
    gaps = np.sort(rng.integers(0, spare + 1, count)) if count else np.empty(0, dtype=int)
    return [LEAST_HISTORY_DAYS + int(gap) + n * QUARTER_DAYS for n, gap in enumerate(gaps)]


def source_of(quarter: Quarter, days: int) -> ForecastInput:
    """Return the first days of a series as the goals read them."""
    series = quarter.values.iloc[max(0, days - MOST_HISTORY_DAYS) : days]
    net = bool((quarter.values < 0).any())
    key = "followers" if quarter.stock else "net_followers" if net else "views"
    kinds = {"followers": SeriesKind.STOCK, "net_followers": SeriesKind.NET}
    return ForecastInput(
        key=key,
        statistic=Statistic.POOLED,
        unit=CATALOGUE[key].unit,
        kind=kinds.get(key, SeriesKind.FLOW),
        series=series,
        default_measure="level" if quarter.stock else "mean",
        last_day=series.index[-1].date(),
    )


def replay(quarter: Quarter) -> list[dict[str, object]]:
    """Propose at the beginning of a quarter, settle at its end; a row per rung."""
    logging.disable(logging.INFO)
    source = source_of(quarter, quarter.known)
    try:
        made = forecast(source.series, horizon_days=QUARTER_DAYS, kind=source.kind.value, seed=SEED)
        outlook = KpiOutlook(
            accounts=(ACCOUNT,),
            source=source,
            forecast=made,
            horizon_last=source.last_day + timedelta(days=QUARTER_DAYS),
            today=source.last_day + timedelta(days=1),
        )
        offers = propose(outlook, measure=outlook.measures[0], deadline=outlook.horizon_last)
    except KpiCoreError as refused:
        return [{"series": quarter.series_id, "rung": "refused", "why": str(refused)}]
    whole = source_of(quarter, quarter.known + QUARTER_DAYS)
    direction = CATALOGUE[source.key].direction
    rows: list[dict[str, object]] = []
    for offer in offers:
        end = settle(offer.goal, whole, direction=direction)
        if offer.rung in RUNGS and end.status in (Status.REACHED, Status.MISSED):
            rows.append(
                {
                    "series": quarter.series_id,
                    "calendar": quarter.calendar,
                    "known": quarter.known,
                    "rung": offer.rung.value,
                    "baseline": offer.goal.baseline.value,
                    "target": offer.goal.target,
                    "outcome": end.outcome,
                    "said": offer.check.probability,
                    "met": end.status is Status.REACHED,
                }
            )
    return rows


def figures(rows: pd.DataFrame) -> dict[str, float | int | bool]:
    """Return how often goals were met, beside what was said, with both intervals.

    The intervals hold the share that was met, give or take what another draw would bring.
    """
    said, met = float(rows["said"].mean()), float(rows["met"].mean())
    gaps = (rows["met"] - rows["said"]).to_numpy(dtype=float)
    by_series, names = pd.factorize(rows["series"])
    by_quarter, quarters = pd.factorize(rows["calendar"])
    rng = np.random.default_rng(SEED)
    series = drawn(rng, len(names))[:, by_series]
    both = series * drawn(rng, len(quarters))[:, by_quarter]
    low, high = interval(gaps, series)
    low_both, high_both = interval(gaps, both)
    return {
        "goals": len(rows),
        "series": len(names),
        "said": round(said, 3),
        "met": round(met, 3),
        "low": round(said + low, 3),
        "high": round(said + high, 3),
        "inside_series": low <= 0 <= high,
        "low_calendar": round(said + low_both, 3),
        "high_calendar": round(said + high_both, 3),
        "inside": low_both <= 0 <= high_both,
    }


def drawn(rng: np.random.Generator, size: int) -> npt.NDArray[np.float64]:
    """Return how often each is drawn in each resample, drawing as many as there are."""
    return rng.multinomial(size, np.full(size, 1 / size), RESAMPLES).astype(float)


def interval(gaps: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> list[float]:
    """Return the ends of the middle share `LEVEL` of the weighted means."""
    tail = (1 - LEVEL) / 2
    drawn_at_all = weights[weights.sum(axis=1) > 0]
    means = drawn_at_all @ gaps / drawn_at_all.sum(axis=1)
    return [float(end) for end in np.quantile(means, [tail, 1 - tail])]


def main() -> int:
    """Print a row per rung and one JSON line.

    Returns
    -------
    int
        0 where each rung's probability lies inside its interval.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--series", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=100, help="series, 0 for all")
    parser.add_argument("--quarters", type=int, default=3, help="past quarters of each")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--rows", type=Path, help="where to keep every goal, as CSV")
    options = parser.parse_args()
    begun = time.perf_counter()
    tasks = list(quarters(options.series, limit=options.limit, each=options.quarters))
    with ProcessPoolExecutor(options.jobs) as pool:
        rows = pd.DataFrame([row for part in pool.map(replay, tasks) for row in part])
    if options.rows:
        rows.to_csv(options.rows, index=False)
    judged = rows[rows["rung"] != "refused"]
    found = {
        rung.value: figures(judged[judged["rung"] == rung.value].astype({"met": bool}))
        for rung in RUNGS
    }
    print(
        f"{'rung':10} {'goals':>6} {'said':>6} {'met':>6} {'over series':>22} {'and calendar':>22}"
    )
    for rung, row in found.items():
        spans = (
            f"{row[low]:.3f} to {row[high]:.3f} {'inside' if row[word] else 'OUT':>6}"
            for low, high, word in (
                ("low", "high", "inside_series"),
                ("low_calendar", "high_calendar", "inside"),
            )
        )
        print(f"{rung:10} {row['goals']:6} {row['said']:6.3f} {row['met']:6.3f}", *spans)
    judged = judged.assign(source=judged["series"].str.partition("/")[0]).astype({"met": bool})
    sources = judged.groupby(["source", "rung"])[["said", "met"]].mean().unstack().round(3)
    print(sources.to_string())
    summary = {
        "bench": "replay",
        "quarters": len(tasks),
        "refused": int((rows["rung"] == "refused").sum()),
        "seconds": round(time.perf_counter() - begun),
        **found,
    }
    print(json.dumps(summary))
    return int(not all(row["inside"] for row in found.values()))


if __name__ == "__main__":
    sys.exit(main())
