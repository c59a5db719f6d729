"""Counted things: one canonical name per metric, in frames, in printed JSON and in the database.

A metric is what an export counts; a KPI is a figure made of metrics and lives in `kpicore.kpis`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kpicore.messages import Message, msg
from kpicore.units import Unit


class MetricKind(StrEnum):
    """How values of a metric behave over days, posts and accounts."""

    FLOW = "flow"
    """Amount gained in that day; per post the lifetime total at the moment of export. Summable."""
    STOCK = "stock"
    """Level at the end of that day; the last value counts."""
    DISTINCT = "distinct"
    """Count of distinct people; never summable over days, posts or accounts."""
    RATE = "rate"
    """Ratio on the scale 0-1; never summed or averaged without its denominator."""
    MEAN = "mean"
    """Average, in the unit of its name."""
    MAXIMUM = "maximum"
    """Largest value at any moment."""
    ATTRIBUTE = "attribute"
    """Property of a post that does not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDefinition:
    """A counted thing.

    Attributes
    ----------
    key : str
        Canonical name, never renamed.
    kind : MetricKind
        How its values behave.
    unit : Unit
        What its values count.
    label : Message
        Its name for people.
    """

    key: str
    kind: MetricKind
    unit: Unit
    label: Message


def _define(
    key: str, kind: MetricKind, label: Message, unit: Unit = Unit.COUNT
) -> MetricDefinition:
    return MetricDefinition(key=key, kind=kind, unit=unit, label=label)


_F, _S, _D, _R, _M = (
    MetricKind.FLOW,
    MetricKind.STOCK,
    MetricKind.DISTINCT,
    MetricKind.RATE,
    MetricKind.MEAN,
)

_DEFINITIONS = (
    _define("views", _F, msg("Views")),
    _define("engaged_views", _F, msg("Engaged views")),
    _define("video_views", _F, msg("Video views")),
    _define("impressions", _F, msg("Impressions")),
    _define("reach", _D, msg("Reach")),
    _define("unique_viewers", _D, msg("Unique viewers")),
    _define("new_viewers", _D, msg("New viewers")),
    _define("returning_viewers", _D, msg("Returning viewers")),
    _define("profile_views", _F, msg("Profile views")),
    _define("likes", _F, msg("Likes")),
    _define("dislikes", _F, msg("Dislikes")),
    _define("comments", _F, msg("Comments")),
    _define("shares", _F, msg("Shares")),
    _define("reposts", _F, msg("Reposts")),
    _define("saves", _F, msg("Saves")),
    _define("engagements", _F, msg("Engagements")),
    _define("clicks", _F, msg("Clicks")),
    _define("link_clicks", _F, msg("Link clicks")),
    _define("followers", _S, msg("Followers")),
    _define("new_followers", _F, msg("New followers")),
    _define("lost_followers", _F, msg("Lost followers")),
    _define("net_followers", _F, msg("Net followers")),
    _define("watch_seconds", _F, msg("Watch time"), Unit.SECONDS),
    _define("average_watch_seconds", _M, msg("Average watch time"), Unit.SECONDS),
    _define("average_viewed_share", _R, msg("Average viewed share"), Unit.SHARE),
    _define("completion_rate", _R, msg("Completion rate"), Unit.SHARE),
    _define("impression_ctr", _R, msg("Impression click-through rate"), Unit.SHARE),
    _define("duration_seconds", MetricKind.ATTRIBUTE, msg("Duration"), Unit.SECONDS),
    _define("posts", _F, msg("Posts published")),
    _define("revenue", _F, msg("Revenue"), Unit.MONEY),
    _define("sessions", _F, msg("Sessions")),
    _define("engaged_sessions", _F, msg("Engaged sessions")),
    _define("users", _D, msg("Users")),
    _define("new_users", _D, msg("New users")),
    _define("active_users", _D, msg("Active users")),
    _define("key_events", _F, msg("Key events")),
    _define("bounce_rate", _R, msg("Bounce rate"), Unit.SHARE),
    _define("average_engagement_seconds", _M, msg("Average engagement time"), Unit.SECONDS),
    _define("conversions", _F, msg("Conversions")),
    _define("dms_received", _F, msg("Direct messages received")),
    _define("dms_answered", _F, msg("Direct messages answered")),
    _define("comment_replies", _F, msg("Comment replies")),
    _define("response_seconds", _M, msg("Response time"), Unit.SECONDS),
    _define("ugc_posts", _F, msg("Posts by others")),
    _define("hashtag_mentions", _F, msg("Hashtag mentions")),
    _define("live_sessions", _F, msg("Live sessions")),
    _define("live_seconds", _F, msg("Live time"), Unit.SECONDS),
    _define("live_views", _F, msg("Live views")),
    _define("live_likes", _F, msg("Live likes")),
    _define("live_comments", _F, msg("Live comments")),
    _define("live_shares", _F, msg("Live shares")),
    _define("live_new_followers", _F, msg("New followers from live")),
    _define("live_gifts", _F, msg("Live gifts")),
    _define("live_unique_viewers", _D, msg("Unique live viewers")),
    _define("live_peak_viewers", MetricKind.MAXIMUM, msg("Peak live viewers")),
    _define("live_average_watch_seconds", _M, msg("Average live watch time"), Unit.SECONDS),
)

METRICS: Mapping[str, MetricDefinition] = MappingProxyType({d.key: d for d in _DEFINITIONS})
"""Every metric by its canonical name."""
