"""Are days named about as often as set where nothing happened, and planted changes found?

Run from the repository: ``nice python -m tests.bench.false_alarms [SERIES [SEED]]``. Draws daily
series with weekdays, noise that is carried on, heavy tails, a wandering level and few or many
counts; counts what is named by chance at one day in a hundred; then plants spikes, drops and new
levels of known size and counts those that are found. Fails when the share of false alarms over all
kinds leaves half to one and a half times what is set, or of any kind three times that; or when
fewer are found than is written beside each kind of account.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpicore.forecasting import SeriesKind
from kpicore.insights import FALSE_ALARMS, SuddenChange, expect_days, find_changes


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One kind of account."""

    days: int
    level: float
    noise: float
    carried: float = 0.0
    freedom: float = 1e6
    wander: float = 0.0


PLANS = {
    "steady, half a year": Plan(days=180, level=1000, noise=0.2),
    "steady, two years": Plan(days=730, level=1000, noise=0.2),
    "carried on": Plan(days=730, level=5000, noise=0.25, carried=0.5, wander=0.005),
    "heavy tails": Plan(days=730, level=20_000, noise=0.3, carried=0.3, freedom=4, wander=0.01),
    "heavy, half a year": Plan(days=180, level=20_000, noise=0.3, carried=0.3, freedom=4),
    "wandering": Plan(days=500, level=2000, noise=0.2, carried=0.3, freedom=6, wander=0.03),
    "few counts": Plan(days=400, level=6, noise=0.2, wander=0.01),
}

PLANTED = {
    "spike of five times": (5.0, 2, 3),
    "drop to a fifth": (0.2, 2, 3),
    "level of twice": (2.0, 10_000, 14),
    "level of half": (0.5, 10_000, 14),
}
"""Factor, days it lasts, and days within which its beginning must be named."""

LEAST = {"steady, two years": (0.95, 0.95), "carried on": (0.9, 0.5)}
"""Share that must be found of spikes and drops, and of levels; where noise is carried on for days,
weeks differ by a quarter by chance, and a doubled level is a matter of luck."""


def draw(plan: Plan, rng: np.random.Generator) -> pd.Series:
    """Return one series in which nothing happens."""
    tail = np.sqrt(plan.freedom / (plan.freedom - 2))
    steps = plan.noise * rng.standard_t(plan.freedom, plan.days) / tail
    around = np.zeros(plan.days)
    for i in range(1, plan.days):
        around[i] = plan.carried * around[i - 1] + steps[i]
    week = np.tile(rng.normal(0, 0.15, 7), plan.days // 7 + 1)[: plan.days]
    level = np.cumsum(rng.normal(0, plan.wander, plan.days))
    mean = plan.level * np.exp(around + week + level)
    index = pd.date_range("2024-01-01", periods=plan.days, unit="us")
    return pd.Series(rng.poisson(mean).astype(float), index=index)


def looked_at(series: pd.Series) -> tuple[tuple[SuddenChange, ...], int]:
    """Return the changes found and the days that were judged."""
    days = expect_days(series, SeriesKind.FLOW)
    return find_changes(days, "views"), days.judged


def false_alarms(plan: Plan, count: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return changes named and days judged in series where nothing happens."""
    named = judged = 0
    for _ in range(count):
        found, days = looked_at(draw(plan, rng))
        named, judged = named + len(found), judged + days
    return named, judged


def share_found(plan: Plan, what: str, count: int, rng: np.random.Generator) -> float:
    """Return the share of series in which a planted change is found."""
    factor, lasts, slack = PLANTED[what]
    hits = 0
    for _ in range(count):
        series = draw(plan, rng)
        place = int(rng.integers(60, plan.days - 40))
        series.iloc[place : place + lasts] *= factor
        found, _ = looked_at(series.round())
        start = series.index[place]
        hits += any(
            abs((pd.Timestamp(c.first) - start).days) <= slack and c.kind.up == (factor > 1)
            for c in found
        )
    return hits / count


def main(count: int, seed: int) -> int:
    """Print a line per share; 1 when one is not as promised."""
    bad, all_named, all_judged = 0, 0, 0
    for number, (name, plan) in enumerate(PLANS.items()):
        named, judged = false_alarms(plan, count, np.random.default_rng([seed, number]))
        all_named, all_judged = all_named + named, all_judged + judged
        wrong = named / judged > 3 * FALSE_ALARMS
        bad += wrong
        mark = "  <- not as promised" if wrong else ""
        sys.stdout.write(f"{name:20} false alarms {100 * named / judged:5.2f} of 100 days{mark}\n")
        sys.stdout.flush()
    share = all_named / all_judged
    wrong = not 0.5 * FALSE_ALARMS <= share <= 1.5 * FALSE_ALARMS
    bad += wrong
    sys.stdout.write(f"{'all':20} false alarms {100 * share:5.2f} of 100 days\n")
    for number, (name, shares) in enumerate(LEAST.items()):
        for what, (_, _, slack) in PLANTED.items():
            least = shares[slack > 3]
            found = share_found(PLANS[name], what, count, np.random.default_rng([seed, 50, number]))
            wrong = found < least
            bad += wrong
            mark = "  <- not as promised" if wrong else ""
            sys.stdout.write(f"{name:20} found {what:20} {found:5.2f}{mark}\n")
            sys.stdout.flush()
    return int(bad > 0)


if __name__ == "__main__":
    wanted = [int(text) for text in sys.argv[1:3]]
    sys.exit(main(*(wanted + [60, 5][len(wanted) :])))
