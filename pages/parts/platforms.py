"""Names of platforms, and where each keeps its export button."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpicore.messages import Message, msg

# Brand names are written alike in every language.
PLATFORM_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "tiktok": "TikTok",
        "youtube": "YouTube",
        "instagram": "Instagram",
        "facebook": "Facebook",
        "meta": "Meta",
        "linkedin": "LinkedIn",
        "x": "X",
        "ga4": "Google Analytics",
        "xiaohongshu": "小红书",
        "douyin": "抖音",
        "wechat": "微信",
        "weibo": "微博",
        "bilibili": "哔哩哔哩",
        "naver": "Naver",
        "kakao": "Kakao",
        "twitch": "Twitch",
    }
)
"""Platform key to its own name; other keys are shown as they are."""

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


def platform_name(key: str) -> str:
    """Return a platform's own name."""
    return PLATFORM_NAMES.get(key, key)
