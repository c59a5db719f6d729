"""The year of dates that are written without one.

A daily export ends the day before it was made; walking backwards from there, the year rolls
whenever the calendar jumps from January to December. The end is known from the file name, from the
clock inside post ids, from the day of the import or from the file's time stamp, in this order of
trust; the report says which it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from kpicore.ingest.reports import Fault, Severity
from kpicore.messages import Message, msg

MonthDay = tuple[int, int]
LEAP_DAY: MonthDay = (2, 29)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAnchors:
    """Days that bound the dates of a file.

    Attributes
    ----------
    start : date or None
        First day, told by the file name.
    end : date or None
        Moment of the export, told by the name or by ids.
    today : date or None
        Day of the import.
    neighbour : date or None
        Moment of the export of another file of the same import.
    written_on : date or None
        Time stamp of the file, no earlier than the export; the weakest of them.
    """

    start: date | None = None
    end: date | None = None
    today: date | None = None
    neighbour: date | None = None
    written_on: date | None = None

    @property
    def latest(self) -> date | None:
        """Day that no date of the file can pass, from what is certain."""
        known = [d for d in (self.end, self.today) if d is not None]
        return min(known) + timedelta(days=1) if known else None


def place_years(
    days: Sequence[MonthDay | None],
    anchors: YearAnchors,
    near: npt.NDArray[np.datetime64] | None,
    faults: list[Fault],
) -> list[date | None] | None:
    """Give each day its year.

    Parameters
    ----------
    days : sequence of (month, day) or None
        In the order of the rows.
    anchors : YearAnchors
        What bounds them.
    near : array of datetime64 or None
        Moment of each row from ids, to a day or two.
    faults : list of Fault
        Receives how the year was found.

    Returns
    -------
    list of date or None
        By row; None as a whole when nothing tells the year.
    """
    if near is not None and not np.isnat(near).all():
        faults.append(
            _info(msg("The dates carry no year; it was taken from the clock in the post ids."))
        )
        return [
            _nearest(day, None if np.isnat(n) else n.astype("datetime64[D]").item())
            for day, n in zip(days, near, strict=True)
        ]
    offsets = _year_offsets([d for d in days if d is not None])
    if offsets is None:
        return _place_unordered(days, anchors, faults)
    known = [d for d in days if d is not None]
    first_year = _first_year(known, offsets, anchors, faults)
    if first_year is None:
        faults.append(_unknown())
        return None
    placed = iter(offsets)
    return [None if d is None else _valid(first_year + next(placed), d) for d in days]


def _year_offsets(days: Sequence[MonthDay]) -> list[int] | None:
    """Count the turns of the year along the rows; None when the rows are in no order."""
    for forward in (True, False):
        ordered = list(days) if forward else list(reversed(days))
        offsets, turns = [], 0
        for i, day in enumerate(ordered):
            if i and day < ordered[i - 1]:
                turns += 1
            offsets.append(turns)
        if turns <= 1 + len(days) // 365:
            return offsets if forward else list(reversed(offsets))
    return None


def _first_year(
    days: Sequence[MonthDay], offsets: Sequence[int], anchors: YearAnchors, faults: list[Fault]
) -> int | None:
    if anchors.start is not None and (anchors.start.month, anchors.start.day) in (
        days[0],
        days[-1],
    ):
        lowest = min(offsets)
        faults.append(
            _info(
                msg(
                    "The dates carry no year; the first day, {day}, was taken from the file name.",
                    day=anchors.start,
                )
            )
        )
        return anchors.start.year - lowest
    for bound, sentence in _bounds(anchors):
        year = _latest_year(days, offsets, bound)
        if year is not None:
            faults.append(sentence)
            return year
    return None


def _latest_year(days: Sequence[MonthDay], offsets: Sequence[int], bound: date) -> int | None:
    for year in range(bound.year, bound.year - 9, -1):
        placed = [_valid(year + o, d) for d, o in zip(days, offsets, strict=True)]
        if all(p is not None and p <= bound for p in placed):
            return year
    return None


def _bounds(anchors: YearAnchors) -> list[tuple[date, Fault]]:
    bounds = []
    if anchors.end is not None:
        bounds.append(
            (
                anchors.end + timedelta(days=1),
                _info(
                    msg(
                        "The dates carry no year; they were placed before {day}, when the export "
                        "was made according to the file.",
                        day=anchors.end,
                    )
                ),
            )
        )
    if anchors.neighbour is not None:
        bounds.append(
            (
                anchors.neighbour + timedelta(days=1),
                _info(
                    msg(
                        "The dates carry no year; they were placed before {day}, when another "
                        "file of this import was exported.",
                        day=anchors.neighbour,
                    )
                ),
            )
        )
    if anchors.today is not None:
        bounds.append(
            (
                anchors.today,
                _info(
                    msg(
                        "The dates carry no year; they were placed in the last twelve months "
                        "before {day}, the day of the import.",
                        day=anchors.today,
                    )
                ),
            )
        )
    if anchors.written_on is not None:
        bounds.append(
            (
                anchors.written_on,
                Fault(
                    severity=Severity.WARNING,
                    message=msg(
                        "The dates carry no year; they were placed before {day}, the time stamp "
                        "of the file. If the export is older, say on which day it was made.",
                        day=anchors.written_on,
                    ),
                ),
            )
        )
    return bounds


def _place_unordered(
    days: Sequence[MonthDay | None], anchors: YearAnchors, faults: list[Fault]
) -> list[date | None] | None:
    for bound, sentence in _bounds(anchors):
        faults.append(sentence)
        faults.append(
            Fault(
                severity=Severity.WARNING,
                message=msg(
                    "The rows are in no order of days, so each was taken as the last such day "
                    "before the export."
                ),
            )
        )
        return [None if d is None else _last_before(d, bound) for d in days]
    faults.append(_unknown())
    return None


def _last_before(day: MonthDay, bound: date) -> date | None:
    for year in range(bound.year, bound.year - 9, -1):
        placed = _valid(year, day)
        if placed is not None and placed <= bound:
            return placed
    return None


def _nearest(day: MonthDay | None, near: date | None) -> date | None:
    if day is None:
        return None
    if near is None:
        return None
    candidates = [_valid(near.year + k, day) for k in (-1, 0, 1)]
    known = [c for c in candidates if c is not None]
    best = min(known, key=lambda c: abs((c - near).days), default=None)
    return best if best is not None and abs((best - near).days) <= 3 else None


def _valid(year: int, day: MonthDay) -> date | None:
    try:
        return date(year, *day)
    except ValueError:
        return None


def _info(message: Message) -> Fault:
    return Fault(severity=Severity.INFO, message=message)


def _unknown() -> Fault:
    return Fault(
        severity=Severity.ERROR,
        message=msg(
            "The dates carry no year, and neither the file name nor anything in the file tells "
            "when it was exported. Upload the archive under the name that the platform gave it: "
            "the name tells the day."
        ),
    )
