"""Google Analytics 4: one or many tables, a numbered day axis, days in no order, hours."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.ingest.columns import table_mark
from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import ColumnRole, load_platform
from kpicore.ingest.numbers import read_numbers
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import MOST_CELL_FAULTS, Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.sheets import fold
from kpicore.ingest.tables import Table
from kpicore.ingest.total_rows import total_words
from kpicore.messages import msg
from kpicore.metrics import METRICS, MetricKind
from kpicore.units import Unit

_START = re.compile(
    r"(?:start date|fecha de inicio|data de in[ií]cio|시작일|开始日期|開始日)"
    r"\s*:\s*(\d{8})",
    re.IGNORECASE,
)
_PROPERTY = re.compile(
    r"(?:property|propiedad|propriedade|속성|媒体资源|プロパティ)\s*:\s*(.+)", re.IGNORECASE
)
_COMMENT = re.compile(r"^#")
_SESSION_PART = re.compile(
    r"session|sesi[oó]n|sess[aã]o|세션|会话|セッション|first user|primer usuario|primeiro usu|"
    r"첫 사용자|device|dispositivo|country|pa[ií]s\b|operating system|sistema operativo"
)
"""Columns of which each session has one value, so that sessions may be added over them. A session
sees many pages and events; there only views and events may."""


def ga4_nth(table: Table, facts: FileFacts) -> Piece:
    """Read a table whose rows are numbered days after the start date in the comment.

    Parameters
    ----------
    table : Table
        With a column of role nth and the comments above.
    facts : FileFacts
        What names tell.

    Returns
    -------
    Piece
        Its days; refused without a start date.
    """
    start = _start(table)
    layout = table.layout
    assert layout is not None
    position = table.position("nth")
    assert position is not None
    if not table.metric_positions():
        return _unused(table)
    if start is None:
        return Piece(
            kind=TableKind.DAILY,
            platform=layout.platform,
            layout=layout.key,
            rows_read=len(table.frame),
            refused=msg(
                "The days are numbered, and the comment with the start date is missing. Upload "
                "the file as Google Analytics gave it, with its first lines."
            ),
        )
    texts = table.texts(position).str.strip()
    days = [
        (start + timedelta(days=int(t))).isoformat() if re.fullmatch(r"\d{1,4}", t) else t
        for t in texts
    ]
    table.frame[position] = pd.Series(days, dtype="str")
    table.roles[position] = ColumnRole(role="date")
    piece = _read(table, facts)
    if len(table.frame):
        piece.info(
            msg("The days are numbered; they were counted from {day}, the start date.", day=start),
            column=table.header[position],
        )
    return piece


def ga4_dates(table: Table, facts: FileFacts) -> Piece:
    """Read a table with dates, or with dates and hours, which are added up per day."""
    position = table.position("date")
    assert position is not None
    below = _cut_next_table(table)
    texts = table.texts(position).str.strip()
    if len(texts) and bool(texts.str.fullmatch(r"\d{10}").all()):
        piece = _hours(table, facts, position)
    elif parts := part_columns(table, position):
        piece = _parts_of_days(table, facts, position, parts)
    else:
        piece = _read(table, facts)
    piece.drop(msg("another table, which follows without a blank line"), below)
    return piece


def _cut_next_table(table: Table) -> int:
    """Leave out the rows from the next comment on; return their number."""
    comments = table.texts(0).str.startswith("#").to_numpy(dtype=bool)
    before = ~np.logical_or.accumulate(comments)
    table.without(before)
    return int((~before).sum())


def _read(table: Table, facts: FileFacts) -> Piece:
    if not len(table.frame):
        return _unused(table)
    piece = read_daily(table, facts)
    piece.account = _account(table)
    return piece


def _hours(table: Table, facts: FileFacts, position: int) -> Piece:
    """Add hours up to days; people are counted anew each hour, so only flows can be added."""
    days = table.texts(position).str.strip().str[:8]
    piece, left_out = _added(table, facts, days, position, set())
    piece.info(msg("The rows are hours; they were added up per day."))
    _note_left_out(piece, left_out, ("hour",))
    return piece


def _parts_of_days(table: Table, facts: FileFacts, position: int, parts: tuple[int, ...]) -> Piece:
    """Add rows by channel, device or the like up to days, as far as they can be added."""
    days = table.texts(position).str.strip()
    total = np.zeros(len(table.frame), dtype=bool)
    for i in parts:
        total |= total_words(table.texts(i))
    if total.any() and not total.all():
        table.without(~total)
        days = days[~total].reset_index(drop=True)
    by_session = all(_SESSION_PART.search(fold(table.header[i])) for i in parts)
    names = tuple(table.header[i] for i in parts)
    piece, left_out = _added(
        table, facts, days, position, set() if by_session else {"sessions", "engaged_sessions"}
    )
    if piece.refused is not None:
        return piece
    piece.drop(msg("row of totals"), int(total.sum()) if not total.all() else 0)
    piece.info(
        msg("Each row is a part of a day, by {columns}; they were added up per day.", columns=names)
    )
    _note_left_out(piece, left_out, names)
    return piece


def part_columns(table: Table, position: int) -> tuple[int, ...]:
    """Return the columns of texts by which rows part days; none where each day has one row."""
    days = table.texts(position).str.strip()
    if not days.duplicated().any():
        return ()
    found = tuple(
        i
        for i, header in enumerate(table.header)
        if i not in table.roles and header.strip() and _texts(table.texts(i))
    )
    keys = pd.DataFrame({"day": days, **{str(i): table.texts(i) for i in found}})
    return found if found and not keys.duplicated().any() else ()


def _texts(cells: pd.Series) -> bool:
    filled = cells[cells.str.strip() != ""]
    return bool(len(filled)) and not bool(filled.str.fullmatch(r"-?[\d.,\s]+%?").any())


def _added(
    table: Table, facts: FileFacts, days: pd.Series, position: int, without: set[str]
) -> tuple[Piece, tuple[str, ...]]:
    """Add the rows of each day; return what was read and the columns that cannot be added."""
    flows = [
        i
        for i in table.metric_positions()
        if METRICS[table.roles[i].role].kind is MetricKind.FLOW
        and table.roles[i].role not in without
    ]
    left_out = tuple(table.header[i] for i in table.metric_positions() if i not in flows)
    columns = {0: pd.Series(sorted(days.unique()), dtype="str")}
    roles = {0: ColumnRole(role="date")}
    header = [table.header[position]]
    mark = table_mark(table)
    unreadable: list[tuple[int, str, str]] = []
    for i in flows:
        whole = METRICS[table.roles[i].role].unit is Unit.COUNT
        numbers = read_numbers(table.texts(i), count=whole, mark=mark)
        sums = pd.Series(numbers.values).groupby(days.to_numpy()).sum(min_count=1)
        # A day of which a part cannot be read has no sum.
        sums[days.iloc[[row for row, _ in numbers.unreadable]].unique()] = np.nan
        unreadable += [(row, text, table.header[i]) for row, text in numbers.unreadable]
        roles[len(header)] = table.roles[i]
        columns[len(header)] = pd.Series(
            ["" if np.isnan(v) else repr(float(v)) for v in sums.sort_index()], dtype="str"
        )
        header.append(table.header[i])
    read = len(table.frame)
    summed = Table(
        layout=table.layout,
        header=header,
        roles=roles,
        frame=pd.DataFrame(columns),
        row_numbers=np.arange(len(columns[0]), dtype=np.int64),
        preamble=table.preamble,
    )
    if not flows:
        piece = _unused(table)
        piece.faults.clear()
        piece.refused = msg(
            "Each row is a part of a day, and none of its columns ({columns}) can be added up. "
            "Expected is one row per day; export the total per day.",
            columns=left_out,
        )
        return piece, ()
    piece = _read(summed, facts)
    piece.rows_read = read
    for row, text, name in unreadable[:MOST_CELL_FAULTS]:
        piece.warn(
            msg("“{text}” is no number, so the day has no sum and counts as missing.", text=text),
            row=int(table.row_numbers[row]),
            column=name,
        )
    return piece, left_out


def _note_left_out(piece: Piece, left_out: tuple[str, ...], parts: tuple[str, ...]) -> None:
    if not left_out:
        return
    if parts == ("hour",):
        piece.info(
            msg(
                "Counts of people cannot be added over hours; left out: {columns}.",
                columns=left_out,
            )
        )
        return
    piece.info(
        msg(
            "People, rates and averages cannot be added over {parts}; left out: {columns}.",
            parts=parts,
            columns=left_out,
        )
    )


def _unused(table: Table) -> Piece:
    layout = table.layout
    assert layout is not None
    piece = Piece(
        kind=TableKind.OTHER,
        platform=layout.platform,
        layout=layout.key,
        rows_read=len(table.frame),
        account=_account(table),
    )
    if len(table.frame):
        piece.info(
            msg(
                "The table with the columns {columns} holds nothing that is kept; it was not read.",
                columns=tuple(table.header)[:6],
            )
        )
    return piece


def _start(table: Table) -> date | None:
    for row in reversed(table.preamble):
        match = _START.search(",".join(row))
        if match and _COMMENT.match(row[0].strip().strip('"')):
            try:
                return datetime.strptime(match[1], "%Y%m%d").date()
            except ValueError:
                return None
    return None


def _account(table: Table) -> str | None:
    for row in table.preamble:
        match = _PROPERTY.search(row[0]) if row else None
        if match:
            return match[1].strip(" ,;\t") or None
    return None


READER = PlatformReader(
    platform=load_platform("ga4"),
    steps=MappingProxyType({"ga4_nth": ga4_nth, "ga4_dates": ga4_dates}),
)
"""GA4's layouts and steps."""
