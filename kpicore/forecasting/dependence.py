"""How far the errors of several series move together, shrunk toward independence.

The errors are those of the shortest forecasts there are: the change of each week's level that trend
and season did not announce. There are a hundred of them in two years, so that chance agreement is
small, and what is left of it is shrunk away by its own standard error.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpicore.forecasting.engine import Prepared
from kpicore.forecasting.posterior import Array

_WEEK_DAYS = 7
_MIN_COMMON = 8
_SAME = 1 - 1e-9
_SHRINK = 2.0
_CAP = 3.0
_ALMOST_ZERO = 1e-5


def weekly_errors(prepared: Prepared) -> pd.Series:
    """Return what each week's level did beyond trend and season.

    Parameters
    ----------
    prepared : Prepared
        A series before its draws.

    Returns
    -------
    pandas.Series
        By number of the week since the epoch; weeks without data are left out.
    """
    grid = prepared.grid
    week = (grid.days - pd.Timestamp("1970-01-05")).days // _WEEK_DAYS
    frame = pd.DataFrame({"top": prepared.adjusted, "bottom": grid.denominator})
    sums = frame.groupby(np.asarray(week)).sum()
    sums = sums[sums["bottom"] > 0]
    levels = grid.link.forward((sums["top"] / sums["bottom"]).to_numpy())
    size = len(grid.days)
    announced = pd.Series(prepared.signals.trend[:size] + prepared.signals.year[:size])
    usual = announced.groupby(np.asarray(week)).mean().loc[sums.index].to_numpy()
    rest = pd.Series(levels - usual, index=sums.index)
    change = rest.diff()[np.diff(sums.index.to_numpy(), prepend=-1) == 1]
    size_of_change = float(np.sqrt(np.mean(change**2))) if len(change) else 0.0
    capped: pd.Series = change.clip(-_CAP * size_of_change, _CAP * size_of_change)
    return capped


def correlation(errors: Sequence[pd.Series]) -> Array:
    """Return the shrunk correlation of the errors.

    Parameters
    ----------
    errors : sequence of pandas.Series
        One per series, by week.

    Returns
    -------
    Array
        Symmetric, ones on the diagonal; 0 where fewer than eight weeks are common, 1 for copies.
    """
    size = len(errors)
    matrix = np.eye(size)
    for i in range(size):
        for j in range(i):
            matrix[i, j] = matrix[j, i] = _pair(errors[i], errors[j])
    return matrix


def triangular_root(matrix: Array) -> Array:
    """Return a lower triangular root of a correlation matrix, which may be singular.

    Parameters
    ----------
    matrix : Array
        Symmetric, ones on the diagonal; made positive semidefinite if it is not.

    Returns
    -------
    Array
        Rows of length one; the product with its transpose is the (repaired) matrix.
    """
    values, vectors = np.linalg.eigh(matrix)
    repaired = (vectors * np.maximum(values, 0.0)) @ vectors.T
    repaired /= np.sqrt(np.outer(np.diag(repaired), np.diag(repaired)))
    size = len(matrix)
    root = np.zeros((size, size))
    for i in range(size):
        for j in range(i):
            rest = repaired[i, j] - root[i, :j] @ root[j, :j]
            root[i, j] = rest / root[j, j] if root[j, j] > _ALMOST_ZERO else 0.0
        root[i, i] = np.sqrt(max(1.0 - float(root[i, :i] @ root[i, :i]), 0.0))
        if root[i, i] < _ALMOST_ZERO:
            root[i, i] = 0.0
            root[i] /= np.linalg.norm(root[i])
    return root


def _pair(first: pd.Series, second: pd.Series) -> float:
    common = first.index.intersection(second.index)
    if len(common) < _MIN_COMMON:
        return 0.0
    a, b = first.loc[common].to_numpy(), second.loc[common].to_numpy()
    if a.std() == 0 or b.std() == 0:
        return 0.0
    found: float = float(np.corrcoef(a, b)[0, 1])
    if abs(found) > _SAME:
        return float(np.sign(found))
    # Positive-part shrinkage in Fisher's scale: agreement within its own chance goes to zero.
    scaled = float(np.arctanh(found))
    keep = max(0.0, 1.0 - _SHRINK / ((len(common) - 3) * scaled**2)) if scaled else 0.0
    return float(np.tanh(keep * scaled))
