"""WeChat: Channels videos; official accounts' followers, daily reading and articles."""

from __future__ import annotations

from types import MappingProxyType

from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.tables import Table
from kpicore.messages import msg

ALL_CHANNELS = frozenset({"全部", "全部渠道", "总计", "合计"})


def channels_videos(table: Table, facts: FileFacts) -> Piece:
    """Read Channels videos."""
    return read_posts(table, facts, default_format="video")


def all_channels(table: Table, facts: FileFacts) -> Piece:
    """Read days by channel: the rows of all channels together; the others are parts of them."""
    position = table.position("channel")
    assert position is not None
    whole = table.texts(position).str.strip().isin(ALL_CHANNELS).to_numpy(dtype=bool)
    read, parts = len(table.frame), int((~whole).sum())
    if whole.any():
        table.without(whole)
    piece = read_daily(table, facts)
    piece.rows_read = read
    if whole.any():
        piece.drop(msg("part of the day's total, by channel"), parts)
    return piece


READER = PlatformReader(
    platform=load_platform("wechat"),
    steps=MappingProxyType({"channels_videos": channels_videos, "all_channels": all_channels}),
)
"""WeChat's layouts and steps."""
