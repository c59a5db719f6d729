"""Rows that are posts: what they are, and their lifetime totals at the moment of the export."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.clocks import CLOCKS
from kpicore.ingest.columns import date_values, read_metrics, texts_or_empty
from kpicore.ingest.daily_rows import drop_totals, note_ragged
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.hashtags import hashtag_column
from kpicore.ingest.numbers import MISSING_WORDS, is_missing, read_numbers
from kpicore.ingest.options import DateOrder, DecimalMark, TableKind
from kpicore.ingest.ordering import order_of, repeats_next
from kpicore.ingest.pieces import Piece, totals_of
from kpicore.ingest.reports import Severity
from kpicore.ingest.shared_texts import repeated as repeated_text
from kpicore.ingest.shared_texts import tiled
from kpicore.ingest.tables import Table
from kpicore.messages import msg, msgs

FEWEST_ZEROS = 5
"""From this many posts on, a column of zeros beside people reached means "not available"."""

FORMATS = {
    "reel": r"\breels?\b",
    "story": r"\bstor(?:y|ies)\b|스토리|história",
    "carousel": r"carousel|carrossel|carrusel|album|slideshow",
    "live": r"\blive\b|直播|라이브",
    "short": r"\bshorts?\b",
    "video": r"video|vídeo|视频|視頻|동영상|動画|影片",
    "image": r"image|imagem|imagen|photo|foto|图文|圖文|사진|picture",
    "link": r"\blinks?\b",
    "article": r"article|文章|newsletter|artículo|artigo",
    "document": r"document|pdf",
    "poll": r"\bpoll\b",
    "text": r"\btext|status|texto",
}
"""Format to the words by which platforms call it, tried in this order."""


def read_posts(
    table: Table,
    facts: FileFacts,
    *,
    order: DateOrder | None = None,
    mark: DecimalMark | None = None,
    default_format: str = "",
) -> Piece:
    """Read a table of posts.

    Parameters
    ----------
    table : Table
        Recognised.
    facts : FileFacts
        What names tell.
    order : DateOrder, optional
        Date order of a saved mapping.
    mark : DecimalMark, optional
        Decimal sign of a saved mapping.
    default_format : str, default ""
        Format where the platform has only one.

    Returns
    -------
    Piece
        With frames "posts" and "observations" (post_id, metric, value), or refused.
    """
    layout = table.layout
    assert layout is not None
    piece = Piece(
        kind=TableKind.POSTS, platform=layout.platform, layout=layout.key, exported=facts.exported
    )
    piece.rows_read = len(table.frame) + len(table.ragged)
    note_ragged(table, piece)
    keys = [table.position(r) for r in ("post_id", "url", "published", "title")]
    lead = next((k for k in keys if k is not None), 0)
    drop_totals(table, lead, piece)
    _keep_lifetime_rows(table, piece)
    if not len(table.frame):
        return piece
    published = _published(table, facts, piece, order)
    if piece.refused is not None:
        return piece
    posts = _attributes(table, published, default_format, layout.clock, piece)
    values = read_metrics(table, piece, mark)
    drop_false_zeros(table, values, piece)
    told = np.zeros(len(posts), dtype=bool)
    for array in values.values():
        told |= ~np.isnan(array)
    if table.numbers:
        # The texts of a large table are in the posts now and need not be held twice.
        table.frame = table.frame[[]]
    named = ((posts["post_id"] != "") & told) if len(values) else posts["post_id"] != ""
    piece.drop(msg("no value in the row"), int((~named).sum()))
    _fill(piece, posts, values, named.to_numpy(dtype=bool), table)
    return piece


def _fill(
    piece: Piece,
    posts: pd.DataFrame,
    values: dict[str, npt.NDArray[np.float64]],
    named: npt.NDArray[np.bool_],
    table: Table,
) -> None:
    if not named.all():
        posts = posts[named].reset_index(drop=True)
        values = {m: v[named] for m, v in values.items()}
    order = order_of(posts["post_id"])
    again = repeats_next(posts["post_id"].take(order))
    repeated = np.zeros(len(posts), dtype=bool)
    repeated[order[again]] = True
    if repeated.any():
        piece.drop(msg("post that a later row tells again"), int(repeated.sum()))
        _warn_if_different(piece, posts, values, table.row_numbers[named])
    kept = {m: v[~repeated] for m, v in values.items()} if repeated.any() else values
    piece.rows = len(posts) - int(repeated.sum())
    piece.totals = totals_of(kept)
    piece.cover(posts["published_at"])
    order = order[~again]
    piece.frames["posts"] = pd.DataFrame(
        # Each column goes before the next one is made: large ones would not fit twice.
        {c: posts.pop(c).take(order).reset_index(drop=True) for c in posts.columns.astype(str)}
    )
    piece.frames["observations"] = observation_rows(
        piece.frames["posts"]["post_id"], {m: values.pop(m)[order] for m in list(values)}
    )


def observation_rows(
    post_ids: pd.Series, values: dict[str, npt.NDArray[np.float64]]
) -> pd.DataFrame:
    """Bring metric columns into rows of post_id, metric, value, post by post, without missing."""
    metrics = sorted(values)
    if not metrics:
        return pd.DataFrame({"post_id": [], "metric": [], "value": []})
    flat = np.column_stack([values[m] for m in metrics]).ravel()
    known = ~np.isnan(flat)
    if known.all():
        every = np.repeat(np.arange(len(post_ids)), len(metrics))
        return pd.DataFrame(
            {
                "post_id": post_ids.take(every).reset_index(drop=True),
                "metric": tiled(metrics, len(flat)),
                "value": flat,
            }
        )
    which = np.flatnonzero(known)
    names = pd.Series(metrics, dtype="str")
    return pd.DataFrame(
        {
            "post_id": post_ids.take(which // len(metrics)).reset_index(drop=True),
            "metric": names.take(which % len(metrics)).reset_index(drop=True),
            "value": flat[known],
        }
    )


def _warn_if_different(
    piece: Piece,
    posts: pd.DataFrame,
    values: dict[str, npt.NDArray[np.float64]],
    row_numbers: npt.NDArray[np.int64],
) -> None:
    frame = pd.DataFrame({"post_id": posts["post_id"], **values})
    clashing = frame.drop_duplicates().duplicated("post_id", keep=False)
    if clashing.any():
        first = int(frame.drop_duplicates().index[clashing.to_numpy(dtype=bool)][0])
        piece.warn(
            msgs(
                "{count} row tells a post again with different values; the last row was taken.",
                "{count} rows tell a post again with different values; the last row was taken.",
                int(clashing.sum()),
            ),
            row=int(row_numbers[first]),
        )


def _keep_lifetime_rows(table: Table, piece: Piece) -> None:
    """Keep the lifetime totals where an export also tells single days of a post."""
    position = table.position("period")
    if position is None:
        return
    texts = table.texts(position).str.strip().str.casefold()
    dated = texts.str.contains(r"\d", regex=True)
    if dated.any() and not dated.all():
        piece.drop(msg("single day of a post; its total is used"), int(dated.sum()))
        table.without(~dated.to_numpy(dtype=bool))
    elif dated.any():
        piece.refused = msg(
            "Each row tells one day of a post. Expected are lifetime totals; choose “Lifetime” "
            "where you export."
        )


def _published(
    table: Table, facts: FileFacts, piece: Piece, order: DateOrder | None
) -> npt.NDArray[np.datetime64]:
    position = table.position("published")
    if position is None:
        return np.full(len(table.frame), np.datetime64("NaT", "us"))
    dates = date_values(table, position, piece, facts, daily=False, order=order)
    if dates.refused:
        piece.refused = next(
            f.message for f in reversed(piece.faults) if f.severity is Severity.ERROR
        )
        return dates.values
    piece.note_cells(
        dates.unreadable,
        table.row_numbers,
        table.header[position],
        msg("“{text}” is no date; the post is kept without one.", text=""),
    )
    return dates.values


def _attributes(
    table: Table,
    published: npt.NDArray[np.datetime64],
    default_format: str,
    clock: str,
    piece: Piece,
) -> pd.DataFrame:
    title = texts_or_empty(table, "title")
    caption = texts_or_empty(table, "caption")
    if (caption != "").any():
        title = title.where(title != "", caption)
    url = texts_or_empty(table, "url")
    frame = pd.DataFrame(
        {
            "post_id": _ids(table, title, url, published, clock=clock, piece=piece),
            "published_at": published,
            "title": title,
            "url": url,
            "format": _formats(texts_or_empty(table, "format"), default_format),
            "hashtags": _hashtags(title, caption, texts_or_empty(table, "hashtags")),
        }
    )
    position = table.position("duration_seconds")
    if position is not None:
        duration = read_numbers(table.texts(position), count=False)
        frame["duration_seconds"] = duration.values
    return frame


def _hashtags(title: pd.Series, caption: pd.Series, own: pd.Series) -> pd.Series:
    found = hashtag_column(_said(title, caption))
    if not (own != "").any():
        return found
    return found.where((own == "") | (found != ""), own.str.replace("#", "").str.casefold())


def _said(title: pd.Series, caption: pd.Series) -> pd.Series:
    """Return title and caption of each post as one text; a caption that is the title once."""
    further = caption.where(caption != title, "")
    return title + " " + further if (further != "").any() else title


def _formats(texts: pd.Series, default: str) -> pd.Series:
    codes, words = pd.factorize(texts)
    known = [post_format(str(w)) or default for w in words]
    if len(known) == 1:
        return repeated_text(known[0], len(texts))
    return pd.Series(known, dtype="str").take(codes).reset_index(drop=True)


def post_format(text: str) -> str:
    """Return the format that a platform's word means; the word itself when it is not known."""
    folded = text.strip().casefold()
    for name, pattern in FORMATS.items():
        if re.search(pattern, folded):
            return name
    return folded


def _ids(
    table: Table,
    title: pd.Series,
    url: pd.Series,
    published: npt.NDArray[np.datetime64],
    *,
    clock: str,
    piece: Piece,
) -> pd.Series:
    """Find each post's identity: its id, the id in its link, its link, or its moment and title."""
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
    if clock and not (own != "").all():
        find: Callable[[str], str] = CLOCKS[clock][0]
        own = own.where(own != "", url.map(find))
    if not (own != "").all():
        own = own.where(own != "", url)
    missing = (own == "").to_numpy(dtype=bool)
    if not missing.any():
        return own
    made = [
        _made_id(str(t), p) if m else "" for t, p, m in zip(title, published, missing, strict=True)
    ]
    made_series = pd.Series(made, dtype="str")
    again = made_series.groupby(made_series).cumcount()
    numbered = made_series.where(
        (again == 0) | (made_series == ""), made_series + "#" + again.astype("str")
    )
    return own.where(~missing, numbered)


def _rounded_ids(ids: pd.Series, told: Callable[[], pd.Series]) -> pd.Series:
    """Say which ids a program rounded: several posts may then share one."""
    powers = ids.str.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
    # Excel keeps 15 digits; ids that end in 0 by nature do not stand at different posts.
    zeros = ids.str.fullmatch(r"\d{15}0+")
    if zeros.any() and int(told()[zeros].groupby(ids[zeros]).nunique().max()) > 1:
        return powers | zeros
    return powers


def _plain_ids(texts: pd.Series) -> pd.Series:
    # Few files need their ids cleaned; looking costs less than cleaning each.
    odd = texts.str.contains(r"^'|^ID:|\.0$|^[-—.]+$", regex=True)
    odd |= texts.str.lower().isin(MISSING_WORDS)
    if not odd.any():
        return texts
    return texts.where(~odd, texts[odd].map(_plain_id).reindex(texts.index).fillna(""))


def _plain_id(text: str) -> str:
    # Excel and some exports write ids as 123456.0 or with a leading apostrophe.
    plain = text.strip().lstrip("'").removeprefix("ID:").strip()
    if is_missing(plain):
        return ""
    return plain.removesuffix(".0") if re.fullmatch(r"\d+\.0", plain) else plain


def _made_id(title: str, published: np.datetime64) -> str:
    if not title and np.isnat(published):
        return ""
    return sha256(f"{published}|{title}".encode()).hexdigest()[:20]


def drop_false_zeros(
    table: Table, values: dict[str, npt.NDArray[np.float64]], piece: Piece
) -> None:
    """Count a column of zeros as missing when people were reached: nobody is reached unseen."""
    for metric, others in (("views", ("reach", "likes")), ("impressions", ("reach", "likes"))):
        array = values.get(metric)
        if array is None or len(array) < FEWEST_ZEROS or np.nanmax(np.abs(array), initial=0) > 0:
            continue
        reached = any(
            o in values and float(np.nanmean(values[o] > 0)) > 0.5 for o in others if o in values
        )
        if reached and not np.isnan(array).all():
            values[metric] = np.full(len(array), np.nan)
            piece.warn(
                msg(
                    "All values are 0 although the posts reached people; here 0 means “not "
                    "available”, and the column counts as missing."
                ),
                column=next(
                    h
                    for i, h in enumerate(table.header)
                    if i in table.roles and table.roles[i].role == metric
                ),
            )
