"""Rows that are days: one value per metric and day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.columns import date_values, read_metrics
from kpicore.ingest.doubts import drop_coarse, told_until
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.options import DateOrder, DecimalMark, TableKind
from kpicore.ingest.pieces import Piece, totals_of
from kpicore.ingest.reports import Severity
from kpicore.ingest.tables import Table
from kpicore.ingest.total_rows import drop_totals, note_ragged
from kpicore.messages import msg, msgs
from kpicore.metrics import METRICS, MetricKind

MOST_REPEATED_SHARE = 0.2
"""With more repeated days than this the rows are not days but parts of days."""

UNREADABLE_DATES_SHARE = 0.3
"""With more dates than this unreadable, the column is no column of dates."""

LEADING_ZERO_DAYS = 14
"""From this many all-zero days at the beginning on, they lie before the account had data."""


def read_daily(
    table: Table,
    facts: FileFacts,
    *,
    order: DateOrder | None = None,
    mark: DecimalMark | None = None,
    continuous: bool = True,
) -> Piece:
    """Read a table of days.

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
    continuous : bool, default True
        Whether days without a row are gaps; some exports leave out days with 0.

    Returns
    -------
    Piece
        With a frame "daily" (date, metric, value), or refused.
    """
    layout = table.layout
    assert layout is not None
    piece = Piece(
        kind=TableKind.DAILY, platform=layout.platform, layout=layout.key, exported=facts.exported
    )
    piece.rows_read = len(table.frame) + len(table.ragged)
    note_ragged(table, piece)
    position = table.position("date")
    assert position is not None
    drop_totals(table, position, piece)
    if not len(table.frame):
        return piece
    dates = date_values(table, position, piece, facts, daily=True, order=order)
    days = dates.values.astype("datetime64[D]")
    if not _dates_usable(table, position, days, dates.unreadable, piece, refused=dates.refused):
        return piece
    known = ~np.isnat(days)
    piece.drop(msg("no date"), int((~known).sum()) - _named_as_unreadable(piece, dates.unreadable))
    table.without(known)
    days = days[known]
    days = _drop_unfinished(table, days, facts, piece)
    values = read_metrics(table, piece, mark)
    days, values = _drop_repeated(table, days, values, piece)
    if piece.refused is not None:
        return piece
    in_order = np.argsort(days, kind="stable")
    days, values = days[in_order], {m: v[in_order] for m, v in values.items()}
    if values:
        end = told_until(values, piece)
        days, values = days[:end], {m: v[:end] for m, v in values.items()}
    if continuous:
        values = drop_coarse(days, values, piece)
        if piece.refused is not None:
            return piece
    piece.rows = len(days)
    piece.totals = totals_of(values)
    piece.cover(pd.Series(days.astype("datetime64[us]")))
    _note_days(days, piece, facts.options.today, continuous=continuous)
    used = np.ones(len(days), dtype=bool)
    if layout.zeros_before_data:
        used = _without_leading_zeros(days, values, piece)
    piece.frames["daily"] = long_rows(days[used], {m: v[used] for m, v in values.items()})
    return piece


def long_rows(
    days: npt.NDArray[np.datetime64], values: dict[str, npt.NDArray[np.float64]]
) -> pd.DataFrame:
    """Bring day and metric columns into rows of date, metric, value; missing ones are left out."""
    parts = []
    for metric, array in values.items():
        known = ~np.isnan(array)
        parts.append(
            pd.DataFrame(
                {
                    "date": days[known].astype("datetime64[us]"),
                    "metric": pd.Series([metric] * int(known.sum()), dtype="str"),
                    "value": array[known],
                }
            )
        )
    if not parts:
        return pd.DataFrame({"date": [], "metric": [], "value": []})
    return pd.concat(parts, ignore_index=True)


def _named_as_unreadable(piece: Piece, unreadable: list[tuple[int, str]]) -> int:
    piece.drop(msg("date that cannot be read"), len(unreadable))
    return len(unreadable)


def _dates_usable(
    table: Table,
    position: int,
    days: npt.NDArray[np.datetime64],
    unreadable: list[tuple[int, str]],
    piece: Piece,
    *,
    refused: bool,
) -> bool:
    header = table.header[position]
    if refused:
        piece.refused = next(
            f.message for f in reversed(piece.faults) if f.severity is Severity.ERROR
        )
        return False
    if len(unreadable) > UNREADABLE_DATES_SHARE * len(days) or np.isnat(days).all():
        example = unreadable[0][1] if unreadable else ""
        piece.refused = msg(
            "The column {column} was expected to hold dates, but holds texts such as {text}. "
            "Write dates like 2026-01-31, or upload the file as the platform gave it.",
            column=header,
            text=example[:60],
        )
        return False
    piece.note_cells(
        unreadable,
        table.row_numbers,
        header,
        msg("“{text}” is no date; the row was not read.", text=""),
        Severity.ERROR,
    )
    return True


def _drop_unfinished(
    table: Table, days: npt.NDArray[np.datetime64], facts: FileFacts, piece: Piece
) -> npt.NDArray[np.datetime64]:
    """Leave out the day on which the export was made, and days after it."""
    moment = facts.exported.date() if facts.exported else None
    limit = min((d for d in (moment, facts.options.today) if d is not None), default=None)
    if limit is None:
        return days
    finished = days < np.datetime64(limit)
    late = int((~finished).sum())
    # More than two such days mean that the moment is wrong, not that the days are unfinished.
    if late == 0 or (limit == moment and late > 2):
        return days
    if (days > np.datetime64(limit) + np.timedelta64(1, "D")).any():
        piece.warn(
            msg(
                "Some dates lie after {day}, the day of the import; their rows were not read. If "
                "day and month were mixed up, choose the other date order.",
                day=limit,
            )
        )
    piece.drop(msg("day not finished when the export was made"), late)
    table.without(finished)
    return days[finished]


def _drop_repeated(
    table: Table,
    days: npt.NDArray[np.datetime64],
    values: dict[str, npt.NDArray[np.float64]],
    piece: Piece,
) -> tuple[npt.NDArray[np.datetime64], dict[str, npt.NDArray[np.float64]]]:
    """Keep each day once; different values of one day are a doubt, many of them no daily table."""
    frame = pd.DataFrame({"day": days.astype("datetime64[us]"), **values})
    # Whole rows are compared: equal values of one day may belong to two campaigns.
    same = table.frame.duplicated().to_numpy(dtype=bool)
    piece.drop(msg("the same row again"), int(same.sum()))
    frame = frame[~same]
    repeated = frame.duplicated("day", keep="last").to_numpy()
    numbers = table.row_numbers[~same]
    if repeated.sum() > max(2, MOST_REPEATED_SHARE * len(frame)):
        piece.refused = msg(
            "Many days stand in several rows with different values (such as {day}), so the rows "
            "are parts of days, by campaign, content or hour. Expected is one row per day; export "
            "the total per day.",
            day=frame["day"][repeated].iloc[0].date(),
        )
        return days, values
    for i in np.flatnonzero(repeated):
        piece.warn(
            msg(
                "The day {day} stands in several rows with different values; the last one was "
                "taken.",
                day=frame["day"].iloc[i].date(),
            ),
            row=int(numbers[i]),
        )
    piece.drop(msg("day that a later row tells again"), int(repeated.sum()))
    kept = frame[~repeated]
    return (
        kept["day"].to_numpy().astype("datetime64[D]"),
        {m: kept[m].to_numpy(dtype="float64") for m in values},
    )


def _note_days(
    days: npt.NDArray[np.datetime64], piece: Piece, today: date | None, *, continuous: bool
) -> None:
    if len(days) == 1:
        piece.warn(
            msg(
                "The file tells only one day, {day}; at least 28 days are needed to see a trend.",
                day=days[0].astype(date),
            )
        )
    if not continuous or len(days) < 2:
        return
    steps = np.diff(days).astype(int)
    holes = np.flatnonzero(steps > 1)
    if len(holes) and float(np.median(steps)) == 1:
        first = days[holes[0]].astype(date) + timedelta(days=1)
        piece.info(
            msgs(
                "{count} day between the first and the last one has no row, from {day} on; it "
                "counts as missing, not as 0.",
                "{count} days between the first and the last one have no row, from {day} on; they "
                "count as missing, not as 0.",
                int((steps[holes] - 1).sum()),
                day=first,
            )
        )


def _without_leading_zeros(
    days: npt.NDArray[np.datetime64],
    values: dict[str, npt.NDArray[np.float64]],
    piece: Piece,
) -> npt.NDArray[np.bool_]:
    """Say which rows are observations: zeros before the account had data are none."""
    used = np.ones(len(days), dtype=bool)
    counts = [v for m, v in values.items() if METRICS[m].kind is not MetricKind.RATE]
    if not counts:
        return used
    told = np.zeros(len(days), dtype=bool)
    for array in counts:
        told |= np.nan_to_num(array) != 0
    first = int(np.argmax(told)) if told.any() else 0
    if first < LEADING_ZERO_DAYS:
        return used
    used[:first] = False
    piece.info(
        msgs(
            "The first {count} day is 0 throughout, from before there were data; it is not used "
            "as an observation.",
            "The first {count} days are 0 throughout, from before there were data; they are not "
            "used as observations.",
            first,
        )
    )
    return used


def midnight(day: date) -> datetime:
    """Return the beginning of a day."""
    return datetime(day.year, day.month, day.day)
