"""YouTube Studio, advanced mode: Table data of any dimension, Chart data, Totals."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from kpicore.ingest.audience_rows import read_shares
from kpicore.ingest.daily_rows import midnight, read_daily
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.tables import Table
from kpicore.messages import msg


def content_table(table: Table, facts: FileFacts) -> Piece:
    """Read Table data by content: totals of each video in the period that was chosen.

    Parameters
    ----------
    table : Table
        Recognised.
    facts : FileFacts
        What names tell.

    Returns
    -------
    Piece
        Posts and their totals.
    """
    piece = read_posts(table, facts, default_format="video")
    if facts.start is not None and facts.end is not None:
        piece.info(
            msg(
                "The values of each video are what it gained from {first} to {last}, the period "
                "of the export.",
                first=facts.start,
                last=facts.end,
            )
        )
        piece.exported = midnight(facts.end + timedelta(days=1))
    else:
        piece.info(
            msg(
                "The values of each video are what it gained in the period of the export, which "
                "the file does not tell."
            )
        )
    return piece


def chart_data(table: Table, facts: FileFacts) -> Piece:
    """Recognise Chart data, which shows only the few videos drawn, and use nothing of it."""
    layout = table.layout
    assert layout is not None
    piece = Piece(
        kind=TableKind.OTHER,
        platform=layout.platform,
        layout=layout.key,
        rows_read=len(table.frame),
        rows=0,
    )
    piece.drop(msg("chart of a few videos only, no total of the channel"), len(table.frame))
    piece.info(
        msg(
            "Chart data holds only the few videos drawn in the chart; the channel's days come "
            "from Totals."
        )
    )
    return piece


def totals(table: Table, facts: FileFacts) -> Piece:
    """Read Totals: one metric, or a few, of the channel per day."""
    return read_daily(table, facts)


def dimension_table(table: Table, facts: FileFacts) -> Piece:
    """Read Table data by country, city, age, gender or another dimension."""
    return read_shares(table, facts)


READER = PlatformReader(
    platform=load_platform("youtube"),
    steps=MappingProxyType(
        {
            "content_table": content_table,
            "chart_data": chart_data,
            "totals": totals,
            "dimension_table": dimension_table,
        }
    ),
)
"""YouTube's layouts and steps."""
