"""Numbers as people and platforms write them, decided column by column.

``1,234`` is a thousand in one file and a little more than one in the next. A cell alone often
cannot tell; the other cells of the column and of the table can. What nothing tells is taken by the
rule stated here and reported, never decided in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.ingest.options import DecimalMark
from kpicore.ingest.shared_texts import factorized
from kpicore.ingest.sheets import visible

MISSING_WORDS = frozenset(
    {
        *[
            "-",
            "--",
            "---",
            "–",
            "—",
            "―",
            "‑",
            "undefined",
            "nan",
            "n/a",
            "na",
            "#n/a",
            "n.a.",
            "null",
            "none",
            "nil",
            ".",
            "..",
            "…",
            "/",
            "\\",
        ],
        *["(null)", "(blank)", "unavailable", "n/d", "n/v", "k.a.", "nd", "s/d"],
        *["#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!"],
        *["暂无", "暂无数据", "无", "无数据", "없음", "なし", "該当なし"],
        *("not available", "no data", "데이터 없음", "k. a.", "(not set)"),
    }
)
"""Words for "no value", lower case; the empty cell is one, too."""

MULTIPLIERS = {
    "万": 1e4,
    "萬": 1e4,
    "만": 1e4,
    "w": 1e4,
    "亿": 1e8,
    "億": 1e8,
    "억": 1e8,
    "千": 1e3,
    "천": 1e3,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "b": 1e9,
    "mil": 1e3,
    "тыс": 1e3,
    "тыс.": 1e3,
}
"""Words behind a rounded number."""

_UNITS = ("s", "sec", "secs", "seconds", "秒", "초", "次", "人", "회", "명", "건", "개", "个", "件")
_CODE = "usd|eur|gbp|jpy|krw|cny|brl|inr|zar|cad|aud|mxn|chf|sek|kr|元|원|円"
_WORDS = "|".join(re.escape(w) for w in sorted((*MULTIPLIERS, *_UNITS), key=len, reverse=True))
_NUMBER = re.compile(
    r"^(?P<open>\()?(?P<sign>[-+−–])?\s?(?P<currency>r\$|us\$|[$€£¥₩￥])?\s?(?P<sign2>[-−])?"
    r"(?P<digits>\d[\d.,'’\u00a0\u202f ]*|[.,]\d+)\s?"
    rf"(?P<word>{_WORDS})?"
    rf"\s?(?P<percent>%)?\s?(?P<after>[$€£¥₩]|{_CODE})?(?P<close>\))?$"
)
_CLOCK = re.compile(r"^(?P<sign>-)?(?:(?P<h>\d{1,5}):)?(?P<m>\d{1,3}):(?P<s>\d{2}(?:[.,]\d+)?)$")
_SPELLED = re.compile(
    r"^(?:(?P<h>\d+)\s?(?:h|hr|hrs|小时|小時|时|時間|시간))?\s?"
    r"(?:(?P<m>\d+)\s?(?:m|min|mins|分钟|分鐘|分|분))?\s?"
    r"(?:(?P<s>\d+(?:[.,]\d+)?)\s?(?:s|sec|secs|秒|초))?$"
)
_BOUND = re.compile(r"^(?:<|＜|≤|less than|menos de|weniger als|moins de|小于)\s?[\d.,]+\s?%?$")
_PLAIN = re.compile(r"-?\d{1,15}")
_GROUPED = {
    ".": re.compile(r"^\d{1,3}(\.\d{2,3})*\.\d{3}$"),
    ",": re.compile(r"^\d{1,3}(,\d{2,3})*,\d{3}$"),
}
_BLANK_GROUPS = re.compile(r"^\d{1,3}([ '’]\d{3})+([.,]\d+)?$")


@dataclass(slots=True, kw_only=True)
class NumberColumn:
    """A column read as numbers.

    Attributes
    ----------
    values : array of float
        NaN where nothing can be read.
    mark : DecimalMark or None
        Decimal sign that was used; None where no cell needed one.
    doubtful : bool
        Whether `mark` was taken by rule, because nothing in the table tells it.
    unreadable : list of tuple
        Position and text of cells that are neither a number nor a word for missing.
    missing_words : Counter
        Words for missing, other than the empty cell, and how often they stand.
    bounded : int
        Cells that only bound the value (``< 1%``); they are missing.
    rounded : int
        Cells that give a rounded value (``1.2万``).
    percent : array of bool
        Cells that carry a percent sign; their values are already shares.
    """

    values: npt.NDArray[np.float64]
    mark: DecimalMark | None = None
    doubtful: bool = False
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    missing_words: Counter[str] = field(default_factory=Counter)
    bounded: int = 0
    rounded: int = 0
    percent: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))


@dataclass(frozen=True, slots=True)
class _Cell:
    value: float = float("nan")
    state: str = "number"
    percent: bool = False
    rounded: bool = False


_EMPTY = _Cell(state="empty")


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    plain = text.strip()
    return not plain or plain.casefold() in MISSING_WORDS


def evidence(texts: Iterable[str]) -> tuple[set[DecimalMark], bool]:
    """Find out what the cells of a column tell about their decimal sign.

    Parameters
    ----------
    texts : iterable of str
        Cells.

    Returns
    -------
    tuple of set of DecimalMark and bool
        Signs that a cell proves, and whether some cell could be read either way.
    """
    proved: set[DecimalMark] = set()
    ambiguous = False
    for text in texts:
        if text.isdecimal():
            continue
        match = _NUMBER.match(_plain(text))
        if match is None:
            continue
        said = _digits_evidence(match["digits"].strip())
        if said == "either":
            ambiguous = True
        elif said is not None and said != "bad":
            proved.add(DecimalMark(said))
    return proved, ambiguous


def read_numbers(
    texts: pd.Series,
    *,
    count: bool,
    mark: DecimalMark | None = None,
    hint: DecimalMark | None = None,
) -> NumberColumn:
    """Read a column of cells as numbers.

    Parameters
    ----------
    texts : Series of str
        Cells.
    count : bool
        Whether the column counts things: then ``1.234`` alone is a thousand, since nobody counts
        thousandths.
    mark : DecimalMark, optional
        Decimal sign known from elsewhere (the table, the reader's choice); used where the column's
        own cells prove nothing.
    hint : DecimalMark, optional
        Decimal sign that only the form of the file suggests, such as semicolons between cells;
        it decides for measured numbers, never turns counted things into thousandths.

    Returns
    -------
    NumberColumn
        Values and doubts. Percentages become shares, clock times become seconds.
    """
    if len(texts) and bool(texts.str.fullmatch(_PLAIN.pattern).all()):
        plain: npt.NDArray[np.float64] = np.array(texts.astype("float64"), dtype=np.float64)
        return NumberColumn(values=plain, percent=np.zeros(len(plain), dtype=bool))
    codes, distinct = factorized(texts)
    proved, ambiguous = evidence(distinct)
    used, doubtful = _choose(proved, ambiguous, mark or (None if count else hint), count, distinct)
    cells = [_read_cell(u, used, torn=len(proved) > 1) for u in distinct]
    return _collect(codes, distinct, cells, used if proved or ambiguous else None, doubtful)


def _choose(
    proved: set[DecimalMark],
    ambiguous: bool,
    mark: DecimalMark | None,
    count: bool,
    distinct: list[str],
) -> tuple[DecimalMark, bool]:
    if len(proved) == 1:
        return next(iter(proved)), False
    if proved or not ambiguous:
        return mark or DecimalMark.DOT, False
    if mark is not None:
        return mark, False
    if count:
        comma_groups = any("," in u for u in distinct)
        dot_groups = any("." in u for u in distinct)
        if comma_groups and dot_groups:
            return DecimalMark.DOT, True
        return (DecimalMark.DOT if comma_groups else DecimalMark.COMMA), True
    return DecimalMark.DOT, True


def _collect(
    codes: npt.NDArray[np.int64],
    distinct: list[str],
    cells: list[_Cell],
    mark: DecimalMark | None,
    doubtful: bool,
) -> NumberColumn:
    by_cell: npt.NDArray[np.float64] = np.array(
        [c.value for c in cells] or [np.nan], dtype=np.float64
    )
    values = by_cell[codes]
    percent = np.array([c.percent for c in cells] or [False], dtype=bool)[codes]
    column = NumberColumn(values=values, percent=percent, mark=mark, doubtful=doubtful)
    times = np.bincount(codes, minlength=len(cells)) if len(codes) else np.zeros(0, dtype=int)
    for i, cell in enumerate(cells):
        if cell.state == "missing":
            column.missing_words[distinct[i].strip()] += int(times[i])
        elif cell.state == "bound":
            column.bounded += int(times[i])
        elif cell.state == "bad":
            column.unreadable += [(int(p), distinct[i]) for p in np.flatnonzero(codes == i)]
        if cell.rounded:
            column.rounded += int(times[i])
    column.unreadable.sort()
    return column


def _plain(text: str) -> str:
    plain = text if text.isascii() else unicodedata.normalize("NFKC", visible(text))
    # A spreadsheet writes an apostrophe before figures that were entered as text.
    return plain.strip().removeprefix("'").casefold()


def _read_cell(text: str, mark: DecimalMark, *, torn: bool) -> _Cell:
    if is_missing(text):
        return _EMPTY if not text.strip() else _Cell(state="missing")
    plain = _plain(text)
    if is_missing(plain):
        return _Cell(state="missing")
    if _BOUND.match(plain):
        return _Cell(state="bound")
    match = _NUMBER.match(plain)
    if match is None:
        return _read_duration(plain)
    digits = match["digits"].strip()
    said = _digits_evidence(digits)
    if said == "bad" or (said == "either" and torn) or bool(match["open"]) != bool(match["close"]):
        return _Cell(state="bad")
    own = mark if said in (None, "either") else DecimalMark(said)
    if said not in (None, "either") and own is not mark and not torn:
        return _Cell(state="bad")
    number = float(_normal(digits, own))
    if match["sign"] in ("-", "−", "–") or match["sign2"] or match["open"]:
        number = -number
    word = match["word"] or ""
    rounded = word in MULTIPLIERS
    if rounded:
        number = round(number * MULTIPLIERS[word], 6)
    if match["percent"]:
        number = float(f"{number / 100:.15g}")
    return _Cell(value=number, percent=bool(match["percent"]), rounded=rounded)


def _read_duration(plain: str) -> _Cell:
    match = _CLOCK.match(plain) or _SPELLED.match(plain)
    if match is None or not any(match[k] for k in "hms"):
        return _Cell(state="bad")
    hours, minutes = int(match["h"] or 0), int(match["m"] or 0)
    seconds = float((match["s"] or "0").replace(",", "."))
    total = hours * 3600 + minutes * 60 + seconds
    return _Cell(value=-total if match.groupdict().get("sign") else total)


def _digits_evidence(digits: str) -> str | None:
    """Say which decimal sign digits prove: a mark, "either", "bad", or None for whole numbers."""
    if _BLANK_GROUPS.match(digits.replace("\u00a0", " ").replace("\u202f", " ")):
        tail = re.sub(r"[^.,]", "", digits)
        return None if not tail else ("dot" if tail == "." else "comma")
    if re.search(r"[^\d.,]", digits):
        return "bad"
    dots, commas = digits.count("."), digits.count(",")
    if not dots and not commas:
        return None
    if dots and commas:
        last = "." if digits.rfind(".") > digits.rfind(",") else ","
        whole, _, decimals = digits.rpartition(last)
        other = "," if last == "." else "."
        if last in whole or other in decimals or not _GROUPED[other].match(whole):
            return "bad"
        return "dot" if last == "." else "comma"
    sign = "." if dots else ","
    if dots + commas > 1:
        return ("comma" if sign == "." else "dot") if _GROUPED[sign].match(digits) else "bad"
    whole, _, decimals = digits.partition(sign)
    if len(decimals) != 3 or len(whole) > 3 or whole in ("", "0") or whole.startswith("0"):
        return "dot" if sign == "." else "comma"
    return "either"


def _normal(digits: str, mark: DecimalMark) -> str:
    digits = re.sub(r"[^\d.,]", "", digits)
    if mark is DecimalMark.DOT:
        return digits.replace(",", "")
    return digits.replace(".", "").replace(",", ".")
