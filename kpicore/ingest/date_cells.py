"""One cell as a date: its figures, its month word and its time, not yet put in order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from kpicore.ingest.month_names import FILLERS, all_month_words, weekday_words, word
from kpicore.ingest.sheets import visible

SERIAL_FIRST, SERIAL_LAST = 36526, 62502
"""Excel's day numbers of 2000-01-01 and 2071-02-12; a year is no such number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCell:
    """What a cell says of a date.

    Attributes
    ----------
    family : str
        ``ymd``, ``cjk``, ``compact``, ``serial``, ``named``, ``numeric`` (order unknown), or the
        same without a year: ``cjk_bare``, ``named_bare``, ``numeric_bare``.
    form : str
        Family and separators: what a person would call the format.
    figures : tuple of int
        Year, month, day where the order is known; day and year for named months (year 0 when
        there is none); else the figures as they stand.
    month : str
        Month word.
    clock : timedelta or None
        Time of day.
    utc : bool
        Whether the cell says that the time is UTC.
    """

    family: str
    form: str
    figures: tuple[int, ...]
    month: str = ""
    clock: timedelta | None = None
    utc: bool = False


_TIME = re.compile(
    r"(?:[T\s,·•]|^|(?<=[日号號]))\s*(?:at\s+|um\s+|à\s+|às\s+|a las\s+)?"
    r"(?P<half>오전|오후|上午|下午|午前|午後)?\s*"
    r"(?P<h>\d{1,2})(?:\s?[:：时時h]\s?|\.(?=\d{2}\.\d{2}\b))(?P<m>\d{2})"
    r"(?:(?:[:.分]\s?)(?P<s>\d{2})(?:[.,]\d+)?\s?秒?|分)?\s*"
    r"(?P<ampm>[ap]\.?\s?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|P[SD]T|E[SD]T|CET|CEST)?\s*$",
    re.IGNORECASE,
)
_YMD = re.compile(r"^(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})\.?$")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3]))?$")
_CJK = re.compile(r"^(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?$")
_VIETNAMESE = re.compile(
    r"^(?:ngày\s)?(\d{1,2})\s(?:tháng|thg)\s(\d{1,2})(?:,?\s(?:năm\s)?(\d{4}))?$"
)
_NUMERIC = re.compile(r"^(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?$")
_NUMERIC_BARE = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\.?$")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?\.?|\d+(?:st|nd|rd|th|º|ª|er)?\b|\S")
_WEEKDAY_TAIL = re.compile(r"\s*[(（]\s*[月火水木金土日一二三四五六일월화수목금토]\s*[)）]\s*$")


def read_date_cell(text: str, *, serial: bool = False) -> DateCell | None:
    """Read a cell as a date.

    Parameters
    ----------
    text : str
        The cell.
    serial : bool, default False
        Whether a bare number may be Excel's day number.

    Returns
    -------
    DateCell or None
        None when it is no date.
    """
    plain = unicodedata.normalize("NFKC", visible(text)).strip().strip("\"'")
    plain = _WEEKDAY_TAIL.sub("", plain)
    if not plain or len(plain) > 60:
        return None
    if match := _COMPACT.match(plain):
        hour = timedelta(hours=int(match[4])) if match[4] else None
        figures = (int(match[1]), int(match[2]), int(match[3]))
        return DateCell(family="compact", form="20260131", figures=figures, clock=hour)
    if serial and re.match(r"^\d{5}(\.\d+)?$", plain):
        number = float(plain)
        if SERIAL_FIRST <= number <= SERIAL_LAST:
            clock = timedelta(seconds=round((number % 1) * 86400)) if number % 1 else None
            return DateCell(family="serial", form="46233", figures=(int(number),), clock=clock)
        return None
    day_text, clock, utc = _split_time(plain)
    cell = _read_day(day_text)
    if cell is None or clock is None:
        return cell
    return DateCell(
        family=cell.family,
        form=cell.form,
        figures=cell.figures,
        month=cell.month,
        clock=clock,
        utc=utc,
    )


def _split_time(plain: str) -> tuple[str, timedelta | None, bool]:
    match = _TIME.search(plain)
    if match is None or match.start() == 0:
        return plain, None, False
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    if hour > 24 or minute > 59 or second > 60:
        return plain, None, False
    half = match["half"] or (match["ampm"] or "").lower()[:1]
    if half in ("p", "오후", "下午", "午後") and hour < 12:
        hour += 12
    elif half in ("a", "오전", "上午", "午前") and hour == 12:
        hour = 0
    zone = (match["zone"] or "").upper()
    utc = zone in ("Z", "UTC", "GMT", "+0000", "+00:00", "-00:00")
    rest = plain[: match.start()].rstrip(" ,T·•")
    return rest, timedelta(hours=hour, minutes=minute, seconds=second), utc


def _read_day(plain: str) -> DateCell | None:
    if match := _YMD.match(plain):
        figures = (int(match[1]), int(match[3]), int(match[4]))
        return DateCell(family="ymd", form=f"2026{match[2]}1{match[2]}31", figures=figures)
    if match := _CJK.match(plain):
        figures = (int(match[1] or 0), int(match[2]), int(match[3]))
        family = "cjk" if match[1] else "cjk_bare"
        return DateCell(family=family, form=family, figures=figures)
    if match := _VIETNAMESE.match(plain.casefold()):
        figures = (int(match[3] or 0), int(match[2]), int(match[1]))
        family = "cjk" if match[3] else "cjk_bare"
        return DateCell(family=family, form=family, figures=figures)
    korean = re.match(r"^(\d{4})\.\s(\d{1,2})\.\s(\d{1,2})\.?$", plain)
    if korean:
        figures = (int(korean[1]), int(korean[2]), int(korean[3]))
        return DateCell(family="ymd", form="2026. 1. 31.", figures=figures)
    if match := _NUMERIC.match(plain):
        year = int(match[4]) if len(match[4]) == 4 else 2000 + int(match[4])
        figures = (int(match[1]), int(match[3]), year)
        form = f"1{match[2]}31{match[2]}2026"
        return DateCell(family="numeric", form=form, figures=figures)
    if match := _NUMERIC_BARE.match(plain):
        pair = (int(match[1]), int(match[3]))
        return DateCell(family="numeric_bare", form=f"1{match[2]}31", figures=pair)
    return _read_named(plain)


def _read_named(plain: str) -> DateCell | None:
    months: list[str] = []
    numbers: list[str] = []
    for token in _TOKEN.findall(plain):
        if token[0].isdecimal():
            numbers.append(re.match(r"\d+", token)[0])  # type: ignore[index]
            continue
        plain_token = word(token)
        if plain_token in all_month_words() and not months:
            months.append(plain_token)
        elif plain_token and plain_token not in FILLERS and plain_token not in weekday_words():
            if token in ",-/.'’":
                continue
            return None
    if len(months) != 1 or not 1 <= len(numbers) <= 2:
        return None
    day = next((n for n in numbers if len(n) <= 2), None)
    if day is None:
        return None
    rest = list(numbers)
    rest.remove(day)
    if rest and len(rest[0]) not in (2, 4):
        return None
    year = 0 if not rest else int(rest[0]) if len(rest[0]) == 4 else 2000 + int(rest[0])
    family = "named" if year else "named_bare"
    return DateCell(family=family, form=family, figures=(int(day), year), month=months[0])
