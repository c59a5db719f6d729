"""Tools that gather several platforms: Metricool and Sprout Social."""

from __future__ import annotations

from kpicore.ingest.layouts import load_platform
from kpicore.ingest.platforms.interface import PlatformReader

READER = PlatformReader(platform=load_platform("aggregators"))
"""Layouts of Metricool and Sprout Social; their rows belong to the platform that they name."""
