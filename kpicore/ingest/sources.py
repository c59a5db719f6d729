"""From a file's bytes to sheets: workbook, web page or delimited text, told by content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kpicore.errors import ImportFailedError
from kpicore.ingest.containers import Leaf
from kpicore.ingest.delimited import find_dialect, read_text_table
from kpicore.ingest.html_tables import looks_like_html, read_html_tables
from kpicore.ingest.options import Limits
from kpicore.ingest.reports import Fault, Severity
from kpicore.ingest.sheets import Sheet
from kpicore.ingest.texts import DecodedText, decode
from kpicore.ingest.workbooks import is_workbook, read_workbook
from kpicore.messages import msg, msgs

_CELL_BREAKS = re.compile(r"[,;\t|\r\n\"]+")


def read_sheets(
    leaf: Leaf, limits: Limits, words_known: Callable[[Iterable[str]], int]
) -> tuple[list[Sheet], list[Fault]]:
    """Cut a file into grids of cells.

    Parameters
    ----------
    leaf : Leaf
        The file.
    limits : Limits
        What is allowed.
    words_known : callable
        Number of cells that are known header words.

    Returns
    -------
    tuple of list of Sheet and list of Fault
        Grids and remarks on the file's form.

    Raises
    ------
    ImportFailedError
        If it is no table, damaged, protected or too large.
    """
    faults: list[Fault] = []
    if is_workbook(leaf.data):
        return read_workbook(leaf.data, leaf.shown, limits), faults
    decoded = decode(leaf.data, lambda text: words_known(_words(text)))
    faults += _encoding_faults(decoded)
    if looks_like_html(decoded.text):
        return read_html_tables(decoded.text, limits, leaf.shown), faults
    if not _is_text(decoded.text):
        raise ImportFailedError(
            msg(
                "The file {file} is neither text nor a workbook. Expected is a CSV or Excel "
                "file; download it again.",
                file=leaf.shown,
            )
        )
    dialect = find_dialect(decoded.text, words_known)
    if dialect.wrapped:
        faults.append(
            Fault(
                severity=Severity.INFO,
                message=msg("Each line was wrapped in quotes by another program; this was undone."),
            )
        )
    faults += _odd_quotes(decoded.text)
    return [read_text_table(decoded.text, dialect, leaf.shown)], faults


def _odd_quotes(text: str) -> list[Fault]:
    if text.count('"') % 2 == 0:
        return []
    return [
        Fault(
            severity=Severity.WARNING,
            message=msg(
                "A quotation mark is missing somewhere in the file, so rows may have run "
                "together; compare the number of rows."
            ),
        )
    ]


def _words(text: str) -> list[str]:
    return _CELL_BREAKS.split(text[:6000])


def _is_text(text: str) -> bool:
    head = text[:4000]
    odd = sum(1 for c in head if (ord(c) < 32 and c not in "\t\r\n\x0b\x0c\x1a") or c == "\ufffd")
    return odd <= 0.02 * max(len(head), 1)


def _encoding_faults(decoded: DecodedText) -> list[Fault]:
    faults = []
    if not decoded.certain:
        faults.append(
            Fault(
                severity=Severity.INFO,
                message=msg(
                    "The text is not UTF-8; it was read as {encoding}. If titles look wrong, save "
                    "the file as UTF-8.",
                    encoding=decoded.encoding,
                ),
            )
        )
    if decoded.damaged:
        faults.append(
            Fault(
                severity=Severity.WARNING,
                message=msgs(
                    "{count} character could not be read and is shown as “�”.",
                    "{count} characters could not be read and are shown as “�”.",
                    decoded.damaged,
                ),
            )
        )
    return faults
