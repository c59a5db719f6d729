"""Tables of a date and one value, whose title, sheet name or file name tells the metric."""

from __future__ import annotations

from dataclasses import replace

from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import Platform, Title
from kpicore.ingest.mapping import apply_mapping, mapping_for
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.sheets import fold
from kpicore.ingest.tables import Table
from kpicore.messages import msg


def find_title(table: Table, facts: FileFacts, platform: Platform) -> tuple[Title, str] | None:
    """Find the title of a one-metric table.

    Parameters
    ----------
    table : Table
        With the rows above it.
    facts : FileFacts
        What names tell.
    platform : Platform
        Whose titles are known.

    Returns
    -------
    tuple of Title and str, or None
        What it tells and the text that told it; the nearest text wins: the rows above from below,
        the sheet name, the file name.
    """
    above = [c for row in reversed(table.preamble) for c in row if c.strip()]
    for text in (*above, table.sheet, *facts.stems, *facts.stems[0].split("_")):
        title = platform.titles.get(fold(text))
        if title is not None:
            return title, text.strip()
    return None


def read_titled(
    table: Table, facts: FileFacts, platform: Platform, *, continuous: bool = True
) -> Piece:
    """Read a table of a date and one value.

    Parameters
    ----------
    table : Table
        With columns of role date and value.
    facts : FileFacts
        What names tell.
    platform : Platform
        Whose titles are known.
    continuous : bool, default True
        Whether days without a row are gaps.

    Returns
    -------
    Piece
        Its days; refused when no title is known.
    """
    layout = table.layout
    assert layout is not None
    found = find_title(table, facts, platform)
    if found is None:
        above = next((c for row in reversed(table.preamble) for c in row if c.strip()), "")
        title_text = above or table.sheet or facts.stems[0]
        mapping = mapping_for([title_text, *table.header], facts.options.mappings)
        if mapping is not None:
            return apply_mapping(table, mapping, facts)
        return Piece(
            kind=TableKind.DAILY,
            platform=layout.platform,
            layout=layout.key,
            rows_read=len(table.frame),
            refused=msg(
                "The table of {file} has one column of numbers, and its title “{title}” is not "
                "known. Say which metric it is in the mapping step.",
                file=facts.shown,
                title=title_text,
            ),
            unknown_title=title_text,
        )
    title, _text = found
    if title.role.role == "ignore":
        return Piece(
            kind=TableKind.OTHER,
            platform=layout.platform,
            layout=layout.key,
            rows_read=len(table.frame),
            rows=len(table.frame),
        )
    table.roles = {
        i: title.role if role.role == "value" else role for i, role in table.roles.items()
    }
    if title.platform:
        table.layout = replace(layout, platform=title.platform)
    return read_daily(table, facts, continuous=continuous)
