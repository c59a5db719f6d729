"""How far an account's own past windows move what is believed of the centre: exact Bayes.

The weights of the candidates have a normal prior, learned across accounts. How noisy this account's
windows are is not known, nor whether it is one of the few with a growth of its own that goes on:
both are averaged over, each with the probability that the windows themselves give it. Windows that
agree on a growth are then followed almost wholly, windows that contradict each other move nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpicore.forecasting.posterior import Array

NOISE_SHARES = 2.0 ** np.arange(-4.0, 2.5, 0.5)
"""Noise of a window that is thought possible, relative to the usual error of its knot."""
DRIFT_SHARES = np.array([0.1, 4.0])
"""Variance of the drift relative to its prior: of accounts without and with growth of their own."""
DRIFT_ODDS = np.array([100.0, 1.0])
"""How many accounts are of either sort beforehand: growth that goes on must be shown, not hoped.
Five windows that agree closely outweigh these odds; three do not."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What past windows say of the prior's errors.

    Attributes
    ----------
    move : Array
        Expected change of each weight; the last is the drift's.
    unseen : Array
        Error of each window when it is forecast from the others.
    """

    move: Array
    unseen: Array


def believe(x: Array, error: Array, precision: Array, *, usual: float, fresh: float) -> Belief:
    """Learn from the errors that the prior weights left on past windows.

    Parameters
    ----------
    x : Array
        Candidates, one row per window; the last column is the drift.
    error : Array
        What happened minus what the prior weights said, one per window.
    precision : Array
        Prior precision of each weight.
    usual : float
        Usual size of such errors on other accounts.
    fresh : float
        Share of a window that does not repeat its neighbours, in (0, 1].

    Returns
    -------
    Belief
        Moves and honest errors.
    """
    # Everything is a normal law of the windows' errors, so that each pair of drift and noise has
    # its probability in closed form; the eigenvectors of a covariance serve every noise.
    prior = np.repeat((x / precision)[None], len(DRIFT_SHARES), axis=0)
    prior[:, :, -1] *= DRIFT_SHARES[:, None]
    values, vectors = np.linalg.eigh(prior @ x.T)
    noise = (usual * NOISE_SHARES) ** 2 / fresh
    spread = np.maximum(values, 0.0)[:, None, :] + noise[:, None]
    turned = (error @ vectors)[:, None, :]
    # Windows that overlap count as fewer.
    evidence = -0.5 * fresh * (np.log(spread) + turned**2 / spread).sum(axis=2)
    evidence += np.log(DRIFT_ODDS)[:, None]
    share = np.exp(evidence - evidence.max())
    share /= share.sum()
    back = vectors.transpose(0, 2, 1)
    solved = (turned / spread) @ back
    unseen = solved / ((1 / spread) @ back**2)
    move = np.einsum("dn,dnw,dwk->k", share, solved, prior)
    return Belief(move=move, unseen=np.einsum("dn,dnw->w", share, unseen))
