"""The figures by which goals are judged and proposed, with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from kpicore.goals.model import Rung, Status, Verdict

if TYPE_CHECKING:
    from kpicore.settings import Settings

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
        Lowest probability of each verdict; below `stretch` a goal is unlikely.
    ahead, on_pace, at_risk : float
        Lowest probability of each status of a running goal; below `at_risk` it is out of reach.
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
    ahead: float = 0.8
    on_pace: float = 0.5
    at_risk: float = 0.2
    rungs: Mapping[Rung, float] = field(default_factory=lambda: RUNG_PROBABILITIES)
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
        if not 0 < self.at_risk < self.on_pace < self.ahead < 1:
            raise ValueError(
                "Thresholds must rise from at_risk to ahead inside 0-1, got "
                f"at_risk={self.at_risk}, on_pace={self.on_pace}, ahead={self.ahead}."
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
        _check_probability(probability)
        if probability >= self.safe:
            return Verdict.SAFE
        if probability >= self.realistic:
            return Verdict.REALISTIC
        return Verdict.STRETCH if probability >= self.stretch else Verdict.UNLIKELY

    def status(self, probability: float) -> Status:
        """Put the standing of a running goal in a word, leaving its age aside.

        Parameters
        ----------
        probability : float
            In [0, 1].

        Returns
        -------
        Status
            Ahead from `ahead`, on pace from `on_pace`, at risk from `at_risk`, else out of reach.

        Raises
        ------
        ValueError
            If `probability` is outside [0, 1] or NaN.
        """
        _check_probability(probability)
        if probability >= self.ahead:
            return Status.AHEAD
        if probability >= self.on_pace:
            return Status.ON_PACE
        return Status.AT_RISK if probability >= self.at_risk else Status.OUT_OF_REACH


def thresholds_of(settings: Settings) -> GoalThresholds:
    """Return the thresholds that the settings ask for."""
    return GoalThresholds(
        safe=settings.verdict_safe,
        realistic=settings.verdict_realistic,
        stretch=settings.verdict_stretch,
        ahead=settings.status_ahead,
        on_pace=settings.status_on_pace,
        at_risk=settings.status_at_risk,
        early_share=settings.early_share,
        early_certain=settings.early_certain,
    )


def _check_probability(probability: float) -> None:
    if not 0 <= probability <= 1:
        raise ValueError(f"A probability lies in [0, 1], got {probability}.")


DEFAULT_THRESHOLDS = GoalThresholds()
