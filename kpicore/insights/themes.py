"""Formats, lengths and captions: groups of posts against the account's typical post."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.insights.effects import Effects, group_effects
from kpicore.insights.equal_age import EqualPosts
from kpicore.kpis.columns import Floats, Ints
from kpicore.kpis.labels import format_label
from kpicore.messages import Message, msg

LENGTH_BANDS: Mapping[str, tuple[float, Message]] = MappingProxyType(
    {
        "under_15s": (15.0, msg("Under 15 seconds")),
        "15_30s": (30.0, msg("15–30 seconds")),
        "30_60s": (60.0, msg("30–60 seconds")),
        "1_3min": (180.0, msg("1–3 minutes")),
        "3_10min": (600.0, msg("3–10 minutes")),
        "over_10min": (float("inf"), msg("Over 10 minutes")),
    }
)
"""Code to the first length, in seconds, that is too long for the band, and its word."""

CAPTION_BANDS: Mapping[str, Message] = MappingProxyType(
    {
        "short": msg("Short caption"),
        "middle": msg("Middle caption"),
        "long": msg("Long caption"),
    }
)
"""Thirds of the account's own captions: a long one in Chinese is a short one in English."""


def formats(posts: EqualPosts) -> Effects:
    """Hold each format against the account's typical post."""
    codes, names = pd.factorize(pd.Series(posts.formats, dtype=object).replace("", None))
    keys = [str(name) for name in names]
    return group_effects(posts, codes, [format_label(key) for key in keys], keys, by_format=False)


def length_codes(seconds: Floats) -> Ints:
    """Return the band of each length, -1 where it is unknown."""
    limits = [limit for limit, _ in LENGTH_BANDS.values()][:-1]
    return np.where(np.isfinite(seconds), np.searchsorted(limits, seconds, side="right"), -1)


def lengths(history: History, posts: EqualPosts, *, by_format: bool = True) -> Effects:
    """Hold bands of length against the typical post that has a length.

    Parameters
    ----------
    history : History
        The data.
    posts : EqualPosts
        Of one account.
    by_format : bool, default True
        Whether formats are taken out; not where a format *is* a length.

    Returns
    -------
    Effects
        Posts without a length are left out.
    """
    seconds = history.posts["duration_seconds"].to_numpy(dtype=np.float64)[posts.rows]
    known = np.isfinite(seconds)
    return group_effects(
        posts.part(known),
        length_codes(seconds[known]),
        [word for _, word in LENGTH_BANDS.values()],
        list(LENGTH_BANDS),
        by_format=by_format,
    )


def captions(history: History, posts: EqualPosts) -> Effects:
    """Hold short, middle and long captions against the account's typical post."""
    written = history.posts["title"].take(posts.rows).str.len().to_numpy(dtype=np.float64)
    known = np.isfinite(written) & (written > 0)
    part = posts.part(known)
    limits = np.quantile(written[known], (1 / 3, 2 / 3)) if known.any() else np.zeros(2)
    codes = np.searchsorted(limits, written[known], side="left")
    return group_effects(part, codes, list(CAPTION_BANDS.values()), list(CAPTION_BANDS))
