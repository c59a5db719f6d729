"""X: account overview, content and video of today, daily and per-tweet files of the old site."""

from __future__ import annotations

from types import MappingProxyType

from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.tables import Table
from kpicore.messages import msgs


def x_posts(table: Table, facts: FileFacts) -> Piece:
    """Read posts; replies are among them and said in the report."""
    caption = table.position("caption")
    replies = 0
    if caption is not None:
        replies = int(table.texts(caption).str.lstrip().str.startswith("@").sum())
    piece = read_posts(table, facts)
    if replies:
        piece.info(
            msgs(
                "{count} of the posts is a reply.",
                "{count} of the posts are replies.",
                replies,
            )
        )
    return piece


READER = PlatformReader(platform=load_platform("x"), steps=MappingProxyType({"x_posts": x_posts}))
"""X's layouts and steps."""
