"""Rows that are posts: what they are, and their lifetime totals at the moment of the export."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.columns import date_values, read_metrics, texts_or_empty
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.hashtags import hashtag_column
from kpicore.ingest.numbers import read_numbers
from kpicore.ingest.options import DateOrder, DecimalMark, TableKind
from kpicore.ingest.ordering import order_of, repeats_next, surely_distinct
from kpicore.ingest.pieces import Piece, totals_of
from kpicore.ingest.post_ids import post_ids
from kpicore.ingest.reports import Severity
from kpicore.ingest.shared_texts import factorized, is_empty, one_below_other, taken, tiled
from kpicore.ingest.shared_texts import repeated as repeated_text
from kpicore.ingest.tables import Table
from kpicore.ingest.total_rows import drop_descriptions, drop_totals, note_ragged
from kpicore.messages import msg, msgs

FEWEST_ZEROS = 5
"""From this many posts on, a column of zeros beside people reached means "not available"."""

MANY_POSTS = 50_000
"""From this many on, the posts of a file stay in its order."""

FORMATS = {
    "reel": r"\breels?\b|릴스",
    "story": r"\bstor(?:y|ies)\b|스토리|história",
    "carousel": r"carousel|carrossel|carrusel|album|slideshow|캐러셀|슬라이드",
    "live": r"\blive\b|直播|라이브",
    "short": r"\bshorts?\b|쇼츠|숏폼|短视频",
    "video": r"video|vídeo|视频|視頻|동영상|영상|動画|影片",
    "image": r"image|imagem|imagen|photo|foto|图文|圖文|사진|이미지|图片|圖片|picture",
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
    drop_descriptions(table, [k for k in keys if k is not None], piece)
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
    own_ids = posts.pop("post_id")
    order = _order(own_ids, named)
    ids = _in_order(own_ids, order)
    again = repeats_next(ids) if order is not None else np.zeros(0, dtype=bool)
    if order is not None and again.any():
        piece.drop(msg("post that a later row tells again"), int(again.sum()))
        _warn_if_different(piece, own_ids[named], values, table.row_numbers)
        order, ids = order[~again], ids[~again].reset_index(drop=True)
    piece.rows = len(ids)
    with ThreadPoolExecutor(1) as aside:
        # Texts and numbers are brought into order side by side.
        numbers = aside.submit(observation_rows, ids, values, order)
        # Each column goes before the next one is made: large ones would not fit twice.
        columns = {c: _in_order(posts.pop(c), order) for c in posts.columns.astype(str)}
        kept = None if order is None or len(order) == len(own_ids) else np.sort(order)
        piece.totals = totals_of(
            values if kept is None else {m: v[kept] for m, v in values.items()}
        )
        piece.frames["observations"] = numbers.result()
    piece.cover(columns["published_at"])
    # Those of a large table are still being looked for, so they are asked for last.
    found = None if table.tags is None else table.tags.of_rows(table.row_numbers)
    columns["hashtags"] = _hashtags(
        columns.pop("said", columns["title"]),
        columns.pop("own_hashtags", None),
        None if found is None else _in_order(found, order),
    )
    piece.frames["posts"] = pd.DataFrame({"post_id": ids, **columns}, copy=False)


def _order(ids: pd.Series, named: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp] | None:
    """Return the places of the named posts by their ids; None where they stay as they stand.

    To sort the words of a very long file takes as long as to read it, and nothing needs it.
    """
    if len(ids) >= MANY_POSTS and named.all() and surely_distinct(ids):
        return None
    order = order_of(ids)
    return order if named.all() else order[named[order]]


def _in_order(column: pd.Series, order: npt.NDArray[np.intp] | None) -> pd.Series:
    if order is None:
        return column
    if isinstance(column.dtype, pd.StringDtype):
        return taken(column, order)
    return pd.Series(column.to_numpy()[order], copy=False)


def observation_rows(
    ids: pd.Series,
    values: dict[str, npt.NDArray[np.float64]],
    order: npt.NDArray[np.intp] | None,
) -> pd.DataFrame:
    """Bring metric columns into rows of post_id, metric, value, without missing ones.

    Parameters
    ----------
    ids : Series of str
        Of the posts, in their order.
    values : dict of str to array
        Metric to values in the order of the file.
    order : array of int or None
        Place in `values` of each post; None where they stand in the same order.

    Returns
    -------
    DataFrame
        Columns post_id, metric, value; post by post, or metric by metric where `order` is None.
    """
    metrics = sorted(values)
    if not metrics:
        return pd.DataFrame({"post_id": [], "metric": [], "value": []})
    if order is None:
        return _metric_by_metric(ids, {m: values[m] for m in metrics})
    flat = np.column_stack([values[m] for m in metrics])[order].ravel()
    known = ~np.isnan(flat)
    if known.all():
        every = np.repeat(np.arange(len(ids)), len(metrics))
        columns = (taken(ids, every), tiled(metrics, len(flat)), flat)
    else:
        which = np.flatnonzero(known)
        names = pd.Series(metrics, dtype="str").take(which % len(metrics)).reset_index(drop=True)
        columns = (taken(ids, which // len(metrics)), names, flat[known])
    return pd.DataFrame(dict(zip(("post_id", "metric", "value"), columns, strict=True)), copy=False)


def _metric_by_metric(ids: pd.Series, values: dict[str, npt.NDArray[np.float64]]) -> pd.DataFrame:
    """Put the metrics below each other, so that all share the memory of the ids."""
    posts, names, numbers = [], [], []
    for metric, array in values.items():
        missing = np.isnan(array)
        rows = np.flatnonzero(~missing) if missing.any() else None
        posts.append(ids if rows is None else taken(ids, rows))
        numbers.append(array if rows is None else array[rows])
        names.append(repeated_text(metric, len(numbers[-1])))
    columns = (one_below_other(posts), one_below_other(names), np.concatenate(numbers))
    return pd.DataFrame(dict(zip(("post_id", "metric", "value"), columns, strict=True)), copy=False)


def _warn_if_different(
    piece: Piece,
    ids: pd.Series,
    values: dict[str, npt.NDArray[np.float64]],
    row_numbers: npt.NDArray[np.int64],
) -> None:
    frame = pd.DataFrame({"post_id": ids, **{m: v[ids.index] for m, v in values.items()}})
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
    codes, words = factorized(table.texts(position))
    dated = np.array([bool(re.search(r"\d", word)) for word in words], dtype=bool)[codes]
    if dated.any() and not dated.all():
        piece.drop(msg("single day of a post; its total is used"), int(dated.sum()))
        table.without(~dated)
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
    if not is_empty(caption):
        title = title.where(title != "", caption)
    url = texts_or_empty(table, "url")
    frame = pd.DataFrame(
        {
            "post_id": post_ids(table, title, url, published, clock=clock, piece=piece),
            "published_at": published,
            "title": title,
            "url": url,
            "format": _formats(table, default_format),
        },
        copy=False,
    )
    said = _said(title, caption)
    if said is not title:
        frame["said"] = said
    if table.position("hashtags") is not None:
        frame["own_hashtags"] = texts_or_empty(table, "hashtags")
    position = table.position("duration_seconds")
    if position in table.numbers:
        frame["duration_seconds"] = table.numbers[position]
    elif position is not None:
        frame["duration_seconds"] = read_numbers(table.texts(position), count=False).values
    return frame


def _hashtags(said: pd.Series, own: pd.Series | None, found: pd.Series | None) -> pd.Series:
    if found is None:
        found = hashtag_column(said)
    if own is None or is_empty(own):
        return found
    return found.where((own == "") | (found != ""), own.str.replace("#", "").str.casefold())


def _said(title: pd.Series, caption: pd.Series) -> pd.Series:
    """Return title and caption of each post as one text; a caption that is the title once."""
    if is_empty(caption):
        return title
    further = caption.where(caption != title, "")
    return title if is_empty(further) else title + " " + further


def _formats(table: Table, default: str) -> pd.Series:
    if table.position("format") is None:
        return repeated_text(default, len(table.frame))
    texts = texts_or_empty(table, "format")
    codes, words = factorized(texts)
    known = [post_format(w) or default for w in words]
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
