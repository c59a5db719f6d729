"""Rows that are no data: totals, notes below the table, rows with more cells than the header."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from kpicore.ingest.pieces import Piece
from kpicore.ingest.reports import Severity
from kpicore.ingest.shared_texts import MANY_ROWS, text_series
from kpicore.ingest.sheets import fold
from kpicore.ingest.tables import Table
from kpicore.ingest.text_bytes import byte_set, text_bytes, whole
from kpicore.messages import msg

TOTAL_WORDS = frozenset(
    fold(w)
    for w in [
        "Total",
        "Totals",
        "Grand total",
        "Sum",
        "합계",
        "총계",
        "총합",
        "Gesamt",
        "Gesamtsumme",
        "Summe",
        "合計",
        "総計",
        "累计",
        "合计",
        "总计",
        "汇总",
        "總計",
        "Totale",
        "Totaux",
        "Totales",
        "Total general",
        "Итого",
        "Всего",
        "Totalt",
        "Toplam",
        "Łącznie",
        "Lifetime",
    ]
)
"""Words that head a row of totals."""

_TOTAL_TEXTS = [w.lower() for w in TOTAL_WORDS]
_TOTAL_FIRST = byte_set("".join({w[0].lower() + w[0].upper() for w in TOTAL_WORDS}) + " \t\"':")
_TOTAL_LAST = byte_set("".join({w[-1].lower() + w[-1].upper() for w in TOTAL_WORDS}) + " \t\"':")
_TOTAL_FIRST[128:] = _TOTAL_LAST[128:] = True
"""Bytes with which such cells begin and end; letters outside ASCII are looked at closely."""


def note_ragged(table: Table, piece: Piece) -> None:
    """Report rows with more cells than the header: their values cannot be told apart."""
    if not table.ragged:
        return
    for number, _cells in table.ragged[:10]:
        piece.note(
            Severity.ERROR,
            msg(
                "The row has more cells than the header, so its values cannot be told apart; it "
                "was not read. Numbers such as 1,234 or texts with a comma need quotes."
            ),
            row=number,
        )
    piece.drop(msg("more cells than the header"), len(table.ragged))


def drop_descriptions(table: Table, keys: list[int], piece: Piece) -> None:
    """Take out a first row that describes the columns: sentences for numbers, and no post."""
    counted = [i for i in table.metric_positions() if i in table.frame]
    if not len(table.frame) or not keys or not counted or table.numbers:
        return
    if any(str(table.texts(i).iloc[0]).strip() for i in keys):
        return
    cells = [str(table.texts(i).iloc[0]).strip() for i in counted]
    if all(not cell or " " in cell for cell in cells) and any(cells):
        piece.drop(msg("row that describes the columns"), 1)
        table.without(np.arange(len(table.frame)) > 0)


def drop_totals(table: Table, position: int, piece: Piece) -> None:
    """Take out rows of totals and notes below the table."""
    first = table.bare_texts(position)
    empty_first = (first == "").to_numpy(dtype=bool)
    is_total = total_words(first)
    if position and empty_first.any():
        is_total = is_total | (empty_first & total_words(table.bare_texts(0)))
    # Parsed numbers go first: looking at them costs less than looking at texts.
    others = [i for i in range(len(table.header)) if i != position]
    others.sort(key=lambda i: i not in table.numbers)
    alone = np.ones(len(first), dtype=bool)
    for i in others:
        if not alone.any():
            break
        alone &= ~table.filled(i)
    is_note = alone & ~is_total & ~empty_first & bool(others)
    if is_note.any():
        is_note &= ~first.str.fullmatch(r"[\d\s./:-]+").to_numpy(dtype=bool)
        # A note stands at the end; a row of that shape in the middle is a fault of its own.
        is_note &= np.logical_and.accumulate(is_note[::-1])[::-1]
    piece.drop(msg("row of totals"), int(is_total.sum()))
    piece.drop(msg("note below the table"), int(is_note.sum()))
    table.without(~(is_total | is_note))


def total_words(texts: pd.Series) -> npt.NDArray[np.bool_]:
    """Say which cells hold a word for totals and nothing else."""
    if len(texts) < MANY_ROWS:
        return _are_total_words(texts)
    found = np.zeros(len(texts), dtype=bool)
    column = whole(texts)
    cells = text_bytes(column)
    maybe = np.flatnonzero(_TOTAL_FIRST[cells.first] & _TOTAL_LAST[cells.last])
    found[maybe] = _are_total_words(text_series(column.take(pa.array(maybe))))
    return found


def _are_total_words(texts: pd.Series) -> npt.NDArray[np.bool_]:
    plain = texts.str.replace("\u00ad", "", regex=False).str.strip(" \t\"':").str.lower()
    return plain.isin(_TOTAL_TEXTS).to_numpy(dtype=bool)
