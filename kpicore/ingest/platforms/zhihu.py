"""Zhihu: header words are all there is to know."""

from __future__ import annotations

from kpicore.ingest.layouts import load_platform
from kpicore.ingest.platforms.interface import PlatformReader

READER = PlatformReader(platform=load_platform("zhihu"))
"""Zhihu's layouts."""
