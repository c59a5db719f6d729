"""What is read and how: files, limits, the reader's choices and saved mappings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kpicore.errors import ImportFailedError
from kpicore.messages import msg

if TYPE_CHECKING:
    from kpicore.settings import Settings

MEGABYTE = 1024 * 1024


class DateOrder(StrEnum):
    """Order of the parts of a date written in figures."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class DecimalMark(StrEnum):
    """Which sign separates the decimals; the other one groups thousands."""

    DOT = "dot"
    COMMA = "comma"


class TableKind(StrEnum):
    """What the rows of a table are."""

    DAILY = "daily"
    POSTS = "posts"
    AUDIENCE = "audience"
    LIVE = "live"
    COMMENTS = "comments"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a file may hold; everything beyond is refused before it is unpacked.

    Attributes
    ----------
    file_bytes : int
        Size of one file as given.
    unpacked_bytes : int
        Size of all that one file unpacks to.
    ratio : int
        Unpacked size over packed size of one entry; real exports stay below 60.
    entries : int
        Entries of an archive.
    depth : int
        Archives inside archives.
    sheets, rows, columns, cells : int
        Of one workbook; `rows` and `columns` of one sheet.
    worker_bytes : int
        Memory of the process that reads a workbook.
    worker_seconds : int
        Time after which that process is given up.
    """

    file_bytes: int = 300 * MEGABYTE
    unpacked_bytes: int = 1024 * MEGABYTE
    ratio: int = 250
    entries: int = 2000
    depth: int = 3
    sheets: int = 60
    rows: int = 1_048_576
    columns: int = 4096
    cells: int = 12_000_000
    worker_bytes: int = 3 * 1024 * MEGABYTE
    worker_seconds: int = 120


def limits_of(settings: Settings) -> Limits:
    """Return the limits that the settings ask for."""
    return Limits(
        file_bytes=settings.max_upload_mb * MEGABYTE,
        unpacked_bytes=settings.max_unpacked_mb * MEGABYTE,
        depth=settings.max_nesting,
        sheets=settings.max_sheets,
        cells=settings.max_cells,
        worker_bytes=settings.worker_memory_mb * MEGABYTE,
        worker_seconds=settings.worker_seconds,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that somebody gave: its bytes, or where they are.

    Attributes
    ----------
    name : str
        File name as the person sees it; it often tells the platform, the days or the account.
    data : bytes or None
        Content; read from `path` when None.
    path : Path or None
        Where the content is.
    written : date or None
        Day of the file's time stamp, where its bytes travel without it.
    """

    name: str
    data: bytes | None = None
    path: Path | None = None
    written: date | None = None

    @classmethod
    def at(cls, path: Path) -> SourceFile:
        """Return the file at a path."""
        return cls(name=path.name, path=path)

    @property
    def size(self) -> int:
        """Size in bytes."""
        if self.data is not None:
            return len(self.data)
        return self._stat_size()

    def _stat_size(self) -> int:
        if self.path is None:
            return 0
        try:
            return self.path.stat().st_size
        except OSError as fault:
            raise self._unreadable() from fault

    @property
    def written_on(self) -> date | None:
        """Day of the file's time stamp, no earlier than the export; None where it is not known."""
        if self.written is not None or self.path is None:
            return self.written
        try:
            return datetime.fromtimestamp(self.path.stat().st_mtime).date()
        except OSError:
            return None

    def read(self) -> bytes:
        """Return the content.

        Raises
        ------
        ImportFailedError
            If the file cannot be opened.
        """
        if self.data is not None:
            return self.data
        if self.path is None:
            return b""
        try:
            return self.path.read_bytes()
        except OSError as fault:
            raise self._unreadable() from fault

    def _unreadable(self) -> ImportFailedError:
        return ImportFailedError(
            msg(
                "The file {file} cannot be opened; check that it exists and may be read.",
                file=self.name,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """What a person, or a layout, says that a column is.

    Attributes
    ----------
    header : str
        The column's header as in the file.
    role : str
        ``"date"``, ``"post_id"``, ``"published"``, ``"title"``, ``"url"``, ``"format"``,
        ``"metric_name"``, ``"value"`` (long tables), ``"ignore"``, or a canonical metric name.
    scale : float
        Multiplied to each number to reach the canonical unit: 3600 for hours, 0.01 for percent.
    """

    header: str
    role: str
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMapping:
    """A saved answer to "what are these columns?", applied by itself to tables of that header.

    Attributes
    ----------
    name : str
        Name for people.
    fingerprint : str
        Of the header, see `kpicore.ingest.mapping.header_fingerprint`.
    platform : str
        Platform key the rows belong to.
    kind : TableKind
        Daily values or posts.
    columns : tuple of ColumnChoice
        One per column that is used.
    date_order : DateOrder or None
        Order of figures in dates; None lets the data decide.
    decimal_mark : DecimalMark or None
        Decimal sign; None lets the data decide.
    """

    name: str
    fingerprint: str
    platform: str
    kind: TableKind
    columns: tuple[ColumnChoice, ...]
    date_order: DateOrder | None = None
    decimal_mark: DecimalMark | None = None

    def to_json(self) -> str:
        """Return the mapping as one JSON text."""
        return json.dumps(
            {
                "name": self.name,
                "fingerprint": self.fingerprint,
                "platform": self.platform,
                "kind": self.kind.value,
                "columns": [[c.header, c.role, c.scale] for c in self.columns],
                "date_order": self.date_order,
                "decimal_mark": self.decimal_mark,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> NamedMapping:
        """Read back what `to_json` wrote.

        Raises
        ------
        ImportFailedError
            If the text is not such a mapping.
        """
        try:
            raw: Mapping[str, object] = json.loads(text)
            columns = raw["columns"]
            if not isinstance(columns, list):
                raise TypeError("columns")
            order, mark = raw.get("date_order"), raw.get("decimal_mark")
            return cls(
                name=str(raw["name"]),
                fingerprint=str(raw["fingerprint"]),
                platform=str(raw["platform"]),
                kind=TableKind(str(raw["kind"])),
                columns=tuple(
                    ColumnChoice(header=str(h), role=str(r), scale=float(s)) for h, r, s in columns
                ),
                date_order=DateOrder(str(order)) if order else None,
                decimal_mark=DecimalMark(str(mark)) if mark else None,
            )
        except (KeyError, TypeError, ValueError) as fault:
            raise ImportFailedError(
                msg("This is no saved mapping; save the mapping again from the mapping step.")
            ) from fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """The reader's choices for one import.

    Attributes
    ----------
    account : str or None
        Name of the account the files belong to; overrides what the files say.
    platform : str or None
        Platform key; decides where a file does not say it.
    network : str or None
        ``"instagram"`` or ``"facebook"``: what those files of Meta tell that do not say it
        themselves; files of other platforms are not touched by it.
    date_order : DateOrder or None
        Order of figures in dates; None lets the data decide and reports doubts.
    today : date or None
        The day of the import: no data lie after it. Used to find the year of dates without one.
    limits : Limits
        Sizes beyond which files are refused.
    mappings : tuple of NamedMapping
        Saved mappings, applied to tables of the same header.
    """

    account: str | None = None
    platform: str | None = None
    network: str | None = None
    date_order: DateOrder | None = None
    today: date | None = None
    limits: Limits = field(default_factory=Limits)
    mappings: tuple[NamedMapping, ...] = ()
