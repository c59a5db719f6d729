"""Twitch: the list of subscribers is a list of persons and is refused; days go by the mapping."""

from __future__ import annotations

from types import MappingProxyType

from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.tables import Table
from kpicore.messages import msg


def persons_refused(table: Table, facts: FileFacts) -> Piece:
    """Refuse the list of subscribers."""
    layout = table.layout
    assert layout is not None
    return Piece(
        kind=TableKind.OTHER,
        platform=layout.platform,
        layout=layout.key,
        rows_read=len(table.frame),
        refused=msg(
            "The file {file} is a list of persons, not of days. Export “Channel Analytics and "
            "Revenue by day” instead.",
            file=facts.shown,
        ),
    )


READER = PlatformReader(
    platform=load_platform("twitch"), steps=MappingProxyType({"persons_refused": persons_refused})
)
"""Twitch's layouts and steps."""
