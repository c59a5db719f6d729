"""Posts as columns of numbers, at equal age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpicore.kpis.columns import (
    Columns,
    Flags,
    Floats,
    Ints,
)
from kpicore.kpis.maturity import AgeCurve


@dataclass(slots=True)
class PostColumns:
    """The posts of an account at equal age.

    Attributes
    ----------
    columns : Columns
        One row per post with a known day; values NaN where the post is too young.
    rows : array of int
        Row of the history's posts frame of each post.
    young : Mapping of str to array of bool
        Per metric, the posts that are known but too young.
    completed : Mapping of str to array of bool
        Per metric, the posts completed by the age curve.
    errors : Mapping of str to array of float
        Per metric, the standard error of the logarithm of each value; 0 for mature posts.
    curves : Mapping of str to AgeCurve
        What was learned about growing, by metric.
    """

    columns: Columns
    rows: Ints
    young: Mapping[str, Flags]
    completed: Mapping[str, Flags]
    errors: Mapping[str, Floats]
    curves: Mapping[str, AgeCurve]


GROWING = frozenset(
    {"views", "engaged_views", "video_views", "impressions", "reach", "likes", "comments", "shares"}
    | {"reposts", "saves", "engagements", "clicks", "link_clicks", "watch_seconds", "profile_views"}
    | {"new_followers", "revenue"}
)
"""Per-post totals that grow with age; rates and averages of a post do not and are not completed."""
