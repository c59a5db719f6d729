"""Many effects of one kind, shrunk toward each other, with intervals that hold for each of them.

An account has seven weekdays and dozens of hashtags, most of which do little: the largest of many
noisy estimates is too large. Each effect is therefore drawn toward what the others are like, by the
usual normal-normal model. Its variance between effects comes from the *other* effects and a weak
prior, so that even two formats or an account without any effects have one.

The usual posterior intervals of such models miss the very effects that stick out. The intervals
here are those of Yu and Hoff: the tails of a 90 % interval are divided so that it is shortest where
the other effects lead one to expect the truth, and yet it holds nine times in ten *whatever* the
truth is. The middle of that family is the posterior mean, which is what is shown; it is not drawn
out of its own interval (Efron and Morris).

References
----------
Yu and Hoff (2018), Biometrika 105, 319-335, section 2. DerSimonian and Laird (1986), Controlled
Clinical Trials 7. Efron and Morris (1971), JASA 66, limited translation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from kpicore.kpis.columns import Flags, Floats

LEVEL = 0.9
"""Nine in ten intervals hold the effect."""

FALSE_FINDINGS = 0.05
"""At most so many of the findings of a question are chance; with nothing there, at most so many
accounts are told that there is something."""

USUAL_SPREAD = 0.25
"""Weak prior of how far effects of one kind differ: about a quarter more or less ..."""
PRIOR_WEIGHT = 4.0
"""... counted as so many effects."""

_STEPS = 60
_EDGE = 690.0
"""Tails are divided down to 1e-300, by halving so often."""


@dataclass(frozen=True, kw_only=True)
class Shrunk:
    """Effects of one kind on the scale of logarithms.

    Attributes
    ----------
    effects : array of float
        Shrunk estimates.
    low, high : array of float
        Intervals that hold with `LEVEL`.
    p_values : array of float
        Two-sided, of no effect, before shrinking.
    """

    effects: Floats
    low: Floats
    high: Floats
    p_values: Floats


def shrink(
    estimates: Floats, errors: Floats, *, freedom: float, links: Floats | None = None
) -> Shrunk:
    """Draw effects toward what the others lead one to expect.

    Parameters
    ----------
    estimates, errors : array of float
        Effects and their standard errors, positive.
    freedom : float
        Degrees of freedom of the errors, at least 1.
    links : array of float, optional
        A row per effect: what the expected effect is made of, such as weekday and hour of a cell.
        By default every effect is expected to be zero.

    Returns
    -------
    Shrunk
        In the order given.
    """
    expected, variances = _others(estimates, errors, links)
    keep = variances / (variances + errors**2)
    posterior = expected + keep * (estimates - expected)
    low, high = tail_divided_interval(
        estimates, errors, expected=expected, variances=variances, freedom=freedom
    )
    return Shrunk(
        effects=np.clip(posterior, low, high),
        low=low,
        high=high,
        p_values=np.asarray(2.0 * special.stdtr(freedom, -np.abs(estimates / errors))),
    )


def between_variance(estimates: Floats, errors: Floats, links: Floats | None = None) -> float:
    """Return the variance between effects that their errors do not explain (DerSimonian-Laird).

    Parameters
    ----------
    estimates, errors : array of float
        Effects and their standard errors.
    links : array of float, optional
        Columns that explain them; none for effects around zero.

    Returns
    -------
    float
        At least 0; 0 where nothing is left to tell it from.
    """
    weights = errors**-2.0
    if links is None:
        surplus, scale = float(np.sum(weights * estimates**2)) - estimates.size, weights.sum()
    else:
        root = np.sqrt(weights)
        basis, singular, _ = np.linalg.svd(root[:, None] * links, full_matrices=False)
        basis = basis[:, singular > 1e-9 * max(singular.max(initial=0.0), 1e-300)]
        rest = root * estimates - basis @ (basis.T @ (root * estimates))
        surplus = float(rest @ rest) - (estimates.size - basis.shape[1])
        scale = weights.sum() - float(np.sum(basis**2 * weights[:, None]))
    return max(surplus / scale, 0.0) if scale > 1e-12 * weights.sum() else 0.0


def _others(estimates: Floats, errors: Floats, links: Floats | None) -> tuple[Floats, Floats]:
    """Return what the other effects lead one to expect of each, and how far it may be off."""
    size = estimates.size
    expected, variances = np.zeros(size), np.empty(size)
    for place in range(size):
        rest = np.arange(size) != place
        if links is None:
            found = between_variance(estimates[rest], errors[rest])
            known = size - 1 if size > 2 else 0
        else:
            found = between_variance(estimates[rest], errors[rest], links[rest])
            known = max(size - 1 - int(np.linalg.matrix_rank(links)), 0)
        # Two parts of a whole mirror each other: the other one tells nothing new.
        variances[place] = (PRIOR_WEIGHT * USUAL_SPREAD**2 + known * found) / (PRIOR_WEIGHT + known)
        if links is not None:
            scale = 1.0 / np.sqrt(variances[place] + errors[rest] ** 2)
            # Effects that nothing else explains are expected to be zero, as far as it is usual.
            prior = np.eye(links.shape[1]) / USUAL_SPREAD
            columns = np.vstack([scale[:, None] * links[rest], prior])
            target = np.concatenate([scale * estimates[rest], np.zeros(links.shape[1])])
            expected[place] = float(links[place] @ np.linalg.lstsq(columns, target)[0])
    return expected, variances


def tail_divided_interval(
    estimates: Floats,
    errors: Floats,
    *,
    expected: Floats,
    variances: Floats,
    freedom: float,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Return intervals that hold whatever the truth is, shortest where it is expected.

    Parameters
    ----------
    estimates, errors : array of float
        Effects and their standard errors.
    expected, variances : array of float
        Where the truth is expected, and how far off; must not be made of the effect itself.
    freedom : float
        Degrees of freedom of the errors.
    level : float, default LEVEL
        Between 0 and 1.

    Returns
    -------
    low, high : arrays of float
        The interval of each effect.
    """
    alpha = 1.0 - level
    steer = variances / (2.0 * errors)

    def truth(logit: Floats) -> Floats:
        tails = special.ndtri(alpha * special.expit(logit)) - special.ndtri(
            alpha * special.expit(-logit)
        )
        return np.asarray(expected + steer * tails)

    # Both ends solve "the truth for which the tails are divided so is the end of the interval".
    low, high = np.full((2, estimates.size), -_EDGE), np.full((2, estimates.size), _EDGE)
    sides = np.array([[-1.0], [1.0]])
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        reach = special.stdtrit(freedom, alpha * special.expit(sides * middle))
        below = truth(middle) < estimates - sides * errors * reach
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    reach = special.stdtrit(freedom, alpha * special.expit(sides * (low + high) / 2.0))
    lower, upper = estimates - sides * errors * reach
    return lower, upper


def findings(p_values: Floats, *, share: float = FALSE_FINDINGS) -> Flags:
    """Say which of many effects are there (Benjamini and Hochberg).

    Parameters
    ----------
    p_values : array of float
        Of all effects that were looked at; NaN is never a finding.
    share : float, default FALSE_FINDINGS
        Share of false ones among the findings, on average.

    Returns
    -------
    array of bool
        Whether each is a finding.
    """
    # Four lines of arithmetic: importing a package of tests for them would take a page seconds.
    known = np.flatnonzero(np.isfinite(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    limits = share * np.arange(1, order.size + 1) / max(order.size, 1)
    passed = np.flatnonzero(p_values[order] <= limits)
    found = np.zeros(p_values.size, dtype=np.bool_)
    if passed.size:
        found[order[: passed[-1] + 1]] = True
    return found
