"""LinkedIn: creator analytics of both ages, single posts, company pages."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.ingest.audience_rows import audience_frame
from kpicore.ingest.daily_rows import midnight, read_daily
from kpicore.ingest.dates import DateHints, read_dates
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.numbers import read_numbers
from kpicore.ingest.options import DateOrder, TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.platforms.linkedin_post import turned
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.tables import Table
from kpicore.messages import msg

_LEVEL_LABEL = re.compile(
    r"(?:total followers on|total de seguidores em|total de seguidores el|total de seguidores)\D*"
    r"(?P<date>\d[\d/.\-]+\d)",
    re.IGNORECASE,
)


def creator_followers(table: Table, facts: FileFacts) -> Piece:
    """Read the sheet of new followers; its label tells the level on the last day.

    Parameters
    ----------
    table : Table
        New followers by day, with the label above.
    facts : FileFacts
        What names tell.

    Returns
    -------
    Piece
        Days with new followers, and followers on the day of the label.
    """
    level = _level(table)
    piece = read_daily(table, facts)
    if level is None or piece.refused is not None or "daily" not in piece.frames:
        return piece
    label, text, count = level
    last = piece.last
    day = _label_day(label, facts, last)
    if last is None or day is None or abs((day - last).days) > 1:
        piece.warn(
            msg(
                "The level of followers stands in the file for {label}, which is not its last "
                "day; it was not used.",
                label=text,
            )
        )
        return piece
    levels = pd.DataFrame(
        {
            "date": pd.Series([pd.Timestamp(day)], dtype="datetime64[us]"),
            "metric": pd.Series(["followers"], dtype="str"),
            "value": [count],
        }
    )
    piece.frames["daily"] = pd.concat([piece.frames["daily"], levels], ignore_index=True)
    piece.totals["followers"] = count
    piece.exported = piece.exported or midnight(day)
    piece.info(
        msg(
            "The number of followers is told for {day} only. It was not counted back over the "
            "new followers, because people who left are not told.",
            day=day,
        )
    )
    return piece


def _level(table: Table) -> tuple[str, str, float] | None:
    for row in table.preamble:
        for cell, value in pairwise(row):
            match = _LEVEL_LABEL.search(cell)
            if match:
                count = read_numbers(pd.Series([value], dtype="str"), count=True).values[0]
                return None if np.isnan(count) else (match["date"], cell, float(count))
    return None


def _label_day(text: str, facts: FileFacts, last: date | None) -> date | None:
    for order in (facts.options.date_order, DateOrder.MDY, DateOrder.DMY):
        hints = DateHints(order=order, custom=order, anchors=facts.anchors)
        column = read_dates(pd.Series([text], dtype="str"), hints)
        if not column.refused and not np.isnat(column.values[0]):
            day: date = column.values[0].astype("datetime64[D]").item()
            if last is None or abs((day - last).days) <= 1:
                return day
    return None


def linkedin_posts(table: Table, facts: FileFacts) -> Piece:
    """Read posts by link; the same post stands in two lists with one metric each."""
    return read_posts(table, facts)


def linkedin_demographics(table: Table, facts: FileFacts) -> Piece:
    """Read the sheet of demographics: kind, member and share in one row each."""
    layout = table.layout
    assert layout is not None
    kind, key, share = (table.position(r) for r in ("gender", "key", "share"))
    assert kind is not None
    assert key is not None
    assert share is not None
    column = read_numbers(table.texts(share), count=False)
    piece = Piece(
        kind=TableKind.AUDIENCE,
        platform=layout.platform,
        layout=layout.key,
        exported=facts.exported,
        rows_read=len(table.frame),
    )
    piece.drop(msg("only an upper bound is told"), column.bounded)
    dimensions = table.texts(kind).map(_dimension)
    keys = table.texts(key)
    frames = [
        audience_frame(
            layout.group,
            dimension,
            keys[(dimensions == dimension).to_numpy()].tolist(),
            column.values[(dimensions == dimension).to_numpy()].tolist(),
        )
        for dimension in dimensions.unique()
    ]
    if frames:
        piece.frames["audience"] = pd.concat(frames, ignore_index=True)
    piece.rows = len(piece.frames.get("audience", ()))
    return piece


_DIMENSIONS = {
    "locations": "city",
    "location": "city",
    "localidades": "city",
    "job titles": "job",
    "cargos": "job",
    "industries": "industry",
    "setores": "industry",
    "seniority": "seniority",
    "company size": "company_size",
    "companies": "company",
    "company": "company",
}


def _dimension(text: str) -> str:
    plain = text.strip().casefold()
    return _DIMENSIONS.get(plain, plain.replace(" ", "_"))


def company_audience(table: Table, facts: FileFacts) -> Piece:
    """Read one sheet of a page's followers: counts by member, as shares of their sum."""
    layout = table.layout
    assert layout is not None
    key, total = table.position("key"), table.position("total")
    assert key is not None
    assert total is not None
    counts = read_numbers(table.texts(total), count=True).values
    whole = float(np.nansum(counts))
    piece = Piece(
        kind=TableKind.AUDIENCE,
        platform=layout.platform,
        layout=layout.key,
        exported=facts.exported,
        rows_read=len(table.frame),
        rows=len(table.frame),
    )
    dimension = _dimension(table.header[key])
    if whole > 0:
        piece.frames["audience"] = audience_frame(
            layout.group, dimension, table.texts(key).tolist(), (counts / whole).tolist()
        )
    return piece


READER = PlatformReader(
    platform=load_platform("linkedin"),
    steps=MappingProxyType(
        {
            "creator_followers": creator_followers,
            "linkedin_posts": linkedin_posts,
            "linkedin_demographics": linkedin_demographics,
            "company_audience": company_audience,
        }
    ),
    whole=turned,
)
"""LinkedIn's layouts and steps."""
