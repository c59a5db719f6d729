"""Measure the speed of forecasts against Prophet as people use it, in one run on one core.

    OMP_NUM_THREADS=1 python tests/bench/forecast_speed.py [--series FILE.parquet]

Prints the solve alone against Stan (time and log posterior), one forecast with its past windows
against one plain fit, and twelve KPIs against `prophet.diagnostics.cross_validation` with the same
cutoffs.
"""

from __future__ import annotations

import argparse
import dataclasses
import logging
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from kpicore.forecasting import forecast
from kpicore.forecasting.backend import (
    CmdStanPyBackend,
    ExactProphet,
    fit_exactly,
    stan_moments,
)
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.posterior import Mode, log_posterior
from kpicore.forecasting.series import make_grid

DAYS = 730
KPIS = 12
HORIZON = 90


def made_up(count: int) -> list[pd.Series]:
    """Two years of counts with weekly and yearly waves and a wandering level."""
    index = pd.date_range("2023-06-01", periods=DAYS)
    series = []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        wave = 0.2 * np.sin(2 * np.pi * np.arange(DAYS) / 7)
        wave += 0.3 * np.sin(2 * np.pi * np.arange(DAYS) / 365.25 + seed)
        level = 6 + np.cumsum(0.02 * rng.standard_normal(DAYS))
        noise = 0.2 * rng.standard_normal(DAYS)
        series.append(pd.Series(np.round(np.exp(level + wave + noise)), index))
    return series


def real(path: Path) -> list[pd.Series]:
    """Every series of a table as Prophet is given it: on the daily scale of its kind.

    Stocks are fitted by their gains; their levels on the log scale are added.
    """
    table = pd.read_parquet(path)
    table["date"] = pd.to_datetime(table["date"])
    found = []
    for (_, _, kind), group in table.groupby(["source", "series_id", "kind"]):
        values = group.set_index("date")["value"].sort_index()
        values = values[~values.index.duplicated()].iloc[-1095:]
        if values.notna().sum() <= 60 or values.nunique() <= 2:
            continue
        grid = make_grid(values, SeriesKind(kind))
        target = grid.link.daily().forward(np.nan_to_num(grid.rates))
        found.append(pd.Series(target[grid.observed], grid.days[grid.observed]))
        if kind == SeriesKind.STOCK:
            found.append(np.log1p(values.dropna()))
    return found


def seconds(job: Callable[[], object], rounds: int = 1) -> float:
    """Median seconds of a job."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        job()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


def frame_of(values: pd.Series) -> pd.DataFrame:
    """Put counts in Prophet's layout, on the log scale."""
    return layout(np.log1p(values))


def layout(target: pd.Series) -> pd.DataFrame:
    """Put numbers in Prophet's layout."""
    return pd.DataFrame({"ds": target.index, "y": target.to_numpy()}).dropna()


def solve_against_stan(series: list[pd.Series]) -> None:
    """Print time and log posterior of the solver beside Stan's; series as Prophet gets them."""
    ours, theirs, gaps = [], [], []
    for values in series:
        model = ExactProphet(uncertainty_samples=0)
        inputs = model.preprocess(layout(values))
        start = dataclasses.asdict(model.calculate_initial_params(inputs.K))
        data = dataclasses.asdict(inputs)
        ours.append(seconds(lambda data=data: fit_exactly(data), 3))
        begun = time.perf_counter()
        params = CmdStanPyBackend().fit(start, data)
        theirs.append(time.perf_counter() - begun)
        moments, prior_sd, tau = stan_moments(data)
        stan = Mode(
            gaussian=np.concatenate([np.ravel(params[k]) for k in ("k", "m", "beta")]),
            delta=np.ravel(params["delta"]),
            noise=float(np.ravel(params["sigma_obs"])[0]),
        )
        mode = fit_exactly(data)
        gaps.append(
            log_posterior(moments, mode, prior_sd, tau)
            - log_posterior(moments, stan, prior_sd, tau)
        )
    ratio = np.median(np.array(theirs) / np.array(ours))
    print(
        f"solve, {len(series)} series: ours {1e3 * np.median(ours):.1f} ms, "
        f"Stan {1e3 * np.median(theirs):.1f} ms, {ratio:.0f} times; "
        f"log posterior over Stan's: worst {min(gaps):+.4f}, median {np.median(gaps):+.3f}"
    )


def one_forecast(series: list[pd.Series]) -> None:
    """Print one forecast with its past windows beside one plain fit."""
    from prophet import Prophet  # noqa: PLC0415 - after its loggers are quiet

    ours = [seconds(lambda v=v: forecast(v, horizon_days=HORIZON, kind="flow"), 3) for v in series]
    plain = [seconds(lambda v=v: Prophet().fit(frame_of(v)), 3) for v in series]
    windows = len(forecast(series[0], horizon_days=HORIZON, kind="flow").evidence.windows)
    print(
        f"one forecast with {windows} past windows: {1e3 * np.median(ours):.0f} ms, "
        f"one Prophet().fit: {1e3 * np.median(plain):.0f} ms"
    )


def twelve_kpis(series: list[pd.Series]) -> None:
    """Print twelve forecasts beside Prophet's cross validation with the same cutoffs."""
    from prophet import Prophet  # noqa: PLC0415
    from prophet.diagnostics import cross_validation  # noqa: PLC0415

    begun = time.perf_counter()
    made = [forecast(v, horizon_days=HORIZON, kind="flow") for v in series]
    ours = time.perf_counter() - begun
    begun = time.perf_counter()
    for values, own in zip(series, made, strict=True):
        cutoffs = [pd.Timestamp(w.made_on) for w in own.evidence.windows]
        model = Prophet().fit(frame_of(values))
        cross_validation(model, horizon=f"{HORIZON} days", cutoffs=cutoffs, disable_tqdm=True)
    theirs = time.perf_counter() - begun
    print(
        f"{len(series)} KPIs: {ours:.2f} s, cross_validation: {theirs:.1f} s, {theirs / ours:.0f}x"
    )


def main() -> None:
    """Print all three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=Path)
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    series = made_up(KPIS)
    forecast(series[0], horizon_days=HORIZON, kind="flow")
    CmdStanPyBackend()
    logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
    one_forecast(series[:6])
    twelve_kpis(series)
    solve_against_stan(real(options.series) if options.series else [np.log1p(v) for v in series])


if __name__ == "__main__":
    main()
