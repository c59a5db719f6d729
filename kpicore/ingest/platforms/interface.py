"""What a platform's module gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import Platform
from kpicore.ingest.pieces import Piece
from kpicore.ingest.sheets import Sheet
from kpicore.ingest.tables import Table

Step = Callable[[Table, FileFacts], Piece]
"""Reads one recognised table."""

WholeReader = Callable[[Sequence[Sheet], FileFacts], "tuple[list[Piece], list[Sheet]] | None"]
"""Reads what of a file is no header with rows; gives the rest back, and None for foreign files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformReader:
    """A platform and its own steps.

    Attributes
    ----------
    platform : Platform
        Names and layouts, from the word table.
    steps : Mapping of str to Step
        Steps that layouts name as their hook.
    whole : WholeReader or None
        Tried before any header is looked for.
    """

    platform: Platform
    steps: Mapping[str, Step] = field(default_factory=lambda: MappingProxyType({}))
    whole: WholeReader | None = None
