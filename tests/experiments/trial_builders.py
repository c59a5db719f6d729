"""Experiments with a difference of known size."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from kpicore.experiments import Design, Experiment, Row, Varied, propose_schedule

MONDAY = date(2026, 1, 5)
WEEKDAYS = np.array([0.90, 0.93, 0.96, 1.0, 1.04, 1.3, 1.2])
NAMES = tuple("ABCDE")


def experiment(
    measure: str,
    design: Design,
    rows: Sequence[Row],
    variants: tuple[str, ...] = ("A", "B"),
    **more: object,
) -> Experiment:
    return Experiment(
        name="hooks",
        account_ids=("tiktok/mina",),
        varied=Varied.CAPTION,
        measure=measure,
        design=design,
        variants=variants,
        rows=tuple(rows),
        **more,  # type: ignore[arg-type]
    )


def counts(*told: tuple[float, float], **more: object) -> Experiment:
    """One row per variant: how often it worked, of how many tries."""
    rows = [Row(variant=NAMES[n], wins=w, tries=t) for n, (w, t) in enumerate(told)]
    return experiment("impression_ctr", Design.SPLIT, rows, NAMES[: len(told)], **more)


def amounts(*told: Sequence[float], design: Design = Design.POSTS, **more: object) -> Experiment:
    """Views of the posts of each variant."""
    rows = [Row(variant=NAMES[n], wins=float(v)) for n, values in enumerate(told) for v in values]
    return experiment("views", design, rows, NAMES[: len(told)], **more)


def split(rng: np.random.Generator, change: float, tries: int, rate: float = 0.05) -> Experiment:
    """Thumbnails side by side."""
    wins = [rng.binomial(tries, rate), rng.binomial(tries, rate * (1 + change))]
    return counts(*((float(w), float(tries)) for w in wins))


def posts(
    rng: np.random.Generator, change: float, each: int, *, spread: float = 0.6, viral: float = 0.03
) -> Experiment:
    """Views of posts, some of them viral."""
    found = []
    for factor in (1.0, 1 + change):
        logs = np.log(5000) + spread * rng.standard_normal(each) + 3 * (rng.random(each) < viral)
        found.append(np.round(np.exp(logs) * factor))
    return amounts(*found)


def post_rates(rng: np.random.Generator, change: float, each: int) -> Experiment:
    """Clicks of posts that differ in size and in how good they are."""
    rows = []
    for name, rate in (("A", 0.05), ("B", 0.05 * (1 + change))):
        for _ in range(each):
            tries = max(int(1500 * np.exp(rng.normal(0, 0.6))), 50)
            own = rng.beta(200 * rate, 200 * (1 - rate))
            rows.append(Row(variant=name, wins=float(rng.binomial(tries, own)), tries=float(tries)))
    return experiment("impression_ctr", Design.POSTS, rows)


def in_turn(
    rng: np.random.Generator, change: float, days: int, *, rate: bool = False, spread: float = 0.2
) -> Experiment:
    """Days in turn, with weekdays and growth."""
    plan = propose_schedule(MONDAY, ("A", "B"), days)
    count = len(plan)
    level = WEEKDAYS[plan["weekday"]] * np.exp(0.002 * np.arange(count))
    level = level * np.exp(spread * rng.standard_normal(count))
    level = level * np.where(plan["variant"] == "B", 1 + change, 1.0)
    told = zip(plan["variant"], plan["day"], level, strict=True)
    if not rate:
        rows = [Row(variant=v, day=d.date(), wins=float(1000 * x)) for v, d, x in told]
        return experiment("views", Design.DAYS, rows)
    rows = []
    for variant, day, x in told:
        tries = float(int(20_000 * np.exp(rng.normal(0, 0.3))))
        wins = min(float(rng.poisson(0.05 * x * tries)), tries)
        rows.append(Row(variant=variant, day=day.date(), wins=wins, tries=tries))
    return experiment("impression_ctr", Design.DAYS, rows)
