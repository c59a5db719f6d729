"""The audience as the platforms export it: who they are, where they live, when they are there."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.history import History


class AudienceGroup(StrEnum):
    """Whose audience is told."""

    FOLLOWERS = "followers"
    VIEWERS = "viewers"


class Dimension(StrEnum):
    """By what the audience is divided."""

    GENDER = "gender"
    AGE = "age"
    GENDER_AGE = "gender_age"
    TERRITORY = "territory"
    CITY = "city"
    HOUR = "hour"


def audience_told(history: History) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return which groups and dimensions the exports of each account hold.

    Parameters
    ----------
    history : History
        The data.

    Returns
    -------
    Mapping of str to tuple of (group, dimension)
        By account id, in the order of the two enums; accounts without any are left out.
    """
    rows = history.frames["audience"][["account_id", "group", "dimension"]].drop_duplicates()
    known = set(rows.itertuples(index=False, name=None))
    told: dict[str, list[tuple[str, str]]] = {}
    for group in AudienceGroup:
        for dimension in Dimension:
            for account in history.accounts:
                if (account.account_id, group.value, dimension.value) in known:
                    told.setdefault(account.account_id, []).append((group.value, dimension.value))
    return MappingProxyType({account_id: tuple(pairs) for account_id, pairs in told.items()})


def audience_shares(
    history: History, account_id: str, group: AudienceGroup, dimension: Dimension
) -> pd.DataFrame:
    """Return how the audience divides now, and in the export before.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.
    group : AudienceGroup
        Followers or viewers.
    dimension : Dimension
        Any but the hour.

    Returns
    -------
    DataFrame
        key, share (0-1, newest export), previous_share (the export before; NaN where there is none
        or the key was not in it), difference, observed_at, previous_at; largest share first.
        Exports list only some territories, so shares need not add up to 1.
    """
    wide = _by_moment(history, account_id, group, dimension)
    moments = list(wide.columns)
    now = wide[moments[-1]] if moments else pd.Series(dtype="float64")
    before = wide[moments[-2]] if len(moments) > 1 else pd.Series(np.nan, index=now.index)
    frame = pd.DataFrame(
        {
            "key": now.index.astype("str"),
            "share": now.to_numpy(),
            "previous_share": before.to_numpy(),
            "difference": (now - before).to_numpy(),
        }
    )
    frame["observed_at"] = moments[-1] if moments else pd.NaT
    frame["previous_at"] = moments[-2] if len(moments) > 1 else pd.NaT
    told = frame[frame["share"].notna()]
    return told.sort_values("share", ascending=False, kind="stable").reset_index(drop=True)


def followers_against_viewers(
    history: History, account_id: str, dimension: Dimension
) -> pd.DataFrame:
    """Set followers beside viewers: where they differ, content reaches others than who follows.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.
    dimension : Dimension
        Any but the hour.

    Returns
    -------
    DataFrame
        key, followers, viewers (shares 0-1, NaN where not told), difference (viewers less
        followers); largest absolute difference first. Empty unless both were exported.
    """
    followers = audience_shares(history, account_id, AudienceGroup.FOLLOWERS, dimension)
    viewers = audience_shares(history, account_id, AudienceGroup.VIEWERS, dimension)
    if followers.empty or viewers.empty:
        return pd.DataFrame(columns=["key", "followers", "viewers", "difference"])
    both = pd.DataFrame(
        {
            "followers": followers.set_index("key")["share"],
            "viewers": viewers.set_index("key")["share"],
        }
    )
    both["difference"] = both["viewers"] - both["followers"]
    order = both["difference"].abs().sort_values(ascending=False, kind="stable").index
    return both.loc[order].rename_axis("key").reset_index()


def active_hours(
    history: History, account_id: str, group: AudienceGroup = AudienceGroup.FOLLOWERS
) -> pd.DataFrame:
    """Return how many of the audience are there in each hour of the week.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.
    group : AudienceGroup, default FOLLOWERS
        Whose hours.

    Returns
    -------
    DataFrame
        weekday (0 Monday to 6), hour (0-23), value (people, mean of the exports that tell the
        hour); only hours that were told.
    """
    wide = _by_moment(history, account_id, group, Dimension.HOUR)
    if wide.empty:
        return pd.DataFrame(
            {"weekday": pd.Series(dtype=int), "hour": pd.Series(dtype=int), "value": []}
        )
    parts = wide.index.astype("str").str.split("-", expand=True)
    frame = pd.DataFrame(
        {
            "weekday": parts.get_level_values(0).astype(int),
            "hour": parts.get_level_values(1).astype(int),
            "value": wide.mean(axis=1).to_numpy(),
        }
    )
    return frame.sort_values(["weekday", "hour"]).reset_index(drop=True)


def _by_moment(
    history: History, account_id: str, group: AudienceGroup, dimension: Dimension
) -> pd.DataFrame:
    """Return keys by moment of export, oldest first; NaN where a key was not told."""
    rows = history.frames["audience"]
    rows = rows[
        (rows["account_id"] == account_id)
        & (rows["group"] == group.value)
        & (rows["dimension"] == dimension.value)
    ]
    return rows.pivot(index="key", columns="observed_at", values="value").sort_index(axis=1)
