"""Reading files: from bytes over sheets and tables to a history and a report per file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from kpicore.errors import FileTooLargeError, ImportFailedError, KpiCoreError
from kpicore.ingest.assembly import FileOutcome, assemble
from kpicore.ingest.audience_rows import read_shares
from kpicore.ingest.containers import Leaf, leaves
from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.delimited import find_dialect, read_text_table
from kpicore.ingest.facts import FileFacts, gather
from kpicore.ingest.html_tables import looks_like_html, read_html_tables
from kpicore.ingest.kinds import refuse_foreign
from kpicore.ingest.mapping import (
    MappingProposal,
    apply_mapping,
    mapping_for,
    propose_mapping,
    unknown_table,
)
from kpicore.ingest.options import MEGABYTE, ReadOptions, SourceFile, TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms import GENERIC, HOOKS, PLATFORMS, REGISTRY
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.reports import Fault, ImportResult, Severity
from kpicore.ingest.sheets import Block, Sheet, blocks, is_blank
from kpicore.ingest.splitting import split_accounts
from kpicore.ingest.tables import Recogniser, Table
from kpicore.ingest.texts import decode
from kpicore.ingest.workbooks import is_workbook, read_workbook
from kpicore.messages import Message, msg, msgs

_CELL_BREAKS = re.compile(r"[,;\t|\r\n\"]+")

Progress = Callable[[int, int], None]

_KNOWN = Recogniser(layout for p in PLATFORMS.values() for layout in p.layouts)
_GENERIC = Recogniser(GENERIC.platform.layouts)
_ALL = Recogniser((*_KNOWN.layouts, *_GENERIC.layouts))


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
    for done, source in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        outcomes += _read_source(source, options)
    reports, history = assemble(outcomes, options, _display_names())
    if progress is not None:
        progress(len(files), len(files))
    return ImportResult(files=reports, history=history)


def _display_names() -> dict[str, str]:
    names = {key: platform.name for key, platform in PLATFORMS.items()}
    return {**names, GENERIC.platform.key: GENERIC.platform.name}


def _read_source(source: SourceFile, options: ReadOptions) -> list[FileOutcome]:
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
        data = source.read()
        found = leaves(data, source.name, options.limits, source.written_on)
        return [_read_leaf(leaf, options) for leaf in found]
    except KpiCoreError as fault:
        return [FileOutcome(file=source.name, error=fault.message)]


def _read_leaf(leaf: Leaf, options: ReadOptions) -> FileOutcome:
    facts = gather(leaf, options, PLATFORMS)
    outcome = FileOutcome(
        file=leaf.shown, facts=facts, sha256=sha256(leaf.data).hexdigest(), platform=facts.platform
    )
    try:
        refuse_foreign(leaf.data, leaf.shown)
        reading = _Reading()
        sheets = _sheets(leaf, options, reading)
        _read_sheets(sheets, facts, reading)
    except KpiCoreError as fault:
        outcome.error = fault.message
        return outcome
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
    _judge(outcome, reading, sheets)
    return outcome


def _sheets(leaf: Leaf, options: ReadOptions, reading: _Reading) -> list[Sheet]:
    if is_workbook(leaf.data):
        return read_workbook(leaf.data, leaf.shown, options.limits)
    decoded = decode(leaf.data, lambda text: _ALL.words_in(_words(text)))
    _note_encoding(decoded.encoding, decoded.certain, decoded.damaged, reading)
    if looks_like_html(decoded.text):
        return read_html_tables(decoded.text, options.limits, leaf.shown)
    if not _is_text(decoded.text):
        raise ImportFailedError(
            msg(
                "The file {file} is neither text nor a workbook. Expected is a CSV or Excel "
                "file; download it again.",
                file=leaf.shown,
            )
        )
    dialect = find_dialect(decoded.text, _ALL.words_in)
    if dialect.wrapped:
        reading.faults.append(
            Fault(
                severity=Severity.INFO,
                message=msg("Each line was wrapped in quotes by another program; this was undone."),
            )
        )
    reading.faults += _odd_quotes(decoded.text)
    return [read_text_table(decoded.text, dialect, leaf.shown)]


def _odd_quotes(text: str) -> list[Fault]:
    if text.count('"') % 2 == 0:
        return []
    return [
        Fault(
            severity=Severity.WARNING,
            message=msg(
                "A quotation mark is missing somewhere in the file, so rows may have run "
                "together; compare the number of rows."
            ),
        )
    ]


def _words(text: str) -> list[str]:
    return _CELL_BREAKS.split(text[:6000])


def _is_text(text: str) -> bool:
    head = text[:4000]
    odd = sum(1 for c in head if (ord(c) < 32 and c not in "\t\r\n\x0b\x0c\x1a") or c == "\ufffd")
    return odd <= 0.02 * max(len(head), 1)


def _note_encoding(encoding: str, certain: bool, damaged: int, reading: _Reading) -> None:
    if not certain:
        reading.faults.append(
            Fault(
                severity=Severity.INFO,
                message=msg(
                    "The text is not UTF-8; it was read as {encoding}. If titles look wrong, save "
                    "the file as UTF-8.",
                    encoding=encoding,
                ),
            )
        )
    if damaged:
        reading.faults.append(
            Fault(
                severity=Severity.WARNING,
                message=msgs(
                    "{count} character could not be read and is shown as “�”.",
                    "{count} characters could not be read and are shown as “�”.",
                    damaged,
                ),
            )
        )


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
            _read_table(table, sheet, facts, reading)
    if not reading.pieces:
        _read_unknown(loose, facts, reading)


def _read_table(table: Table, sheet: Sheet, facts: FileFacts, reading: _Reading) -> None:
    table.comma_file = sheet.comma_file
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
        for one, account, platform in split_accounts(found, PLATFORMS):
            piece = _run(one, facts)
            piece.platform = platform or facts.platform or piece.platform
            piece.account = account or piece.account or facts.account
            _check_levels(piece)
            reading.pieces.append(piece)
        if left and any(g.role != "ignore" for g in proposal.columns if g.header in left):
            reading.proposals.append(proposal)


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


def _judge(outcome: FileOutcome, reading: _Reading, sheets: list[Sheet]) -> None:
    """Decide whether the file could be used, and say why not."""
    refused = [p for p in reading.pieces if p.refused is not None]
    if outcome.pieces:
        for piece in refused:
            if piece.refused is not None and not any(
                f.message == piece.refused for f in outcome.faults
            ):
                outcome.faults.append(Fault(severity=Severity.ERROR, message=piece.refused))
        if all(p.rows_read == 0 for p in outcome.pieces) and any(
            p.kind in (TableKind.DAILY, TableKind.POSTS) for p in outcome.pieces
        ):
            outcome.error = msg(
                "The file {file} holds a header but no rows. Choose a period with data where you "
                "export, and download it again.",
                file=outcome.file,
            )
        elif not any(p.rows for p in outcome.pieces) and any(
            p.kind in (TableKind.DAILY, TableKind.POSTS) for p in outcome.pieces
        ):
            outcome.error = msg(
                "No row of the file {file} could be used; see the remarks on its rows. Upload the "
                "file as the platform gave it.",
                file=outcome.file,
            )
        return
    if refused:
        outcome.error = refused[0].refused
    elif reading.proposals:
        outcome.error = msg(
            "The columns of {file} are not known ({columns}). Say what they are in the mapping "
            "step, or use the template.",
            file=outcome.file,
            columns=tuple(c.header for c in reading.proposals[0].columns)[:6],
        )
    else:
        outcome.error = _no_table(outcome.file, sheets)


def _no_table(file: str, sheets: list[Sheet]) -> Message:
    rows = sum(len(b.rows) for s in sheets for b in blocks(s))
    if rows == 0:
        return msg(
            "The file {file} is empty. Expected is a CSV or Excel file with a header row and "
            "data; download it again.",
            file=file,
        )
    if rows == 1 and any(len([c for c in r if c.strip()]) > 1 for s in sheets for r in s.rows):
        return msg(
            "The file {file} holds a header but no rows. Choose a period with data where you "
            "export, and download it again.",
            file=file,
        )
    first = next((c for s in sheets for r in s.rows if not is_blank(r) for c in r if c.strip()), "")
    return msg(
        "The file {file} holds no table with dates and numbers; it begins with “{text}”. Expected "
        "is a header row and a row per day or post.",
        file=file,
        text=first[:60],
    )
