"""Reading what no platform wrote: by a saved mapping, by plain words, or not at all."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from kpicore.ingest.comment_rows import comment_column
from kpicore.ingest.doubts import doubt_rising, paid_column, refuse_doubled, refuse_parts
from kpicore.ingest.facts import FileFacts, platform_word
from kpicore.ingest.known_tables import BY_WORDS, Reading, run_layout
from kpicore.ingest.mapping import (
    LIKELY,
    apply_mapping,
    mapping_for,
    propose_mapping,
    unknown_table,
)
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms import PLATFORMS
from kpicore.ingest.reports import Fault, Severity
from kpicore.ingest.sheets import Block, Sheet
from kpicore.ingest.splitting import split_accounts
from kpicore.ingest.tables import Table
from kpicore.messages import msg

FEWEST_DAYS, MOST_LOOSE = 5, 20
"""Rows that make an unknown table worth a word, and how many such tables are looked at."""


def note_unread(loose: list[tuple[Sheet, Block]], facts: FileFacts, reading: Reading) -> None:
    """Say which tables of days nobody knew, beside those that were read."""
    for sheet, block in loose[:MOST_LOOSE]:
        if (table := unknown_table(sheet, block)) is None:
            continue
        if len(table.frame) and len(table.header) > 1 and (facts.platform == "ga4" or block.beside):
            _note_dateless(table, reading)
        if len(block.rows) <= FEWEST_DAYS:
            continue
        proposal = propose_mapping(table)
        lead = proposal.columns[0]
        if lead.role not in ("date", "published") or lead.certainty < LIKELY:
            continue
        reading.proposals.append(proposal)
        reading.faults.append(
            Fault(
                severity=Severity.WARNING,
                message=msg(
                    "Another table of the file, with the columns {columns}, is not known and was "
                    "not read. Say what its columns are in the mapping step.",
                    columns=tuple(c.header for c in proposal.columns)[:6],
                ),
            )
        )


def _note_dateless(table: Table, reading: Reading) -> None:
    """Say which tables of a home page or snapshot tell of no days."""
    reading.faults.append(
        Fault(
            severity=Severity.INFO,
            message=msg(
                "The table with the columns {columns} has no row per day; it was not read.",
                columns=tuple(h for h in table.header if h.strip())[:6],
            ),
        )
    )


def read_unknown(loose: list[tuple[Sheet, Block]], facts: FileFacts, reading: Reading) -> None:
    """Read what no platform wrote: by a saved mapping, by plain words, or not at all."""
    by_name: list[tuple[str, Piece]] = []
    for sheet, block in loose:
        if (column := comment_column(sheet, block)) is not None:
            reading.recognised_by = msg("A column of comments: {column}.", column=column.header[0])
            reading.pieces.append(run_layout(column, facts))
            continue
        table = unknown_table(sheet, block)
        if table is None:
            continue
        table.comma_file = sheet.comma_file
        mapping = mapping_for(table.header, facts.options.mappings)
        if mapping is not None:
            reading.recognised_by = msg(
                "The header is that of your mapping {name}.", name=mapping.name
            )
            reading.pieces.append(apply_mapping(table, mapping, facts))
            continue
        part = Sheet(
            name=sheet.name,
            rows=block.rows,
            first_row=sheet.first_row + block.start,
            comma_file=sheet.comma_file,
        )
        _read_by_words(part, table, facts, reading, by_name)
    _part_by_sheets(by_name)


def _without_empty_columns(part: Sheet) -> Sheet:
    filled = [c for c in range(part.width) if any(c < len(r) and r[c].strip() for r in part.rows)]
    rows = [[r[c] if c < len(r) else "" for c in filled] for r in part.rows]
    return replace(part, rows=rows)


def _part_by_sheets(by_name: list[tuple[str, Piece]]) -> None:
    """Take sheets that tell different values of the same days as accounts of their own."""
    days = [
        (name, piece, piece.frames["daily"])
        for name, piece in by_name
        if "daily" in piece.frames and name and not piece.account
    ]
    for (one, first, a), (other, second, b) in combinations(days, 2):
        if one == other or first.platform != second.platform:
            continue
        both = a.merge(b, on=["date", "metric"], suffixes=("", "_other"))
        if not (both["value"] != both["value_other"]).any():
            continue
        for name, piece in ((one, first), (other, second)):
            if not piece.account:
                piece.account = name
                piece.warn(
                    msg(
                        "Two sheets tell different values of the same days; each was taken as an "
                        "account of its own, here {account}. Merge or rename them if that is "
                        "wrong.",
                        account=name,
                    )
                )


def _read_by_words(
    part: Sheet,
    table: Table,
    facts: FileFacts,
    reading: Reading,
    by_name: list[tuple[str, Piece]],
) -> None:
    tables, _ = BY_WORDS.tables(part, facts)
    if not tables:
        # Empty columns part tables that lie side by side; here they part one table.
        tables, _ = BY_WORDS.tables(_without_empty_columns(part), facts)
    if not tables:
        if len(table.frame):
            reading.proposals.append(propose_mapping(table))
        return
    for found in tables:
        found.comma_file = part.comma_file
        proposal = propose_mapping(found)
        left = found.unknown_headers()
        reading.recognised_by = msg(
            "No platform's layout fits; the columns {columns} were taken by their names.",
            columns=tuple(found.header[i] for i in sorted(found.roles))[:6],
        )
        if (foreign := _refused_parts(found, facts)) is not None:
            reading.pieces.append(foreign)
            if paid_column(found) is None:
                reading.proposals.append(proposal)
            continue
        for one, account, platform in split_accounts(found, PLATFORMS):
            piece = run_layout(one, facts)
            by_sheet = platform_word((part.name,), PLATFORMS)
            piece.platform = platform or by_sheet or facts.platform or piece.platform
            piece.account = account or piece.account or facts.account
            _check_levels(piece)
            doubt_rising(piece, one)
            reading.pieces.append(piece)
            by_name.append((part.name, piece))
        if left and any(g.role != "ignore" for g in proposal.columns if g.header in left):
            reading.proposals.append(proposal)


def _refused_parts(table: Table, facts: FileFacts) -> Piece | None:
    """Refuse rows that are no days of one account, and columns of one name."""
    layout = table.layout
    if layout is None or layout.hook:
        return None
    reason = refuse_doubled(table, facts.shown)
    if reason is None and layout.kind is TableKind.DAILY:
        reason = refuse_parts(table, facts.shown)
    if reason is None:
        return None
    return Piece(
        kind=layout.kind,
        platform=facts.platform or layout.platform,
        layout=layout.key,
        rows_read=len(table.frame),
        refused=reason,
    )


def _check_levels(piece: Piece) -> None:
    """Doubt a column called followers whose values are no level."""
    daily = piece.frames.get("daily")
    if daily is None or not len(daily):
        return
    levels = daily[daily["metric"] == "followers"]["value"]
    if len(levels) > 1 and (
        float(levels.min()) <= 0 or float(levels.max()) > 4 * float(levels.median())
    ):
        piece.frames["daily"] = daily[daily["metric"] != "followers"]
        piece.totals.pop("followers", None)
        piece.warn(
            msg(
                "The column of followers jumps too much to be their number at the end of each "
                "day; it was not read. If it tells new followers, say so in the mapping step."
            )
        )
