"""The track record: what was said of goals and of past windows, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import beta

from kpicore.forecasting import Evidence, ScoredForecast, Scores, score_forecasts
from kpicore.goals.record import SettledAim
from kpicore.messages import Message, MessageValue, msg, msgs
from kpicore.units import Amount, Unit

FEW = 10
"""Below so many goals chance alone explains almost any record."""
CHANCE_LEVEL = 0.95
"""Share of cases in which the range of chance holds the count of a true forecaster."""
CALIBRATION_COLUMNS = ("said", "share", "low", "high", "count", "came_true")
"""Columns of `TrackRecord.calibration`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """How forecasts came out, beside somebody who knew only how often goals are met.

    Attributes
    ----------
    scores : Scores
        Count, Brier score, coverage, groups of similar probabilities.
    base_rate : float or None
        Share that came true; None without any.
    base_brier : float or None
        Brier score of saying the base rate of the others each time; None below two.
    """

    scores: Scores
    base_rate: float | None
    base_brier: float | None

    @property
    def beats_base_rate(self) -> bool | None:
        """Whether the score is better than the base rate's; None where that cannot be told."""
        if self.scores.brier is None or self.base_brier is None:
            return None
        return self.scores.brier < self.base_brier

    @property
    def calibration(self) -> pd.DataFrame:
        """Groups of similar probabilities, ready to be drawn.

        Columns said (mean probability), share (that came true), low and high (between which chance
        alone would put the true share in 95 of 100 cases at least), count, came_true.
        """
        groups = self.scores.reliability
        count = groups["count"].to_numpy(dtype=float)
        true = groups["came_true"].to_numpy(dtype=float)
        tail = (1 - CHANCE_LEVEL) / 2
        # Clopper and Pearson's exact interval: of one outcome it holds nearly everything.
        low = beta.ppf(tail, np.maximum(true, 0.5), count - true + 1)
        high = beta.ppf(1 - tail, true + 1, np.maximum(count - true, 0.5))
        return pd.DataFrame(
            {
                "said": groups["said"].to_numpy(dtype=float),
                "share": np.divide(true, count, out=np.zeros_like(true), where=count > 0),
                "low": np.where(true == 0, 0.0, low),
                "high": np.where(true == count, 1.0, high),
                "count": count.astype(int),
                "came_true": true.astype(int),
            }
        )


def track_record(forecasts: Sequence[ScoredForecast]) -> TrackRecord:
    """Score forecasts beside the base rate.

    Parameters
    ----------
    forecasts : sequence of ScoredForecast
        Whose outcome is known.

    Returns
    -------
    TrackRecord
        The base rate of each is the share of the *others* that came true: nobody knew its own.
    """
    scores = score_forecasts(forecasts)
    true = np.array(
        [f.reached for f in forecasts if f.reached is not None and f.probability is not None],
        dtype=float,
    )
    if not len(true):
        return TrackRecord(scores=scores, base_rate=None, base_brier=None)
    base = float(true.mean())
    if len(true) < 2:
        return TrackRecord(scores=scores, base_rate=base, base_brier=None)
    others = (true.sum() - true) / (len(true) - 1)
    brier = float(np.mean((others - true) ** 2))
    return TrackRecord(scores=scores, base_rate=base, base_brier=brier)


def past_windows(evidence: Iterable[Evidence]) -> tuple[ScoredForecast, ...]:
    """Return forecasts that were tried on the past as forecasts with an outcome.

    Parameters
    ----------
    evidence : iterable of Evidence
        Of any number of forecasts.

    Returns
    -------
    tuple of ScoredForecast
        Each window asks "will it be at least as much as before?", known without the window itself.
    """
    return tuple(
        ScoredForecast(
            probability=w.probability_of_growth,
            reached=w.outcome >= w.unchanged,
            low=w.low,
            high=w.high,
            outcome=w.outcome,
        )
        for e in evidence
        for w in e.windows
    )


def of_aims(aims: Iterable[SettledAim]) -> tuple[ScoredForecast, ...]:
    """Return goals with a known outcome as forecasts with one."""
    return tuple(aim.scored for aim in aims)


def record_headline(record: TrackRecord) -> Message:
    """Say in one sentence what became of the goals."""
    count = record.scores.count
    if not count:
        return msg("No goal has reached its deadline yet.")
    said = float((record.scores.reliability["said"] * record.scores.reliability["count"]).sum())
    return msgs(
        "{came} of {count} goal came true; {said} was to be expected by what was said.",
        "{came} of {count} goals came true; {said} were to be expected by what was said.",
        count,
        came=int(record.scores.reliability["came_true"].sum()),
        said=Amount(round(said, 1), Unit.NUMBER),
    )


def score_sentences(record: TrackRecord) -> tuple[Message, ...]:
    """Put the score in words, with what it is worth.

    Parameters
    ----------
    record : TrackRecord
        From `track_record`.

    Returns
    -------
    tuple of Message
        Empty without any outcome; says so where they are few.
    """
    brier, count = record.scores.brier, record.scores.count
    if brier is None:
        return ()
    lines = []
    if record.base_brier is None:
        lines.append(
            msg(
                "Brier score {brier}: the mean squared distance of what was said from what came; "
                "0 is best, 0.25 is saying 50% each time.",
                brier=Amount(brier, Unit.NUMBER),
            )
        )
    else:
        values: dict[str, MessageValue] = {
            "brier": Amount(brier, Unit.NUMBER),
            "base": Amount(record.base_brier, Unit.NUMBER),
        }
        lines.append(
            msg(
                "Brier score {brier} (0 is best); always saying how often the others came true "
                "scores {base}. Telling them apart was worth something.",
                **values,
            )
            if record.beats_base_rate
            else msg(
                "Brier score {brier} (0 is best); always saying how often the others came true "
                "scores {base}, which is no worse: what was said did not tell them apart.",
                **values,
            )
        )
    if count < FEW:
        lines.append(
            msgs(
                "{count} outcome proves little: with so few, chance explains almost any score.",
                "{count} outcomes prove little: with so few, chance explains almost any score.",
                count,
            )
        )
    return tuple(lines)


def calibration_sentence(record: TrackRecord) -> Message:
    """Say whether what was said and what came agree within what chance allows."""
    table = record.calibration
    if table.empty:
        return msg("There is no outcome to compare with yet.")
    apart = int(((table["said"] < table["low"]) | (table["said"] > table["high"])).sum())
    if not apart:
        return msgs(
            "The group of similar probabilities came true as often as said, within what chance "
            "allows.",
            "All {count} groups of similar probabilities came true as often as said, within what "
            "chance allows.",
            len(table),
        )
    return msgs(
        "{apart} of {count} group of similar probabilities came true more or less often than "
        "chance allows.",
        "{apart} of {count} groups of similar probabilities came true more or less often than "
        "chance allows.",
        len(table),
        apart=apart,
    )
