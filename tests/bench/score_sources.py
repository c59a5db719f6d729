"""Score forecasts of goal windows with constants that never saw the source being scored.

Takes the folds that `fit_constants.py` wrote and the project's scorer of goal windows (a script
with `make_origins`, `FORECASTERS`, `score`, `figures` and `gain`); `fit_constants.py --scorer` runs
it right after the fit:

    python tests/bench/score_sources.py --scorer FILE.py --series FILE.parquet --folds DIRECTORY

Prints the figures leaving one source out, with the shipped constants, of the blind base rate, and
the ablations: without trend (and growth of the account's own), without season, without the
account's own past. The development series have no dated events, so that these are planted: five
days of five times the views, two weeks before the forecast is made, told as an event or not told.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from kpicore.forecasting import Event, forecast, parse_constants, shipped_constants
from kpicore.forecasting.calibration import Constants
from kpicore.forecasting.outlook import CANDIDATES

VARIANTS = "held-out,shipped,blind,trend,season,backtest,told,untold"
GOALS = "mean:90,mean:30,total:90,level:90"
NEVER = 1e9
"""Strength of a prior that no evidence moves."""
SPIKE_DAYS, SPIKE_AGE_DAYS, SPIKE_FACTOR = 5, 14, 5.0
"""A viral video: how long, how many days ago it ended, how many times the views."""
PLANTED = {"told": True, "untold": False}
"""Variants with a planted spike: whether it is given as an event."""


def without(constants: Constants, what: str) -> Constants:
    """Return constants in which one ingredient is switched off."""
    weights, strength, spread = constants.weights, constants.strength, dict(constants.spread)
    if what in CANDIDATES:
        column = CANDIDATES.index(what)
        weights, strength = weights.copy(), strength.copy()
        weights[:, column], strength[:, column] = 0.0, NEVER
        if what == "trend":
            strength[:, -1] = NEVER
    elif what == "backtest":
        strength = np.full_like(strength, NEVER)
        spread["change"] += spread["own_error"]
        spread["own_error"] = spread["own_known"] = 0.0
    return replace(constants, weights=weights, strength=strength, spread=spread)


def load(path: Path) -> ModuleType:
    """Import a script by its path."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path} is no Python script.")
    module = importlib.util.module_from_spec(spec)
    sys.modules["scorer"] = module
    spec.loader.exec_module(module)
    return module


def draws_of(
    scorer: ModuleType, origin: Any, constants: Constants, events: Sequence[Event] = ()
) -> np.ndarray:
    """Draws of an origin's goal value."""
    kind = "stock" if origin.measure == "level" else "net" if origin.history.min() < 0 else "flow"
    made = forecast(
        origin.history, horizon_days=origin.horizon, kind=kind, constants=constants, events=events
    )
    return scorer.reduce_paths(made.draws, origin)


def spiked(origin: Any) -> tuple[Any, Event]:
    """Plant a viral spike shortly before the origin; what is to come stays as it was."""
    history = origin.history.copy()
    days = history.index[-SPIKE_AGE_DAYS - SPIKE_DAYS : -SPIKE_AGE_DAYS]
    history.loc[days] *= SPIKE_FACTOR
    event = Event("went viral", days[0].date(), days[-1].date(), "viral")
    return replace(origin, history=history), event


def score_one(task: tuple[Path, Path, str, Any]) -> dict[str, Any]:
    """Score one origin in a worker."""
    script, folds, variant, origin = task
    scorer = sys.modules.get("scorer") or load(script)
    fold = folds / f"{origin.source}.json"
    shipped = variant == "shipped" or not fold.exists()
    constants = shipped_constants() if shipped else parse_constants(fold.read_text("utf-8"))
    chosen = without(constants, variant)
    events: Sequence[Event] = ()
    if variant in PLANTED:
        origin, event = spiked(origin)
        events = (event,) if PLANTED[variant] else ()
    scorer.FORECASTERS["variant"] = (
        scorer.FORECASTERS["baserate"]
        if variant == "blind"
        else lambda o: draws_of(scorer, o, chosen, events)
    )
    row: dict[str, Any] = scorer.score(("variant", origin))
    return row


def print_scores(
    script: Path,
    table: Path,
    folds: Path,
    *,
    jobs: int = 1,
    goals: str = GOALS,
    variants: str = VARIANTS,
    limit: int = 0,
    by_source: bool = False,
) -> None:
    """Print a line of figures per goal and variant, and the means of each source if wanted."""
    scorer = load(script)
    series = pd.read_parquet(table)
    series["date"] = pd.to_datetime(series["date"])
    with ProcessPoolExecutor(jobs) as pool:
        for goal in goals.split(","):
            measure, horizon = goal.split(":")
            origins = scorer.make_origins(series, 8, int(horizon), measure)
            if limit and limit < len(origins):
                order = np.random.default_rng(7).permutation(len(origins))[:limit]
                origins = [origins[i] for i in sorted(order)]
            for variant in variants.split(","):
                if variant in PLANTED and measure == "level":
                    continue
                tasks = [(script, folds, variant, origin) for origin in origins]
                rows = pd.DataFrame(pool.map(score_one, tasks, chunksize=8))
                found = {name: round(float(v), 3) for name, v in scorer.figures(rows).items()}
                better = [round(v, 4) for v in scorer.gain(rows)]
                failed = int(rows["failure"].notna().sum()) if "failure" in rows else 0
                print(f"{goal:9} {variant:9} gain {better} {found} failed {failed}", flush=True)
                if by_source:
                    rows["gain"] = rows.blind - rows.crps
                    print(rows.groupby("source")[["gain", "in80", "in50"]].mean().round(3))


def main() -> None:
    """Print the scores asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--series", type=Path, required=True)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--by-source", action="store_true")
    parser.add_argument("--variants", default=VARIANTS)
    parser.add_argument("--goals", default=GOALS)
    options = parser.parse_args()
    print_scores(
        options.scorer,
        options.series,
        options.folds,
        jobs=options.jobs,
        goals=options.goals,
        variants=options.variants,
        limit=options.limit,
        by_source=options.by_source,
    )


if __name__ == "__main__":
    main()
