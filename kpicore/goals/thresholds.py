"""The figures by which goals are judged and proposed, with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kpicore.goals.model import Rung, Verdict

WINDOW_DAYS = 28
"""Length of the window of a mean and of its baseline: four whole weeks, so that weekdays weigh the
same whatever the deadline."""

RUNG_PROBABILITIES: Mapping[Rung, float] = MappingProxyType(
    {Rung.SAFE: 0.8, Rung.REALISTIC: 0.5, Rung.STRETCH: 0.25}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalThresholds:
    """Limits of verdicts, of the status and of what is accepted as a goal.

    Attributes
    ----------
    safe, realistic, stretch : float
        Lowest probability of each verdict; below `stretch` a goal is unlikely. The status of a
        running goal uses the same limits: ahead, on pace, at risk, out of reach.
    rungs : Mapping[Rung, float]
        Probability at which each proposal aims, before rounding.
    custom_change : float
        Change of the user's own proposal where none is typed, as a share.
    interval_level : float
        Level of the central interval beside the expected value.
    early_share : float
        Share of a goal's time in which its status is "too early to say" ...
    early_certain : float
        ... unless the probability is above this, or below 1 minus this.
    shortest_days : int
        A deadline lies at least so many days after the last known one: less leaves nothing to do.
    longest_days : int
        And at most so many: no forecast of an account is worth more.
    stale_days : int
        Data that ended longer ago than this are no ground for a goal.
    largest_change : float
        Changes above this share of the baseline are taken for a slip of the pen.
    """

    safe: float = 0.8
    realistic: float = 0.5
    stretch: float = 0.2
    rungs: Mapping[Rung, float] = field(default=RUNG_PROBABILITIES)
    custom_change: float = 0.2
    interval_level: float = 0.8
    early_share: float = 0.2
    early_certain: float = 0.95
    shortest_days: int = 7
    longest_days: int = 400
    stale_days: int = 92
    largest_change: float = 100.0

    def __post_init__(self) -> None:
        if not 0 < self.stretch < self.realistic < self.safe < 1:
            raise ValueError(
                "Thresholds must rise from stretch to safe inside 0-1, got "
                f"stretch={self.stretch}, realistic={self.realistic}, safe={self.safe}."
            )
        if not 0 < self.interval_level < 1:
            raise ValueError(f"interval_level must lie inside 0-1, got {self.interval_level}.")

    def verdict(self, probability: float) -> Verdict:
        """Put a probability in a word.

        Parameters
        ----------
        probability : float
            In [0, 1].

        Returns
        -------
        Verdict
            Safe from `safe`, realistic from `realistic`, stretch from `stretch`, else unlikely.

        Raises
        ------
        ValueError
            If `probability` is outside [0, 1] or NaN.
        """
        if not 0 <= probability <= 1:
            raise ValueError(f"A probability lies in [0, 1], got {probability}.")
        if probability >= self.safe:
            return Verdict.SAFE
        if probability >= self.realistic:
            return Verdict.REALISTIC
        return Verdict.STRETCH if probability >= self.stretch else Verdict.UNLIKELY


DEFAULT_THRESHOLDS = GoalThresholds()
