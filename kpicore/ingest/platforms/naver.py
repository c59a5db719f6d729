"""Naver Blog statistics: one workbook per metric and unit, six rows of notes above."""

from __future__ import annotations

import re
from types import MappingProxyType

from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.tables import Table
from kpicore.ingest.titled import read_titled
from kpicore.messages import msg

_PLATFORM = load_platform("naver")
_BLOG_NAME = re.compile(r"블로그\s*(?:명|이름)?")


def naver_statistics(table: Table, facts: FileFacts) -> Piece:
    """Read daily statistics; weeks and months are refused, they cannot be split into days."""
    layout = table.layout
    assert layout is not None
    cells = {c.strip() for row in table.preamble for c in row} | set(facts.stems[0].split("_"))
    if cells & {"주간", "월간"}:
        return Piece(
            kind=TableKind.OTHER,
            platform=layout.platform,
            layout=layout.key,
            rows_read=len(table.frame),
            refused=msg(
                "The file {file} tells weeks or months. Expected are days; choose 일간 where you "
                "export.",
                file=facts.shown,
            ),
        )
    piece = read_titled(table, facts, _PLATFORM)
    piece.account = _blog(table)
    return piece


def _blog(table: Table) -> str | None:
    for row in table.preamble:
        filled = [c.strip() for c in row if c.strip()]
        if len(filled) == 2 and _BLOG_NAME.match(filled[0]):
            return filled[1]
    return None


READER = PlatformReader(
    platform=_PLATFORM, steps=MappingProxyType({"naver_statistics": naver_statistics})
)
"""Naver's layouts and steps."""
