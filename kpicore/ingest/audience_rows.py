"""Rows that are parts of an audience: shares by gender, age, territory, city, or counts by hour."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from kpicore.ingest.columns import read_metrics
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.numbers import read_numbers
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece, totals_of
from kpicore.ingest.sheets import fold
from kpicore.ingest.tables import Table
from kpicore.ingest.total_rows import total_words
from kpicore.messages import msg

GENDERS = {
    "female": "female",
    "women": "female",
    "mulheres": "female",
    "mujeres": "female",
    "여성": "female",
    "여자": "female",
    "女性": "female",
    "女": "female",
    "weiblich": "female",
    "feminino": "female",
    "femme": "female",
    "male": "male",
    "men": "male",
    "homens": "male",
    "hombres": "male",
    "남성": "male",
    "남자": "male",
    "男性": "male",
    "男": "male",
    "männlich": "male",
    "masculino": "male",
    "homme": "male",
}
_AGE = re.compile(r"(\d{2})\s*[-–~]\s*(\d{2})|(\d{2})\s*\+")


def audience_key(dimension: str, text: str) -> str:
    """Return a member's name in the form in which members of all platforms are kept.

    Parameters
    ----------
    dimension : str
        gender, age, territory, city, or hour.
    text : str
        As in the file.

    Returns
    -------
    str
        ``female``, ``25-34``, ``US``, or the text.
    """
    plain = text.strip()
    if dimension == "gender":
        return GENDERS.get(fold(plain), fold(plain))
    if dimension == "age":
        match = _AGE.search(plain)
        if match:
            return f"{match[1]}-{match[2]}" if match[1] else f"{match[3]}+"
    return plain


def audience_frame(
    group: str, dimension: str, keys: list[str], values: list[float]
) -> pd.DataFrame:
    """Make rows of the history's audience frame; missing shares are left out."""
    known = [i for i, v in enumerate(values) if not np.isnan(v)]
    return pd.DataFrame(
        {
            "group": [group] * len(known),
            "dimension": [dimension] * len(known),
            "key": [audience_key(dimension, keys[i]) for i in known],
            "value": [values[i] for i in known],
        }
    )


def read_shares(table: Table, facts: FileFacts) -> Piece:
    """Read a table of members and their shares, or counts of which shares are made.

    Parameters
    ----------
    table : Table
        With a column of role key, and one of role share or metrics.
    facts : FileFacts
        What names tell.

    Returns
    -------
    Piece
        With a frame "audience" where the shares are told.
    """
    layout = table.layout
    assert layout is not None
    piece = Piece(
        kind=layout.kind, platform=layout.platform, layout=layout.key, exported=facts.exported
    )
    position = table.position("key")
    assert position is not None
    piece.rows_read = len(table.frame)
    is_total = total_words(table.texts(0)) | total_words(table.texts(position))
    piece.drop(msg("row of totals"), int(is_total.sum()))
    table.without(~is_total)
    cells = np.zeros(len(table.frame), dtype=np.int64)
    for i in range(len(table.header)):
        cells += table.filled(i)
    piece.drop(msg("note below the table"), int((cells <= 1).sum()))
    table.without(cells > 1)
    piece.rows = len(table.frame)
    values = read_metrics(table, piece)
    piece.totals = totals_of(values)
    share = table.position("share")
    keys = table.texts(position).tolist()
    if share is not None:
        column = read_numbers(table.texts(share), count=False)
        bare = np.where(column.percent, 1.0, table.roles[share].scale)
        shares = column.values * bare
        if column.bounded:
            piece.drop(msg("only an upper bound is told"), column.bounded)
    elif "views" in values and layout.kind is TableKind.AUDIENCE and layout.dimension:
        total = float(np.nansum(values["views"]))
        shares = values["views"] / total if total > 0 else np.full(len(keys), np.nan)
    else:
        return piece
    if layout.dimension:
        piece.frames["audience"] = audience_frame(
            layout.group, layout.dimension, keys, shares.tolist()
        )
    return piece
