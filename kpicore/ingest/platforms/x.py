"""X: account overview, content and video of today, daily and per-tweet files of the old site."""

from __future__ import annotations

from types import MappingProxyType

from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.numbers import read_numbers
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.tables import Table
from kpicore.messages import msg, msgs


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


def x_video_days(table: Table, facts: FileFacts) -> Piece:
    """Read the days of the video overview; rows that name something beside the day are videos."""
    strange = (i for i, head in enumerate(table.header) if head.strip() and i not in table.roles)
    if any(read_numbers(table.texts(i), count=False).unreadable for i in strange):
        return x_videos(table, facts)
    return read_daily(table, facts)


def x_videos(table: Table, facts: FileFacts) -> Piece:
    """Recognise the list of videos below the days, and use nothing of it.

    Whether its values count over the video's life or over the period of the export is not told.
    """
    layout = table.layout
    assert layout is not None
    piece = Piece(
        kind=TableKind.OTHER,
        platform=layout.platform,
        layout="video_overview_videos",
        rows_read=len(table.frame),
    )
    piece.drop(msg("single video, over a time that the file does not tell"), len(table.frame))
    return piece


READER = PlatformReader(
    platform=load_platform("x"),
    steps=MappingProxyType(
        {"x_posts": x_posts, "x_video_days": x_video_days, "x_videos": x_videos}
    ),
)
"""X's layouts and steps."""
