"""Check that 80 % windows hold about 80 % of outcomes on series made by known processes.

    OMP_NUM_THREADS=1 python tests/bench/known_processes.py [--series 100] [--seed 0]

Each series is made, cut, forecast, and compared with its own future: the mean of the last four
weeks of the horizon (the level on the last day for a stock). The constants never saw such series.
Prints, per process and horizon, the share of outcomes inside the 50 % and 80 % intervals, the share
below the median, and the width of the 80 % interval relative to that of the process itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.forecasting import SeriesKind, forecast
from kpicore.forecasting.posterior import Array

END = "2025-06-30"
WEEK = np.array([0.1, 0.0, -0.1, -0.1, 0.0, 0.25, 0.2])
SPAN_DAYS = 730
HORIZONS = (30, 90)
WINDOW_DAYS = 28


def noise(rng: np.random.Generator, days: int, size: float) -> Array:
    """Independent normal noise."""
    return size * rng.standard_normal(days)


def autoregression(rng: np.random.Generator, days: int, memory: float, size: float) -> Array:
    """AR(1) around zero, begun in its stationary law."""
    path = np.empty(days)
    path[0] = size / np.sqrt(1 - memory**2) * rng.standard_normal()
    steps = noise(rng, days, size)
    for day in range(1, days):
        path[day] = memory * path[day - 1] + steps[day]
    return path


def weekly(days: int) -> Array:
    """Weekday pattern."""
    return np.resize(WEEK, days)


def random_walk(rng: np.random.Generator, days: int) -> Array:
    """Counts whose level wanders by 3 % a day."""
    level = 6 + np.cumsum(noise(rng, days, 0.03))
    return np.round(np.exp(level + weekly(days) + noise(rng, days, 0.2)))


def mean_reverting(rng: np.random.Generator, days: int) -> Array:
    """Counts that come back to their usual level within some weeks."""
    level = 6 + autoregression(rng, days, 0.97, 0.08)
    return np.round(np.exp(level + weekly(days) + noise(rng, days, 0.15)))


def stationary(rng: np.random.Generator, days: int) -> Array:
    """Weekdays and noise, nothing else."""
    return np.round(np.exp(6 + weekly(days) + noise(rng, days, 0.3)))


def growing(rng: np.random.Generator, days: int) -> Array:
    """Steady growth of its own rate, and a wandering level."""
    rate = 0.0015 * rng.standard_normal()
    level = 6 + rate * np.arange(days) + np.cumsum(noise(rng, days, 0.015))
    return np.round(np.exp(level + weekly(days) + noise(rng, days, 0.2)))


def seasonal(rng: np.random.Generator, days: int) -> Array:
    """A yearly season, and a wandering level."""
    wave = 0.4 * np.sin(2 * np.pi * np.arange(days) / 365.25 + 6 * rng.random())
    level = 6 + wave + np.cumsum(noise(rng, days, 0.015))
    return np.round(np.exp(level + weekly(days) + noise(rng, days, 0.2)))


def intermittent(rng: np.random.Generator, days: int) -> Array:
    """Two days of three without anything, then a few or many."""
    rate = np.exp(np.log(4) + autoregression(rng, days, 0.98, 0.06))
    active = rng.random(days) < 1 / 3
    return np.where(active, rng.negative_binomial(1.5, 1.5 / (1.5 + 3 * rate)), 0).astype(float)


def tiny(rng: np.random.Generator, days: int) -> Array:
    """Poisson counts around three."""
    return rng.poisson(np.exp(np.log(3) + np.cumsum(noise(rng, days, 0.015)))).astype(float)


def net_negative(rng: np.random.Generator, days: int) -> Array:
    """Net counts around zero, more lost than won."""
    return np.round(-8 + autoregression(rng, days, 0.95, 3.0) + noise(rng, days, 15.0))


def followers(rng: np.random.Generator, days: int) -> Array:
    """A level that grows by wandering gains."""
    gains = np.exp(3 + np.cumsum(noise(rng, days, 0.02)) + noise(rng, days, 0.4))
    return 5000 + np.cumsum(np.round(gains))


def share(rng: np.random.Generator, days: int) -> Array:
    """A share near its upper bound."""
    odds = 2.5 + autoregression(rng, days, 0.98, 0.05) + noise(rng, days, 0.2)
    return 1 / (1 + np.exp(-odds))


PROCESSES: Mapping[str, tuple[SeriesKind, Callable[[np.random.Generator, int], Array]]] = (
    MappingProxyType(
        {
            "random walk": (SeriesKind.FLOW, random_walk),
            "mean reverting": (SeriesKind.FLOW, mean_reverting),
            "stationary week": (SeriesKind.FLOW, stationary),
            "growing": (SeriesKind.FLOW, growing),
            "seasonal": (SeriesKind.FLOW, seasonal),
            "intermittent": (SeriesKind.FLOW, intermittent),
            "tiny counts": (SeriesKind.FLOW, tiny),
            "net negative": (SeriesKind.NET, net_negative),
            "followers": (SeriesKind.STOCK, followers),
            "share": (SeriesKind.SHARE, share),
        }
    )
)


def trial(name: str, seed: int, horizon: int, span: int = SPAN_DAYS) -> tuple[float, Array]:
    """Make a series, forecast its end: rank of the outcome among the draws, and both widths.

    Returns
    -------
    tuple of float, Array
        Share of draws below the outcome, and the central 80 % interval of the draws.
    """
    kind, make = PROCESSES[name]
    values = make(np.random.default_rng([seed, len(name)]), span + horizon)
    index = pd.date_range(END, periods=len(values)) - pd.Timedelta(days=span)
    history = pd.Series(values[:span], index[:span])
    made = forecast(history, horizon_days=horizon, kind=kind)
    if kind is SeriesKind.STOCK:
        draws, outcome = made.level(made.last_day), float(values[-1])
    else:
        first = made.last_day - pd.Timedelta(days=WINDOW_DAYS - 1)
        draws, outcome = made.window_mean(first, made.last_day), float(values[-WINDOW_DAYS:].mean())
    below = (np.mean(draws < outcome) + np.mean(draws <= outcome)) / 2
    return float(below), np.quantile(draws, [0.1, 0.9])


def cover(name: str, horizon: int, count: int, seed: int = 0, span: int = SPAN_DAYS) -> Array:
    """Return where the outcomes of `count` series lay among their draws, each in [0, 1]."""
    return np.array([trial(name, seed + i, horizon, span)[0] for i in range(count)])


def main() -> None:
    """Print a line per process and horizon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--span", type=int, default=SPAN_DAYS)
    options = parser.parse_args()
    print(f"{'process':16} days  in50  in80  below")
    for name in PROCESSES:
        for horizon in HORIZONS:
            ranks = cover(name, horizon, options.series, options.seed, options.span)
            inside = [np.mean(np.abs(ranks - 0.5) <= level / 2) for level in (0.5, 0.8)]
            below = np.mean(ranks < 0.5)
            print(
                f"{name:16} {horizon:4}  {inside[0]:.2f}  {inside[1]:.2f}  {below:.2f}", flush=True
            )


if __name__ == "__main__":
    main()
