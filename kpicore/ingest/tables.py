"""Finding the tables on a sheet: header rows by the words of the layouts, the rows below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.facts import FileFacts
from kpicore.ingest.later_tags import LaterTags
from kpicore.ingest.layouts import ColumnRole, Layout
from kpicore.ingest.shared_texts import stripped
from kpicore.ingest.sheets import Block, Sheet, blocks, column_segments, fold, is_blank

NAME_WEIGHT, PLATFORM_WEIGHT = 3, 4
"""Worth of a matching name and of a told platform, in header words."""

SHARED_PLATFORM = "meta"
"""Facebook or Instagram, which the files often leave open."""

MOST_UNKNOWN_SHARE = 0.6
"""With more unknown headers than this, and no name that fits, a table is somebody else's."""


@dataclass(slots=True, kw_only=True)
class Table:
    """One table of a file.

    Attributes
    ----------
    layout : Layout or None
        What it was recognised as.
    header : list of str
        Header cells as in the file.
    roles : dict of int to ColumnRole
        Position to what the column is.
    frame : DataFrame of str
        Cells, columns by position.
    row_numbers : array of int
        Row of each, as a spreadsheet counts.
    preamble : list of list of str
        Rows above the header that belong to no other table.
    sheet : str
        Sheet name.
    named : bool
        Whether a file or sheet name spoke for the layout.
    ragged : list of tuple
        Row number and cells of rows with more cells than the header.
    comma_file : bool
        Whether the file separates columns by semicolons, as decimal-comma countries do.
    numbers : dict of int to array
        Columns of a large file that were parsed as numbers; they are not in `frame`.
    bare : bool
        Whether the cells have no blanks around them.
    tags : LaterTags or None
        Hashtags of a large file's posts.
    """

    layout: Layout | None
    header: list[str]
    roles: dict[int, ColumnRole]
    frame: pd.DataFrame
    row_numbers: npt.NDArray[np.int64]
    preamble: list[list[str]] = field(default_factory=list)
    sheet: str = ""
    named: bool = False
    ragged: list[tuple[int, list[str]]] = field(default_factory=list)
    comma_file: bool = False
    numbers: dict[int, npt.NDArray[np.float64]] = field(default_factory=dict)
    bare: bool = False
    tags: LaterTags | None = None

    def position(self, role: str) -> int | None:
        """Return the first column of a role, or None."""
        return next((i for i, r in self.roles.items() if r.role == role), None)

    def texts(self, position: int) -> pd.Series:
        """Return the cells of a column; of columns that were not read, empty ones."""
        if position in self.frame:
            return self.frame[position]
        if position in self.numbers:
            cells = [
                "" if np.isnan(v) else str(int(v)) if float(v).is_integer() else repr(float(v))
                for v in self.numbers[position]
            ]
            return pd.Series(cells, index=self.frame.index, dtype="str")
        return pd.Series("", index=self.frame.index, dtype="str")

    def bare_texts(self, position: int) -> pd.Series:
        """Return the cells of a column without blanks around them."""
        return self.texts(position) if self.bare else stripped(self.texts(position))

    def filled(self, position: int) -> npt.NDArray[np.bool_]:
        """Say which cells of a column hold something."""
        if position in self.numbers and position not in self.frame:
            return ~np.isnan(self.numbers[position])
        if position not in self.frame:
            return np.zeros(len(self.frame), dtype=bool)
        return (self.bare_texts(position) != "").to_numpy(dtype=bool)

    def metric_positions(self) -> list[int]:
        """Return the columns that count something."""
        return [i for i, r in self.roles.items() if r.is_metric]

    def unknown_headers(self) -> list[str]:
        """Return the headers that mean nothing to the layout."""
        return [h for i, h in enumerate(self.header) if h.strip() and i not in self.roles]

    def without(self, keep: npt.NDArray[np.bool_]) -> None:
        """Keep only some rows."""
        if keep.all():
            return
        self.frame = self.frame[keep].reset_index(drop=True)
        self.row_numbers = self.row_numbers[keep]
        self.numbers = {i: a[keep] for i, a in self.numbers.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    layout: Layout
    roles: dict[int, ColumnRole]
    score: float
    named: bool


class Recogniser:
    """Knows the header words of a set of layouts.

    Parameters
    ----------
    layouts : iterable of Layout
        Layouts to look for.
    plain : iterable of Layout, optional
        Layouts of words that anybody may write; a header of nothing else speaks for no platform
        against one that is told.
    """

    def __init__(self, layouts: Iterable[Layout], plain: Iterable[Layout] = ()) -> None:
        self.layouts = tuple(layouts)
        self._platforms = {layout.platform for layout in self.layouts}
        self._plain = {word for layout in plain for word in layout.columns}
        self._by_word: dict[str, list[Layout]] = {}
        for layout in self.layouts:
            for word in layout.columns:
                self._by_word.setdefault(word, []).append(layout)

    def words_in(self, cells: Iterable[str]) -> int:
        """Count the cells that are header words."""
        return sum(1 for c in cells if c and len(c) < 120 and self._knows(c))

    def _knows(self, cell: str) -> bool:
        word = fold(cell)
        return word in self._by_word or word.rpartition("(")[0].strip() in self._by_word

    def match(self, header: Sequence[str], facts: FileFacts, sheet: str) -> _Match | None:
        """Find the layout that a header row belongs to.

        Parameters
        ----------
        header : sequence of str
            Cells.
        facts : FileFacts
            What names tell.
        sheet : str
            Sheet name.

        Returns
        -------
        match or None
            The best one whose required columns are all there.
        """
        if self.words_in(header) == 0:
            return None
        folded = [fold(c) for c in header]
        words = set(folded) | {w.rpartition("(")[0].strip() for w in folded}
        candidates = {id(x): x for w in words for x in self._by_word.get(w, ())}
        best: _Match | None = None
        for layout in candidates.values():
            found = _match_layout(layout, header, facts, sheet)
            if found is None or self._is_anybodys(found, folded, facts.platform):
                continue
            if best is None or found.score > best.score:
                best = found
        return best

    def _is_anybodys(self, match: _Match, header: Sequence[str], told: str | None) -> bool:
        """Whether plain words alone speak for another platform than the one that is told."""
        known = self._platforms - {SHARED_PLATFORM}
        platform = match.layout.platform
        if match.named or told not in known or platform not in known - {told}:
            return False
        return all(header[i] in self._plain for i in match.roles)

    def tables(self, sheet: Sheet, facts: FileFacts) -> tuple[list[Table], list[Block]]:
        """Find all tables of a sheet.

        Parameters
        ----------
        sheet : Sheet
            The grid.
        facts : FileFacts
            What names tell.

        Returns
        -------
        tuple of list of Table and list of Block
            Tables in their order, and the blocks that belong to none.
        """
        tables: list[Table] = []
        loose: list[Block] = []
        preamble: list[list[str]] = []
        for block in blocks(sheet):
            headers = self._header_rows(block, facts, sheet.name)
            if headers:
                preamble += block.rows[: headers[0]]
                ends = [*headers[1:], len(block.rows)]
                for start, end in zip(headers, ends, strict=True):
                    found, beside = self._cut(sheet, block, (start, end), preamble, facts)
                    tables += found
                    loose += beside
                    preamble = []
            elif tables and not preamble and _continues(tables[-1], block.rows[0]):
                _extend(tables[-1], block, sheet.first_row)
            else:
                preamble += block.rows
                loose.append(block)
        return tables, loose

    def _header_rows(self, block: Block, facts: FileFacts, sheet: str) -> list[int]:
        found = []
        for i, row in enumerate(block.rows):
            first = next((c for c in row if c.strip()), "")
            filled = [c for c in row if c.strip()]
            if len(filled) < 2 or len(first) > 120 or self.words_in(filled[:3]) == 0:
                continue
            for start, end in column_segments(row, block.rows[i + 1 :]):
                if self.match(row[start:end], facts, sheet) is not None:
                    found.append(i)
                    break
        return found

    def _cut(
        self,
        sheet: Sheet,
        block: Block,
        span: tuple[int, int],
        preamble: list[list[str]],
        facts: FileFacts,
    ) -> tuple[list[Table], list[Block]]:
        start, end = span
        header, below = block.rows[start], block.rows[start + 1 : end]
        first_row = sheet.first_row + block.start + start + 1
        tables: list[Table] = []
        loose: list[Block] = []
        segments = column_segments(header, below)
        for left, right in segments:
            match = self.match(header[left:right], facts, sheet.name)
            if match is None:
                rows = [row[left:right] for row in block.rows[start:end]]
                loose.append(Block(start=block.start + start, rows=rows, beside=True))
                continue
            alone = len(segments) == 1
            rows = [r[left:] if alone else r[left:right] for r in below]
            while not alone and rows and is_blank(rows[-1]):
                # A longer table stands beside this one.
                rows.pop()
            table = make_table(header[left:right], rows, first_row)
            table.layout, table.roles, table.named = match.layout, match.roles, match.named
            table.preamble, table.sheet = list(preamble), sheet.name
            tables.append(table)
        return tables, loose


def _match_layout(
    layout: Layout, header: Sequence[str], facts: FileFacts, sheet: str
) -> _Match | None:
    roles = {i: r for i, c in enumerate(header) if c.strip() and (r := layout.role_of(c))}
    present = {r.role for r in roles.values()}
    if not all(present & set(need.split("|")) for need in layout.required):
        return None
    named = facts.says(layout.names, sheet)
    told = facts.platform is not None and facts.platform == layout.platform
    if layout.by_name and not (named or told):
        return None
    unknown = sum(1 for i, c in enumerate(header) if c.strip() and i not in roles)
    strange = 0 if layout.wide else unknown
    if strange > MOST_UNKNOWN_SHARE * (unknown + len(roles)) and not (named or told):
        return None
    score = len(roles) - 0.5 * strange + NAME_WEIGHT * named + PLATFORM_WEIGHT * told
    return _Match(layout=layout, roles=roles, score=score, named=named)


def make_table(header: Sequence[str], rows: Sequence[Sequence[str]], first_row: int) -> Table:
    """Bring rows below a header into a frame; rows with more cells are set apart.

    Parameters
    ----------
    header : sequence of str
        Header cells.
    rows : sequence of sequence of str
        Rows below.
    first_row : int
        Row number of the first of them.

    Returns
    -------
    Table
        Not yet recognised.
    """
    width = len(header)
    kept: list[Sequence[str]] = []
    numbers: list[int] = []
    ragged: list[tuple[int, list[str]]] = []
    for i, row in enumerate(rows):
        if len(row) > width and not is_blank(row[width:]):
            ragged.append((first_row + i, list(row)))
            continue
        kept.append(row)
        numbers.append(first_row + i)
    columns = {
        c: pd.Series([r[c] if c < len(r) else "" for r in kept], dtype="str") for c in range(width)
    }
    return Table(
        layout=None,
        header=list(header),
        roles={},
        frame=pd.DataFrame(columns, index=range(len(kept))),
        row_numbers=np.array(numbers, dtype=np.int64),
        ragged=ragged,
    )


def _continues(table: Table, row: Sequence[str]) -> bool:
    """Whether a row after a blank line looks like the rows of the table above."""
    if not len(table.frame) or len(row) > len(table.header) + 1:
        return False
    above = [str(v) for v in table.frame.iloc[-1]]
    shape = [_shape(c) for c in above]
    return len(row) == len(above) and all(
        not c.strip() or not a or _shape(c) == a for c, a in zip(row, shape, strict=True)
    )


def _shape(cell: str) -> str:
    digits = sum(ch.isdigit() for ch in cell)
    if not cell.strip():
        return ""
    return "figures" if digits >= len(cell) / 2 else "words"


def _extend(table: Table, block: Block, first_row: int) -> None:
    more = make_table(table.header, block.rows, first_row + block.start)
    table.frame = pd.concat([table.frame, more.frame], ignore_index=True)
    table.row_numbers = np.concatenate([table.row_numbers, more.row_numbers])
    table.ragged += more.ragged


def role_columns(roles: Mapping[int, ColumnRole], role: str) -> list[int]:
    """Return all columns of a role, from left to right."""
    return [i for i, r in sorted(roles.items()) if r.role == role]
