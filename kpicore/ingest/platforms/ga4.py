"""Google Analytics 4: one or many tables, a numbered day axis, days in no order, hours."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import ColumnRole, load_platform
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.tables import Table
from kpicore.messages import msg
from kpicore.metrics import METRICS, MetricKind

_START = re.compile(
    r"(?:start date|fecha de inicio|data de in[ií]cio|시작일|开始日期|開始日)"
    r"\s*:\s*(\d{8})",
    re.IGNORECASE,
)
_PROPERTY = re.compile(
    r"(?:property|propiedad|propriedade|속성|媒体资源|プロパティ)\s*:\s*(.+)", re.IGNORECASE
)
_COMMENT = re.compile(r"^#")


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
    texts = table.texts(position).str.strip()
    if len(texts) and bool(texts.str.fullmatch(r"\d{10}").all()):
        return _hours(table, facts, position)
    return _read(table, facts)


def _read(table: Table, facts: FileFacts) -> Piece:
    if not len(table.frame):
        return _unused(table)
    piece = read_daily(table, facts)
    piece.account = _account(table)
    return piece


def _hours(table: Table, facts: FileFacts, position: int) -> Piece:
    """Add hours up to days; people are counted anew each hour, so only flows can be added."""
    texts = table.texts(position).str.strip()
    flows = [
        i for i in table.metric_positions() if METRICS[table.roles[i].role].kind is MetricKind.FLOW
    ]
    left_out = tuple(table.header[i] for i in table.metric_positions() if i not in flows)
    days = texts.str[:8]
    columns = {0: pd.Series(sorted(days.unique()), dtype="str")}
    roles = {0: ColumnRole(role="date")}
    header = [table.header[position]]
    for i in flows:
        numbers = pd.to_numeric(table.texts(i), errors="coerce")
        sums = numbers.groupby(days.to_numpy()).sum(min_count=1)
        roles[len(header)] = table.roles[i]
        columns[len(header)] = pd.Series(
            ["" if np.isnan(v) else repr(float(v)) for v in sums.sort_index()], dtype="str"
        )
        header.append(table.header[i])
    read = len(table.frame)
    hourly = Table(
        layout=table.layout,
        header=header,
        roles=roles,
        frame=pd.DataFrame(columns),
        row_numbers=np.arange(len(columns[0]), dtype=np.int64),
        preamble=table.preamble,
    )
    piece = _read(hourly, facts)
    piece.rows_read = read
    piece.info(msg("The rows are hours; they were added up per day."))
    if left_out:
        piece.info(
            msg(
                "Counts of people cannot be added over hours; left out: {columns}.",
                columns=left_out,
            )
        )
    return piece


def _unused(table: Table) -> Piece:
    layout = table.layout
    assert layout is not None
    return Piece(
        kind=TableKind.OTHER,
        platform=layout.platform,
        layout=layout.key,
        rows_read=len(table.frame),
        account=_account(table),
    )


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
