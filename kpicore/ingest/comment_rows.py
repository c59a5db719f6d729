"""Rows that are comments: their words, moment, post, and what they reply to.

Who wrote a comment is never kept; the name only helps to tell two equal comments apart.
"""

from __future__ import annotations

import re
from hashlib import sha256

import numpy as np
import pandas as pd

from kpicore.ingest.columns import date_values, texts_or_empty
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import ColumnRole, Layout, load_platform
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.sheets import Block, Sheet, fold
from kpicore.ingest.tables import Table, make_table
from kpicore.messages import msg, msgs

FEWEST_LETTERS = 0.5
"""Share of cells that hold a letter or an emoji, below which a column is no text of comments."""

LONGEST = 10_000
"""Letters of a comment that are kept; no platform allows more."""

_YES = frozenset({"true", "yes", "1", "y", "是", "예", "reply", "답글", "回复"})
_WORDS = re.compile(r"[^\W\d_]|[\u2600-\u27bf\U0001f300-\U0001faff]")
_POST_OF_URL = re.compile(
    r"(?:[?&]v=|youtu\.be/|/shorts/|/video/|/reels?/|/p/|/status/|/videos/|/explore/)([\w-]{5,40})"
)


def read_comments(table: Table, facts: FileFacts) -> Piece:
    """Read a table of comments.

    Parameters
    ----------
    table : Table
        With a column of role comment_text.
    facts : FileFacts
        What names tell.

    Returns
    -------
    Piece
        With a frame "comments"; refused where the column holds numbers instead of words.
    """
    layout = table.layout
    assert layout is not None
    piece = Piece(
        kind=TableKind.COMMENTS,
        platform=facts.platform or layout.platform,
        layout=layout.key,
        exported=facts.exported,
        rows_read=len(table.frame),
    )
    texts = texts_or_empty(table, "comment_text").str.slice(0, LONGEST)
    filled = texts != ""
    piece.drop(msg("row without words"), int((~filled).sum()))
    if filled.any() and float(texts[filled].str.contains(_WORDS).mean()) < FEWEST_LETTERS:
        piece.refused = msg(
            "The column of comments in {file} holds numbers, not words. If it counts comments, add "
            "a column of days or posts; if not, say in the mapping step what it is.",
            file=facts.shown,
        )
        return piece
    frame = pd.DataFrame(
        {
            "text": texts,
            "written_at": _moments(table, facts, piece),
            "post_id": _posts(table),
            "author": texts_or_empty(table, "author"),
        }
    )
    frame["comment_id"] = _ids(texts_or_empty(table, "comment_id"), frame)
    frame["reply_to"] = _replies(table, frame["comment_id"])
    kept = frame[filled.to_numpy(dtype=bool)].drop(columns="author")
    distinct = kept.drop_duplicates("comment_id", keep="last").reset_index(drop=True)
    piece.drop(msg("comment that stands there twice"), len(kept) - len(distinct))
    piece.rows = len(distinct)
    piece.cover(distinct["written_at"])
    piece.frames["comments"] = distinct
    piece.info(
        msgs(
            "{count} comment was read; who wrote it is not kept.",
            "{count} comments were read; who wrote them is not kept.",
            len(distinct),
        )
    )
    return piece


def _moments(table: Table, facts: FileFacts, piece: Piece) -> np.ndarray:
    position = table.position("published")
    unknown = np.full(len(table.frame), np.datetime64("NaT", "us"))
    if position is None:
        return unknown
    found = date_values(table, position, piece, facts, daily=False)
    if found.refused or bool(np.isnat(found.values).all()):
        # "Two weeks ago" is no day: the words are worth reading all the same.
        piece.faults = [fault for fault in piece.faults if fault not in found.faults]
        piece.warn(
            msg("The days of the comments could not be read; they are kept without one."),
            column=table.header[position],
        )
        return unknown
    return found.values


def _posts(table: Table) -> pd.Series:
    own, url = texts_or_empty(table, "post_id"), texts_or_empty(table, "url")
    from_url = url.str.extract(_POST_OF_URL, expand=False).fillna("")
    named = own.str.strip("'\"")
    return named.where(named != "", from_url.where(from_url != "", url))


def _ids(own: pd.Series, frame: pd.DataFrame) -> pd.Series:
    """Return the ids of the file, or ids made of what tells comments apart."""
    if (own != "").all():
        return own
    told = (
        frame["post_id"]
        + "\x1f"
        + frame["written_at"].astype("str").fillna("")
        + "\x1f"
        + frame["author"]
        + "\x1f"
        + frame["text"]
    )
    # A plain column holds "Nice!" many times, each by another person.
    plain = bool((frame["author"] == "").all()) and frame["written_at"].isna().all()
    again = told.groupby(told).cumcount().astype("str") if plain else ""
    made = [f"made-{sha256(t.encode()).hexdigest()[:20]}" for t in (told + again).tolist()]
    return own.where(own != "", pd.Series(made, index=own.index, dtype="str"))


def _replies(table: Table, ids: pd.Series) -> pd.Series:
    """Return the id of the comment that each row replies to; empty for comments of their own."""
    parent = texts_or_empty(table, "reply_to")
    flags = texts_or_empty(table, "is_reply").str.casefold().isin(_YES).to_numpy(dtype=bool)
    known = set(ids.tolist())
    # Where a reply is marked without its parent: YouTube writes both into one id, other files put
    # replies below their comment.
    found, latest = [], ""
    for own, told, marked in zip(ids.tolist(), parent.tolist(), flags.tolist(), strict=True):
        head = own.rpartition(".")[0]
        if told and told != own:
            found.append(told)
        elif head and head in known:
            found.append(head)
        elif marked:
            found.append(latest)
        else:
            found.append("")
            latest = own
    return pd.Series(found, index=ids.index, dtype="str")


def _comment_words() -> frozenset[str]:
    layouts = [x for x in load_platform("generic").layouts if x.hook == "comments"]
    return frozenset(
        word for x in layouts for word, r in x.columns.items() if r.role == "comment_text"
    )


def comment_column(sheet: Sheet, block: Block) -> Table | None:
    """Take a plain column of comments for a table, with or without a column of days.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    block : Block
        Rows that belong to no known table.

    Returns
    -------
    Table or None
        None where no header says that these are comments.
    """
    layout = next(x for x in load_platform("generic").layouts if x.key == "comment_table")
    words = _comment_words()
    for place, row in enumerate(block.rows[:3]):
        cells = [(i, c) for i, c in enumerate(row) if c.strip()]
        named = [i for i, c in cells if fold(c) in words]
        others = [i for i, c in cells if i not in named]
        dated = [i for i in others if _is_day(layout, row[i])]
        if len(named) != 1 or len(others) != len(dated) or place + 1 >= len(block.rows):
            continue
        below = block.rows[place + 1 :]
        header, position = row, named[0]
        if not others:
            # Commas of a plain text part its cells; they belong together.
            below = [[", ".join(c.strip() for c in r if c.strip())] for r in below]
            header, position = [row[position]], 0
        table = make_table(header, below, sheet.first_row + block.start + place + 1)
        table.layout, table.sheet = layout, sheet.name
        table.roles = {position: ColumnRole(role="comment_text")}
        table.roles |= {i: ColumnRole(role="published") for i in dated[:1]}
        return table
    return None


def _is_day(layout: Layout, header: str) -> bool:
    role = layout.role_of(header)
    return role is not None and role.role == "published"
