"""Effects of what posts are: groups that posts belong to, and things that a post has or has not.

The only place where insights turn posts into effects. An effect is a share: 0.2 is a fifth more
than the account's own typical post, or than posts without it, at equal age and apart from trend,
format and lucky days. It is association: who posts their best ideas on Fridays will see Fridays do
well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse, special

from kpicore.insights.adjusted import Fit, added_effects, fit_adjusted
from kpicore.insights.equal_age import EqualPosts
from kpicore.insights.shrinkage import FALSE_FINDINGS, findings, shrink
from kpicore.kpis.columns import Flags, Floats, Ints
from kpicore.messages import Message

FEWEST_POSTS = 30
"""Posts that a question needs in all; with fewer, chance hides even a doubling."""

FEWEST_IN_GROUP = 5
"""Posts of a group, and posts outside it, below which it is not told apart."""

EFFECT_COLUMNS = (
    "part",
    "key",
    "posts",
    "effect",
    "low",
    "high",
    "typical",
    "others",
    "p_value",
    "found",
)
"""`part` word of it (str or Message), `key` its code, `posts` how many, `effect`, `low`, `high`
shares, `typical` median of its posts, `others` median of all other posts, `p_value` of no effect,
`found` whether there is evidence; the largest effect first."""


@dataclass(frozen=True, kw_only=True)
class Effects:
    """What one question found.

    Attributes
    ----------
    posts : EqualPosts
        The posts it rests on.
    frame : DataFrame
        `EFFECT_COLUMNS`; empty where there are too few posts or groups.
    p_value : float
        Of "none of it matters"; NaN where nothing could be compared.
    against_others : bool
        Whether effects are against posts without it; else against the account's typical post.
    """

    posts: EqualPosts
    frame: pd.DataFrame
    p_value: float
    against_others: bool

    @property
    def found(self) -> bool:
        """Whether there is evidence for any effect."""
        return bool(self.frame["found"].any())

    @property
    def best(self) -> pd.Series | None:
        """The found effect that is largest, else the largest; None without effects."""
        return self._first(self.frame[self.frame["found"]] if self.found else self.frame)

    @property
    def largest(self) -> pd.Series | None:
        """The found effect that is furthest from nothing, up or down; None without a finding."""
        told = self.frame[self.frame["found"]]
        if told.empty:
            return None
        return told.iloc[int(np.abs(np.log1p(told["effect"].to_numpy())).argmax())]

    @staticmethod
    def _first(frame: pd.DataFrame) -> pd.Series | None:
        return None if frame.empty else frame.iloc[0]


def no_effects(posts: EqualPosts, *, against_others: bool = False) -> Effects:
    """Return a question without an answer."""
    return Effects(
        posts=posts,
        frame=_frame([], {}),
        p_value=float("nan"),
        against_others=against_others,
    )


def indicators(codes: Ints, count: int) -> sparse.csr_array:
    """Return a column per code, 1 where a row has it; codes below 0 have no column."""
    rows = np.flatnonzero(codes >= 0)
    return sparse.csr_array((np.ones(rows.size), (rows, codes[rows])), shape=(codes.size, count))


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """Codes of groups that are large enough to be told apart.

    Attributes
    ----------
    codes : array of int
        Group of each post, counted from 0; what is too small shares the last code.
    kept : array of int
        The original code of each group that is told, in order.
    columns : int
        Number of codes, with the one for the rest.
    """

    codes: Ints
    kept: Ints
    columns: int


def large_enough(codes: Ints, *, fewest: int = FEWEST_IN_GROUP) -> Grouped:
    """Put groups of few posts together; they stay in the model, untold.

    Parameters
    ----------
    codes : array of int
        Group of each post, from 0; below 0 for none.
    fewest : int
        Posts that a group needs.

    Returns
    -------
    Grouped
        New codes.
    """
    counts = np.bincount(codes[codes >= 0])
    kept = np.flatnonzero(counts >= fewest)
    place = np.full(counts.size + 1, kept.size)
    place[kept] = np.arange(kept.size)
    placed = place[np.where(codes >= 0, codes, counts.size)]
    return Grouped(codes=placed, kept=kept, columns=kept.size + int((placed == kept.size).any()))


def centring(weights: Floats) -> Floats:
    """Return the matrix that turns levels into differences from their weighted mean."""
    size = weights.size
    return np.asarray(np.eye(size) - np.tile(weights / weights.sum(), (size, 1)))


def none_matters(estimates: Floats, covariance: Floats, freedom: float) -> float:
    """Return the p-value of all levels being equal (Wald's F)."""
    if estimates.size < 2:
        return float("nan")
    steps = np.hstack([np.full((estimates.size - 1, 1), -1.0), np.eye(estimates.size - 1)])
    difference = steps @ estimates
    square = float(difference @ np.linalg.solve(steps @ covariance @ steps.T, difference))
    return float(special.fdtrc(estimates.size - 1, freedom, square / (estimates.size - 1)))


def group_effects(
    posts: EqualPosts,
    codes: Ints,
    parts: Sequence[str | Message],
    keys: Sequence[str],
    *,
    by_format: bool = True,
) -> Effects:
    """Hold groups of posts against the account's typical post.

    Parameters
    ----------
    posts : EqualPosts
        The posts.
    codes : array of int
        Group of each post, from 0; below 0 for none.
    parts, keys : sequence of str or Message
        Word and code of each group.
    by_format : bool, default True
        Whether formats are taken out; not where formats are the groups.

    Returns
    -------
    Effects
        Empty with fewer than `FEWEST_POSTS` posts or two groups of `FEWEST_IN_GROUP`.
    """
    grouped = large_enough(codes)
    told = grouped.kept.size
    if len(posts) < FEWEST_POSTS or told < 2:
        return no_effects(posts)
    fit = fit_adjusted(posts, indicators(grouped.codes, grouped.columns), by_format=by_format)
    estimates, errors = centred(fit, np.bincount(grouped.codes, minlength=grouped.columns))
    shrunk = shrink(estimates[:told], errors[:told], freedom=fit.freedom)
    p_value = none_matters(fit.estimates[:told], fit.covariance[:told, :told], fit.freedom)
    there = p_value <= FALSE_FINDINGS
    columns = {
        "effect": np.expm1(shrunk.effects),
        "low": np.expm1(shrunk.low),
        "high": np.expm1(shrunk.high),
        "p_value": shrunk.p_values,
        # A group is named only where the groups differ at all and its own interval says so.
        "found": there & ((shrunk.low > 0) | (shrunk.high < 0)),
    }
    chosen = [grouped.codes == place for place in range(told)]
    frame = _frame(chosen, columns, posts, [(parts[k], keys[k]) for k in grouped.kept.tolist()])
    return Effects(posts=posts, frame=frame, p_value=p_value, against_others=False)


def centred(fit: Fit, counts: Ints) -> tuple[Floats, Floats]:
    """Return levels as differences from the mean over posts, and their standard errors."""
    turn = centring(counts.astype(np.float64))
    covariance = turn @ fit.covariance @ turn.T
    return turn @ fit.estimates, np.sqrt(np.maximum(np.diag(covariance), 1e-12))


def fit_without(posts: EqualPosts) -> Fit:
    """Return the model of posts in which nothing but trend, format and days is known of them."""
    return fit_adjusted(posts, sparse.csr_array(np.ones((len(posts), 1))))


def presence_effects(
    posts: EqualPosts,
    has: sparse.csc_array,
    parts: Sequence[str | Message],
    keys: Sequence[str],
    *,
    without: Fit | None = None,
) -> Effects:
    """Hold posts that have something against those that have not, for many things at once.

    Parameters
    ----------
    posts : EqualPosts
        The posts.
    has : csc_array
        A row per post, a column per thing: 1 where the post has it.
    parts, keys : sequence of str or Message
        Word and code of each thing.
    without : Fit, optional
        From `fit_without`, where several questions are asked of the same posts.

    Returns
    -------
    Effects
        Things that fewer than `FEWEST_IN_GROUP` posts have, or have not, are left out; `found` by
        Benjamini and Hochberg over all that are told.
    """
    counts = np.asarray(has.sum(axis=0)).ravel()
    kept = np.flatnonzero((counts >= FEWEST_IN_GROUP) & (counts <= len(posts) - FEWEST_IN_GROUP))
    if len(posts) < FEWEST_POSTS or not kept.size:
        return no_effects(posts, against_others=True)
    fit = fit_without(posts) if without is None else without
    own = sparse.csc_array(has[:, kept])
    estimates, errors = added_effects(fit, own)
    told = np.flatnonzero(np.isfinite(estimates))
    kept, estimates, errors = kept[told], estimates[told], errors[told]
    if not kept.size:
        return no_effects(posts, against_others=True)
    shrunk = shrink(estimates, errors, freedom=fit.freedom)
    columns = {
        "effect": np.expm1(shrunk.effects),
        "low": np.expm1(shrunk.low),
        "high": np.expm1(shrunk.high),
        "p_value": shrunk.p_values,
        "found": findings(shrunk.p_values),
    }
    chosen = []
    for column in told:
        flags = np.zeros(len(posts), dtype=np.bool_)
        flags[own.indices[own.indptr[column] : own.indptr[column + 1]]] = True
        chosen.append(flags)
    frame = _frame(chosen, columns, posts, [(parts[k], keys[k]) for k in kept.tolist()])
    ordered = np.sort(shrunk.p_values) * kept.size / np.arange(1, kept.size + 1)
    return Effects(posts=posts, frame=frame, p_value=float(ordered.min()), against_others=True)


def _frame(
    chosen: list[Flags],
    columns: dict[str, Floats],
    posts: EqualPosts | None = None,
    names: Sequence[tuple[str | Message, str]] = (),
) -> pd.DataFrame:
    if posts is None or not chosen:
        return pd.DataFrame({name: [] for name in EFFECT_COLUMNS}).astype({"found": bool})
    # Sorted once: hundreds of medians of many posts would take longer than the model.
    order = np.argsort(posts.values)
    ordered, sorted_flags = posts.values[order], [flags[order] for flags in chosen]
    frame = pd.DataFrame(
        {
            "part": pd.Series([part for part, _ in names], dtype=object),
            "key": [key for _, key in names],
            "posts": [int(flags.sum()) for flags in chosen],
            **columns,
            "typical": [_middle(ordered[flags]) for flags in sorted_flags],
            "others": [_middle(ordered[~flags]) for flags in sorted_flags],
        }
    )[list(EFFECT_COLUMNS)]
    return frame.sort_values("effect", ascending=False, kind="stable").reset_index(drop=True)


def _middle(ordered: Floats) -> float:
    """Return the median of ascending values; NaN without any."""
    size = ordered.size
    return float(ordered[(size - 1) // 2] + ordered[size // 2]) / 2.0 if size else float("nan")
