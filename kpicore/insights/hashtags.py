"""Hashtags: how often they are used, and how posts with them do against posts without."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import sparse

from kpicore.history import History
from kpicore.insights.adjusted import Fit
from kpicore.insights.effects import (
    FEWEST_IN_GROUP,
    FEWEST_POSTS,
    Effects,
    fit_without,
    presence_effects,
)
from kpicore.insights.equal_age import EqualPosts
from kpicore.kpis.columns import Floats

MOST_TAGS = 100
"""The tags used most are held against each other."""

MOST_PAIRS = 60
"""Pairs of tags used together most."""

_PAIRED_TAGS = 40
_NEXT = "#"


@dataclass(frozen=True, kw_only=True)
class Hashtags:
    """What hashtags go with.

    Attributes
    ----------
    uses : DataFrame
        tag, posts, own (whether it is the account's own); most used first, all tags.
    single : Effects
        Each tag against posts without it.
    pairs : Effects
        Two tags together against posts that do not have both; keys are "tag tag".
    """

    uses: pd.DataFrame
    single: Effects
    pairs: Effects


def hashtags(
    history: History,
    posts: EqualPosts,
    *,
    own_tags: Collection[str] = (),
    without: Fit | None = None,
) -> Hashtags:
    """Hold posts with each hashtag against posts without it.

    Parameters
    ----------
    history : History
        The data.
    posts : EqualPosts
        Of one account.
    own_tags : collection of str
        The account's own (branded) hashtags, lower case, without #.
    without : Fit, optional
        From `kpicore.insights.fit_without` of the same posts, if it is there already.

    Returns
    -------
    Hashtags
        Single tags and pairs are looked at as two questions, each with its own control of false
        findings.
    """
    has, tags = tag_columns(history.posts["hashtags"].take(posts.rows))
    counts = np.asarray(has.sum(axis=0)).ravel()
    uses = pd.DataFrame({"tag": tags, "posts": counts.astype(np.int64)})
    uses["own"] = uses["tag"].isin({tag.casefold() for tag in own_tags})
    top = tags[:MOST_TAGS]
    if without is None and len(posts) >= FEWEST_POSTS:
        without = fit_without(posts)
    single = presence_effects(
        posts,
        sparse.csc_array(has[:, : len(top)]),
        [f"#{tag}" for tag in top],
        top,
        without=without,
    )
    both, names = _pairs(has, tags)
    pairs = presence_effects(
        posts,
        both,
        [f"#{a} #{b}" for a, b in names],
        [f"{a} {b}" for a, b in names],
        without=without,
    )
    return Hashtags(uses=uses, single=single, pairs=pairs)


def tag_columns(texts: pd.Series) -> tuple[sparse.csc_array, list[str]]:
    """Return which posts have which hashtags.

    Parameters
    ----------
    texts : Series of str
        Hashtags of each post, separated by blanks.

    Returns
    -------
    has : csc_array
        A row per post, a column per tag.
    tags : list of str
        The most used first.
    """
    size = max(len(texts), 1)
    # All texts at once, parted by a sign that no tag can be.
    pieces = f" {_NEXT} ".join(texts.fillna("").tolist()).split()
    codes, names = pd.factorize(np.array([_NEXT, *pieces], dtype=object))
    is_tag = codes > 0
    rows = np.cumsum(~is_tag)[is_tag] - 1
    names = names[1:]
    flat = pd.unique((codes[is_tag] - 1) * size + rows)
    flat.sort()
    code, row = flat // size, flat % size
    order = np.argsort(-np.bincount(code, minlength=len(names)), kind="stable")
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    has = sparse.csc_array((np.ones(row.size), (row, place[code])), shape=(len(texts), len(names)))
    return has, [str(names[k]) for k in order]


def _pairs(
    has: sparse.csc_array, tags: list[str]
) -> tuple[sparse.csc_array, list[tuple[str, str]]]:
    """Return posts that have two tags, for the pairs used together most."""
    top = sparse.csc_array(has[:, :_PAIRED_TAGS])
    together: Floats = np.asarray((top.T @ top).todense()) if top.shape[1] else np.zeros((0, 0))
    found = sorted(
        (
            (float(together[a, b]), a, b)
            for a, b in combinations(range(top.shape[1]), 2)
            if together[a, b] >= FEWEST_IN_GROUP
            # A pair whose one tag never comes alone is that tag over again.
            and together[a, b] < min(together[a, a], together[b, b])
        ),
        key=lambda found: -found[0],
    )[:MOST_PAIRS]
    if not found:
        return sparse.csc_array((has.shape[0], 0)), []
    first, second = [a for _, a, _ in found], [b for _, _, b in found]
    both = sparse.csc_array(top[:, first].multiply(top[:, second]))
    return both, [(tags[a], tags[b]) for a, b in zip(first, second, strict=True)]
