"""Many accounts on one and on two cores, and beside a loop of Prophet: batch scaling.

    python -m tests.bench.batch_scaling [--accounts 200] [--sample 3] [--blocks 4]

Every account is an export of two years with five KPIs, each forecast with its past windows and a
goal checked. All accounts are done by one process and by two, block by block in turns (one, two,
two, one, ...), so that a machine that is busy for a while disturbs both alike. Processes are
started and have imported what they need before the clock runs; how long that takes is told beside.
Writing of reports is left out: it is the same work for everybody.

The loop is what Prophet's documentation shows: fit, then its own cross validation of the same past
windows, KPI after KPI, on a sample of the same accounts. Limits: two cores at least 1.8 times one,
and at least 15 times the loop.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from kpicore.batch import (
    BatchPlan,
    FolderClient,
    LocalCrew,
    OutFolder,
    clients_in_folder,
    local_crew,
    run_batch,
)
from kpicore.goals import DeadlineChoice, deadline_of, forecast_reach, make_outlook
from kpicore.ingest import SourceFile, read_files

DAYS = 730
LAST = date(2025, 12, 31)
KPIS = ("impressions", "likes", "engagements", "profile_views", "new_followers")
SCALES = {
    "Impressions": 9000, "Likes": 300, "Engagements": 450, "Bookmarks": 20, "Shares": 15,
    "New follows": 25, "Unfollows": 9, "Replies": 40, "Reposts": 30, "Profile visits": 120,
    "Create Post": 2, "Video views": 2000, "Media views": 2500,
}  # fmt: skip
"""Columns of the export, and about how much a day has of each."""
PLAN = BatchPlan(kpis=KPIS)
SPEEDUP, TIMES_PROPHET = 1.8, 15.0


def write_account(path: Path, seed: int) -> None:
    """Write two years of an account overview of X: waves, a wandering level and noise."""
    rng = np.random.default_rng(seed)
    days = np.arange(DAYS)
    wave = 0.2 * np.sin(2 * np.pi * days / 7) + 0.2 * np.sin(2 * np.pi * days / 365.25 + seed)
    level = np.cumsum(0.02 * rng.standard_normal(DAYS))
    columns = [
        np.round(scale * np.exp(wave + level + 0.2 * rng.standard_normal(DAYS)))
        for scale in SCALES.values()
    ]
    first = LAST - timedelta(days=DAYS - 1)
    lines = [
        f'"{first + timedelta(days=int(i)):%a, %b %d, %Y}",'
        + ",".join(f"{column[i]:.0f}" for column in columns)
        for i in days
    ]
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(["Date," + ",".join(SCALES), *lines, ""]), encoding="utf-8")


def seconds(clients: Sequence[FolderClient], crew: LocalCrew, folder: Path) -> float:
    """Return how long a crew takes for some clients, results written."""
    begun = time.perf_counter()
    run = run_batch(clients, PLAN, out=OutFolder(folder), crew=crew)
    taken = time.perf_counter() - begun
    lines = [line for o in run.summary.outcomes for line in o.followed]
    assert not run.summary.failed
    assert len(lines) == len(KPIS) * len(clients)
    missing = {(line.kpi, line.reason) for line in lines if line.goal is None}
    assert not missing, missing
    return taken


def both(clients: Sequence[FolderClient], blocks: int, out: Path) -> tuple[float, float, float]:
    """Return the seconds of one and of two processes, and those until they were ready."""
    size = -(-len(clients) // blocks)
    totals = {1: 0.0, 2: 0.0}
    with ExitStack() as stack:
        begun = time.perf_counter()
        crews = {n: stack.enter_context(local_crew(n)) for n in totals}
        for workers, crew in crews.items():
            # More clients than processes, so that each has had one.
            seconds(clients[: 4 * workers], crew, out / f"warm{workers}")
        ready = time.perf_counter() - begun
        for block in range(blocks):
            part = clients[block * size : (block + 1) * size]
            for workers in (1, 2) if block % 2 == 0 else (2, 1):
                if part:
                    totals[workers] += seconds(part, crews[workers], out / f"{block}-{workers}")
    return totals[1], totals[2], ready


def loop_of_prophet(clients: Sequence[FolderClient]) -> float:
    """Return the seconds per account of fitting and cross validating with Prophet itself."""
    from prophet import Prophet  # noqa: PLC0415 - after its loggers are quiet
    from prophet.diagnostics import cross_validation  # noqa: PLC0415

    Prophet().stan_backend.get_type()  # loads the backend, which makes its logger talk
    for name in ("cmdstanpy", "prophet"):
        logging.getLogger(name).setLevel(logging.ERROR)
    today = LAST + timedelta(days=1)
    until = forecast_reach(today, [deadline_of(DeadlineChoice.THREE_MONTHS, today)])
    horizon = (until - LAST).days
    taken = 0.0
    for client in clients:
        history = read_files([SourceFile.at(path) for _, path in client.files]).history
        ids = (history.accounts[0].account_id,)
        for key in KPIS:
            outlook = make_outlook(history, key, account_ids=ids, until=until, today=today)
            cutoffs = [pd.Timestamp(w.made_on) for w in outlook.forecast.evidence.windows]
            known = outlook.source.series.dropna()
            frame = pd.DataFrame({"ds": known.index, "y": np.log1p(known.to_numpy())})
            begun = time.perf_counter()
            model = Prophet().fit(frame)
            model.predict(model.make_future_dataframe(periods=horizon))
            cross_validation(model, horizon=f"{horizon} days", cutoffs=cutoffs, disable_tqdm=True)
            taken += time.perf_counter() - begun
    return taken / len(clients)


def main() -> int:
    """Measure; print a line for people and one JSON line.

    Returns
    -------
    int
        1 when a limit is missed.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--sample", type=int, default=3, help="accounts given to Prophet")
    parser.add_argument("--blocks", type=int, default=4)
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for number in range(options.accounts):
            name = "account_overview_analytics.csv"
            write_account(root / "in" / f"account{number:04d}" / name, number)
        clients = clients_in_folder(root / "in")
        one, two, ready = both(clients, options.blocks, root / "out")
        prophet = loop_of_prophet(clients[: options.sample])
    speedup = one / two
    times = prophet * len(clients) / two
    figures = {
        "bench": "batch_scaling",
        "accounts": len(clients),
        "kpis": len(KPIS),
        "one_core_s": round(one, 1),
        "two_cores_s": round(two, 1),
        "speedup": round(speedup, 2),
        "limit_speedup": SPEEDUP,
        "ready_s": round(ready, 1),
        "prophet_s_per_account": round(prophet, 2),
        "batch_s_per_account": round(two / len(clients), 3),
        "times_prophet": round(times, 1),
        "limit_times_prophet": TIMES_PROPHET,
        "machine_load": round(os.getloadavg()[0], 1),
    }
    sys.stdout.write(
        f"{len(clients)} accounts: one core {one:.1f} s, two {two:.1f} s, {speedup:.2f} times; "
        f"Prophet's own loop {prophet:.1f} s an account, {times:.0f} times; processes were ready "
        f"after {ready:.1f} s\n{json.dumps(figures)}\n"
    )
    return int(speedup < SPEEDUP or times < TIMES_PROPHET)


if __name__ == "__main__":
    sys.exit(main())
