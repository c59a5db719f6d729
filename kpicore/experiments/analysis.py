"""From rows to a verdict: winner, leaning, no difference worth having, too early."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations

import numpy as np
import pandas as pd

from kpicore.errors import NotEnoughDataError
from kpicore.experiments.contrasts import Comparison
from kpicore.experiments.looks import alpha_of
from kpicore.experiments.model import Experiment
from kpicore.messages import Message

LEVEL = 0.9
"""Nine in ten intervals hold the difference."""
LEANING = 0.9
"""Chance to be best from which an experiment leans; with two equal variants it is by chance beyond
that in one experiment of five, so that leaning is no finding."""
_SMALLEST_ALPHA = 1e-3
"""Below it an interval is too wide to lie within any difference worth having."""

VARIANT_COLUMNS = (
    "variant",
    "rows",
    "wins",
    "tries",
    "typical",
    "change",
    "low",
    "high",
    "points",
    "points_low",
    "points_high",
    "p_value",
    "chance",
    "verdict",
)
"""`variant` name; `rows` posts or days; `wins`, `tries` sums, NaN for amounts; `typical` rate or
middle; `change` against the first variant with `low`, `high`, relative; `points` the same as
absolute difference of rates; `p_value`; `chance` to be best; `verdict` whether it is the best of
all beyond doubt. The first variant has NaN where it would be held against itself."""


class Verdict(StrEnum):
    """What an experiment says."""

    WINNER = "winner"
    LEANING = "leaning"
    NO_DIFFERENCE = "no_difference"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """What an experiment found.

    Attributes
    ----------
    experiment : Experiment
        What was analysed.
    verdict : Verdict
        What it says.
    best : int or None
        Place of the variant that is ahead; None where nothing can be compared yet.
    variants : DataFrame
        `VARIANT_COLUMNS`, one row per variant in their order.
    alpha : float
        Error that this look may make; see `kpicore.experiments.looks`.
    largest : float
        Largest difference between any two variants that their intervals allow, as a share;
        infinite where they set no bound, NaN where nothing can be compared.
    lack : Message or None
        What is missing, where nothing can be compared.
    """

    experiment: Experiment
    verdict: Verdict
    best: int | None
    variants: pd.DataFrame
    alpha: float
    largest: float
    lack: Message | None = None

    @property
    def ahead(self) -> pd.Series:
        """The row of the variant that is ahead."""
        if self.best is None:
            raise ValueError("Nothing can be compared yet.")
        return self.variants.iloc[self.best]


def analyse(experiment: Experiment) -> Analysis:
    """Hold the variants of an experiment against each other.

    A winner beats every other variant in a test with the error of this look; that is never easier
    with more variants than with two, so that no correction for their number is needed. "No
    difference worth having" is said when the intervals of all pairs lie within `worth`.

    Parameters
    ----------
    experiment : Experiment
        With its looks, the present one included.

    Returns
    -------
    Analysis
        Too early where it has too few rows.
    """
    alpha = alpha_of(experiment.looks, experiment.stopping, experiment.planned)
    # The models of statsmodels take a second to import; who only plans or reads needs none.
    from kpicore.experiments.methods import comparison_of  # noqa: PLC0415

    try:
        comparison = comparison_of(experiment)
    except NotEnoughDataError as lack:
        return Analysis(
            experiment=experiment,
            verdict=Verdict.TOO_EARLY,
            best=None,
            variants=_frame(experiment, None),
            alpha=alpha,
            largest=float("nan"),
            lack=lack.message,
        )
    frame = _frame(experiment, comparison)
    best = int(np.argmax(comparison.chances))
    others = [place for place in range(len(frame)) if place != best]
    leads = [comparison.contrast(best, other, 1 - LEVEL) for other in others]
    p_value, ahead = max(c.p_value for c in leads), all(c.change > 0 for c in leads)
    largest = _largest(comparison, len(frame), alpha)
    if largest < experiment.worth:
        verdict = Verdict.NO_DIFFERENCE
    elif ahead and p_value <= alpha:
        verdict = Verdict.WINNER
    elif ahead and comparison.chances[best] >= LEANING:
        verdict = Verdict.LEANING
    else:
        verdict = Verdict.TOO_EARLY
    frame["verdict"] = [verdict is Verdict.WINNER and place == best for place in range(len(frame))]
    return Analysis(
        experiment=experiment,
        verdict=verdict,
        best=best,
        variants=frame,
        alpha=alpha,
        largest=largest,
    )


def _largest(comparison: Comparison, size: int, alpha: float) -> float:
    """Return the largest difference that is not ruled out, with twice the error on two sides."""
    if alpha < _SMALLEST_ALPHA:
        return float("inf")
    return max(
        comparison.contrast(one, other, 2 * alpha).high
        for one, other in permutations(range(size), 2)
    )


def _frame(experiment: Experiment, comparison: Comparison | None) -> pd.DataFrame:
    rows = [_row(experiment, comparison, place) for place in range(len(experiment.variants))]
    return pd.DataFrame(rows, columns=list(VARIANT_COLUMNS))


def _row(experiment: Experiment, comparison: Comparison | None, place: int) -> dict[str, object]:
    name, nothing = experiment.variants[place], float("nan")
    own = experiment.of(name)
    rate = experiment.defined.is_rate
    told: dict[str, object] = dict.fromkeys(VARIANT_COLUMNS, nothing) | {
        "variant": name,
        "rows": len(own),
        "wins": sum(row.wins for row in own) if rate else nothing,
        "tries": sum(row.tries or 0.0 for row in own) if rate else nothing,
        "verdict": False,
    }
    if comparison is None:
        return told
    told |= {"typical": float(comparison.typical[place]), "chance": comparison.chances[place]}
    if place:
        found = comparison.contrast(place, 0, 1 - LEVEL)
        points = comparison.points(place, 0, 1 - LEVEL)
        told |= {
            "change": found.change,
            "low": found.low,
            "high": found.high,
            "p_value": found.p_value,
            **dict(zip(("points", "points_low", "points_high"), points, strict=True)),
        }
    return told
