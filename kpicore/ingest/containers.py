"""Opening archives: zip in zip up to a depth, with names re-decoded and bombs refused."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from kpicore.errors import FileTooLargeError, ImportFailedError
from kpicore.ingest.options import MEGABYTE, Limits
from kpicore.messages import msg, msgs

RATIO_APPLIES_FROM = 4 * MEGABYTE
"""Below this unpacked size a high ratio is harmless: short texts of zeros pack well."""

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab", ".xls", ".xlsx", ".xlsm", ".zip", ""})
JUNK_PARTS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
UTF8_NAME_FLAG = 0x800
ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One file as it came or out of an archive.

    Attributes
    ----------
    name : str
        Own name, without folders.
    shown : str
        Name with the archives it lies in.
    data : bytes
        Content.
    around : tuple of str
        Names of the archives and folders it lies in, outermost first; they often carry the
        account and the days.
    written_on : date or None
        Time stamp of the entry or file: no earlier than the export.
    skipped : int
        Entries beside it that are no tables.
    """

    name: str
    shown: str
    data: bytes
    around: tuple[str, ...] = ()
    written_on: date | None = None
    skipped: int = 0


def is_archive(data: bytes) -> bool:
    """Whether the bytes begin like a zip archive (which workbooks are, too)."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def open_archive(data: bytes, name: str) -> ZipFile:
    """Open a zip archive.

    Raises
    ------
    ImportFailedError
        If it is damaged.
    """
    try:
        return ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as fault:
        raise _damaged(name) from fault


def _damaged(name: str) -> ImportFailedError:
    return ImportFailedError(
        msg(
            "The file {file} is damaged: it begins like a zip archive or workbook but cannot be "
            "opened. Download it again.",
            file=name,
        )
    )


def check_entries(entries: list[ZipInfo], name: str, limits: Limits, budget: int) -> None:
    """Refuse archives that are protected, too large or reach outside themselves.

    Parameters
    ----------
    entries : list of ZipInfo
        All entries.
    name : str
        The archive, for the sentence.
    limits : Limits
        What is allowed.
    budget : int
        Bytes that may still be unpacked.

    Raises
    ------
    FileTooLargeError
        For too many entries, too large ones or such that pack suspiciously well.
    ImportFailedError
        For passwords and paths outside the archive.
    """
    if len(entries) > limits.entries:
        raise FileTooLargeError(
            msg(
                "The archive {file} holds {count} entries, more than the {limit} that are "
                "allowed; unpack it and upload only the tables.",
                file=name,
                count=len(entries),
                limit=limits.entries,
            )
        )
    for entry in entries:
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise ImportFailedError(
                msg(
                    "The file {file} is protected by a password; remove the password and upload "
                    "it again.",
                    file=name,
                )
            )
        _check_path(entry.filename, name)
    _check_sizes(entries, name, limits, budget)


def _check_path(entry_name: str, name: str) -> None:
    path = PurePosixPath(entry_name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        raise ImportFailedError(
            msg(
                "The archive {file} holds the path {path}, which leads outside the archive; "
                "it is refused. Unpack it and upload the tables themselves.",
                file=name,
                path=entry_name,
            )
        )


def _check_sizes(entries: list[ZipInfo], name: str, limits: Limits, budget: int) -> None:
    total = sum(e.file_size for e in entries)
    packed_well = any(
        e.file_size > RATIO_APPLIES_FROM and e.file_size > limits.ratio * max(e.compress_size, 1)
        for e in entries
    )
    if total > budget:
        raise FileTooLargeError(
            msg(
                "The file {file} unpacks to {size} MB, more than the {limit} MB that are left "
                "of the limit; upload its tables in smaller files.",
                file=name,
                size=round(total / MEGABYTE),
                limit=round(budget / MEGABYTE),
            )
        )
    if packed_well:
        raise FileTooLargeError(
            msg(
                "The file {file} unpacks to {size} MB, more than {ratio} times its own size, as "
                "no export does; it was not unpacked. Upload its tables themselves.",
                file=name,
                size=round(total / MEGABYTE),
                ratio=limits.ratio,
            )
        )


def read_entry(archive: ZipFile, entry: ZipInfo, name: str) -> bytes:
    """Return an entry's bytes, never more than it declared.

    Raises
    ------
    ImportFailedError
        If the entry is damaged or larger than it says.
    """
    try:
        with archive.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
    except (BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as fault:
        raise _damaged(name) from fault
    if len(data) > entry.file_size:
        raise _damaged(name)
    return data


def entry_name(entry: ZipInfo) -> str:
    """Return the name of an entry, repaired where it was written in a local code page.

    Parameters
    ----------
    entry : ZipInfo
        The entry; without the UTF-8 flag its name arrives read as code page 437.

    Returns
    -------
    str
        The name as its author saw it, as far as the bytes tell.
    """
    if entry.flag_bits & UTF8_NAME_FLAG or entry.filename.isascii():
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding, ranges in (
        ("utf-8", ((0x80, 0x10FFFF),)),
        ("cp949", ((0xAC00, 0xD7A3),)),
        ("cp932", ((0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF))),
        ("gb18030", ((0x4E00, 0x9FFF), (0x3000, 0x303F), (0xFF00, 0xFFEF))),
    ):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(c.isascii() or any(a <= ord(c) <= b for a, b in ranges) for c in text):
            return text
    return entry.filename


def leaves(
    data: bytes, name: str, limits: Limits, written_on: date | None = None
) -> Iterator[Leaf]:
    """Yield the files in an archive, or the file itself.

    Parameters
    ----------
    data : bytes
        Content.
    name : str
        File name.
    limits : Limits
        What is allowed.
    written_on : date, optional
        Time stamp of the file.

    Yields
    ------
    Leaf
        Files that could be tables, in the order of their names.

    Raises
    ------
    ImportFailedError
        If the archive is damaged, protected, too large, too deep or without tables.
    """
    yield from _unpack(data, (name,), limits, [limits.unpacked_bytes], written_on)


def _unpack(
    data: bytes,
    path: tuple[str, ...],
    limits: Limits,
    budget: list[int],
    written_on: date | None,
) -> Iterator[Leaf]:
    name = path[-1]
    if data[:2] == b"\x1f\x8b":
        inner = _gunzip(data, name, min(limits.unpacked_bytes, budget[0]))
        budget[0] -= len(inner)
        plain = name.removesuffix(".gz")
        yield from _unpack(inner, (*path[:-1], plain), limits, budget, written_on)
        return
    if not is_archive(data) or _is_workbook(data, name):
        parts = PurePosixPath(name).parts
        around = tuple(p for step in path[:-1] for p in PurePosixPath(step).parts) + parts[:-1]
        yield Leaf(
            name=parts[-1] if parts else name,
            shown="/".join(path),
            data=data,
            around=around,
            written_on=written_on,
        )
        return
    if len(path) > limits.depth:
        raise FileTooLargeError(
            msg(
                "The archive {file} holds archives inside archives, more than {depth} deep; "
                "unpack it and upload the tables themselves.",
                file=path[0],
                depth=limits.depth,
            )
        )
    yield from _entries(data, path, limits, budget)


def _entries(
    data: bytes, path: tuple[str, ...], limits: Limits, budget: list[int]
) -> Iterator[Leaf]:
    name = path[-1]
    with open_archive(data, name) as archive:
        entries = [e for e in archive.infolist() if not e.is_dir() and not _is_junk(e.filename)]
        check_entries(entries, name, limits, budget[0])
        budget[0] -= sum(e.file_size for e in entries)
        named = sorted((entry_name(e), i) for i, e in enumerate(entries))
        tables = [(n, entries[i]) for n, i in named if _may_be_table(n)]
        if not tables:
            raise ImportFailedError(
                msgs(
                    "The archive {file} holds no table: {count} file such as {example}. Expected "
                    "are CSV or Excel files; choose that format where you download the data.",
                    "The archive {file} holds no table: {count} files such as {example}. "
                    "Expected are CSV or Excel files; choose that format where you download the "
                    "data.",
                    len(entries),
                    file=name,
                    example=named[0][0] if named else "–",
                )
            )
        skipped = len(entries) - len(tables)
        for inner_name, entry in tables:
            stamp = _stamp(entry)
            content = read_entry(archive, entry, name)
            for leaf in _unpack(content, (*path, inner_name), limits, budget, stamp):
                yield leaf if not skipped else _with_skipped(leaf, skipped)
                skipped = 0


def _with_skipped(leaf: Leaf, skipped: int) -> Leaf:
    return Leaf(
        name=leaf.name,
        shown=leaf.shown,
        data=leaf.data,
        around=leaf.around,
        written_on=leaf.written_on,
        skipped=leaf.skipped + skipped,
    )


def _stamp(entry: ZipInfo) -> date | None:
    # 1980-01-01 is what programs write that do not know the time.
    try:
        stamp = date(*entry.date_time[:3])
    except ValueError:
        return None
    return stamp if stamp.year > 1980 else None


def _is_junk(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(p in JUNK_PARTS for p in parts) or (bool(parts) and parts[-1].startswith("._"))


def _may_be_table(name: str) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in TABLE_SUFFIXES or suffix == ".gz" or " " in suffix


def _is_workbook(data: bytes, name: str) -> bool:
    with open_archive(data, name) as archive:
        names = archive.namelist()
    return "[Content_Types].xml" in names or "mimetype" in names or "xl/workbook.xml" in names


def _gunzip(data: bytes, name: str, limit: int) -> bytes:
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        inner = decompressor.decompress(data, limit + 1)
    except zlib.error as fault:
        raise _damaged(name) from fault
    if len(inner) > limit:
        raise FileTooLargeError(
            msg(
                "The file {file} unpacks to more than {limit} MB; upload its tables in smaller "
                "files.",
                file=name,
                limit=round(limit / MEGABYTE),
            )
        )
    return inner
