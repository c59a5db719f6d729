"""How what was said of goals came out, in sentences."""

from __future__ import annotations

from kpicore.forecasting import Scores
from kpicore.messages import Message, msg, msgs
from kpicore.units import Amount, Probability, Unit

FEW = 10
"""Below so many goals chance alone explains almost any record."""


def record_sentences(scores: Scores) -> tuple[Message, ...]:
    """Say how many goals came true of those to which about the same was given.

    Parameters
    ----------
    scores : Scores
        From `kpicore.forecasting.score_forecasts`.

    Returns
    -------
    tuple of Message
        One for each group of similar probabilities, from low to high; at least one.
    """
    if not scores.count:
        return (
            msg(
                "No goal has reached its deadline yet. Once some have, this says how many came "
                "true of those that were called about as likely."
            ),
        )
    lines = [
        msgs(
            "Of {count} goal called about {said} likely, {came} came true.",
            "Of {count} goals called about {said} likely, {came} came true.",
            int(group["count"]),
            said=Probability(float(group["said"])),
            came=int(group["came_true"]),
        )
        for group in scores.reliability.to_dict("records")
    ]
    if scores.count < FEW:
        lines.append(msg("So few goals prove little yet, one way or the other."))
    return tuple(lines)


def record_range(scores: Scores) -> Message | None:
    """Say how often the outcome lay in the range that was said; None without any range."""
    if scores.coverage is None or scores.expected_coverage is None:
        return None
    return msg(
        "{inside} of the outcomes lay in the range that was said; {expected} should. Each goal "
        "counts once for every target it had, with what was said when that was set.",
        inside=Amount(scores.coverage, Unit.SHARE),
        expected=Amount(scores.expected_coverage, Unit.SHARE),
    )
