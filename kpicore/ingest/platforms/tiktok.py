"""TikTok: Studio, Business Suite, LIVE; Ads Manager is told apart and refused."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.ingest.audience_rows import audience_frame
from kpicore.ingest.columns import date_values
from kpicore.ingest.dates import DateHints, read_dates
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import load_platform
from kpicore.ingest.numbers import read_numbers
from kpicore.ingest.options import TableKind
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.post_rows import read_posts
from kpicore.ingest.tables import Table
from kpicore.ingest.years import YearAnchors
from kpicore.messages import msg


def studio_content(table: Table, facts: FileFacts) -> Piece:
    """Read Content.csv: lifetime totals, years from the video ids, the export day in ``Time``.

    Parameters
    ----------
    table : Table
        Recognised.
    facts : FileFacts
        What names tell.

    Returns
    -------
    Piece
        Posts and their totals.
    """
    exported_texts = (
        table.texts(position) if (position := table.position("date")) is not None else None
    )
    piece = read_posts(table, facts, default_format="video")
    if exported_texts is not None and len(exported_texts) and facts.exported is None:
        piece.exported = _export_day(exported_texts, piece, facts)
    piece.info(
        msg(
            "TikTok exports only the top of the list on the screen, so these need not be all posts."
        )
    )
    return piece


def _export_day(texts: pd.Series, piece: Piece, facts: FileFacts) -> datetime | None:
    """Find the year of the export day: the first such day on or after the newest post."""
    column = read_dates(texts.iloc[:1], DateHints(anchors=YearAnchors(end=date(2096, 1, 1))))
    if column.refused or np.isnat(column.values[0]):
        return None
    day = column.values[0].astype("datetime64[D]").item()
    if piece.last is None:
        return None
    for year in (piece.last.year, piece.last.year + 1):
        try:
            placed = day.replace(year=year)
        except ValueError:
            continue
        if placed >= piece.last:
            return datetime(placed.year, placed.month, placed.day)
    return None


def utc_posts(table: Table, facts: FileFacts) -> Piece:
    """Read a post table whose times are UTC."""
    piece = read_posts(table, facts, default_format="video")
    piece.info(msg("The times of the posts are in UTC."))
    return piece


def follower_activity(table: Table, facts: FileFacts) -> Piece:
    """Read followers online by day and hour: the mean over the days, by weekday and hour."""
    layout = table.layout
    assert layout is not None
    piece = Piece(
        kind=TableKind.AUDIENCE,
        platform=layout.platform,
        layout=layout.key,
        exported=facts.exported,
        rows_read=len(table.frame),
    )
    if not len(table.frame):
        return piece
    day, hour, active = (table.position(r) for r in ("date", "hour", "active"))
    assert day is not None
    assert hour is not None
    assert active is not None
    dates = date_values(table, day, piece, facts, daily=True)
    if dates.refused:
        piece.refused = piece.faults[-1].message
        return piece
    hours = read_numbers(table.texts(hour), count=True).values
    counts = read_numbers(table.texts(active), count=True).values
    frame = pd.DataFrame({"day": dates.values, "hour": hours, "count": counts}).dropna()
    keys = (
        frame["day"].dt.day_of_week.astype("str")
        + "-"
        + frame["hour"].astype("int64").astype("str")
    )
    means = frame["count"].groupby(keys).mean()
    piece.rows = len(frame)
    piece.cover(frame["day"])
    piece.frames["audience"] = audience_frame(
        "followers", "hour", [str(k) for k in means.index], means.tolist()
    )
    return piece


def ads_refused(table: Table, facts: FileFacts) -> Piece:
    """Refuse Ads Manager files: paid campaigns are not the account's own numbers."""
    layout = table.layout
    assert layout is not None
    return Piece(
        kind=TableKind.OTHER,
        platform=layout.platform,
        layout=layout.key,
        rows_read=len(table.frame),
        refused=msg(
            "The file {file} comes from TikTok Ads Manager and tells paid campaigns, not the "
            "account's own numbers. Export Overview, Content and Followers in TikTok Studio "
            "instead.",
            file=facts.shown,
        ),
    )


READER = PlatformReader(
    platform=load_platform("tiktok"),
    steps=MappingProxyType(
        {
            "studio_content": studio_content,
            "utc_posts": utc_posts,
            "follower_activity": follower_activity,
            "ads_refused": ads_refused,
        }
    ),
)
"""TikTok's layouts and steps."""
