"""Tables that no platform wrote: a date column and number columns, wide or long."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.ingest.comment_rows import read_comments
from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import ColumnRole, load_platform
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.sheets import fold
from kpicore.ingest.tables import Table
from kpicore.messages import msg
from kpicore.metrics import METRICS

_PLATFORM = load_platform("generic")
_WORDS = {
    word: role
    for layout in _PLATFORM.layouts
    if layout.key == "daily_table"
    for word, role in layout.columns.items()
    if role.is_metric
}


def metric_of(text: str) -> ColumnRole | None:
    """Return the metric that a word or canonical name means, or None."""
    word = fold(text)
    if word in METRICS:
        return ColumnRole(role=word)
    return _WORDS.get(word)


def long_table(table: Table, facts: FileFacts) -> Piece:
    """Read a long table: a row per day and metric.

    Parameters
    ----------
    table : Table
        With columns of role date, metric_name and value.
    facts : FileFacts
        What names tell.

    Returns
    -------
    Piece
        Its days.
    """
    layout = table.layout
    assert layout is not None
    day, name, value = (table.position(r) for r in ("date", "metric_name", "value"))
    assert day is not None
    assert name is not None
    assert value is not None
    names = table.texts(name).str.strip()
    roles = {n: metric_of(n) for n in names.unique()}
    unknown = sorted(n for n, r in roles.items() if r is None and n)
    days = table.texts(day)
    header = [table.header[day]]
    columns = {0: days.drop_duplicates().reset_index(drop=True)}
    used: dict[int, ColumnRole] = {0: ColumnRole(role="date")}
    order = pd.Index(columns[0])
    first_rows = pd.Series(table.row_numbers).groupby(days.to_numpy()).min().reindex(order)
    for metric_name, role in roles.items():
        if role is None:
            continue
        chosen = (names == metric_name).to_numpy(dtype=bool)
        cells = table.texts(value)[chosen]
        cells.index = pd.Index(days[chosen])
        if cells.index.has_duplicates:
            return Piece(
                kind=layout.kind,
                platform=layout.platform,
                layout=layout.key,
                rows_read=len(table.frame),
                refused=msg(
                    "The metric {metric} stands more than once on the same day. Expected is one "
                    "row per day and metric of one account.",
                    metric=metric_name,
                ),
            )
        position = len(header)
        header.append(metric_name)
        used[position] = role
        columns[position] = cells.reindex(order).fillna("").reset_index(drop=True)
    wide = Table(
        layout=layout,
        header=header,
        roles=used,
        frame=pd.DataFrame(columns),
        row_numbers=first_rows.to_numpy(dtype=np.int64),
        sheet=table.sheet,
        comma_file=table.comma_file,
    )
    piece = read_daily(wide, facts)
    piece.rows_read = len(table.frame)
    if unknown:
        piece.warn(
            msg(
                "These metrics are not known and were not read: {metrics}.",
                metrics=tuple(unknown[:12]),
            )
        )
    return piece


READER = PlatformReader(
    platform=_PLATFORM,
    steps=MappingProxyType({"long_table": long_table, "comments": read_comments}),
)
"""The layouts of own tables."""
