"""What became of one file, before accounts are known."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpicore.ingest.facts import FileFacts
from kpicore.ingest.mapping import MappingProposal
from kpicore.ingest.pieces import Piece
from kpicore.ingest.reports import Fault
from kpicore.messages import Message

SOURCE_LETTERS = 16
"""Letters of a file's hash that name it in the history."""


@dataclass(slots=True, kw_only=True)
class FileOutcome:
    """What became of one file, before accounts are known.

    Attributes
    ----------
    file, sha256, error, recognised_by, faults, proposals
        As in `FileReport`.
    facts : FileFacts or None
        What names tell.
    platform, layout : str or None
        What it was recognised as where no table can be used; else what names tell.
    pieces : list of Piece
        Tables that can be used.
    """

    file: str
    facts: FileFacts | None = None
    sha256: str = ""
    platform: str | None = None
    layout: str | None = None
    error: Message | None = None
    recognised_by: Message | None = None
    faults: list[Fault] = field(default_factory=list)
    proposals: list[MappingProposal] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
