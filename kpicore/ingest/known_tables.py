"""Reading a table whose layout is known: by its hook, or by what its rows are."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpicore.ingest.audience_rows import read_shares
from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.mapping import MappingProposal, propose_mapping
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms import GENERIC, HOOKS, PLATFORMS
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.reports import Fault
from kpicore.ingest.splitting import split_accounts
from kpicore.ingest.tables import Recogniser, Table
from kpicore.messages import Message, msg

KNOWN = Recogniser(
    (layout for p in PLATFORMS.values() for layout in p.layouts), GENERIC.platform.layouts
)
BY_WORDS = Recogniser(GENERIC.platform.layouts)
ALL_WORDS = Recogniser((*KNOWN.layouts, *BY_WORDS.layouts))
"""Knows every header word; decides between encodings and between delimiters."""


@dataclass(slots=True)
class Reading:
    """Pieces and remarks while one file is read."""

    pieces: list[Piece] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    proposals: list[MappingProposal] = field(default_factory=list)
    recognised_by: Message | None = None


def display_names() -> dict[str, str]:
    """Return platform key -> its name for people."""
    names = {key: platform.name for key, platform in PLATFORMS.items()}
    return {**names, GENERIC.platform.key: GENERIC.platform.name}


def read_table(table: Table, facts: FileFacts, reading: Reading) -> None:
    """Read a recognised table, account by account; the pieces go to the reading."""
    if reading.recognised_by is None:
        reading.recognised_by = _why(table, facts)
    for part, account, platform in split_accounts(table, PLATFORMS):
        piece = run_layout(part, facts)
        piece.account = account or piece.account or facts.account
        piece.platform = platform or piece.platform
        reading.pieces.append(piece)
        if piece.unknown_title:
            reading.proposals.append(propose_mapping(part, piece.unknown_title))


def run_layout(table: Table, facts: FileFacts) -> Piece:
    """Read a table of one account as its layout says."""
    layout = table.layout
    assert layout is not None
    if layout.hook:
        return HOOKS[layout.hook](table, facts)
    if layout.kind is TableKind.POSTS:
        return read_posts(table, facts)
    if layout.kind is TableKind.AUDIENCE:
        return read_shares(table, facts)
    return read_daily(table, facts)


def _why(table: Table, facts: FileFacts) -> Message:
    layout = table.layout
    assert layout is not None
    known = tuple(table.header[i] for i in sorted(table.roles))[:4]
    name = display_names().get(layout.platform, layout.platform)
    if table.named:
        return msg(
            "The columns {columns} and the name are those of {platform}.",
            columns=known,
            platform=name,
        )
    return msg("The columns {columns} are those of {platform}.", columns=known, platform=name)
