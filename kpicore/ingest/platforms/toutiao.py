"""Toutiao: trends of contents and followers; -1 stands for no data."""

from __future__ import annotations

from types import MappingProxyType

from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.tables import Table
from kpicore.messages import msgs

NO_DATA = r"-1(?:\.0+)?"


def minus_one_missing(table: Table, facts: FileFacts) -> Piece:
    """Read a trend in which -1 means that there is no value."""
    missing = 0
    for position in table.metric_positions():
        if table.roles[position].role == "net_followers":
            continue
        hits = table.texts(position).str.strip().str.fullmatch(NO_DATA)
        missing += int(hits.sum())
        table.frame[position] = table.texts(position).where(~hits, "")
    piece = read_daily(table, facts)
    if missing:
        piece.info(
            msgs(
                "{count} cell is -1, which stands for no data; it counts as missing.",
                "{count} cells are -1, which stands for no data; they count as missing.",
                missing,
            )
        )
    return piece


READER = PlatformReader(
    platform=load_platform("toutiao"),
    steps=MappingProxyType({"minus_one_missing": minus_one_missing}),
)
"""Toutiao's layouts and steps."""
