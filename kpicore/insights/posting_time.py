"""Weekday and hour of publication: what they go with, each alone and both together.

Weekday and hour stand in one model. A cell of the week, such as Friday evening, is expected to be
what its weekday and its hour add up to, and departs from that as far as its own posts show. Hours
are those of the account's clock; where its time zone is not known, nothing is said of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse, special

from kpicore.history import History
from kpicore.insights.adjusted import Fit, fit_adjusted
from kpicore.insights.effects import (
    FEWEST_POSTS,
    Grouped,
    centring,
    indicators,
    large_enough,
    none_matters,
)
from kpicore.insights.equal_age import EqualPosts
from kpicore.insights.shrinkage import findings, shrink
from kpicore.kpis.columns import Flags, Floats, Ints

BAND_POSTS: tuple[tuple[int, int], ...] = ((5000, 1), (1000, 2), (0, 3))
"""Posts from which hours are told apart in bands of so many hours."""

POSTS_PER_CELL = 8
"""Posts per cell of the week from which cells are asked for more than their weekday and hour."""

TIME_COLUMNS = ("weekday", "hour", "posts", "effect", "low", "high", "typical", "apart")
"""`weekday` 0 Monday to 6, -1 for all; `hour` first hour of the band, -1 for all; `posts`;
`effect`, `low`, `high` against the account's typical post, as shares; `typical` the median of its
posts; `apart` whether the interval lies on one side of zero, which of many happens by
chance: it tells something only where the question as a whole does."""


@dataclass(frozen=True, kw_only=True)
class PostingTime:
    """What posting time goes with.

    Attributes
    ----------
    posts : EqualPosts
        The posts it rests on.
    band_hours : int
        Width of a band of hours; 0 where hours cannot be told.
    weekdays, hours, cells : DataFrame
        `TIME_COLUMNS` in the order of the week; cells without a post have no row.
    p_weekday, p_hour, p_cell : float
        Of "it does not matter": weekday, hour, and the two beyond their sum; NaN where unknown.
    """

    posts: EqualPosts
    band_hours: int
    weekdays: pd.DataFrame
    hours: pd.DataFrame
    cells: pd.DataFrame
    p_weekday: float
    p_hour: float
    p_cell: float

    @property
    def weekday_matters(self) -> bool:
        """Whether there is evidence that weekdays differ."""
        return bool(self._matter()[0])

    @property
    def hour_matters(self) -> bool:
        """Whether there is evidence that hours differ."""
        return bool(self._matter()[1])

    @property
    def cell_matters(self) -> bool:
        """Whether cells differ by more than their weekday and hour."""
        return bool(self._matter()[2])

    @property
    def matters(self) -> bool:
        """Whether there is evidence that posting time goes with anything."""
        return bool(self._matter().any())

    def _matter(self) -> Flags:
        return findings(np.array([self.p_weekday, self.p_hour, self.p_cell]))


def posting_time(history: History, posts: EqualPosts) -> PostingTime | None:
    """Hold weekdays and hours against the account's typical post.

    Parameters
    ----------
    history : History
        The data.
    posts : EqualPosts
        Of one account.

    Returns
    -------
    PostingTime or None
        None with fewer than `FEWEST_POSTS` posts, or all on one weekday. Hours are left out where
        the account's time zone or the time of day is unknown.
    """
    if len(posts) < FEWEST_POSTS:
        return None
    # 1970-01-01 was a Thursday.
    days = large_enough((posts.days + 3) % 7)
    if days.kept.size < 2:
        return None
    hours = hours_of(history, posts)
    width = 0 if hours is None else band_width(len(posts))
    bands = None if hours is None else large_enough(hours // width)
    if bands is None or bands.kept.size < 2:
        empty = _table(posts, [], [], {})
        alone = fit_adjusted(posts, indicators(days.codes, days.columns))
        told, p_weekday = _side(posts, alone, days, np.eye(days.columns), weekday=True, width=1)
        return PostingTime(
            posts=posts,
            band_hours=0,
            weekdays=told,
            hours=empty,
            cells=empty,
            p_weekday=p_weekday,
            p_hour=float("nan"),
            p_cell=float("nan"),
        )
    return _both(posts, days, bands, width)


def band_width(posts: int) -> int:
    """Return the hours that are looked at together, for a number of posts."""
    return next(width for fewest, width in BAND_POSTS if posts >= fewest)


def hours_of(history: History, posts: EqualPosts) -> Ints | None:
    """Return the hour of publication of each post, None where hours cannot be told.

    Parameters
    ----------
    history : History
        The data.
    posts : EqualPosts
        Of one account.

    Returns
    -------
    array of int or None
        None where the account's time zone is unknown, or its exports tell only the day.
    """
    if history.account(posts.account_id).time_zone is None or not len(posts):
        return None
    moments = history.posts["published_at"].to_numpy()[posts.rows].astype("datetime64[m]")
    minutes = moments.astype(np.int64) % 1440
    return None if not minutes.any() else np.asarray(minutes // 60)


def _both(posts: EqualPosts, days: Grouped, bands: Grouped, width: int) -> PostingTime:
    # Levels of all weekdays, and differences of bands from the first: together of full rank.
    both = sparse.csr_array(
        sparse.hstack(
            [
                indicators(days.codes, days.columns),
                indicators(bands.codes - 1, bands.columns - 1),
            ]
        )
    )
    fit = fit_adjusted(posts, both)
    day_map = np.hstack([np.eye(days.columns), np.zeros((days.columns, bands.columns - 1))])
    band_map = np.zeros((bands.columns, days.columns + bands.columns - 1))
    band_map[1:, days.columns :] = np.eye(bands.columns - 1)
    weekdays, p_weekday = _side(posts, fit, days, day_map, weekday=True, width=1)
    hours, p_hour = _side(posts, fit, bands, band_map, weekday=False, width=width)
    cells, p_cell = _cells(posts, days, bands, width)
    return PostingTime(
        posts=posts,
        band_hours=width,
        weekdays=weekdays,
        hours=hours,
        cells=cells,
        p_weekday=p_weekday,
        p_hour=p_hour,
        p_cell=p_cell,
    )


def _side(
    posts: EqualPosts,
    fit: Fit,
    groups: Grouped,
    turn: Floats,
    *,
    weekday: bool,
    width: int,
) -> tuple[pd.DataFrame, float]:
    """Return the effects of weekdays, or of hours, and how likely they are none."""
    told = groups.kept.size
    levels, covariance = turn @ fit.estimates, turn @ fit.covariance @ turn.T
    p_value = none_matters(levels[:told], covariance[:told, :told], fit.freedom)
    counts = np.bincount(groups.codes, minlength=groups.columns).astype(np.float64)
    centre = centring(counts)
    errors = np.sqrt(np.diag(centre @ covariance @ centre.T))[:told]
    shrunk = shrink((centre @ levels)[:told], errors, freedom=fit.freedom)
    columns = {"effect": shrunk.effects, "low": shrunk.low, "high": shrunk.high}
    first = groups.kept * width
    unsaid = np.full(told, -1)
    chosen = [groups.codes == place for place in range(told)]
    keys = np.column_stack([first, unsaid] if weekday else [unsaid, first])
    return _table(posts, chosen, keys, columns), p_value


def _cells(
    posts: EqualPosts, days: Grouped, bands: Grouped, width: int
) -> tuple[pd.DataFrame, float]:
    """Return every cell of the week, drawn toward the sum of its weekday and hour."""
    code = days.codes * bands.columns + bands.codes
    occupied, cell = np.unique(code, return_inverse=True)
    fit = fit_adjusted(posts, indicators(cell, occupied.size))
    day, band = occupied // bands.columns, occupied % bands.columns
    links = np.hstack([np.eye(days.columns)[day], np.eye(bands.columns)[band]])
    counts = np.bincount(cell).astype(np.float64)
    centre = centring(counts)
    errors = np.sqrt(np.maximum(np.diag(centre @ fit.covariance @ centre.T), 1e-12))
    shrunk = shrink(centre @ fit.estimates, errors, freedom=fit.freedom, links=links)
    told = np.flatnonzero((day < days.kept.size) & (band < bands.kept.size))
    columns = {
        "effect": shrunk.effects[told],
        "low": shrunk.low[told],
        "high": shrunk.high[told],
    }
    chosen = [cell == place for place in told]
    keys = np.column_stack([days.kept[day[told]], bands.kept[band[told]] * width])
    return _table(posts, chosen, keys, columns), _beyond_sum(fit, links, len(posts))


def _beyond_sum(fit: Fit, links: Floats, posts: int) -> float:
    """Return the p-value of cells being the sum of their weekday and hour."""
    root = np.linalg.cholesky(fit.covariance)
    basis, singular, _ = np.linalg.svd(np.linalg.solve(root, links), full_matrices=False)
    basis = basis[:, singular > 1e-9 * singular.max()]
    left = fit.estimates.size - basis.shape[1]
    if left < 1 or posts < POSTS_PER_CELL * fit.estimates.size:
        return float("nan")
    levels = np.linalg.solve(root, fit.estimates)
    rest = levels - basis @ (basis.T @ levels)
    return float(special.fdtrc(left, fit.freedom, float(rest @ rest) / left))


def _table(
    posts: EqualPosts,
    chosen: list[np.ndarray],
    keys: np.ndarray | list[int],
    columns: dict[str, Floats],
) -> pd.DataFrame:
    if not chosen:
        return pd.DataFrame({name: [] for name in TIME_COLUMNS}).astype({"apart": bool})
    places = np.asarray(keys)
    frame = pd.DataFrame(
        {
            "weekday": places[:, 0],
            "hour": places[:, 1],
            "posts": [int(flags.sum()) for flags in chosen],
            **{name: np.expm1(values) for name, values in columns.items()},
            "typical": [posts.typical(flags) for flags in chosen],
        }
    )
    frame["apart"] = (frame["low"] > 0) | (frame["high"] < 0)
    return frame
