"""Excel workbooks behind a guard: sizes, cells and document types are checked before reading.

A workbook of 2 kB can name a cell at the far corner of a sheet and end the process that reads it,
one of 1 MB can unpack to gigabytes. So the parts of an .xlsx are streamed first and bounded; then
the native reader runs in a worker with bounded memory. Only a small .xlsx whose every part
the guard has bounded is read in this process.
"""

from __future__ import annotations

import re
from concurrent.futures import TimeoutError as WorkerTimeoutError
from dataclasses import replace
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from kpicore.errors import FileTooLargeError, ImportFailedError
from kpicore.ingest.containers import check_entries, is_archive, open_archive, read_entry
from kpicore.ingest.options import MEGABYTE, Limits
from kpicore.ingest.sheets import Sheet
from kpicore.ingest.workbook_cells import read_cells
from kpicore.messages import msg

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
SMALL_CELLS = 300_000
SMALL_BYTES = 16 * MEGABYTE
"""A guarded workbook below both is read without a worker, which takes a second to start."""

OLD_COLUMNS = 256
"""Columns that a sheet of an .xls can have."""

OLD_BYTES, OLD_BYTES_PER_BYTE = 640 * MEGABYTE, 50
"""Memory for an .xls, and for each byte of it. What asks for more is damaged, such as sectors that
follow each other in a circle."""

_CELL_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")
_COUNT = re.compile(r"[0-9]{1,10}")


def read_workbook(data: bytes, name: str, limits: Limits) -> list[Sheet]:
    """Return the sheets of an Excel workbook, .xlsx or .xls.

    Parameters
    ----------
    data : bytes
        The workbook.
    name : str
        File name, for sentences.
    limits : Limits
        What is allowed.

    Returns
    -------
    list of Sheet
        In their order.

    Raises
    ------
    FileTooLargeError
        If it is larger than allowed.
    ImportFailedError
        If it is protected or damaged.
    """
    if data.startswith(OLE_MAGIC):
        if ENCRYPTED_PACKAGE in data:
            raise _protected(name)
        memory = min(limits.worker_bytes, OLD_BYTES + OLD_BYTES_PER_BYTE * len(data))
        cells = read_in_worker(
            data, name, replace(limits, worker_bytes=memory, columns=OLD_COLUMNS)
        )
    elif _guard(data, name, limits):
        cells = read_cells(data, None, limits.cells, limits.columns)
    else:
        cells = read_in_worker(data, name, limits)
    if isinstance(cells, str):
        raise _refusal(cells, name)
    return [Sheet(name=sheet, rows=rows) for sheet, rows in cells]


def read_in_worker(
    data: bytes, name: str, limits: Limits
) -> list[tuple[str, list[list[str]]]] | str:
    """Read a workbook in another process with bounded memory.

    Parameters
    ----------
    data : bytes
        The workbook.
    name : str
        File name, for sentences.
    limits : Limits
        Memory, seconds, cells and columns.

    Returns
    -------
    list of tuple, or str
        See `kpicore.ingest.workbook_cells.read_cells`.

    Raises
    ------
    ImportFailedError
        If the worker died or took too long.
    """
    from loky import ProcessPoolExecutor  # noqa: PLC0415 - only large workbooks need it
    from loky.process_executor import TerminatedWorkerError  # noqa: PLC0415

    executor = ProcessPoolExecutor(max_workers=1, timeout=10)
    try:
        job = executor.submit(read_cells, data, limits.worker_bytes, limits.cells, limits.columns)
        result = job.result(timeout=limits.worker_seconds)
    except (TerminatedWorkerError, WorkerTimeoutError, MemoryError) as fault:
        raise _refusal("broken", name) from fault
    finally:
        executor.shutdown(wait=False, kill_workers=True)
    return result  # type: ignore[no-any-return]  # loky has no types


def _protected(name: str) -> ImportFailedError:
    return ImportFailedError(
        msg(
            "The file {file} is protected by a password; remove the password and upload it again.",
            file=name,
        )
    )


def _refusal(why: str, name: str) -> ImportFailedError:
    if why == "password":
        return _protected(name)
    if why == "cells":
        return _too_large(name)
    return ImportFailedError(
        msg(
            "The workbook {file} is damaged and cannot be read; download it again, or open it in "
            "Excel and save it as CSV.",
            file=name,
        )
    )


def _too_large(name: str) -> FileTooLargeError:
    return FileTooLargeError(
        msg(
            "The workbook {file} spans more rows, columns or sheets than are allowed; upload a "
            "smaller part of it.",
            file=name,
        )
    )


def _guard(data: bytes, name: str, limits: Limits) -> bool:
    """Bound the parts of an .xlsx; say whether it is small and each of them was looked at."""
    with open_archive(data, name) as archive:
        entries = [e for e in archive.infolist() if not e.is_dir()]
        check_entries(entries, name, limits, limits.unpacked_bytes)
        names = {e.filename for e in entries}
        if not any(n.startswith("xl/") for n in names):
            raise ImportFailedError(
                msg(
                    "The file {file} is no Excel workbook but another kind of document; save the "
                    "table as .xlsx or CSV and upload that.",
                    file=name,
                )
            )
        if sum(n.startswith("xl/worksheets/") for n in names) > limits.sheets:
            raise _too_large(name)
        parts = [e for e in entries if e.filename.lower().endswith((".xml", ".rels"))]
        area = max((_check_part(archive, part, name, limits) for part in parts), default=0)
        unpacked = sum(e.file_size for e in entries)
    # A sheet may hide in a part of another name, and those of an .xlsb are not XML.
    return len(parts) == len(entries) and area <= SMALL_CELLS and unpacked <= SMALL_BYTES


def _check_part(archive: ZipFile, entry: ZipInfo, name: str, limits: Limits) -> int:
    extent = _Extent(limits, name)
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    parser.StartDoctypeDeclHandler = extent.doctype
    try:
        parser.Parse(read_entry(archive, entry, name), True)
    except expat.ExpatError as fault:
        raise _refusal("broken", name) from fault
    return extent.area


class _Extent:
    """The corner of the filled cells of one part."""

    def __init__(self, limits: Limits, name: str) -> None:
        self._limits = limits
        self._name = name
        self._row = 0
        self._column = 0
        self._last_row = 0
        self._last_column = 0

    @property
    def area(self) -> int:
        """Cells of the smallest rectangle from A1."""
        return self._last_row * self._last_column

    def doctype(self, *_: object) -> None:
        """Refuse: no program writes a document type into a workbook, only attacks do."""
        raise _refusal("broken", self._name)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow rows and cells."""
        local = tag.rpartition(":")[2]
        if local == "row":
            row = attributes.get("r", "")
            if row and _ROW.fullmatch(row) is None:
                raise _refusal("broken", self._name)
            self._row = int(row) if row else self._row + 1
            self._column = 0
        elif local == "c":
            self._move(attributes.get("r", ""))
        elif local in ("v", "is"):
            self._fill()
        elif local == "sst":
            for key in ("count", "uniqueCount"):
                claimed = attributes.get(key, "0")
                if _COUNT.fullmatch(claimed) is None or int(claimed) > self._limits.cells:
                    raise _too_large(self._name)

    def _move(self, reference: str) -> None:
        if not reference:
            self._column += 1
            return
        match = _CELL_REFERENCE.fullmatch(reference)
        if match is None:
            # The native reader might see a place in it, and ask for memory up to there.
            raise _refusal("broken", self._name)
        self._column = 0
        for letter in match[1].upper():
            self._column = self._column * 26 + ord(letter) - 64
        self._row = int(match[2])

    def _fill(self) -> None:
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if (
            self._last_row > self._limits.rows
            or self._last_column > self._limits.columns
            or self.area > self._limits.cells
        ):
            raise _too_large(self._name)


def is_workbook(data: bytes) -> bool:
    """Whether bytes begin like a workbook: .xls, or the archive that an .xlsx is."""
    return data.startswith(OLE_MAGIC) or is_archive(data)
