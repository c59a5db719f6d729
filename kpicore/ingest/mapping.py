"""The mapping step: what the columns of an unknown table might be, and saved answers applied.

A guess is offered with its certainty and with examples; it is never used before somebody has said
yes, or has saved it as a mapping for tables of the same header.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from types import MappingProxyType

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from kpicore.ingest.daily_rows import read_daily
from kpicore.ingest.dates import DateHints, read_dates
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import ColumnRole, Layout, load_platform
from kpicore.ingest.numbers import read_numbers
from kpicore.ingest.options import (
    ColumnChoice,
    DateOrder,
    DecimalMark,
    NamedMapping,
    TableKind,
)
from kpicore.ingest.pieces import Piece
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.sheets import Block, Sheet, fold
from kpicore.ingest.tables import Table, make_table
from kpicore.metrics import METRICS
from kpicore.units import Unit

SURE, LIKELY, POSSIBLE = 1.0, 0.85, 0.5
FUZZY_ACCEPTED = 85
"""Lowest similarity, 0-100, of a header to a known word; at 60 "CTR %" found a wrong column."""

EXAMPLE_ROWS = 3
PROBE_ROWS = 400
MOST_GUESSED = 60
"""Columns looked at; exports with two thousand begin with those that are worth it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuess:
    """What a column might be.

    Attributes
    ----------
    header : str
        As in the file.
    role : str
        See `ColumnChoice.role`.
    scale : float
        See `ColumnChoice.scale`.
    certainty : float
        0-1; 1 when the header is a known word.
    examples : tuple of str
        Its first cells.
    read_as : tuple of str
        The same cells as they would be read: ISO dates, plain numbers, or the text.
    """

    header: str
    role: str
    scale: float = 1.0
    certainty: float = 0.0
    examples: tuple[str, ...] = ()
    read_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingProposal:
    """Guesses for an unknown table.

    Attributes
    ----------
    fingerprint : str
        Of its header.
    sheet : str
        Sheet name.
    kind : TableKind
        Daily values or posts.
    rows : int
        Rows below the header.
    columns : tuple of ColumnGuess
        One per column.
    """

    fingerprint: str
    sheet: str
    kind: TableKind
    rows: int
    columns: tuple[ColumnGuess, ...]

    def named(self, name: str, platform: str) -> NamedMapping:
        """Return the guesses as a mapping, to be edited and saved.

        Parameters
        ----------
        name : str
            Name for people.
        platform : str
            Platform key of the rows.

        Returns
        -------
        NamedMapping
            All columns, unknown ones as "ignore".
        """
        return NamedMapping(
            name=name,
            fingerprint=self.fingerprint,
            platform=platform,
            kind=self.kind,
            columns=tuple(
                ColumnChoice(header=c.header, role=c.role, scale=c.scale) for c in self.columns
            ),
        )


def header_fingerprint(header: Iterable[str]) -> str:
    """Return what identifies tables of the same header, whatever its case and blanks."""
    return sha256("\x1f".join(fold(c) for c in header).encode()).hexdigest()[:24]


@cache
def _known_words() -> Mapping[str, ColumnRole]:
    words: dict[str, ColumnRole] = {}
    for layout in load_platform("generic").layouts:
        for word, role in layout.columns.items():
            words.setdefault(word, role)
    return MappingProxyType(words)


def unknown_table(sheet: Sheet, block: Block) -> Table | None:
    """Take a block without known header for a table, if it looks like one.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    block : Block
        Rows that belong to no known table.

    Returns
    -------
    Table or None
        With its first row of several texts as the header.
    """
    width = max(len(r) for r in block.rows)
    width = sum(any(c < len(r) and r[c].strip() for r in block.rows) for c in range(width))
    for i, row in enumerate(block.rows[:20]):
        filled = [c for c in row if c.strip()]
        if len(filled) < 2 or len(filled) < 0.6 * width or i + 1 >= len(block.rows):
            continue
        if sum(any(ch.isdigit() for ch in c) for c in filled) > len(filled) / 2:
            return None
        first = sheet.first_row + block.start + i + 1
        table = make_table(row, block.rows[i + 1 :], first)
        table.sheet = sheet.name
        return table
    return None


def propose_mapping(table: Table, title: str = "") -> MappingProposal:
    """Guess what each column of a table is, from its header and the shape of its values.

    Parameters
    ----------
    table : Table
        Not recognised.
    title : str, default ""
        What alone tells tables of the same header apart, where they have one figure each.

    Returns
    -------
    MappingProposal
        A guess per column, never applied by itself.
    """
    named = [i for i in range(len(table.header)) if table.header[i].strip()]
    guesses = [_guess(table, i) for i in named[:MOST_GUESSED]]
    guesses += [_unlooked(table, i) for i in named[MOST_GUESSED:]]
    guesses = _told_apart(_surest(guesses))
    titled = any(g.role in ("title", "url", "post_id") for g in guesses)
    if titled:
        guesses = [replace(g, role="published") if g.role == "date" else g for g in guesses]
    return MappingProposal(
        fingerprint=header_fingerprint([title, *table.header] if title else table.header),
        sheet=table.sheet,
        kind=TableKind.POSTS if titled else TableKind.DAILY,
        rows=len(table.frame),
        columns=tuple(guesses),
    )


def _unlooked(table: Table, position: int) -> ColumnGuess:
    """Show a column that nobody guesses at."""
    examples = tuple(str(t)[:60] for t in table.texts(position).head(EXAMPLE_ROWS) if t.strip())
    return ColumnGuess(
        header=table.header[position], role="ignore", examples=examples, read_as=examples
    )


def _surest(guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """Of several columns that only resemble the name of one metric keep the likeliest."""
    best: dict[str, ColumnGuess] = {}
    for guess in guesses:
        known = best.get(guess.role)
        if known is None or guess.certainty > known.certainty:
            best[guess.role] = guess
    return [
        replace(guess, role="ignore", certainty=0.0, read_as=guess.examples)
        if guess.role in METRICS and guess.certainty < SURE and best[guess.role] is not guess
        else guess
        for guess in guesses
    ]


def _told_apart(guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """Give columns of one name numbers; what each of them is, is not guessed."""
    headers = headers_told_apart([g.header for g in guesses])
    names = [fold(g.header) for g in guesses]
    return [
        replace(guess, header=header, role="ignore", certainty=0.0, read_as=guess.examples)
        if names.count(name) > 1
        else guess
        for guess, header, name in zip(guesses, headers, names, strict=True)
    ]


def headers_told_apart(header: Sequence[str]) -> list[str]:
    """Return headers of which later ones of the same name are numbered: Views, Views (2).

    Parameters
    ----------
    header : sequence of str
        As in the file.

    Returns
    -------
    list of str
        In the same order.
    """
    seen: Counter[str] = Counter()
    told = []
    for name in header:
        seen[fold(name)] += 1
        number = seen[fold(name)]
        told.append(name if number == 1 or not name.strip() else f"{name} ({number})")
    return told


def _guess(table: Table, position: int) -> ColumnGuess:
    header = table.header[position]
    texts = table.texts(position).head(PROBE_ROWS)
    filled = texts[texts.str.strip() != ""]
    examples = tuple(str(t)[:60] for t in filled.head(EXAMPLE_ROWS))
    dates = read_dates(filled, DateHints(serial=False))
    if len(filled) and not dates.refused and len(dates.unreadable) < 0.1 * len(filled):
        known = not np.isnat(dates.values).all()
        read = tuple(str(v)[:10] for v in dates.values[:EXAMPLE_ROWS])
        return ColumnGuess(
            header=header,
            role="date",
            certainty=LIKELY if known else POSSIBLE,
            examples=examples,
            read_as=read,
        )
    role, certainty = _guess_by_word(header)
    numbers = read_numbers(filled, count=True)
    numeric = len(filled) > 0 and len(numbers.unreadable) < 0.1 * len(filled)
    if role is None or (role.is_metric and not numeric):
        long_texts = len(filled) > 0 and not numeric and float(filled.str.len().mean()) > 15
        role, certainty = ColumnRole(role="title" if long_texts else "ignore"), POSSIBLE / 2
    read_as = tuple(f"{v:g}" for v in numbers.values[:EXAMPLE_ROWS]) if role.is_metric else examples
    return ColumnGuess(
        header=header,
        role=role.role,
        scale=role.scale,
        certainty=certainty,
        examples=examples,
        read_as=read_as,
    )


def _guess_by_word(header: str) -> tuple[ColumnRole | None, float]:
    words = _known_words()
    word = fold(header)
    if word in words:
        return words[word], SURE
    best = process.extractOne(word, list(words), scorer=fuzz.WRatio, score_cutoff=FUZZY_ACCEPTED)
    if best is None:
        return None, 0.0
    return words[best[0]], round(LIKELY * best[1] / 100, 2)


def read_examples(
    examples: Sequence[str],
    choice: ColumnChoice,
    *,
    date_order: DateOrder | None = None,
    decimal_mark: DecimalMark | None = None,
) -> tuple[str, ...]:
    """Read example cells of a column as somebody says that they are to be read.

    Parameters
    ----------
    examples : sequence of str
        Cells as in the file, such as `ColumnGuess.examples`.
    choice : ColumnChoice
        What the column is, and its unit.
    date_order : DateOrder, optional
        Order of figures in dates; without it these cells alone decide.
    decimal_mark : DecimalMark, optional
        Decimal sign; without it these cells alone decide.

    Returns
    -------
    tuple of str
        ISO dates, plain numbers in the canonical unit, or the text; empty where nothing is read.
    """
    texts = pd.Series(list(examples), dtype="str")
    if choice.role in ("date", "published"):
        dates = read_dates(texts, DateHints(order=date_order, serial=False))
        return tuple("" if np.isnat(v) else str(v)[:10] for v in dates.values)
    if choice.role not in METRICS and choice.role != "value":
        return tuple(examples)
    counted = choice.role in METRICS and METRICS[choice.role].unit is Unit.COUNT
    numbers = read_numbers(texts, count=counted, mark=decimal_mark)
    values = np.where(numbers.percent, numbers.values, numbers.values * choice.scale)
    return tuple("" if np.isnan(v) else f"{v:.15g}" for v in values)


def apply_mapping(table: Table, mapping: NamedMapping, facts: FileFacts) -> Piece:
    """Read a table as a saved mapping says.

    Parameters
    ----------
    table : Table
        Of the mapping's header.
    mapping : NamedMapping
        What its columns are.
    facts : FileFacts
        What names tell.

    Returns
    -------
    Piece
        Its rows.
    """
    chosen = {fold(c.header): c for c in mapping.columns if c.role != "ignore"}
    table.roles = {
        i: ColumnRole(role=choice.role, scale=choice.scale)
        for i, header in enumerate(headers_told_apart(table.header))
        if (choice := chosen.get(fold(header))) is not None
    }
    table.layout = Layout(
        key="mapping",
        platform=mapping.platform,
        kind=mapping.kind,
        columns=MappingProxyType({}),
        required=(),
    )
    read = read_posts if mapping.kind is TableKind.POSTS else read_daily
    return read(table, facts, order=mapping.date_order, mark=mapping.decimal_mark)


def mapping_for(header: Sequence[str], mappings: Sequence[NamedMapping]) -> NamedMapping | None:
    """Return the saved mapping of a header, the last one saved if there are several."""
    fingerprint = header_fingerprint(header)
    return next((m for m in reversed(mappings) if m.fingerprint == fingerprint), None)
