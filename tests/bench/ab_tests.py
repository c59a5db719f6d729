"""Do intervals of experiments hold nine times in ten, and are false winners as rare as promised?

Run from the repository: ``nice python -m tests.bench.ab_tests [RUNS [SEED]]``. Draws
experiments with a planted difference or none: thumbnails side by side, posts with viral ones among
them, clicks of posts of very different size, and days in turn with weekdays, growth and viral days.
Then looks at experiments without a difference five times on the way. Fails when a share leaves what
is promised by more than chance explains: coverage 87 to 93 of 100, winners without a difference
at most 5 of 100, over all looks. Days that resemble their neighbours are shown beside: they may
hold more often than promised.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "experiments"))
from trial_builders import MONDAY, NAMES, amounts, counts, in_turn, post_rates, posts, split

from kpicore.experiments import ALPHA, Experiment, Stopping, Verdict, alpha_of, analyse
from kpicore.experiments.methods import comparison_of
from kpicore.experiments.model import Look

LOWEST, HIGHEST = 0.87, 0.93
ERROR = 0.1
STAGED = ("rates", "posts", "days")
PLANTED = 0.2

Maker = Callable[[np.random.Generator, float], Experiment]


def neighbours(rng: np.random.Generator, change: float) -> Experiment:
    """Days in turn of which each resembles the one before."""
    made = in_turn(rng, change, 28, spread=0.0)
    luck, factors = 0.0, []
    for _ in made.rows:
        luck = 0.5 * luck + rng.normal(0, 0.2 * np.sqrt(0.75))
        factors.append(float(np.exp(luck)))
    rows = (replace(r, wins=r.wins * f) for r, f in zip(made.rows, factors, strict=True))
    return replace(made, rows=tuple(rows))


def viral_days(rng: np.random.Generator, change: float) -> Experiment:
    """Days in turn of which one in twenty goes viral."""
    made = in_turn(rng, change, 42)
    rows = (replace(r, wins=r.wins * (8 if rng.random() < 0.05 else 1)) for r in made.rows)
    return replace(made, rows=tuple(rows))


MAKERS: Mapping[str, Maker] = {
    "side by side, 1000 tries": lambda rng, c: split(rng, c, 1000),
    "side by side, 10000 tries": lambda rng, c: split(rng, c, 10_000),
    "side by side, completion": lambda rng, c: split(rng, c, 800, rate=0.4),
    "posts, 12 of each": lambda rng, c: posts(rng, c, 12),
    "posts, 40 of each": lambda rng, c: posts(rng, c, 40),
    "clicks of posts, 8 of each": lambda rng, c: post_rates(rng, c, 8),
    "clicks of posts, 25 of each": lambda rng, c: post_rates(rng, c, 25),
    "days in turn, 14": lambda rng, c: in_turn(rng, c, 14),
    "days in turn, 28": lambda rng, c: in_turn(rng, c, 28),
    "days in turn, 56": lambda rng, c: in_turn(rng, c, 56),
    "clicks of days in turn, 28": lambda rng, c: in_turn(rng, c, 28, rate=True),
    "days in turn, viral ones": viral_days,
}
WIDER: Mapping[str, Maker] = {"days like their neighbours": neighbours}
"""Shown, and held to the lower limit only."""


def coverage(runs: int, rng: np.random.Generator) -> int:
    """Print how often intervals hold and winners are called; return how many lines fail."""
    bad = 0
    noise = 2 * np.sqrt(0.09 / runs)
    false_noise = 2 * np.sqrt(ALPHA * (1 - ALPHA) / runs)
    for name, make in {**MAKERS, **WIDER}.items():
        for change in (0.0, PLANTED):
            held = winners = told = 0
            for _ in range(runs):
                made = comparison_of(make(rng, change)).contrast(1, 0, ERROR)
                told += 1
                held += made.low <= change <= made.high
                winners += made.p_value <= ALPHA
            share, found = held / told, winners / told
            most = 1.0 if name in WIDER else HIGHEST + noise
            wrong = not LOWEST - noise <= share <= most
            wrong |= change == 0 and found > ALPHA + false_noise
            bad += wrong
            _say(f"{name:28} {change:+.0%}  holds {share:.3f}  winner {found:.3f}", wrong=wrong)
    return bad


def several(runs: int, rng: np.random.Generator) -> int:
    """Print how often one of several equal variants wins; return how many lines fail."""
    bad = 0
    noise = 2 * np.sqrt(ALPHA * (1 - ALPHA) / runs)
    for size in (2, 3, 5):
        found = {"rates": 0, "posts": 0}
        for _ in range(runs):
            wins = rng.binomial(3000, 0.05, size)
            views = [np.round(np.exp(8 + 0.6 * rng.standard_normal(12))) for _ in NAMES[:size]]
            found["rates"] += _wins(counts(*((float(w), 3000.0) for w in wins)))
            found["posts"] += _wins(amounts(*views))
        for what, count in found.items():
            wrong = count / runs > ALPHA + noise
            bad += wrong
            _say(f"{size} equal {what:22} winner {count / runs:.3f}", wrong=wrong)
    return bad


def _wins(experiment: Experiment) -> bool:
    return analyse(experiment).verdict is Verdict.WINNER


def looking(runs: int, rng: np.random.Generator, looks: int = 5) -> int:
    """Print how often looking several times finds a winner that is none; return failing lines."""
    bad = 0
    noise = 2 * np.sqrt(ALPHA * (1 - ALPHA) / runs)
    ways = [(what, way) for way in (Stopping.PLANNED, Stopping.OPEN) for what in STAGED]
    for what, stopping in ways:
        false = plain = 0
        for _ in range(runs):
            stages = _stages(what, rng, looks)
            seen = tuple(Look(day=MONDAY, size=one.size) for one in stages)
            planned = seen[-1].size
            p_values = [comparison_of(s).contrast(1, 0, ERROR).p_value for s in stages]
            allowed = [alpha_of(seen[: n + 1], stopping, planned) for n in range(looks)]
            false += any(p <= a for p, a in zip(p_values, allowed, strict=True))
            plain += any(p <= ALPHA for p in p_values)
        wrong = false / runs > ALPHA + noise
        bad += wrong
        _say(
            f"{looks} looks, {what:6} {stopping:8} winner {false / runs:.3f}"
            f"  (unguarded {plain / runs:.3f})",
            wrong=wrong,
        )
    return bad


def _stages(what: str, rng: np.random.Generator, looks: int) -> list[Experiment]:
    """Return one experiment without a difference as it grows."""
    if what == "rates":
        wins = rng.binomial(2000, 0.05, (2, looks)).cumsum(axis=1)
        return [
            counts(*((float(w[n]), 2000.0 * (n + 1)) for w in wins)) for n in range(looks)
        ]  # fmt: skip
    if what == "posts":
        whole = posts(rng, 0.0, 8 * looks)
        parts = [whole.of(v) for v in whole.variants]
        return [
            replace(whole, rows=tuple(r for part in parts for r in part[: 8 * (n + 1)]))
            for n in range(looks)
        ]
    whole = in_turn(rng, 0.0, 14 * looks)
    return [replace(whole, rows=whole.rows[: 14 * (n + 1)]) for n in range(looks)]


def _say(line: str, *, wrong: bool) -> None:
    sys.stdout.write(f"{line}{'  <- not as promised' if wrong else ''}\n")
    sys.stdout.flush()


def main(runs: int, seed: int) -> int:
    """Print a line per share; 1 when one is not as promised."""
    rng = np.random.default_rng(seed)
    return int(coverage(runs, rng) + several(runs, rng) + looking(runs, rng) > 0)


if __name__ == "__main__":
    wanted = [int(text) for text in sys.argv[1:3]]
    sys.exit(main(*(wanted + [1000, 3][len(wanted) :])))
