"""Text tables: delimiter, ``sep=`` line, and lines that a re-save wrapped in quotes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from kpicore.errors import ImportFailedError
from kpicore.ingest.sheets import Sheet
from kpicore.messages import msg

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 60
FIELD_CHARACTERS = 4_000_000
"""Longest field; captions with a stray quote can swallow many lines."""

# The module's limit is one for the whole process; exports hold captions longer than its default.
csv.field_size_limit(FIELD_CHARACTERS)

_SEP_LINE = re.compile(r'^\s*"?sep=(.)"?[,;\t]*\s*$', re.IGNORECASE | re.DOTALL)
_WRAPPED = re.compile(r'^"((?:[^"]|"")*)"[,;\t]*$', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a text file writes its table.

    Attributes
    ----------
    delimiter : str
        One character.
    skip : int
        Lines before the table (the ``sep=`` line).
    wrapped : bool
        Whether each line was wrapped in quotes.
    """

    delimiter: str
    skip: int = 0
    wrapped: bool = False


def find_dialect(text: str, words_known: Callable[[list[str]], int]) -> Dialect:
    """Find out how a text file writes its table.

    Parameters
    ----------
    text : str
        The file, or its beginning.
    words_known : callable
        Number of cells of a row that are known header words.

    Returns
    -------
    Dialect
        Delimiter and oddities.
    """
    first, _, rest = text.partition("\n")
    if match := _SEP_LINE.match(first.rstrip("\r")):
        return Dialect(delimiter=match[1], skip=1, wrapped=_is_wrapped(rest, words_known))
    if _is_wrapped(text, words_known):
        return Dialect(delimiter=_best_delimiter(_unwrap(text), words_known), wrapped=True)
    return Dialect(delimiter=_best_delimiter(text, words_known))


def read_text_table(text: str, dialect: Dialect, name: str) -> Sheet:
    """Cut a text into cells.

    Parameters
    ----------
    text : str
        The whole file.
    dialect : Dialect
        From `find_dialect`.
    name : str
        The file, for sentences.

    Returns
    -------
    Sheet
        All records; blank lines stay, so that rows count as in a spreadsheet.

    Raises
    ------
    ImportFailedError
        If the text is no table.
    """
    for _ in range(dialect.skip):
        text = text.partition("\n")[2]
    if dialect.wrapped:
        text = _unwrap(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=dialect.delimiter))
    except csv.Error as fault:
        raise ImportFailedError(
            msg(
                "The file {file} is no readable table: a quoted text in it never ends. Download "
                "it again instead of a copy that was edited.",
                file=name,
            )
        ) from fault
    return Sheet(
        name="",
        rows=rows,
        first_row=1 + dialect.skip,
        comma_file=dialect.delimiter == ";",
    )


def _sample(text: str, delimiter: str) -> list[list[str]]:
    head = text[:200_000].replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = list(
            islice(csv.reader(StringIO(head, newline=""), delimiter=delimiter), SAMPLE_ROWS)
        )
    except csv.Error:
        return []
    return [r for r in rows if r]


def _best_delimiter(text: str, words_known: Callable[[list[str]], int]) -> str:
    def score(delimiter: str) -> tuple[int, float, int]:
        rows = _sample(text, delimiter)
        widths = Counter(len(r) for r in rows if len(r) > 1)
        if not widths:
            return 0, 0.0, 0
        width, count = widths.most_common(1)[0]
        known = max(words_known(r) for r in rows)
        return known, round(count / len(rows), 2), width

    return max(DELIMITERS, key=score)


def _is_wrapped(text: str, words_known: Callable[[list[str]], int]) -> bool:
    lines = [x for x in text[:100_000].splitlines() if x.strip()][:SAMPLE_ROWS]
    if not lines:
        return False
    hits = [m for m in map(_WRAPPED.match, lines) if m]
    if len(hits) < max(1, 0.6 * len(lines)):
        return False
    header = next((m[1] for m in map(_WRAPPED.match, lines) if m), "")
    inner = header.replace('""', '"')
    return any(
        words_known(row) >= 2
        for delimiter in DELIMITERS
        for row in csv.reader([inner], delimiter=delimiter)
    )


def _unwrap(text: str) -> str:
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        match = _WRAPPED.match(line)
        lines.append(match[1].replace('""', '"') if match else line)
    return "\n".join(lines)
