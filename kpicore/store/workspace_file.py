"""A whole workspace as one file: a zip of JSON tables and Parquet frames, checked on reading.

Format "goalpost-workspace", version 2::

    manifest.json        format, version, name, and each other entry with its SHA-256
    tables/<table>.json  list of rows, each an object by column; days and moments in ISO 8601
    frames/<n>.parquet   rows of one frame of one import; tables/import_frames.json says which

Version 1 knew no scenarios, reviews and experiments; its files are read, and hold none.

People stay behind - members, invitations, links, who changed what -, and so do the choices of
members other than the one who writes the file. What
is read is taken for somebody else's work: entries, sizes, hashes, columns, types and meaning are
checked, all before anything of the workspace is touched or in one transaction with it.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from typing import Final, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Double, Integer

from kpicore.errors import FileTooLargeError, ImportFailedError
from kpicore.frames import COLUMNS
from kpicore.messages import msg
from kpicore.store.blocks import BlockError, read_block
from kpicore.store.records import Json
from kpicore.store.tables import (
    TABLES,
    AuditRow,
    Base,
    ExperimentRow,
    ImportAccountRow,
    ImportFrameRow,
    ImportRow,
    InvitationRow,
    LinkRow,
    MemberRow,
    Owned,
    ReviewRow,
    ScenarioRow,
    WorkspaceRow,
)

_T = TypeVar("_T")
_Number = TypeVar("_Number", int, float)
FORMAT: Final = "goalpost-workspace"
VERSION: Final = 2
LEFT_OUT: Final = frozenset(
    row.__tablename__ for row in (WorkspaceRow, MemberRow, InvitationRow, LinkRow, AuditRow)
)
"""Tables that stay with the workspace: its name, and people with all that they may and did."""
_BLOCK: Final = (ImportFrameRow.__tablename__, "data")
_ENTRY: Final = "entry"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Time stamp of all entries: the same workspace gives the same bytes."""
_JSON_SHAPES: Final[Mapping[str, type[list[object]] | type[dict[str, object]]]] = {
    "account_ids": list,
    "tags": list,
    "report": dict,
    "content": dict,
}
_SINCE: Final[Mapping[str, int]] = {
    ScenarioRow.__tablename__: 2,
    ReviewRow.__tablename__: 2,
    ExperimentRow.__tablename__: 2,
}
"""Table to the first version of the format that holds it; the others are in all."""
_LARGEST_WHOLE: Final = 2**31 - 1
_MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """How much a workspace file may hold.

    Attributes
    ----------
    unpacked_bytes : int
        All entries together, unpacked.
    entries : int
        Entries.
    frame_rows : int
        Rows of one frame of one import.
    """

    unpacked_bytes: int = 1024 * _MEGABYTE
    entries: int = 100_000
    frame_rows: int = 20_000_000


def pack(name: str, rows: Iterable[Owned]) -> bytes:
    """Write rows to a workspace file.

    Parameters
    ----------
    name : str
        Name of the workspace.
    rows : iterable of Owned
        Rows of one workspace.

    Returns
    -------
    bytes
        A zip.
    """
    tables: dict[str, list[dict[str, Json]]] = {t: [] for t in TABLES if t not in LEFT_OUT}
    entries: dict[str, bytes] = {}
    for row in rows:
        table = row.__tablename__
        values = {
            column.name: _plain(getattr(row, column.name))
            for column in _columns(table)
            if (table, column.name) != _BLOCK
        }
        if isinstance(row, ImportFrameRow):
            values[_ENTRY] = f"frames/{len(entries)}.parquet"
            entries[str(values[_ENTRY])] = row.data
        tables[table].append(values)
    for table, listed in tables.items():
        entries[f"tables/{table}.json"] = _dump(listed)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "name": name,
        "entries": {entry: sha256(data).hexdigest() for entry, data in entries.items()},
    }
    sink = BytesIO()
    with ZipFile(sink, "w") as archive:
        for entry, data in {"manifest.json": _dump(manifest), **entries}.items():
            info = ZipInfo(entry, _EPOCH)
            # Parquet is packed already.
            info.compress_type = ZIP_STORED if entry.startswith("frames/") else ZIP_DEFLATED
            archive.writestr(info, data)
    return sink.getvalue()


def unpack(data: bytes, limits: FileLimits) -> tuple[str, list[Owned]]:
    """Read a workspace file.

    Parameters
    ----------
    data : bytes
        Anything.
    limits : FileLimits
        Beyond them it is refused before it is unpacked.

    Returns
    -------
    tuple of str and list of Owned
        Name of the workspace, and its rows without a workspace.

    Raises
    ------
    ImportFailedError
        If it is no workspace file, damaged, or of a newer version.
    FileTooLargeError
        If it is over a limit.
    """
    entries, manifest = _open(data, limits)
    rows: list[Owned] = []
    try:
        for table in TABLES:
            if table not in LEFT_OUT and _SINCE.get(table, 1) <= _version(manifest):
                listed = json.loads(entries[f"tables/{table}.json"])
                rows.extend(_row(table, values, entries) for values in listed)
        _check_links(rows, limits)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        raise damaged() from fault
    return str(manifest.get("name", "")), rows


_UNREADABLE: Final = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError),
    *(KeyError, NotImplementedError, RuntimeError, UnicodeDecodeError, json.JSONDecodeError),
)
"""What reading a zip file and the text in it raises where their bytes are not in order."""


def damaged() -> ImportFailedError:
    """Return the error for a file that says it is a workspace and is not in order."""
    return ImportFailedError(
        msg("This workspace file is damaged or was changed; nothing was restored from it.")
    )


def _open(data: bytes, limits: FileLimits) -> tuple[dict[str, bytes], Mapping[str, object]]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            if (
                len(infos) > limits.entries
                or sum(i.file_size for i in infos) > limits.unpacked_bytes
            ):
                raise FileTooLargeError(
                    msg(
                        "The file holds more than a workspace may: at most {megabytes} MB in "
                        "{entries} parts.",
                        megabytes=limits.unpacked_bytes // _MEGABYTE,
                        entries=limits.entries,
                    )
                )
            manifest = json.loads(archive.read("manifest.json"))
            _check_manifest(manifest)
            wanted = manifest["entries"]
            if set(wanted) | {"manifest.json"} != {i.filename for i in infos}:
                raise damaged()
            entries = {entry: archive.read(entry) for entry in wanted}
    except _UNREADABLE as fault:
        raise _no_workspace() from fault
    if any(sha256(entries[e]).hexdigest() != digest for e, digest in wanted.items()):
        raise damaged()
    return entries, manifest


def _no_workspace() -> ImportFailedError:
    return ImportFailedError(
        msg("This is no workspace file; expected is a file that Goalpost saved as a workspace.")
    )


def _check_manifest(manifest: object) -> None:
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _no_workspace()
    version = manifest.get("version")
    if type(version) is not int or version > VERSION:
        raise ImportFailedError(
            msg("This workspace file was written by a newer version of Goalpost; update it first.")
        )
    if version < 1 or not isinstance(manifest.get("entries"), dict):
        raise damaged()


def _version(manifest: Mapping[str, object]) -> int:
    version = manifest["version"]
    assert isinstance(version, int)
    return version


def _row(table: str, values: Mapping[str, object], entries: Mapping[str, bytes]) -> Owned:
    made = {
        column.name: entries[str(values[_ENTRY])]
        if (table, column.name) == _BLOCK
        else _typed(column, values[column.name])
        for column in _columns(table)
    }
    return TABLES[table](**made)


def _check_links(rows: Iterable[Owned], limits: FileLimits) -> None:
    """Refuse repeated keys, and frames that are broken or speak of accounts that are not there."""
    told, frames, keys = set(), [], set()
    for row in rows:
        key = (row.__tablename__, *(getattr(row, c.name) for c in keys_of(row.__tablename__)))
        if key in keys:
            raise ValueError(f"{key} comes twice")
        keys.add(key)
        if isinstance(row, ImportAccountRow):
            told.add((row.import_id, row.source_account_id))
        elif isinstance(row, ImportFrameRow):
            frames.append(row)
    for row in frames:
        if row.frame not in COLUMNS or (ImportRow.__tablename__, None, row.import_id) not in keys:
            raise BlockError(f"{row.frame} of {row.import_id}: no such frame or import")
        frame = read_block(row.frame, row.data, most_rows=limits.frame_rows)
        accounts = {(row.import_id, account) for account in frame["account_id"].unique()}
        if len(frame) != row.row_count or not accounts <= told:
            raise BlockError(f"{row.frame}: other rows or accounts than said")


def keys_of(table: str) -> tuple[Column[object], ...]:
    """Return the columns of a table's primary key."""
    return tuple(Base.metadata.tables[table].primary_key)


def _columns(table: str) -> list[Column[object]]:
    return [c for c in Base.metadata.tables[table].columns if c.name != "workspace_id"]


def _plain(value: object) -> Json:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | list | dict):
        return value
    raise TypeError(f"{type(value)} cannot be written to a workspace file.")


def _typed(column: Column[object], value: object) -> object:
    """Return the value as its column holds it; a value of another type is a fault."""
    kind = column.type
    if value is None and column.nullable:
        return None
    if isinstance(kind, JSON):
        return _shaped(column.name, value)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(_of(str, value))
    if isinstance(kind, Date):
        return date.fromisoformat(_of(str, value))
    if isinstance(kind, Boolean):
        return _of(bool, value)
    if isinstance(kind, Integer):
        return _within(_of(int, value), _LARGEST_WHOLE)
    if isinstance(kind, Double):
        number = float(_of(int, value) if isinstance(value, int) else _of(float, value))
        return _within(number, sys.float_info.max)
    return _of(str, value)


def _shaped(column: str, value: object) -> object:
    if column not in _JSON_SHAPES:
        return value
    if not isinstance(value, _JSON_SHAPES[column]):
        raise TypeError(f"{column}: {_JSON_SHAPES[column].__name__} expected")
    return [_of(str, text) for text in value] if isinstance(value, list) else value


def _of(kind: type[_T], value: object) -> _T:
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected, got {type(value).__name__}")
    return value


def _within(value: _Number, largest: float) -> _Number:
    # Not a number is within nothing.
    if not abs(value) <= largest:
        raise ValueError(f"{value} is no number that can be kept")
    return value


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
