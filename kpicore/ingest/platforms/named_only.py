"""Platforms without a module of their own: their names are known.

Facebook and Instagram write through Meta; of the others no file is known, and their tables go
through the mapping step.
"""

from __future__ import annotations

from kpicore.ingest.layouts import load_platform
from kpicore.ingest.platforms.interface import PlatformReader

READERS = tuple(
    PlatformReader(platform=load_platform(key))
    for key in ("facebook", "instagram", "weibo", "kakao", "threads", "snapchat", "pinterest")
)
"""Facebook, Instagram, Weibo, Kakao, Threads, Snapchat and Pinterest."""
