"""What tells a post from another: its id, its link, or its moment and title."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.clocks import CLOCKS
from kpicore.ingest.columns import texts_or_empty
from kpicore.ingest.numbers import MISSING_WORDS, is_missing
from kpicore.ingest.pieces import Piece
from kpicore.ingest.shared_texts import MANY_ROWS
from kpicore.ingest.tables import Table
from kpicore.ingest.text_bytes import byte_set, text_bytes, whole
from kpicore.messages import msg

_WORDS = [word for plain in MISSING_WORDS for word in (plain, plain.upper())]
_WORD_FIRST = byte_set("".join(word[0] for word in _WORDS)) | (np.arange(256) >= 128)
_WORD_LAST = byte_set("".join(word[-1] for word in _WORDS)) | (np.arange(256) >= 128)
_ODD_FIRST = byte_set("'I-—.")
_ZERO = ord("0")
_DIGITS = byte_set("0123456789")
_EXCEL_DIGITS = 15


def post_ids(
    table: Table,
    title: pd.Series,
    url: pd.Series,
    published: npt.NDArray[np.datetime64],
    *,
    clock: str,
    piece: Piece,
) -> pd.Series:
    """Find each post's identity: its id, the id in its link, its link, or its moment and title.

    Parameters
    ----------
    table : Table
        Recognised.
    title, url : Series of str
        Of each post.
    published : array of datetime64
        NaT where unknown.
    clock : str
        Key of `CLOCKS` by which ids stand in links; empty for none.
    piece : Piece
        Receives remarks.

    Returns
    -------
    Series of str
        Empty where nothing tells the post.
    """
    own = _plain_ids(texts_or_empty(table, "post_id"))
    rounded = _rounded_ids(
        own, lambda: url.where(url != "", title + "\x1f" + published.astype("str"))
    )
    if rounded.any():
        own = own.where(~rounded, "")
        piece.info(
            msg(
                "The ids of the posts were rounded when the file was saved again, as Excel does "
                "with long numbers; the posts are told apart by their links or titles."
            )
        )
    missing = _empty(own)
    if clock and missing.any():
        find: Callable[[str], str] = CLOCKS[clock][0]
        own = own.where(~missing, url.map(find))
        missing = _empty(own)
    if missing.any():
        own = own.where(~missing, url)
        missing = _empty(own)
    return _with_made_ids(own, missing, title, published) if missing.any() else own


def _empty(texts: pd.Series) -> npt.NDArray[np.bool_]:
    return (texts == "").to_numpy(dtype=bool)


def _with_made_ids(
    own: pd.Series,
    missing: npt.NDArray[np.bool_],
    title: pd.Series,
    published: npt.NDArray[np.datetime64],
) -> pd.Series:
    made = [
        _made_id(str(t), p) if m else "" for t, p, m in zip(title, published, missing, strict=True)
    ]
    made_series = pd.Series(made, dtype="str")
    again = made_series.groupby(made_series).cumcount()
    numbered = made_series.where(
        (again == 0) | (made_series == ""), made_series + "#" + again.astype("str")
    )
    return own.where(~missing, numbered)


def _made_id(title: str, published: np.datetime64) -> str:
    if not title and np.isnat(published):
        return ""
    return sha256(f"{published}|{title}".encode()).hexdigest()[:20]


def _rounded_ids(ids: pd.Series, told: Callable[[], pd.Series]) -> npt.NDArray[np.bool_]:
    """Say which ids a program rounded: several posts may then share one."""
    rounded = np.zeros(len(ids), dtype=bool)
    cells = text_bytes(whole(ids))
    if (cells.data == ord("e")).any() or (cells.data == ord("E")).any():
        maybe = np.flatnonzero(_DIGITS[cells.first] & _DIGITS[cells.last])
        powers = ids.take(maybe).str.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
        rounded[maybe] = powers.to_numpy(dtype=bool)
    # Excel keeps 15 digits; ids that end in 0 by nature do not stand at different posts.
    maybe = np.flatnonzero((cells.last == _ZERO) & (cells.lengths > _EXCEL_DIGITS))
    cut = ids.take(maybe)
    zeros = maybe[cut.str.fullmatch(r"\d{15}0+").to_numpy(dtype=bool)]
    if len(zeros) and int(told().take(zeros).groupby(ids.take(zeros)).nunique().max()) > 1:
        rounded[zeros] = True
    return rounded


def _plain_ids(texts: pd.Series) -> pd.Series:
    # Few files need their ids cleaned; looking costs less than cleaning each.
    maybe = _may_be_odd(texts)
    some = texts.take(maybe)
    odd = some.str.contains(r"^'|^ID:|\.0$|^[-—.]+$", regex=True)
    odd |= some.str.lower().isin(MISSING_WORDS)
    if not odd.any():
        return texts
    cleaned = texts.copy()
    cleaned.iloc[maybe[odd.to_numpy(dtype=bool)]] = some[odd].map(_plain_id).to_numpy()
    return cleaned


def _may_be_odd(texts: pd.Series) -> npt.NDArray[np.intp]:
    """Return positions of ids that need a closer look, told by their first and last bytes."""
    if len(texts) < MANY_ROWS:
        return np.arange(len(texts))
    cells = text_bytes(whole(texts))
    first, last = cells.first, cells.last
    words = _WORD_FIRST[first] & _WORD_LAST[last]
    return np.flatnonzero(words | _ODD_FIRST[first] | ((last == _ZERO) & (cells.lengths > 1)))


def _plain_id(text: str) -> str:
    # Excel and some exports write ids as 123456.0 or with a leading apostrophe.
    plain = text.strip().lstrip("'").removeprefix("ID:").strip()
    if is_missing(plain):
        return ""
    return plain.removesuffix(".0") if re.fullmatch(r"\d+\.0", plain) else plain
