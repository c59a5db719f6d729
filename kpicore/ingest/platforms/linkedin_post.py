"""LinkedIn's file on one post: a column of names beside a column of values."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.pieces import Piece
from kpicore.ingest.sheets import Sheet, fold, is_blank

LAYOUT = "single_post"
FEWEST_KNOWN = 4
"""So many known names in the first column make it a file on one post."""


def turned(sheets: Sequence[Sheet], facts: FileFacts) -> tuple[list[Piece], list[Sheet]] | None:
    """Turn the column of names into a header with one row below it.

    Parameters
    ----------
    sheets : sequence of Sheet
        Of the file.
    facts : FileFacts
        What names tell.

    Returns
    -------
    tuple of list of Piece and list of Sheet, or None
        No pieces and the turned sheets, to be read like others; None for other files.
    """
    layout = next(x for x in load_platform("linkedin").layouts if x.key == LAYOUT)
    result: list[Sheet] = []
    found = False
    for sheet in sheets:
        start = next((i for i, row in enumerate(sheet.rows) if not is_blank(row)), 0)
        pairs = list(takewhile(_is_pair, sheet.rows[start:]))
        known = sum(1 for name, *_ in pairs if layout.role_of(name) is not None)
        if known < FEWEST_KNOWN or fold(pairs[0][0]) not in layout.columns:
            result.append(sheet)
            continue
        found = True
        row = sheet.first_row + start
        names = [p[0] for p in pairs]
        values = [p[1] if len(p) > 1 else "" for p in pairs]
        result.append(Sheet(name=sheet.name, rows=[names, values], first_row=row))
        rest = sheet.rows[start + len(pairs) :]
        if rest:
            result.append(Sheet(name=sheet.name, rows=rest, first_row=row + len(pairs)))
    return ([], result) if found else None


def _is_pair(row: Sequence[str]) -> bool:
    return bool(row) and bool(row[0].strip()) and is_blank(row[2:])
