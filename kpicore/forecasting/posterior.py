"""The exact mode of Prophet's posterior for additive terms and a piecewise-linear or flat trend.

Prophet's model is then ``y ~ Normal(A θ, σ)`` with Gaussian priors on rate, offset and season
coefficients and a Laplace prior on the trend's rate changes δ. For a given σ the mode is the
minimum of a convex function that needs the data only through the Gram matrix of ``A``: the Gaussian
part is profiled out, which leaves a lasso in δ for an active-set search; σ then has a closed form,
and the two alternate. Nothing here knows Prophet's classes; `backend` connects the two.

References
----------
Lee, Battle, Raina, Ng (2007), Efficient sparse coding algorithms (feature-sign search).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]

RATE_PRIOR_SD = 5.0
"""Prior standard deviation of Prophet's rate k and offset m (prophet.stan)."""
NOISE_PRIOR_SD = 0.5
"""Scale of the half-normal prior of Prophet's noise level (prophet.stan)."""
_MAX_ROUNDS = 60
_MAX_STEPS = 400
_NOISE_TOLERANCE = 1e-7
_VARIANCE_FLOOR = 1e-14


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """What the posterior needs to know of the data.

    Attributes
    ----------
    gram : Array
        ``A'A``, columns in the order Gaussian coefficients, then rate changes δ.
    projection : Array
        ``A'y``.
    square : float
        ``y'y``.
    count : int
        Number of observations.
    """

    gram: Array
    projection: Array
    square: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """The maximum of the posterior.

    Attributes
    ----------
    gaussian : Array
        Coefficients with Gaussian priors, in the order of the columns.
    delta : Array
        Rate changes of the trend; many are exactly zero.
    noise : float
        Noise level σ.
    """

    gaussian: Array
    delta: Array
    noise: float


def solve_mode(moments: Moments, prior_sd: Array, tau: float, *, noise: float = 0.1) -> Mode:
    """Find the mode of the posterior.

    Parameters
    ----------
    moments : Moments
        Gram matrix and its companions; the first ``len(prior_sd)`` columns are Gaussian.
    prior_sd : Array
        Prior standard deviations of the Gaussian coefficients, each above 0.
    tau : float
        Scale of the Laplace prior of δ, above 0.
    noise : float, default 0.1
        Where the search for the noise level begins.

    Returns
    -------
    Mode
        Coefficients and noise level.
    """
    size = len(prior_sd)
    values, vectors = np.linalg.eigh(moments.gram[:size, :size] * np.outer(prior_sd, prior_sd))
    values = np.maximum(values, 0.0)
    basis = vectors.T * prior_sd
    cross = basis @ moments.gram[:size, size:]
    target = basis @ moments.projection[:size]
    corner, pull = moments.gram[size:, size:], moments.projection[size:]
    delta = np.zeros(len(pull))
    variance, gaussian = noise**2, np.zeros(size)
    previous: tuple[float, float] | None = None
    for _ in range(_MAX_ROUNDS):
        weight = cross.T / (values + variance)
        delta = _lasso(corner - weight @ cross, pull - weight @ target, variance / tau, delta)
        gaussian = basis.T @ ((target - cross @ delta) / (values + variance))
        updated = _best_variance(_squared_error(moments, gaussian, delta), moments.count)
        step = np.log(updated / variance)
        if abs(step) < _NOISE_TOLERANCE:
            break
        position = np.log(variance)
        variance = float(np.exp(position + _accelerated(step, position, previous)))
        previous = (position, step)
    return Mode(gaussian=gaussian, delta=delta, noise=float(np.sqrt(variance)))


def log_posterior(moments: Moments, mode: Mode, prior_sd: Array, tau: float) -> float:
    """Return the log posterior of a mode, up to the constants that Stan drops as well.

    Parameters
    ----------
    moments : Moments
        The data.
    mode : Mode
        Where to evaluate.
    prior_sd : Array
        Prior standard deviations of the Gaussian coefficients.
    tau : float
        Scale of the Laplace prior.

    Returns
    -------
    float
        Log density; differences are comparable between solvers.
    """
    error = _squared_error(moments, mode.gaussian, mode.delta)
    return float(
        -error / (2 * mode.noise**2)
        - moments.count * np.log(mode.noise)
        - np.sum((mode.gaussian / prior_sd) ** 2) / 2
        - np.abs(mode.delta).sum() / tau
        - (mode.noise / NOISE_PRIOR_SD) ** 2 / 2
    )


def _squared_error(moments: Moments, gaussian: Array, delta: Array) -> float:
    theta = np.concatenate([gaussian, delta])
    error = moments.square - 2 * theta @ moments.projection + theta @ moments.gram @ theta
    return max(float(error), 0.0)


def _best_variance(error: float, count: int) -> float:
    # Root of 4 v² + T v - error = 0, the stationary point of the noise level under its prior.
    curvature = 1.0 / NOISE_PRIOR_SD**2
    best = 2 * error / (count + np.sqrt(count**2 + 4 * curvature * error))
    return max(float(best), _VARIANCE_FLOOR)


def _accelerated(step: float, position: float, previous: tuple[float, float] | None) -> float:
    # The alternation converges linearly; a secant step on the same fixed point saves most rounds.
    if previous is None or previous[1] == step:
        return step
    slope = (step - previous[1]) / (position - previous[0])
    return float(np.clip(-step / slope, -3 * abs(step), 3 * abs(step))) if slope < 0 else step


def _lasso(curvature: Array, pull: Array, penalty: float, start: Array) -> Array:
    """Minimise ``x'Cx/2 - p'x + penalty·|x|₁`` exactly, beginning at `start`."""
    x = start.copy()
    sign = np.sign(x)
    slack = 1e-9 * (penalty + np.abs(pull).max(initial=0.0))
    ridge = 1e-12 * max(float(np.diag(curvature).max(initial=0.0)), 1e-300)
    for _ in range(_MAX_STEPS):
        gradient = curvature @ x - pull
        active = np.flatnonzero(sign)
        if not np.any(np.abs(gradient[active] + penalty * sign[active]) > slack):
            outside = np.where(sign == 0, np.abs(gradient), 0.0)
            best = int(np.argmax(outside))
            if outside[best] <= penalty + slack:
                break
            sign[best] = -np.sign(gradient[best])
            active = np.flatnonzero(sign)
        block = curvature[np.ix_(active, active)]
        block.flat[:: len(active) + 1] += ridge
        goal = np.linalg.solve(block, pull[active] - penalty * sign[active]).astype(np.float64)
        x[active] = _descend(block, pull[active], penalty, x[active], goal)
        sign = np.sign(x)
    return x


def _descend(block: Array, pull: Array, penalty: float, x: Array, goal: Array) -> Array:
    # Towards the optimum of the current signs; where a coefficient changes sign on the way, the
    # best of the crossings and the end is taken, with the crossing coefficient set to zero.
    crossing = np.flatnonzero(x * goal < 0)
    if not len(crossing):
        return goal
    shares = np.append(x[crossing] / (x[crossing] - goal[crossing]), 1.0)
    points = x + shares[:, None] * (goal - x)
    points[np.arange(len(crossing)), crossing] = 0.0
    cost = np.einsum("ij,jk,ik->i", points, block, points) / 2 - points @ pull
    best: Array = points[int(np.argmin(cost + penalty * np.abs(points).sum(axis=1)))]
    return best
