"""The random numbers of a forecast, separate from what they are applied to.

Kept apart so that several series can share their future: draw i of each is made from correlated
numbers and from the same past weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv, ndtr, ndtri

from kpicore.forecasting.posterior import Array

N_DRAWS = 2000
"""Number of futures in a forecast."""
BLOCK_STEPS = 7
"""Length of the stretches in which daily noise is taken from the past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Innovations:
    """Standard normal and uniform numbers of one series.

    Attributes
    ----------
    common : Array
        One per draw: where the level goes over the whole horizon.
    width : Array
        One per draw: how wide this future is (turned into the heavy tail).
    steps : Array
        One per draw and step: where the level wanders on the way.
    blocks : Array
        One per draw and block, uniform: which past stretch gives the daily noise.
    """

    common: Array
    width: Array
    steps: Array
    blocks: Array

    def stretch(self, freedom: float) -> Array:
        """Return factors whose product with a normal number is Student-t.

        Parameters
        ----------
        freedom : float
            Degrees of freedom.

        Returns
        -------
        Array
            One factor per draw.
        """
        chance = np.clip(ndtr(self.width), 1e-6, 1 - 1e-6)
        factor: Array = np.sqrt(freedom / (2 * gammaincinv(freedom / 2, chance)))
        return factor


def independent(steps: int, seed: int, *, stream: int = 0) -> Innovations:
    """Make the random numbers of one series.

    Parameters
    ----------
    steps : int
        Steps ahead, with those of the gaps at the end of the history.
    seed : int
        Seed; the same gives the same numbers.
    stream : int, default 0
        Different streams of one seed are independent.

    Returns
    -------
    Innovations
        `common` is stratified: the draws cover its range evenly.
    """
    rng = np.random.default_rng([seed, stream])
    even = (rng.permutation(N_DRAWS) + rng.random(N_DRAWS)) / N_DRAWS
    shared = np.random.default_rng([seed])
    return Innovations(
        common=ndtri(np.clip(even, 1e-9, 1 - 1e-9)),
        width=rng.standard_normal(N_DRAWS),
        steps=rng.standard_normal((N_DRAWS, steps)),
        blocks=shared.random((N_DRAWS, -(-steps // BLOCK_STEPS))),
    )


def correlated(root: Array, steps: int, seed: int) -> list[Innovations]:
    """Make the random numbers of several series that share their future.

    Parameters
    ----------
    root : Array
        Matrix whose product with its transpose is the correlation of the series.
    steps : int
        Steps ahead.
    seed : int
        Seed.

    Returns
    -------
    list of Innovations
        One per row of `root`; past stretches are the same days in all.
    """
    own = [independent(steps, seed, stream=stream) for stream in range(root.shape[1])]
    mixed = []
    for weights in root:
        pairs = [(w, o) for w, o in zip(weights, own, strict=True) if w != 0]
        mixed.append(
            Innovations(
                common=np.sum([w * o.common for w, o in pairs], axis=0),
                width=np.sum([w * o.width for w, o in pairs], axis=0),
                steps=np.sum([w * o.steps for w, o in pairs], axis=0),
                blocks=own[0].blocks,
            )
        )
    return mixed
