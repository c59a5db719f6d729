"""Columns of numbers whose style is beyond doubt, told from their bytes and parsed at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kpicore.ingest.text_bytes import TextBytes, text_bytes

LONGEST_WHOLE = 15
"""Digits of whole numbers that a float holds exactly."""

GROUP_DIGITS = 3
PROOF_ROWS = 256
"""Rows that nearly always tell whether points mark decimals."""

_MINUS, _POINT, _SLASH, _ZERO, _NINE = (ord(sign) for sign in "-./09")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainNumbers:
    """Part of a column in which every cell is empty or a plain number.

    Attributes
    ----------
    values : array of float
        NaN where the cell is empty.
    whole : bool
        Whether no cell has a point.
    proves_dot : bool
        Whether some point cannot group thousands.
    """

    values: npt.NDArray[np.float64]
    whole: bool
    proves_dot: bool


def plain_numbers(column: pa.LargeStringArray) -> PlainNumbers | None:
    """Read cells such as 12, -3, 0.5 and empty ones; None when any cell is something else."""
    cells = text_bytes(column)
    if not len(cells.data):
        return PlainNumbers(values=np.full(len(column), np.nan), whole=True, proves_dot=False)
    lengths = cells.lengths
    # Bytes below the zero wrap round to large ones.
    if int((cells.data - np.uint8(_ZERO)).max()) <= _NINE - _ZERO:
        if int(lengths.max()) > LONGEST_WHOLE:
            return None
        return PlainNumbers(
            values=_parsed(column, lengths, pa.int64()), whole=True, proves_dot=False
        )
    if cells.data.min() < _MINUS or cells.data.max() > _NINE or (cells.data == _SLASH).any():
        return None
    negative = cells.first == _MINUS
    digits = lengths - negative
    minuses = np.count_nonzero(cells.data == _MINUS)
    if minuses != np.count_nonzero(negative) or (digits[negative] == 0).any():
        return None
    if not (cells.data == _POINT).any():
        if int(digits.max()) > LONGEST_WHOLE:
            return None
        return PlainNumbers(
            values=_parsed(column, lengths, pa.int64()), whole=True, proves_dot=False
        )
    proves_dot = _proved_early(column, cells, digits)
    if proves_dot is None:
        proves_dot = _points_prove(cells, np.flatnonzero(cells.data == _POINT), digits)
    if proves_dot is None:
        return None
    try:
        values = _parsed(column, lengths, pa.float64())
    except pa.ArrowInvalid:
        # Two points in one cell.
        return None
    return PlainNumbers(values=values, whole=False, proves_dot=proves_dot)


def whole_numbers(column: pa.Int64Array) -> PlainNumbers | None:
    """Take whole numbers that were parsed as such; None when a float cannot hold one of them.

    The parser takes 0x1F for a number, too, which no export writes below plain ones.
    """
    extent = pc.min_max(column)
    if any(abs(bound.as_py() or 0) >= 10**LONGEST_WHOLE for bound in extent.values()):
        return None
    values = pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False)
    return PlainNumbers(values=values, whole=True, proves_dot=False)


def written_numbers(numbers: PlainNumbers) -> pa.LargeStringArray:
    """Write whole numbers as cells; missing ones are empty."""
    parsed = pa.array(numbers.values, from_pandas=True)
    return pc.fill_null(pc.cast(pc.cast(parsed, pa.int64()), pa.large_string()), "")


def _proved_early(
    column: pa.LargeStringArray, cells: TextBytes, digits: npt.NDArray[np.int64]
) -> bool | None:
    """Return True when the first rows prove it and no cell is odd; None to look at all."""
    if int(digits.max()) > LONGEST_WHOLE:
        return None
    before = cells.data[:-1]
    if (
        (cells.last == _POINT).any()
        or (cells.first == _POINT).any()
        or ((before == _MINUS) & (cells.data[1:] == _POINT)).any()
    ):
        return None
    head = text_bytes(column.slice(0, PROOF_ROWS))
    points = np.flatnonzero(head.data == _POINT)
    return _points_prove(head, points, digits[:PROOF_ROWS]) or None if len(points) else None


def _points_prove(
    cells: TextBytes, points: npt.NDArray[np.intp], digits: npt.NDArray[np.int64]
) -> bool | None:
    """Say whether points mark decimals for sure; None where they stand oddly."""
    rows = np.searchsorted(cells.offsets, points, side="right") - 1
    begins = cells.offsets[rows + 1] - digits[rows]
    before, after = points - begins, cells.offsets[rows + 1] - points - 1
    single = np.ones(len(digits), dtype=bool)
    single[rows] = False
    if (
        (rows[1:] == rows[:-1]).any()
        or min(int(before.min()), int(after.min())) < 1
        or max(int(before.max()), int(after.max())) > LONGEST_WHOLE
        or int(digits[single].max(initial=0)) > LONGEST_WHOLE
    ):
        return None
    zero_first = cells.data[begins] == _ZERO
    return bool((zero_first | (before > GROUP_DIGITS) | (after != GROUP_DIGITS)).any())


def _parsed(
    column: pa.LargeStringArray, lengths: npt.NDArray[np.int64], kind: pa.DataType
) -> npt.NDArray[np.float64]:
    """Parse cells of plain numbers; whole ones are parsed more quickly as such."""
    if not lengths.all():
        column = pc.if_else(pa.array(lengths > 0), column, pa.scalar(None, type=column.type))
    parsed = pc.cast(pc.cast(column, kind), pa.float64())
    numbers: npt.NDArray[np.float64] = parsed.to_numpy(zero_copy_only=False)
    return numbers


def joined_numbers(
    parts: Sequence[PlainNumbers | None], *, whole: bool
) -> npt.NDArray[np.float64] | None:
    """Put the parts of a column together.

    Parameters
    ----------
    parts : sequence of PlainNumbers or None
        From top to bottom.
    whole : bool
        Whether the column counts things, so that a point might group thousands.

    Returns
    -------
    array of float, or None
        None when some cell needs a closer look.
    """
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if all(part.whole for part in known) or (not whole and any(p.proves_dot for p in known)):
        return np.concatenate([part.values for part in known])
    return None
