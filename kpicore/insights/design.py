"""The columns of the model of posts: what is asked, formats, breaks, a smooth trend, the days."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from kpicore.insights.equal_age import EqualPosts
from kpicore.kpis.columns import Floats, Ints, day_number

TREND_STEP_DAYS = 14
"""The trend may bend so often, if there are `POSTS_PER_BEND` posts for each bend."""
POSTS_PER_BEND = 4
MOST_BENDS = 60

STEADY_RATIO = 16.0
"""Variance of formats against that of posts: wide, so that formats are taken out almost wholly,
and yet a length that only one format has can still be told from nothing, with a wide interval."""


class Design:
    """The columns of a model and their products, made once.

    Parameters
    ----------
    posts : EqualPosts
        The posts.
    columns : csr_array
        What the question is about, a row per post; together they must hold the constant.
    by_format : bool
        Whether formats are taken out.
    """

    def __init__(
        self, posts: EqualPosts, columns: sparse.csr_array, *, by_format: bool = True
    ) -> None:
        steady = _steady(posts, by_format=by_format)
        trend = _trend(posts.days)
        self.asked = columns.shape[1]
        self.steady, self.bends = steady.shape[1], trend.shape[1]
        self.size = len(posts)
        self.columns = sparse.csr_array(sparse.hstack([columns, steady, trend], format="csr"))
        self.turned = sparse.csr_array(self.columns.T)
        _, codes = np.unique(posts.days, return_inverse=True)
        self.day_count = int(codes.max()) + 1 if codes.size else 0
        ones = np.ones(self.size)
        self.days = sparse.csr_array(
            (ones, (codes, np.arange(self.size))), shape=(self.day_count, self.size)
        )
        self.day_of_post = sparse.csr_array(
            (ones, codes, np.arange(self.size + 1)), shape=(self.size, self.day_count)
        )
        self.errors = posts.errors
        self.weigh(np.ones(self.size))

    def weigh(self, weights: Floats) -> None:
        """Let posts count as much as their values are known."""
        self.weights = weights
        weighted = self.columns.multiply(weights[:, None]).tocsr()
        self.product = np.asarray((self.turned @ weighted).todense())
        self.by_day = np.asarray((self.days @ weighted).todense())
        self.day_weights = self.days @ weights

    def day_pull(self, ratio: float) -> Floats:
        """Return how far each day's sum is taken out, for a variance ratio of days to posts."""
        return np.asarray(ratio / (1.0 + ratio * np.asarray(self.day_weights)))

    def penalty(self, trend_ratio: float) -> Floats:
        """Return the inverse variance ratio of each column."""
        return np.concatenate(
            [
                np.zeros(self.asked),
                np.full(self.steady, 1.0 / STEADY_RATIO),
                np.full(self.bends, 1.0 / trend_ratio),
            ]
        )


def _trend(days: Ints) -> sparse.csr_array:
    """Return hats over the days: at each day two neighbouring ones add up to one."""
    if not days.size:
        return sparse.csr_array((0, 0))
    first, last = int(days.min()), int(days.max())
    bends = min((last - first) // TREND_STEP_DAYS, days.size // POSTS_PER_BEND, MOST_BENDS)
    if bends < 2:
        return sparse.csr_array((days.size, 0))
    place = (days - first) / (last - first) * bends
    left = np.minimum(place.astype(np.int64), bends - 1)
    share = place - left
    rows = np.arange(days.size)
    return sparse.csr_array(
        (
            np.concatenate([1.0 - share, share]),
            (np.concatenate([rows, rows]), np.concatenate([left, left + 1])),
        ),
        shape=(days.size, bends + 1),
    )


def _steady(posts: EqualPosts, *, by_format: bool) -> sparse.csr_array:
    """Return a column per format and per break of counting."""
    size = len(posts)
    # A straight line as well: the hats know only bends around it.
    span = posts.days - posts.days.mean() if size else posts.days.astype(float)
    reach = float(np.abs(span).max()) if size else 0.0
    columns = [span / reach] if reach > 0 else []
    names = sorted(set(posts.formats)) if by_format else []
    if len(names) > 1:
        columns += [(posts.formats == name).astype(np.float64) for name in names]
    for change in posts.breaks:
        after = posts.days >= day_number(change.day)
        if change.formats:
            after = after & np.isin(posts.formats.astype(str), change.formats)
        columns.append(after.astype(np.float64))
    if not columns:
        return sparse.csr_array((size, 0))
    return sparse.csr_array(np.column_stack(columns))
