"""Replay past quarters: are goals at the ladder's probabilities met about as often as said?

For some past quarters of each series, drawn from all of its history, the app sees only the days up
to the quarter and proposes its ladder (safe, realistic, stretch, with the probability of the
rounded figure); the goals are settled on what then happened::

    python -m tests.bench.replay --series FILE.parquet [--limit 100] [--quarters 3] [--jobs 1]
        [--rows FILE.csv]

The file is long: columns source, series_id, date, value, kind ("flow" or "stock"). Quarters of one
series are not independent, so the interval of each rung comes from a bootstrap over series: what
was said lies inside where chance explains the difference. Exit status 1 where it does not. Series
of one source end on one day and rise and fall together; that is why the quarters are drawn, each
series its own: taken from the ends, a few quarters of the calendar would decide over everything.
What each source got is printed below.
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
    """Return how often goals were met, beside what was said, with a bootstrap over series."""
    by_series = rows.groupby("series").agg(
        said=("said", "sum"), met=("met", "sum"), count=("met", "size")
    )
    numbers = by_series.to_numpy(dtype=float)
    rng = np.random.default_rng(SEED)
    picks = rng.integers(0, len(numbers), (RESAMPLES, len(numbers)))
    said, met, count = np.moveaxis(numbers[picks].sum(axis=1), 1, 0)
    gaps = (met - said) / count
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(gaps, [tail, 1 - tail])
    mean_said, mean_met = float(rows["said"].mean()), float(rows["met"].mean())
    return {
        "goals": len(rows),
        "series": len(numbers),
        "said": round(mean_said, 3),
        "met": round(mean_met, 3),
        # The share that was met, give or take what another draw of series would bring.
        "low": round(mean_said + float(low), 3),
        "high": round(mean_said + float(high), 3),
        "inside": bool(low <= 0 <= high),
    }


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
    print(f"{'rung':10} {'goals':>6} {'said':>6} {'met':>6} {'95 % interval':>16}")
    for rung, row in found.items():
        span = f"{row['low']:.3f} to {row['high']:.3f}"
        word = "inside" if row["inside"] else "OUTSIDE"
        print(f"{rung:10} {row['goals']:6} {row['said']:6.3f} {row['met']:6.3f} {span:>16} {word}")
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
