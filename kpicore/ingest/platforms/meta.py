"""Facebook and Instagram through Meta Business Suite: daily series, audience, content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.ingest.audience_rows import audience_frame
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.numbers import read_numbers
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.sheets import Block, Sheet, blocks, fold
from kpicore.ingest.tables import Table
from kpicore.ingest.titled import read_titled
from kpicore.messages import msg

_PLATFORM = load_platform("meta")
_OWN = frozenset({"facebook", "instagram"})

AGE_GENDER = frozenset(
    fold(t)
    for t in [
        "Age & gender",
        "Age and gender",
        "Faixa etária e gênero",
        "Idade e gênero",
        "Edad y sexo",
        "Edad y género",
        "연령 및 성별",
        "年龄和性别",
    ]
)
PLACES = {
    **{
        fold(t): "city"
        for t in [
            "Top cities",
            "Top towns/cities",
            "Principais cidades",
            "Principales ciudades",
            "주요 도시",
        ]
    },
    **{
        fold(t): "territory"
        for t in ["Top countries", "Principais países", "Principales países", "주요 국가"]
    },
    **{fold(t): "page" for t in ["Top pages", "Principais Páginas", "Principales páginas"]},
}
_LEVEL_TITLE = re.compile(
    r"^(instagram|facebook) followers$|^seguidores (?:do|no|de) (instagram|facebook)$"
)
_LEVEL_HEADER = re.compile(r"^(?:ig_account|fb_page),follow,unique_users$")


def meta_series(table: Table, facts: FileFacts) -> Piece:
    """Read a daily series; its title names the metric and, often, the platform."""
    piece = read_titled(table, facts, _PLATFORM, continuous=False)
    if piece.platform == "meta":
        piece.platform = _network(facts) or "meta"
    if piece.platform == "meta" and piece.refused is None:
        piece.warn(
            msg(
                "The file does not say whether it tells Instagram or Facebook. Say which of the "
                "two it is."
            )
        )
    daily = piece.frames.get("daily")
    if piece.refused is None and daily is not None and "new_followers" in set(daily["metric"]):
        piece.info(
            msg(
                "The numbers are new followers per day, not their number; days with 0 may be left "
                "out."
            )
        )
    return piece


def meta_posts(table: Table, facts: FileFacts) -> Piece:
    """Read a content export: lifetime totals, times in US Pacific time."""
    piece = read_posts(table, facts)
    piece.info(
        msg("The times of the posts are in US Pacific time, whatever the account's country.")
    )
    return piece


def audience(sheets: Sequence[Sheet], facts: FileFacts) -> tuple[list[Piece], list[Sheet]] | None:
    """Read the blocks of an Audience file and give the rest back.

    Parameters
    ----------
    sheets : sequence of Sheet
        All of the file.
    facts : FileFacts
        What names tell.

    Returns
    -------
    tuple of list of Piece and list of Sheet, or None
        None when no block has the title of an audience.
    """
    if not any(_title(b) in AGE_GENDER | PLACES.keys() for s in sheets for b in blocks(s)):
        return None
    pieces: list[Piece] = []
    rest: list[Sheet] = []
    platform = _network(facts) or "meta"
    for sheet in sheets:
        left: list[list[str]] = []
        pending: list[Block] = []
        for block in blocks(sheet):
            title = _title(block)
            level = _LEVEL_TITLE.match(title)
            if level:
                platform = level[1] or level[2]
            piece = _block_piece(block, title, str(platform), facts)
            if piece is None:
                if not level and not _LEVEL_HEADER.match(fold(block.rows[0][0])):
                    left += [*block.rows, []]
                pending.append(block)
                continue
            pieces.append(piece)
        _note_level(pending, pieces)
        if left:
            rest.append(replace(sheet, rows=left))
    return pieces, rest


def _network(facts: FileFacts) -> str | None:
    """Return which of Meta's two platforms names or the reader tell."""
    told = (facts.options.platform, facts.platform, facts.options.network)
    return next((key for key in told if key in _OWN), None)


def _title(block: Block) -> str:
    return fold(next((c for c in block.rows[0] if c.strip()), ""))


def _block_piece(block: Block, title: str, platform: str, facts: FileFacts) -> Piece | None:
    if title in AGE_GENDER:
        frame = _age_gender(block.rows[1:])
    elif title in PLACES:
        frame = _places(block.rows, PLACES[title])
    else:
        return None
    piece = Piece(
        kind=TableKind.AUDIENCE,
        platform=platform,
        layout="audience",
        exported=facts.exported,
        rows_read=len(block.rows) - 1,
        rows=len(frame),
    )
    piece.frames["audience"] = frame
    return piece


def _shares(texts: Sequence[str]) -> list[float]:
    column = read_numbers(pd.Series(list(texts), dtype="str"), count=False)
    return [float(v) for v in np.where(column.percent, column.values, column.values / 100)]


def _age_gender(rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    if not rows:
        return audience_frame("followers", "gender_age", [], [])
    header = rows[0]
    keys: list[str] = []
    texts: list[str] = []
    for row in rows[1:]:
        for position in range(1, min(len(header), len(row))):
            if header[position].strip():
                gender = audience_frame("followers", "gender", [header[position]], [1.0])["key"][0]
                keys.append(f"{gender} {row[0].strip()}")
                texts.append(row[position])
    return audience_frame("followers", "gender_age", keys, _shares(texts))


def _places(rows: Sequence[Sequence[str]], dimension: str) -> pd.DataFrame:
    below = [r for r in rows[1:] if any(c.strip() for c in r)]
    filled = [c for c in rows[0] if c.strip()]
    if len(filled) > 1:
        # The old layout: title and "Value" head two columns.
        names, texts = [r[0] for r in below], [r[1] if len(r) > 1 else "" for r in below]
    elif len(below) >= 2:
        names, texts = list(below[0]), list(below[1])
    else:
        names, texts = [], []
    pairs = [(n, t) for n, t in zip(names, texts, strict=False) if n.strip()]
    return audience_frame(
        "followers", dimension, [n for n, _ in pairs], _shares([t for _, t in pairs])
    )


def _note_level(pending: Sequence[Block], pieces: Sequence[Piece]) -> None:
    if pieces and any(_LEVEL_TITLE.match(_title(b)) for b in pending):
        pieces[0].info(
            msg(
                "The number of followers in the file has no date and was not used; enter it by "
                "the template with the day of the export."
            )
        )


READER = PlatformReader(
    platform=_PLATFORM,
    steps=MappingProxyType({"meta_series": meta_series, "meta_posts": meta_posts}),
    whole=audience,
)
"""Meta's layouts and steps."""
