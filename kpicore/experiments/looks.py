"""Looking more than once without finding more by chance: how much doubt each look may use up.

All looks together may call a winner by chance in at most `ALPHA` of the experiments in which
nothing differs. Each look gets a part of that and tests with it alone; that the parts add up to no
more is enough, whatever the looks have in common (Boole's inequality), so that it holds for ranks,
rates and regressions alike. It is a little stricter than boundaries made for one sort of data.

- An experiment with a planned size spends as Lan and DeMets do in the manner of O'Brien and
  Fleming: next to nothing early, nearly all at the end. What comes after the planned size spends
  nothing.
- One without an end spends ``ALPHA / (j * (j + 1))`` at look j: at any number of looks less than
  `ALPHA` in all.
- One that is over and looked at once spends all at its first look.

References
----------
Lan and DeMets (1983), Biometrika 70, 659-663. O'Brien and Fleming (1979), Biometrics 35, 549-556.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scipy import special

from kpicore.experiments.model import Experiment, Look, Stopping

ALPHA = 0.05
"""In at most so many experiments without a difference a winner is called, over all looks."""
POWER = 0.8
"""Chance to find a difference that is as large as a plan says."""


def spent(share: float) -> float:
    """Return how much of `ALPHA` is used up when a share of the planned size is there.

    Parameters
    ----------
    share : float
        In [0, 1]; more counts as 1.

    Returns
    -------
    float
        From 0 to `ALPHA`, rising.
    """
    if share <= 0:
        return 0.0
    quantile = special.ndtri(1 - ALPHA / 2)
    return float(2 * special.ndtr(-quantile / min(share, 1.0) ** 0.5))


def alpha_of(looks: Sequence[Look], stopping: Stopping, planned: float | None) -> float:
    """Return the error that the last look may make.

    Parameters
    ----------
    looks : sequence of Look
        Oldest first; none counts as one.
    stopping : Stopping
        How the end is decided.
    planned : float or None
        Size at which it ends, where that was planned.

    Returns
    -------
    float
        From 0 (nothing can be found any more) to `ALPHA`.
    """
    number = max(len(looks), 1)
    match stopping:
        case Stopping.ONCE:
            return ALPHA if number == 1 else 0.0
        case Stopping.OPEN:
            return ALPHA / (number * (number + 1))
    before = max((look.size for look in looks[:-1]), default=0.0)
    now = looks[-1].size if looks else 0.0
    if not planned:
        return 0.0
    return max(spent(now / planned) - spent(before / planned), 0.0)


def last_alpha(looks: int) -> float:
    """Return the error left for the last of evenly spaced looks at a planned experiment.

    Parameters
    ----------
    looks : int
        How often it will be looked at, the end included; at least 1.

    Returns
    -------
    float
        `ALPHA` for a single look.
    """
    return ALPHA - spent((looks - 1) / looks)


def looked(experiment: Experiment, today: date) -> tuple[Look, ...]:
    """Return the looks of an experiment after its results were shown once more.

    Parameters
    ----------
    experiment : Experiment
        With its results.
    today : date
        When.

    Returns
    -------
    tuple of Look
        The same where nothing was collected since the last one: looking again at the same numbers
        tells nothing new.
    """
    size, looks = experiment.size, experiment.looks
    if size == 0 or (looks and looks[-1].size == size):
        return looks
    return (*looks, Look(day=today, size=size))
