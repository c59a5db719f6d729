"""A column of dates: which order, which year, and what is in doubt.

The order of figures is taken from what proves it, in this order: a figure above twelve; days that
follow each other; the clock inside post ids; days the file name tells; the layout's custom; the
reader's choice decides wherever the data do not. The year of dates without one is found by walking
from the end of the export backwards. Each step that is not proof is said in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.date_cells import DateCell, read_date_cell
from kpicore.ingest.month_names import month_numbers
from kpicore.ingest.numbers import is_missing
from kpicore.ingest.options import DateOrder
from kpicore.ingest.reports import Fault, Severity
from kpicore.ingest.shared_texts import factorized
from kpicore.ingest.years import YearAnchors, place_years
from kpicore.messages import msg

PROBE_ROWS = 100
MOST_FORMATS = 2
"""A date column in three formats was put together by hand; no rule reads it safely."""

EXCEL_EPOCH = date(1899, 12, 30)
Ymd = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateHints:
    """What is known of a date column before it is read.

    Attributes
    ----------
    order : DateOrder or None
        The reader's choice.
    custom : DateOrder or None
        What the layout's platform writes, when it always does.
    usual : DateOrder or None
        What files in the header's language usually write; taken with a warning.
    anchors : YearAnchors
        Days between which the dates lie.
    near : array of datetime64 or None
        Moment of each row, known from ids to a day or two; NaT where unknown.
    daily : bool
        Whether consecutive rows are consecutive days.
    serial : bool
        Whether bare five-figure numbers may be Excel's day numbers.
    column : str
        Header, for faults.
    """

    order: DateOrder | None = None
    custom: DateOrder | None = None
    usual: DateOrder | None = None
    anchors: YearAnchors = field(default_factory=YearAnchors)
    near: npt.NDArray[np.datetime64] | None = None
    daily: bool = False
    serial: bool = True
    column: str = ""


@dataclass(slots=True, kw_only=True)
class DateColumn:
    """A column read as dates.

    Attributes
    ----------
    values : array of datetime64[us]
        NaT where the cell is empty or no date.
    timed : bool
        Whether cells carry a time of day.
    utc : bool
        Whether the cells say that their time is UTC.
    unreadable : list of tuple
        Position and text of cells that are no date.
    faults : list of Fault
        Doubts and how they were settled.
    refused : bool
        Whether the column cannot be used; the faults say why.
    """

    values: npt.NDArray[np.datetime64]
    timed: bool = False
    utc: bool = False
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refused: bool = False


def read_dates(texts: pd.Series, hints: DateHints) -> DateColumn:
    """Read a column of cells as dates.

    Parameters
    ----------
    texts : Series of str
        Cells in the order of the rows.
    hints : DateHints
        What is known beforehand.

    Returns
    -------
    DateColumn
        Values and doubts.
    """
    fast = _read_iso(texts)
    if fast is not None:
        return fast
    codes, uniques = factorized(texts)
    cells = [read_date_cell(u, serial=hints.serial) for u in uniques]
    column = DateColumn(values=np.full(len(texts), np.datetime64("NaT", "us")))
    for i, (cell, unique) in enumerate(zip(cells, uniques, strict=True)):
        if cell is None and not is_missing(unique):
            column.unreadable += [(int(p), unique) for p in np.flatnonzero(codes == i)]
    column.unreadable.sort()
    if not _check_formats(cells, uniques, column, hints):
        return column
    order = _order(cells, codes, column, hints)
    days = _days(cells, order)
    stamps = np.array([_stamp(d, c) for d, c in zip(days, cells, strict=True)], dtype=object)
    if any(c is not None and c.family.endswith("bare") for c in cells):
        days_by_row = place_years(
            [_bare(cells[c], order) for c in codes], hints.anchors, hints.near, column.faults
        )
        if days_by_row is None:
            column.refused = True
            return column
        by_row = [_stamp(d, cells[c]) for d, c in zip(days_by_row, codes, strict=True)]
        column.values = np.array(by_row, dtype="datetime64[us]")
    elif len(stamps):
        column.values = stamps.astype("datetime64[us]")[codes]
    read = [c for c in cells if c is not None]
    column.timed = any(c.clock is not None for c in read)
    column.utc = bool(read) and all(c.utc for c in read if c.clock is not None) and column.timed
    _check_impossible(cells, uniques, codes, column)
    return column


def _read_iso(texts: pd.Series) -> DateColumn | None:
    """Read whole columns of ISO dates at once; large files consist of little else."""
    pattern = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?"
    if not len(texts) or not all(
        bool(part.str.fullmatch(pattern).all()) for part in (texts.head(PROBE_ROWS), texts)
    ):
        return None
    values = pd.to_datetime(texts, format="ISO8601", errors="coerce")
    if values.isna().any():
        return None
    timed = bool((texts.str.len() > 10).any())
    return DateColumn(values=values.to_numpy().astype("datetime64[us]"), timed=timed)


def _check_formats(
    cells: Sequence[DateCell | None],
    uniques: Sequence[str],
    column: DateColumn,
    hints: DateHints,
) -> bool:
    examples: dict[str, str] = {}
    for cell, unique in zip(cells, uniques, strict=True):
        if cell is not None:
            examples.setdefault(cell.form, unique)
    families = {c.family for c in cells if c is not None}
    doubtful = families & {"numeric", "numeric_bare", "named_bare", "cjk_bare"}
    if len(examples) > MOST_FORMATS or (len(families) > 1 and doubtful):
        column.refused = True
        column.faults.append(
            Fault(
                severity=Severity.ERROR,
                column=hints.column,
                message=msg(
                    "The dates are written in {count} formats ({examples}). Expected is one "
                    "format in the whole column; write them alike, or upload the file as the "
                    "platform gave it.",
                    count=len(examples),
                    examples=tuple(examples.values())[:4],
                ),
            )
        )
        return False
    return True


def _days(cells: Sequence[DateCell | None], order: DateOrder) -> list[date | None]:
    months = month_numbers({c.month for c in cells if c is not None and c.month}) or {}
    days: list[date | None] = []
    for cell in cells:
        ymd = None if cell is None else _ymd(cell, months, order)
        days.append(None if ymd is None else _date(ymd))
    return days


def _ymd(cell: DateCell, months: Mapping[str, int], order: DateOrder) -> Ymd | None:
    figures = cell.figures
    if cell.family in ("ymd", "cjk", "compact"):
        return figures[0], figures[1], figures[2]
    if cell.family == "serial":
        day = EXCEL_EPOCH + timedelta(days=figures[0])
        return day.year, day.month, day.day
    if cell.family == "named":
        month = months.get(cell.month)
        return None if month is None else (figures[1], month, figures[0])
    if cell.family == "numeric":
        first, second, year = figures
        return (year, second, first) if order is DateOrder.DMY else (year, first, second)
    return None


def _date(ymd: Ymd) -> date | None:
    try:
        day = date(*ymd)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2100 else None


def _stamp(day: date | None, cell: DateCell | None) -> np.datetime64:
    if day is None or cell is None:
        return np.datetime64("NaT", "us")
    clock = cell.clock or timedelta(0)
    return np.datetime64(day, "us") + np.timedelta64(clock)


def _bare(cell: DateCell | None, order: DateOrder) -> tuple[int, int] | None:
    """Return month and day of a cell without a year."""
    if cell is None or not cell.family.endswith("bare"):
        return None
    if cell.family == "cjk_bare":
        return cell.figures[1], cell.figures[2]
    if cell.family == "named_bare":
        month = (month_numbers({cell.month}) or {}).get(cell.month)
        return None if month is None else (month, cell.figures[0])
    first, second = cell.figures
    return (second, first) if order is DateOrder.DMY else (first, second)


def _order(
    cells: Sequence[DateCell | None],
    codes: npt.NDArray[np.intp],
    column: DateColumn,
    hints: DateHints,
) -> DateOrder:
    """Decide whether the day or the month stands first, and say how."""
    pairs = {c.figures[:2]: c for c in cells if c is not None and c.family.startswith("numeric")}
    if not pairs:
        return DateOrder.MDY
    first_high = any(a > 12 for a, _ in pairs)
    second_high = any(b > 12 for _, b in pairs)
    if first_high and second_high:
        column.refused = True
        column.faults.append(_fault_mixed(hints))
        return DateOrder.MDY
    if first_high or second_high:
        return DateOrder.DMY if first_high else DateOrder.MDY
    if hints.order in (DateOrder.DMY, DateOrder.MDY):
        return DateOrder(hints.order)
    if hints.custom is not None:
        return hints.custom
    for decide in (_order_by_ids, _order_by_days, _order_by_span):
        found = decide(cells, codes, hints)
        if found is not None:
            column.faults.append(_fault_order(found, hints, proved=True))
            return found
    # Hardly anybody writes the month first between dots.
    dotted = all("." in c.form for c in pairs.values())
    taken = hints.usual or (DateOrder.DMY if dotted else DateOrder.MDY)
    column.faults.append(_fault_order(taken, hints, proved=False))
    return taken


def _in_order(
    cells: Sequence[DateCell | None], codes: npt.NDArray[np.intp], order: DateOrder
) -> list[date | None]:
    days = [None if c is None else _ymd(c, {}, order) for c in cells]
    return [None if days[c] is None else _date(days[c]) for c in codes]


def _decide(
    cells: Sequence[DateCell | None],
    codes: npt.NDArray[np.intp],
    fits: Callable[[list[date | None]], bool],
) -> DateOrder | None:
    fitting = [o for o in (DateOrder.DMY, DateOrder.MDY) if fits(_in_order(cells, codes, o))]
    return fitting[0] if len(fitting) == 1 else None


def _order_by_ids(
    cells: Sequence[DateCell | None], codes: npt.NDArray[np.intp], hints: DateHints
) -> DateOrder | None:
    if hints.near is None:
        return None
    near = [None if np.isnat(n) else n.astype("datetime64[D]").item() for n in hints.near]

    def fits(days: list[date | None]) -> bool:
        gaps = [abs((d - n).days) for d, n in zip(days, near, strict=True) if d and n]
        return bool(gaps) and max(gaps) <= 2

    return _decide(cells, codes, fits)


def _order_by_days(
    cells: Sequence[DateCell | None], codes: npt.NDArray[np.intp], hints: DateHints
) -> DateOrder | None:
    if not hints.daily or len(codes) < 3:
        return None

    def fits(days: list[date | None]) -> bool:
        known = sorted({d for d in days if d is not None})
        steps = [(b - a).days for a, b in pairwise(known)]
        return bool(steps) and sum(s == 1 for s in steps) >= 0.8 * len(steps)

    return _decide(cells, codes, fits)


def _order_by_span(
    cells: Sequence[DateCell | None], codes: npt.NDArray[np.intp], hints: DateHints
) -> DateOrder | None:
    first, last = hints.anchors.start, hints.anchors.latest
    if first is None and last is None:
        return None

    def fits(days: list[date | None]) -> bool:
        known = [d for d in days if d is not None]
        return all((first is None or d >= first) and (last is None or d <= last) for d in known)

    return _decide(cells, codes, fits)


def _fault_mixed(hints: DateHints) -> Fault:
    return Fault(
        severity=Severity.ERROR,
        column=hints.column,
        message=msg(
            "Some dates can only be day first and others only month first. Expected is one order "
            "in the whole column; a spreadsheet program may have turned part of them. Upload the "
            "file as the platform gave it."
        ),
    )


def _fault_order(order: DateOrder, hints: DateHints, *, proved: bool) -> Fault:
    first_day = order is DateOrder.DMY
    if proved:
        text = (
            msg("The dates were read day first: only so do the days fit the rest of the file.")
            if first_day
            else msg(
                "The dates were read month first: only so do the days fit the rest of the file."
            )
        )
        return Fault(severity=Severity.INFO, column=hints.column, message=text)
    text = (
        msg(
            "The dates could be day first or month first, and nothing in the file tells; day "
            "first was taken. If that is wrong, choose the date order mdy."
        )
        if first_day
        else msg(
            "The dates could be day first or month first, and nothing in the file tells; month "
            "first was taken. If that is wrong, choose the date order dmy."
        )
    )
    return Fault(severity=Severity.WARNING, column=hints.column, message=text)


def _check_impossible(
    cells: Sequence[DateCell | None],
    uniques: Sequence[str],
    codes: npt.NDArray[np.intp],
    column: DateColumn,
) -> None:
    """List cells that look like a date and name no day, such as 31 June."""
    missing = np.isnat(column.values)
    for position in np.flatnonzero(missing):
        if cells[codes[position]] is not None:
            column.unreadable.append((int(position), uniques[codes[position]]))
    column.unreadable.sort()
