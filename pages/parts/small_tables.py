"""Small tables that people upload beside their exports: read as text, within limits."""

from __future__ import annotations

from kpicore.errors import ImportFailedError
from kpicore.messages import Message, msg

LARGEST_MB = 2
"""Thousands of rows; larger tables are exports, which have a page of their own."""


def text_of(data: bytes) -> str:
    """Return the text of an uploaded table.

    Parameters
    ----------
    data : bytes
        As uploaded.

    Returns
    -------
    str
        Without the mark that Excel puts at the beginning.

    Raises
    ------
    ImportFailedError
        If it is too large, or no text in UTF-8.
    """
    if len(data) > LARGEST_MB * 1024 * 1024:
        raise ImportFailedError(_not_a_table())
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ImportFailedError(_not_a_table()) from fault


def _not_a_table() -> Message:
    return msg(
        "The file is no table of at most {megabytes} MB in UTF-8; save it as CSV UTF-8 and try "
        "again.",
        megabytes=LARGEST_MB,
    )
