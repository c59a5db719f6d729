"""Reading files: from bytes over sheets and tables to a history and a report per file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from kpicore.errors import FileTooLargeError, KpiCoreError
from kpicore.ingest import large_text
from kpicore.ingest.assembly import assemble
from kpicore.ingest.containers import Leaf, is_archive, leaves
from kpicore.ingest.facts import FileFacts, gather
from kpicore.ingest.judging import judge
from kpicore.ingest.kinds import refuse_foreign
from kpicore.ingest.known_tables import ALL_WORDS, KNOWN, Reading, display_names, read_table
from kpicore.ingest.large_text import HEAD_BYTES, read_large_table
from kpicore.ingest.options import MEGABYTE, ReadOptions, SourceFile
from kpicore.ingest.outcomes import FileOutcome
from kpicore.ingest.platforms import PLATFORMS, REGISTRY
from kpicore.ingest.reports import Fault, ImportResult, Severity
from kpicore.ingest.sheets import Block, Sheet
from kpicore.ingest.sources import read_sheets
from kpicore.ingest.streams import Content, beginning
from kpicore.ingest.unknown_tables import note_unread, read_unknown
from kpicore.ingest.workbooks import is_workbook
from kpicore.messages import msg, msgs

_GA4_RULE = re.compile(r"^#\s*-{20,}\s*$")
"""The line with which Google Analytics begins its files."""

Progress = Callable[[int, int], None]


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
    reports, history = assemble(outcomes, options, display_names())
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
    found = read_large_table(content, size, facts, KNOWN)
    if found is None:
        return None
    outcome = FileOutcome(
        file=leaf.shown, facts=facts, sha256=found.sha256, platform=facts.platform
    )
    reading = Reading()
    try:
        refuse_foreign(leaf.data, leaf.shown)
        read_table(found.table, facts, reading)
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
        reading = Reading()
        sheets, faults = read_sheets(leaf, options.limits, ALL_WORDS.words_in)
        reading.faults += faults
        facts = with_signature(facts, sheets)
        _read_sheets(sheets, facts, reading)
    except KpiCoreError as fault:
        outcome.error = fault.message
        return outcome
    return _finished(outcome, reading, leaf, sheets)


def _finished(
    outcome: FileOutcome, reading: Reading, leaf: Leaf, sheets: Sequence[Sheet]
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


def _read_sheets(sheets: list[Sheet], facts: FileFacts, reading: Reading) -> None:
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
        tables, rest = KNOWN.tables(sheet, facts)
        loose += [(sheet, b) for b in rest]
        for table in tables:
            table.comma_file = sheet.comma_file
            read_table(table, facts, reading)
    if not reading.pieces:
        read_unknown(loose, facts, reading)
    else:
        note_unread(loose, facts, reading)
