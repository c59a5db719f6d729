"""What runs beside the app: a workbook's cells as text, read where a crash hurts nobody.

The native reader can end its process on a crafted file, so this module is called in a worker with
bounded memory; it imports little, because each worker pays for it.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from io import BytesIO

SECRET_ERRORS = re.compile(r"password|encrypt", re.IGNORECASE)
TYPED_DECIMALS = 4
"""Fewest decimals of a fractional number cell: with three it could be taken for thousands."""


def read_cells(
    data: bytes, memory_bytes: int | None, most_cells: int, most_columns: int
) -> list[tuple[str, list[list[str]]]] | str:
    """Read every sheet of a workbook.

    Parameters
    ----------
    data : bytes
        The workbook.
    memory_bytes : int or None
        Address space that this process may use; None leaves it as it is.
    most_cells, most_columns : int
        Of one sheet; only a damaged one has more columns.

    Returns
    -------
    list of tuple, or str
        Sheet name and rows of text cells, blank rows without any; or why it cannot be read:
        ``"password"``, ``"cells"``, ``"broken"``.
    """
    if memory_bytes is not None:
        _bound_memory(memory_bytes)
    import python_calamine  # noqa: PLC0415 - loaded after the memory is bounded

    try:
        with python_calamine.load_workbook(BytesIO(data)) as book:
            sheets = []
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.total_width > most_columns:
                    return "broken"
                if sheet.total_height * max(sheet.total_width, 1) > most_cells:
                    return "cells"
                # One cell far below would make millions of empty ones.
                rows = [
                    [cell_text(c) for c in row] if any(c != "" for c in row) else []
                    for row in sheet.iter_rows()
                ]
                sheets.append((name, rows))
            return sheets
    except python_calamine.PasswordError:
        return "password"
    except (python_calamine.CalamineError, OSError, ValueError, MemoryError) as fault:
        return "password" if SECRET_ERRORS.search(str(fault)) else "broken"
    except _panics():
        return "broken"


def _panics() -> tuple[type[BaseException], ...]:
    """Return what the native reader raises at a fault that it did not expect.

    It is no `Exception`, no module names it, and it is made when it is first raised.
    """
    return tuple(k for k in BaseException.__subclasses__() if k.__name__ == "PanicException")


def _bound_memory(memory_bytes: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        memory_bytes = min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, hard))


def cell_text(value: str | float | bool | date | datetime | time | timedelta) -> str:
    """Write a cell as a text that reads back to the same value.

    Parameters
    ----------
    value : str, number, bool, date, datetime, time or timedelta
        What the reader gives.

    Returns
    -------
    str
        Whole numbers without decimals, others with a point and at least four decimals, dates in
        ISO order, durations as ``h:mm:ss``.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, timedelta):
        return _duration_text(value)
    return value.isoformat()


def _number_text(value: float) -> str:
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    text = repr(value)
    if "e" in text:
        text = f"{value:.17f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(TYPED_DECIMALS, '0')}"


def _duration_text(value: timedelta) -> str:
    seconds = value.total_seconds()
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}"
