"""Fit the constants of the forecasts on real series, leaving one source out at a time.

Run it with the development series (a long table: source, series_id, date, value, kind):

    python tests/bench/fit_constants.py --series FILE.parquet --folds DIRECTORY [--scorer FILE.py]

It prints what each source would have got from constants that never saw it, writes those constants
to the directory, fits all sources together, and writes the file that ships with the package. With
a scorer, `score_sources.py` then prints how goals fare with both, beside its ablations. Every
origin is one past day of a series; every row one knot's window after it.
"""

from __future__ import annotations

import argparse
import json
import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import gammaln, stdtrit
from score_sources import print_scores

from kpicore.errors import KpiCoreError
from kpicore.forecasting.calibration import (
    KNOT_LOG_DAYS,
    Constants,
    learn_weights,
    own_errors,
    parse_constants,
    spread_features,
    with_drift,
)
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.model import fit_signals
from kpicore.forecasting.outlook import (
    CANDIDATES,
    KNOT_DAYS,
    Outlook,
    knot_windows,
    look,
    without_events,
)
from kpicore.forecasting.past import Past, Trials, measure_past, run_trials
from kpicore.forecasting.posterior import Array
from kpicore.forecasting.series import Grid, make_grid, scaled_level

SHIPPED = Path(__file__).parents[2] / "kpicore" / "forecasting" / "constants.json"
HORIZON = KNOT_DAYS[-1]
CUTS = 10
LONGEST = 1095
SHORTENED = 0.35
"""Share of origins whose history is cut short at random: young accounts must be learned too."""
REQUESTS = {30: (0, 1, 2), 90: (3, 4), 365: (5, 6)}
"""Horizon that is asked for -> knots judged with the past windows of that horizon."""
STRENGTH = {
    "week_level": 40.0,
    "quarter_level": 40.0,
    "typical_day": 10.0,
    "trend": 80.0,
    "season": 40.0,
}
"""Evidence it takes to move a weight. Little for the typical day: where regular peaks make every
month, the account's own windows must soon say that they come again."""
DRIFT_STRENGTH = 60.0
RIDGE = 50.0
LASTING = ("noise",)
"""Features whose coefficient may change with the days ahead: noisy days make the next weeks as
uncertain as they are, but it is not noise that carries an account away within a year."""
SPREAD_RIDGE = 0.03
"""How strongly coefficients of the spread are held to zero: of 0.001, 0.01, 0.03 and 0.1 the one
with which sources that were left out had the highest likelihood."""
WEARS_OFF_DAYS = 90
"""Over the next weeks the level of the last weeks goes on; what viral days lifted wears off over
a quarter. The weight of the typical day is shrunk the more the nearer the window."""
EXPECTED = np.array([float(name == "season") for name in CANDIDATES])
"""What the weights are shrunk to: a season on which the years agree is believed, nothing else."""
STOCK_SHARE = 0.3
"""Weight of gains of levels: most of them repeat the daily counts of the same accounts."""
USUAL_GROWTH = np.log([0.2, 0.2, 0.2, 0.28, 0.3, 0.4, 0.5])
LIMIT = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One knot's window after one past day."""

    source: str
    series: str
    kind: str
    knot: int
    shortened: bool
    observed: int
    candidates: Array
    change: float
    total: float
    trials: Trials
    grid: Grid
    outlook: Outlook
    past: Past


def rows_of(task: tuple[str, str, str, pd.Series, int]) -> list[Row]:
    """Make the rows of one series."""
    source, series, kind, values, seed = task
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    if len(values) < 120:
        return rows
    for cut in np.unique(np.linspace(60, len(values) - 28, CUTS + 1).astype(int)):
        start = max(0, cut - LONGEST)
        shortened = rng.random() < SHORTENED
        if shortened:
            start = max(start, cut - int(rng.integers(40, 420)))
        history = values.iloc[start:cut]
        if history.iloc[-28:].notna().sum() < 15:
            continue
        ahead = values.iloc[cut : cut + HORIZON]
        rows += rows_at((source, series, kind), history, ahead, shortened=bool(shortened))
    return rows


def rows_at(
    key: tuple[str, str, str], history: pd.Series, ahead: pd.Series, *, shortened: bool
) -> list[Row]:
    """Make the rows of one origin."""
    source, series, kind = key
    try:
        grid = make_grid(history, SeriesKind(kind))
    except KpiCoreError:
        return []
    rates = grid.rates[grid.observed]
    if np.ptp(rates) == 0 or (kind == "flow" and (rates.mean() < 3 or rates[-28:].mean() < 2)):
        return []
    signals = fit_signals(grid, HORIZON)
    adjusted = without_events(grid, signals)
    outlook = look(grid, adjusted, signals, len(grid.days), HORIZON)
    past = measure_past(grid, adjusted, signals)
    future = gains_ahead(history, ahead) if kind == "stock" else ahead.to_numpy(dtype=float)
    windows, path = knot_windows(grid, HORIZON), outlook.path()
    rows = []
    for horizon, knots in REQUESTS.items():
        trials = run_trials(grid, adjusted, signals, horizon)
        for knot in knots:
            first, last = windows[knot]
            change = level_of(grid, future[first:last], last - first) - outlook.current
            if np.isfinite(change):
                rows.append(
                    Row(
                        source=source,
                        series=series,
                        kind=grid.kind.value,
                        knot=knot,
                        shortened=shortened,
                        observed=len(rates),
                        candidates=path[first:last].mean(axis=0),
                        change=change,
                        total=level_of(grid, future[:last], last) - outlook.current,
                        trials=trials,
                        grid=grid,
                        outlook=outlook,
                        past=past,
                    )
                )
    return rows


def gains_ahead(history: pd.Series, ahead: pd.Series) -> Array:
    """Daily gains of a level after the history."""
    levels = np.concatenate([[history.dropna().iloc[-1]], ahead.to_numpy(dtype=float)])
    known = np.flatnonzero(np.isfinite(levels))
    gains = np.full(len(ahead), np.nan)
    filled = np.interp(np.arange(known[-1] + 1), known, levels[known])
    gains[: known[-1]] = np.diff(filled)
    return gains


def level_of(grid: Grid, values: Array, length: int) -> float:
    """Scaled level of a window, NaN when too much of it is missing."""
    if len(values) < length or np.isfinite(values).mean() < 0.7:
        return float("nan")
    return scaled_level(grid.link, float(np.nanmean(values)))


def source_weights(rows: list[Row]) -> Array:
    """Weight every row by one over the root of its source's rows: no source drowns the others."""
    sources = pd.Series([row.source for row in rows])
    counts = sources.map(sources.value_counts()).to_numpy(dtype=float)
    stock = np.array([row.kind == SeriesKind.STOCK for row in rows])
    weights: Array = np.where(stock, STOCK_SHARE, 1.0) / np.sqrt(counts)
    return weights / weights.mean()


def ridge_at(days: int) -> Array:
    """How strongly each candidate's weight is held to what is expected of it."""
    nearer = max(1.0, (WEARS_OFF_DAYS / days) ** 2)
    return np.array([RIDGE * (nearer if name == "typical_day" else 1.0) for name in CANDIDATES])


def fit_weights(rows: list[Row]) -> Array:
    """Weights of the candidates per knot: Student-t regression, ridge, smoothed.

    The prior drift stays zero: that accounts of one kind grew says nothing about another kind.
    """
    raw = np.tile(EXPECTED, (len(KNOT_DAYS), 1))
    for knot in range(len(KNOT_DAYS)):
        chosen = [row for row in rows if row.knot == knot]
        x = with_drift(np.array([row.candidates for row in chosen]))[:, :-1]
        y = np.clip([row.change for row in chosen], -LIMIT, LIMIT)
        size = np.array([0.1 + min(row.past.change, 1.0) for row in chosen])
        weight = source_weights(chosen)
        ridge = ridge_at(KNOT_DAYS[knot])
        for _ in range(30):
            share = weight * 5 / (4 + ((y - x @ raw[knot]) / size) ** 2) / size**2
            gram = (x.T * share) @ x + np.diag(ridge)
            raw[knot] = np.linalg.solve(gram, (x.T * share) @ y + ridge * EXPECTED)
    padded = np.vstack([raw[:1], raw, raw[-1:]])
    smooth = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    return np.column_stack([smooth, np.zeros(len(smooth))])


def strength_table() -> Array:
    """Evidence needed to move each weight; a drift shows only over long windows."""
    fixed = [STRENGTH[name] for name in CANDIDATES]
    return np.array([[*fixed, DRIFT_STRENGTH * (90 / days) ** 2] for days in KNOT_DAYS])


def features_of(rows: list[Row], constants: Constants) -> pd.DataFrame:
    """Features of the spread of all rows."""
    return pd.DataFrame(
        [
            spread_features(
                row.grid, row.outlook, row.past, own_errors(constants, row.trials), USUAL_GROWTH
            )
            for row in rows
        ]
    )


def own_centres(rows: list[Row], constants: Constants) -> Array:
    """Centres with the weights that each account's own past has moved."""
    centres = np.empty(len(rows))
    for i, row in enumerate(rows):
        weights = learn_weights(constants, row.trials, only_knot=row.knot)
        centres[i] = with_drift(row.candidates[None])[0] @ weights[row.knot]
    return centres


def with_lasting(rows: list[Row], features: pd.DataFrame) -> pd.DataFrame:
    """Add what some features do more of, or less, the more days there are ahead."""
    ahead = KNOT_LOG_DAYS[[row.knot for row in rows]]
    return features.assign(**{f"{name} lasting": features[name] * ahead for name in LASTING})


def fit_spread(rows: list[Row], features: Array, errors: Array) -> Array:
    """Maximum likelihood of a skewed Student-t whose log scale is linear in the features.

    It is the likelihood of what is drawn: half of the errors above the centre and half below, each
    half stretched by its own factor.
    """
    knots = np.array([row.knot for row in rows])
    weight = source_weights(rows)
    size = len(KNOT_DAYS)

    def cost(p: Array) -> float:
        growth, slope, freedom, skew = p[:size], p[size:-2], 2 + np.exp(p[-2]), p[-1]
        log_scale = np.clip(growth[knots] + features @ slope, np.log(0.02), np.log(3.0))
        own_side = log_scale + np.where(errors > 0, skew, -skew)
        z = errors / np.exp(own_side)
        density = gammaln((freedom + 1) / 2) - gammaln(freedom / 2) - np.log(freedom) / 2
        density = density - own_side - (freedom + 1) / 2 * np.log1p(z**2 / freedom)
        smooth = 0.001 * np.sum(np.diff(growth, 2) ** 2) + SPREAD_RIDGE * np.sum(slope**2) / 2
        return float(-(weight * density).mean() + smooth)

    start = np.concatenate([np.full(size, -0.3), np.full(features.shape[1], 0.1), [1.0, 0.05]])
    return np.asarray(minimize(cost, start, method="L-BFGS-B").x)


def fit_text(rows: list[Row], name: str) -> tuple[Constants, str]:
    """Fit everything on the rows given; also return the constants as they are written."""
    weights = fit_weights(rows)
    blank = constants_text(
        name,
        weights=weights,
        spread={},
        lasting={},
        growth=USUAL_GROWTH,
        shape=(4.0, 0.0),
        provenance={},
    )
    base = parse_constants(blank)
    features = with_lasting(rows, features_of(rows, base))
    change = np.array([row.change for row in rows])
    errors = np.clip(change - own_centres(rows, base), -LIMIT, LIMIT)
    p = fit_spread(rows, features.to_numpy(), errors)
    slopes = dict(zip(features.columns, p[7:-2], strict=True))
    lasting = {name: slopes.pop(f"{name} lasting") for name in LASTING}
    shape = (2 + float(np.exp(p[-2])), float(p[-1]))
    provenance = {
        "made_by": "tests/bench/fit_constants.py",
        "sources": sorted({row.source for row in rows}),
        "series": len({(row.source, row.series) for row in rows}),
        "rows": len(rows),
    }
    text = constants_text(
        name,
        weights=weights,
        spread=slopes,
        lasting=lasting,
        growth=p[:7],
        shape=shape,
        provenance=provenance,
    )
    return parse_constants(text), text


PERSISTENCE = 0.7
"""Share of the level's error that stays over the horizon, from totals against means."""


def constants_text(
    name: str,
    *,
    weights: Array,
    spread: dict[str, float],
    lasting: dict[str, float],
    growth: Array,
    shape: tuple[float, float],
    provenance: dict[str, object],
) -> str:
    """Write constants as the package reads them."""
    return json.dumps(
        {
            "version": name,
            "provenance": provenance,
            "candidates": list(CANDIDATES),
            "knot_days": list(KNOT_DAYS),
            "weights": np.round(weights, 4).tolist(),
            "strength": np.round(strength_table(), 2).tolist(),
            "spread": {key: round(float(value), 4) for key, value in spread.items()},
            "lasting": {key: round(float(value), 4) for key, value in lasting.items()},
            "growth": np.round(growth, 4).tolist(),
            "usual_growth": np.round(USUAL_GROWTH, 4).tolist(),
            "freedom": round(shape[0], 3),
            "skew": round(shape[1], 4),
            "persistence": PERSISTENCE,
        },
        indent=1,
    )


def judge(rows: list[Row], constants: Constants) -> pd.DataFrame:
    """Score rows with constants: crps on the link scale and cover of the 80 % interval."""
    features = with_lasting(rows, features_of(rows, constants))
    lasting = {f"{name} lasting": slope for name, slope in constants.lasting.items()}
    known = {**constants.spread, **lasting}
    slope = np.array([known[name] for name in features.columns])
    knots = np.array([row.knot for row in rows])
    log_scale = constants.growth[knots] + features.to_numpy() @ slope
    scale = np.exp(np.clip(log_scale, np.log(0.02), np.log(3.0)))
    chance = (np.arange(100) + 0.5) / 100
    tail = stdtrit(constants.freedom, chance)
    tail *= np.where(tail > 0, np.exp(constants.skew), np.exp(-constants.skew))
    said = own_centres(rows, constants)[:, None] + scale[:, None] * tail
    change = np.array([row.change for row in rows])
    rank = 2 * np.arange(1, 101) - 101
    crps = np.abs(said - change[:, None]).mean(axis=1) - (rank * said).sum(axis=1) / 100**2
    return pd.DataFrame(
        {
            "source": [row.source for row in rows],
            "kind": [row.kind for row in rows],
            "days": [KNOT_DAYS[k] for k in knots],
            "shortened": [row.shortened for row in rows],
            "crps": crps,
            "error": np.abs(change - said[:, 49:51].mean(axis=1)),
            "unchanged": np.abs(change),
            "in80": (change >= said[:, 9:11].mean(1)) & (change <= said[:, 89:91].mean(1)),
        }
    )


def collect(path: Path, jobs: int) -> list[Row]:
    """Make the rows of all series."""
    table = pd.read_parquet(path)
    table["date"] = pd.to_datetime(table["date"])
    tasks = []
    for seed, (key, group) in enumerate(table.groupby(["source", "series_id", "kind"])):
        values = group.set_index("date")["value"].sort_index()
        values = values[~values.index.duplicated()].asfreq("D")
        tasks.append((*key, values, seed))
    with ProcessPoolExecutor(jobs) as pool:
        return [row for rows in pool.map(rows_of, tasks, chunksize=4) for row in rows]


def split(rows: list[Row], source: str) -> tuple[list[Row], list[Row]]:
    """Return the rows of a source and those of all others."""
    return [r for r in rows if r.source == source], [r for r in rows if r.source != source]


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=Path, required=True)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, help="scores goals; see score_sources.py")
    parser.add_argument("--rows", type=Path, help="keep the rows here between runs")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--version", default=date.today().isoformat())
    options = parser.parse_args()
    if options.rows and options.rows.exists():
        rows: list[Row] = pickle.loads(options.rows.read_bytes())
    else:
        rows = collect(options.series, options.jobs)
        if options.rows:
            options.rows.write_bytes(pickle.dumps(rows))
    options.folds.mkdir(parents=True, exist_ok=True)
    tables = []
    for source in sorted({row.source for row in rows}):
        held, rest = split(rows, source)
        constants, text = fit_text(rest, f"{options.version} without {source}")
        (options.folds / f"{source}.json").write_text(text, "utf-8")
        tables.append(judge(held, constants))
    shipped, text = fit_text(rows, options.version)
    SHIPPED.write_text(text + "\n", "utf-8")
    report("Leaving one source out", pd.concat(tables))
    report("With the shipped constants, which have seen these sources", judge(rows, shipped))
    print(text)
    if options.scorer:
        print_scores(options.scorer, options.series, options.folds, jobs=options.jobs)


def report(title: str, scores: pd.DataFrame) -> None:
    """Print scores by days ahead and the cover of the 80 % interval by source."""
    print(f"\n{title}:")
    print(scores.groupby("days")[["crps", "error", "unchanged", "in80"]].mean().round(3))
    print(scores.groupby(["source", "days"])["in80"].mean().unstack().round(2).to_string())


if __name__ == "__main__":
    main()
