"""Stages: what a creator is working on, and the two or three KPIs that matter for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kpicore.kpis.catalogue import CATALOGUE, kpi
from kpicore.kpis.definition import Stage
from kpicore.messages import Message, msg, msgs

MOST_IN_FOCUS = 3
"""With more KPIs than this in focus, none is."""

STAGE_KPIS: Mapping[Stage, tuple[str, ...]] = MappingProxyType(
    {
        Stage.BRAND: ("impressions", "follower_growth_rate", "engagements"),
        Stage.CONVERSION: ("link_ctr", "conversion_rate", "bounce_rate"),
        Stage.SERVICE: ("comment_reply_rate", "response_rate", "response_time"),
        Stage.MONETISATION: ("revenue", "rpm", "watch_time"),
        Stage.COMMUNITY: ("engagement_rate_by_views", "comment_rate", "net_followers"),
    }
)
"""The KPIs of each stage, most important first."""

STAND_INS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "impressions": ("views", "average_views"),
        "follower_growth_rate": ("net_followers", "new_followers"),
        "engagements": ("engagement_rate_by_views", "engagement_rate_by_impressions"),
        "link_ctr": ("thumbnail_ctr", "profile_visit_rate"),
        "conversion_rate": ("follow_conversion",),
        "bounce_rate": ("profile_views",),
        "comment_reply_rate": ("comments",),
        "response_rate": ("dms_answered",),
        "revenue": ("views",),
        "rpm": ("average_views",),
        "watch_time": ("average_watch_time", "average_viewed_share"),
        "engagement_rate_by_views": (
            "engagement_rate_by_impressions",
            "engagement_rate_by_reach",
            "engagements",
        ),
        "comment_rate": ("comments", "share_rate"),
        "net_followers": ("new_followers", "followers"),
    }
)
"""What comes closest when the exports cannot give a stage's KPI."""


def focus_kpis(stage: Stage, computable: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the two or three KPIs that matter in a stage.

    Parameters
    ----------
    stage : Stage
        What the creator is working on.
    computable : sequence of str, optional
        Keys that the data can give. A KPI that they cannot give is replaced by what comes closest,
        or left out; by default all are taken to be there.

    Returns
    -------
    tuple of str
        At most `MOST_IN_FOCUS` keys, most important first; empty when the data give none of them.
    """
    wanted = STAGE_KPIS[stage]
    if computable is None:
        return wanted
    known = set(computable)
    chosen: list[str] = []
    for key in wanted:
        options = (key, *STAND_INS.get(key, ()))
        found = next((o for o in options if o in known and o not in chosen), None)
        if found is not None:
            chosen.append(found)
    return tuple(chosen)


def ordered_kpis(focus: Sequence[str]) -> tuple[str, ...]:
    """Return all keys of the catalogue, those in focus first.

    Parameters
    ----------
    focus : sequence of str
        Chosen keys, most important first.

    Returns
    -------
    tuple of str
        Each key once.

    Raises
    ------
    DataNotFoundError
        If a key is not in the catalogue.
    """
    first = tuple(kpi(key).key for key in dict.fromkeys(focus))
    return first + tuple(key for key in CATALOGUE if key not in first)


def focus_warning(focus: Sequence[str]) -> Message | None:
    """Say that too many KPIs are in focus.

    Parameters
    ----------
    focus : sequence of str
        Chosen keys.

    Returns
    -------
    Message or None
        None for up to `MOST_IN_FOCUS`.
    """
    if len(focus) <= MOST_IN_FOCUS:
        return None
    return msgs(
        "{count} KPI is in focus.",
        "{count} KPIs are in focus. With more than {most} the focus is lost: keep the two or three "
        "that decide whether this stage succeeds.",
        len(focus),
        most=MOST_IN_FOCUS,
    )


STAGE_AIMS: Mapping[Stage, Message] = MappingProxyType(
    {
        Stage.BRAND: msg("Be seen by more people and turn them into followers."),
        Stage.CONVERSION: msg("Lead people from the content to the action you want."),
        Stage.SERVICE: msg("Answer people quickly and completely."),
        Stage.MONETISATION: msg("Earn more from what people watch."),
        Stage.COMMUNITY: msg("Get the people who are there to take part and to stay."),
    }
)
"""What each stage is about, in one sentence."""
