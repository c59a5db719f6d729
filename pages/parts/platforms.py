"""Names of platforms, and where each keeps its export button."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpicore.charts.platform_names import PLATFORM_NAMES, platform_name
from kpicore.messages import Message, msg

__all__ = ["EXPORT_PLACES", "PLATFORM_NAMES", "platform_name"]

EXPORT_PLACES: Mapping[str, Message] = MappingProxyType(
    {
        "tiktok": msg(
            "TikTok Studio on a computer: Analytics, choose 365 days, then Download data in "
            "Overview, Content, Viewers and Followers."
        ),
        "youtube": msg(
            "YouTube Studio on a computer: Analytics, Advanced mode, then the download arrow at "
            "the top right, as CSV."
        ),
        "instagram": msg(
            "Meta Business Suite on a computer: Insights, choose the account and the days, then "
            "Export; the posts are under Content."
        ),
        "linkedin": msg("LinkedIn: your profile, Analytics, Post impressions, then Export."),
        "x": msg(
            "X on a computer: Analytics, Account overview or Content, then the download icon."
        ),
    }
)
"""Platform key to the way to its export button."""
