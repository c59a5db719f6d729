"""Douyin creator centre: the list of works, daily account sums."""

from __future__ import annotations

from types import MappingProxyType

from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.tables import Table
from kpicore.messages import msg

PRIVATE_WORDS = ("自见", "私密", "仅自己", "审核", "不通过", "草稿", "删除")


def public_only(table: Table, facts: FileFacts) -> Piece:
    """Read works that others can see; works only the author sees have no views to count."""
    position = table.position("status")
    hidden = 0
    read = len(table.frame)
    if position is not None:
        texts = table.texts(position)
        private = texts.map(lambda t: any(w in t for w in PRIVATE_WORDS)).to_numpy(dtype=bool)
        hidden = int(private.sum())
        table.without(~private)
    piece = read_posts(table, facts)
    piece.rows_read = read
    piece.drop(msg("work that only its author can see"), hidden)
    return piece


READER = PlatformReader(
    platform=load_platform("douyin"), steps=MappingProxyType({"public_only": public_only})
)
"""Douyin's layouts and steps."""
