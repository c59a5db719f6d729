"""What platforms are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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


def platform_name(key: str) -> str:
    """Return a platform's own name."""
    return PLATFORM_NAMES.get(key, key)
