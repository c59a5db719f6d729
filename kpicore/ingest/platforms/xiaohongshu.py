"""Xiaohongshu: the list of notes, and trends with one metric per sheet."""

from __future__ import annotations

from types import MappingProxyType

from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.tables import Table
from kpicore.ingest.titled import read_titled

_PLATFORM = load_platform("xiaohongshu")


def sheet_metric(table: Table, facts: FileFacts) -> Piece:
    """Read a trend sheet; its name tells the metric."""
    return read_titled(table, facts, _PLATFORM)


READER = PlatformReader(platform=_PLATFORM, steps=MappingProxyType({"sheet_metric": sheet_metric}))
"""Xiaohongshu's layouts and steps."""
