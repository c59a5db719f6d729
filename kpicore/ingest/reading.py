"""Reading files: from bytes over sheets and tables to a history and a report per file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from kpicore.errors import FileTooLargeError, KpiCoreError
from kpicore.ingest import large_text
from kpicore.ingest.assembly import assemble
from kpicore.ingest.audience_rows import read_shares
from kpicore.ingest.containers import Leaf, is_archive, leaves
from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.doubts import doubt_rising, paid_column, refuse_parts
from kpicore.ingest.facts import FileFacts, gather
from kpicore.ingest.judging import judge
from kpicore.ingest.kinds import refuse_foreign
from kpicore.ingest.large_text import HEAD_BYTES, read_large_table
from kpicore.ingest.mapping import (
    LIKELY,
    MappingProposal,
    apply_mapping,
    mapping_for,
    propose_mapping,
    unknown_table,
)
from kpicore.ingest.options import MEGABYTE, ReadOptions, SourceFile, TableKind
from kpicore.ingest.outcomes import FileOutcome
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms import GENERIC, HOOKS, PLATFORMS, REGISTRY
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.reports import Fault, ImportResult, Severity
from kpicore.ingest.sheets import Block, Sheet
from kpicore.ingest.sources import read_sheets
from kpicore.ingest.splitting import split_accounts
from kpicore.ingest.streams import Content, beginning
from kpicore.ingest.tables import Recogniser, Table
from kpicore.ingest.workbooks import is_workbook
from kpicore.messages import Message, msg, msgs

_GA4_RULE = re.compile(r"^#\s*-{20,}\s*$")
"""The line with which Google Analytics begins its files."""

FEWEST_DAYS, MOST_LOOSE = 5, 20
"""Rows that make an unknown table worth a word, and how many such tables are looked at."""

Progress = Callable[[int, int], None]

_KNOWN = Recogniser(layout for p in PLATFORMS.values() for layout in p.layouts)
_GENERIC = Recogniser(GENERIC.platform.layouts)
ALL_WORDS = Recogniser((*_KNOWN.layouts, *_GENERIC.layouts))
"""Knows every header word; decides between encodings and between delimiters."""


@dataclass(slots=True)
class _Reading:
    """Pieces and remarks while one file is read."""

    pieces: list[Piece] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    proposals: list[MappingProposal] = field(default_factory=list)
    recognised_by: Message | None = None


def read_files(
    files: Sequence[SourceFile],
    options: ReadOptions | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Read export files into one history.

    Parameters
    ----------
    files : sequence of SourceFile
        Tables and archives, of one account or of several.
    options : ReadOptions, optional
        The reader's choices.
    progress : callable, optional
        Called with the number of files done and of all files.

    Returns
    -------
    ImportResult
        A report per file, faulty ones included, and the history of all that could be used.
    """
    options = options or ReadOptions()
    outcomes: list[FileOutcome] = []
    day = _export_day(files, options)
    for done, source in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        outcomes += _read_source(source, options, day)
    reports, history = assemble(outcomes, options, _display_names())
    if progress is not None:
        progress(len(files), len(files))
    return ImportResult(files=reports, history=history)


def _export_day(files: Sequence[SourceFile], options: ReadOptions) -> date | None:
    """Return the latest day of export that a file name tells; files of one import are alike old."""
    known = [
        facts.exported.date()
        for source in files
        if (facts := gather(_named(source), options, PLATFORMS)).exported is not None
    ]
    return max(known, default=None)


def _named(source: SourceFile) -> Leaf:
    return Leaf(name=source.name, shown=source.name, data=b"")


def _display_names() -> dict[str, str]:
    names = {key: platform.name for key, platform in PLATFORMS.items()}
    return {**names, GENERIC.platform.key: GENERIC.platform.name}


def _read_source(source: SourceFile, options: ReadOptions, day: date | None) -> list[FileOutcome]:
    try:
        if source.size > options.limits.file_bytes:
            raise FileTooLargeError(
                msg(
                    "The file {file} has {size} MB, more than the limit of {limit} MB; upload it "
                    "in smaller parts.",
                    file=source.name,
                    size=round(source.size / MEGABYTE),
                    limit=round(options.limits.file_bytes / MEGABYTE),
                )
            )
        large = _read_from_disk(source, options, day)
        if large is not None:
            return [large]
        data = source.read()
        found = leaves(data, source.name, options.limits, source.written_on)
        return [
            _read_leaf(leaf, replace(gather(leaf, options, PLATFORMS), neighbour=day))
            for leaf in found
        ]
    except KpiCoreError as fault:
        return [FileOutcome(file=source.name, error=fault.message)]


def _read_from_disk(
    source: SourceFile, options: ReadOptions, day: date | None
) -> FileOutcome | None:
    """Read a large table without holding the file in memory; None when it must be held."""
    if source.data is not None or source.path is None or source.size < large_text.COLUMNAR_FROM:
        return None
    try:
        head = beginning(source.path, HEAD_BYTES)
    except OSError:
        # Reading it as a whole says so in a sentence.
        return None
    if is_archive(head) or is_workbook(head) or head.startswith(b"\x1f\x8b"):
        return None
    leaf = next(leaves(head, source.name, options.limits, source.written_on))
    facts = replace(gather(leaf, options, PLATFORMS), neighbour=day)
    return _read_large(leaf, source.path, source.size, facts)


def _read_large(leaf: Leaf, content: Content, size: int, facts: FileFacts) -> FileOutcome | None:
    found = read_large_table(content, size, facts, _KNOWN)
    if found is None:
        return None
    outcome = FileOutcome(
        file=leaf.shown, facts=facts, sha256=found.sha256, platform=facts.platform
    )
    reading = _Reading()
    try:
        refuse_foreign(leaf.data, leaf.shown)
        _read_table(found.table, facts, reading)
    except KpiCoreError as fault:
        outcome.error = fault.message
        return outcome
    return _finished(outcome, reading, leaf, [])


def _read_leaf(leaf: Leaf, facts: FileFacts) -> FileOutcome:
    options = facts.options
    large = _read_large(leaf, leaf.data, len(leaf.data), facts)
    if large is not None:
        return large
    outcome = FileOutcome(
        file=leaf.shown, facts=facts, sha256=sha256(leaf.data).hexdigest(), platform=facts.platform
    )
    try:
        refuse_foreign(leaf.data, leaf.shown)
        reading = _Reading()
        sheets, faults = read_sheets(leaf, options.limits, ALL_WORDS.words_in)
        reading.faults += faults
        facts = with_signature(facts, sheets)
        _read_sheets(sheets, facts, reading)
    except KpiCoreError as fault:
        outcome.error = fault.message
        return outcome
    return _finished(outcome, reading, leaf, sheets)


def _finished(
    outcome: FileOutcome, reading: _Reading, leaf: Leaf, sheets: Sequence[Sheet]
) -> FileOutcome:
    if leaf.skipped:
        reading.faults.append(
            Fault(
                severity=Severity.INFO,
                message=msgs(
                    "{count} other file of the archive is no table and was not read.",
                    "{count} other files of the archive are no tables and were not read.",
                    leaf.skipped,
                ),
            )
        )
    outcome.pieces = [p for p in reading.pieces if p.refused is None]
    outcome.faults = reading.faults + [f for p in reading.pieces for f in p.faults]
    outcome.proposals = reading.proposals
    outcome.recognised_by = reading.recognised_by
    judge(outcome, reading.pieces, reading.proposals, sheets)
    return outcome


def with_signature(facts: FileFacts, sheets: Sequence[Sheet]) -> FileFacts:
    """Take the platform from the first line where it alone writes such a one."""
    if facts.platform is not None or not sheets or not sheets[0].rows:
        return facts
    first = sheets[0].rows[0][0] if sheets[0].rows[0] else ""
    return replace(facts, platform="ga4") if _GA4_RULE.match(first) else facts


def _read_sheets(sheets: list[Sheet], facts: FileFacts, reading: _Reading) -> None:
    for reader in REGISTRY.values():
        if reader.whole is not None:
            found = reader.whole(sheets, facts)
            if found is not None:
                pieces, sheets = found
                for piece in pieces:
                    piece.account = piece.account or facts.account
                reading.pieces += pieces
                reading.recognised_by = msg(
                    "The arrangement of the file is that of {platform}.",
                    platform=reader.platform.name,
                )
    loose: list[tuple[Sheet, Block]] = []
    for sheet in sheets:
        tables, rest = _KNOWN.tables(sheet, facts)
        loose += [(sheet, b) for b in rest]
        for table in tables:
            table.comma_file = sheet.comma_file
            _read_table(table, facts, reading)
    if not reading.pieces:
        _read_unknown(loose, facts, reading)
    else:
        _note_unread(loose, facts, reading)


def _note_unread(loose: list[tuple[Sheet, Block]], facts: FileFacts, reading: _Reading) -> None:
    """Say which tables of days nobody knew, beside those that were read."""
    for sheet, block in loose[:MOST_LOOSE]:
        if (table := unknown_table(sheet, block)) is None:
            continue
        if facts.platform == "ga4" and len(table.frame) and len(table.header) > 1:
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


def _note_dateless(table: Table, reading: _Reading) -> None:
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


def _read_table(table: Table, facts: FileFacts, reading: _Reading) -> None:
    if reading.recognised_by is None:
        reading.recognised_by = _why(table, facts)
    for part, account, platform in split_accounts(table, PLATFORMS):
        piece = _run(part, facts)
        piece.account = account or piece.account or facts.account
        piece.platform = platform or piece.platform
        reading.pieces.append(piece)


def _run(table: Table, facts: FileFacts) -> Piece:
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
    name = _display_names().get(layout.platform, layout.platform)
    if table.named:
        return msg(
            "The columns {columns} and the name are those of {platform}.",
            columns=known,
            platform=name,
        )
    return msg("The columns {columns} are those of {platform}.", columns=known, platform=name)


def _read_unknown(loose: list[tuple[Sheet, Block]], facts: FileFacts, reading: _Reading) -> None:
    """Read what no platform wrote: by a saved mapping, by plain words, or not at all."""
    for sheet, block in loose:
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
        _read_by_words(part, table, facts, reading)


def _read_by_words(part: Sheet, table: Table, facts: FileFacts, reading: _Reading) -> None:
    tables, _ = _GENERIC.tables(part, facts)
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
            piece = _run(one, facts)
            piece.platform = platform or facts.platform or piece.platform
            piece.account = account or piece.account or facts.account
            _check_levels(piece)
            doubt_rising(piece, one)
            reading.pieces.append(piece)
        if left and any(g.role != "ignore" for g in proposal.columns if g.header in left):
            reading.proposals.append(proposal)


def _refused_parts(table: Table, facts: FileFacts) -> Piece | None:
    """Refuse rows that are no days of one account."""
    layout = table.layout
    if layout is None or layout.kind is not TableKind.DAILY or layout.hook:
        return None
    if (reason := refuse_parts(table, facts.shown)) is None:
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
