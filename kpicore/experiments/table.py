"""Results as tables: read from a file or typed, in own words or those of exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.errors import ImportFailedError
from kpicore.experiments.measures import MEASURES, TRIES, VALUE, WINS
from kpicore.experiments.model import Design, Row
from kpicore.ingest.containers import leaves
from kpicore.ingest.dates import DateHints, read_dates
from kpicore.ingest.layouts import ColumnRole, load_platform
from kpicore.ingest.numbers import read_numbers
from kpicore.ingest.options import MEGABYTE, Limits
from kpicore.ingest.sheets import Sheet, fold, is_blank
from kpicore.ingest.sources import read_sheets
from kpicore.kpis.columns import Floats
from kpicore.messages import msg
from kpicore.metrics import METRICS
from kpicore.units import Unit

LARGEST_MB = 5
_LIMITS = Limits(file_bytes=LARGEST_MB * MEGABYTE, unpacked_bytes=64 * MEGABYTE, sheets=20)

TEST, VARIANT, DAY = "test", "variant", "day"
_OWN_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        TEST: ("Test", "Experiment", "테스트", "실험", "测试", "实验"),
        VARIANT: (
            "Variant",
            "Version",
            "Variation",
            "시안",
            "버전",
            "변형",
            "版本",
            "变体",
            "方案",
        ),
        DAY: ("Date", "Day", "Published", "날짜", "일자", "게시일", "日期", "发布日期", "发布时间"),
        TRIES: ("Tries", "Shown", "시도", "尝试次数"),
        WINS: ("Successes", "Worked", "성공", "成功次数"),
        VALUE: ("Value", "Result", "값", "数值"),
        "completed_views": (
            *("Watched to the end", "Full plays", "Completed views", "Completions"),
            *("끝까지 본 수", "완주 수", "完播数", "完播次数"),
        ),
    }
)
_SAME = MappingProxyType({"link_clicks": "clicks"})
"""Metrics that stand for another one where that one is not told."""
_IN_TURN_ROWS, _IN_TURN_GAP = 6, 2
"""Days with one variant each are days in turn from so many on, if every other one is told."""


@dataclass(frozen=True, kw_only=True)
class ResultTable:
    """Results of one experiment as a table.

    Attributes
    ----------
    name : str
        What the file calls it; empty where it does not say.
    frame : DataFrame
        `variant`, `day` (NaT where it is not told) and a column per metric; NaN is missing.
    """

    name: str
    frame: pd.DataFrame

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the variants in the order in which they come."""
        return tuple(dict.fromkeys(self.frame[VARIANT]))

    @property
    def measures(self) -> tuple[str, ...]:
        """Keys of the measures that its columns tell."""
        told = {str(c) for c in self.frame.columns if self.frame[c].notna().any()}
        return tuple(
            key
            for key, m in MEASURES.items()
            if (m.tries in told and bool({m.wins, m.rate} & told))
            or (m.tries is None and m.wins in told)
        )


def read_results(data: bytes, file: str) -> tuple[ResultTable, ...]:
    """Read the results of experiments from a file.

    Parameters
    ----------
    data : bytes
        CSV or Excel, a row per variant, post or day.
    file : str
        Its name.

    Returns
    -------
    tuple of ResultTable
        One for each test that the file names, at least one.

    Raises
    ------
    ImportFailedError
        If it is no table, too large, or has no column with variants or none with results.
    """
    found: list[ResultTable] = []
    for leaf in leaves(data, file, _LIMITS):
        sheets, _ = read_sheets(leaf, _LIMITS, _known)
        for sheet in sheets:
            found += _tables(sheet)
    if not found:
        raise ImportFailedError(
            msg(
                "The file {file} has no column that names the variants beside one with numbers. "
                "Expected is a row per variant, post or day with the columns “Variant” and, for "
                "example, “Impressions” and “Clicks”; the template shows it.",
                file=file,
            )
        )
    return tuple(found)


def rows_of(frame: pd.DataFrame, measure: str) -> tuple[tuple[Row, ...], int]:
    """Return what a table tells of a measure.

    Parameters
    ----------
    frame : DataFrame
        As in `ResultTable`, or typed.
    measure : str
        Key of `MEASURES`.

    Returns
    -------
    tuple of tuple of Row and int
        Rows, and how many were left out because a number or the variant is missing.

    Raises
    ------
    ImportFailedError
        If a number is negative, or more worked than was tried.
    """
    wanted = MEASURES[measure]
    names = frame[VARIANT].astype("str").str.strip().where(frame[VARIANT].notna(), "")
    wins = _numbers(frame, wanted.wins)
    tries = _numbers(frame, wanted.tries) if wanted.tries else np.ones(len(frame))
    if wanted.rate:
        wins = np.where(np.isnan(wins), np.round(_numbers(frame, wanted.rate) * tries), wins)
    told = (names != "").to_numpy() & np.isfinite(wins) & np.isfinite(tries)
    told &= tries > 0
    wrong = told & ((wins < 0) | ((wins > tries) if wanted.tries else False))
    if wrong.any():
        raise ImportFailedError(
            msg(
                "Rows {rows} hold negative numbers, or more that worked than was tried. Expected "
                "are counts, the first at most as large as the second.",
                rows=tuple(int(n) + 1 for n in np.flatnonzero(wrong)[:10]),
            )
        )
    days = pd.to_datetime(frame[DAY]) if DAY in frame else pd.Series(pd.NaT, index=frame.index)
    rows = tuple(
        Row(
            variant=str(names.iloc[n]),
            day=None if pd.isna(days.iloc[n]) else days.iloc[n].date(),
            wins=float(wins[n]),
            tries=float(tries[n]) if wanted.tries else None,
        )
        for n in np.flatnonzero(told)
    )
    filled = int((names != "").sum())
    return rows, filled - len(rows)


def design_of(rows: tuple[Row, ...]) -> Design:
    """Return how variants were probably shown, for the user to confirm.

    Parameters
    ----------
    rows : tuple of Row
        Results.

    Returns
    -------
    Design
        SPLIT for one row per variant or days that had several, DAYS for days that had one each
        without large gaps, else POSTS.
    """
    variants = {row.variant for row in rows}
    days = [row.day for row in rows if row.day is not None]
    if len(rows) <= len(variants):
        return Design.SPLIT
    if len(days) < len(rows):
        return Design.POSTS
    each = {(row.day, row.variant) for row in rows}
    distinct = set(days)
    if len(each) == len(rows) and len(distinct) * len(variants) == len(rows):
        return Design.SPLIT
    span = (max(days) - min(days)).days + 1
    if len(distinct) == len(rows) >= _IN_TURN_ROWS and span <= _IN_TURN_GAP * len(rows):
        return Design.DAYS
    return Design.POSTS


def empty_grid(measure: str, variants: Iterable[str]) -> pd.DataFrame:
    """Return a table to be typed into, with a row per variant."""
    wanted = MEASURES[measure]
    names = list(variants)
    days = pd.Series(pd.NaT, index=range(len(names)), dtype="datetime64[us]")
    columns = {VARIANT: pd.Series(names, dtype="str"), DAY: days}
    for metric in filter(None, (wanted.tries, wanted.wins)):
        columns[metric] = pd.Series(np.nan, index=range(len(names)), dtype="float64")
    return pd.DataFrame(columns)


def grid_of(rows: Iterable[Row], measure: str) -> pd.DataFrame:
    """Return rows as the table that they could be typed as; `rows_of` reads it again."""
    wanted, told = MEASURES[measure], list(rows)
    columns = {
        VARIANT: pd.Series([row.variant for row in told], dtype="str"),
        DAY: pd.to_datetime(pd.Series([row.day for row in told], dtype="object")),
    }
    if wanted.tries:
        columns[wanted.tries] = pd.Series([row.tries for row in told], dtype="float64")
    columns[wanted.wins] = pd.Series([row.wins for row in told], dtype="float64")
    return pd.DataFrame(columns)


def _numbers(frame: pd.DataFrame, column: str | None) -> Floats:
    if column is None or column not in frame:
        return np.full(len(frame), np.nan)
    return np.asarray(pd.to_numeric(frame[column], errors="coerce"), dtype=np.float64)


@cache
def _words() -> Mapping[str, ColumnRole]:
    known = {
        fold(word): ColumnRole(role=role) for role, words in _OWN_WORDS.items() for word in words
    }
    for layout in load_platform("generic").layouts:
        for word, role in layout.columns.items():
            if role.role in METRICS:
                known.setdefault(word, role)
    return MappingProxyType(known)


def _known(cells: Iterable[str]) -> int:
    return sum(fold(cell) in _words() for cell in cells)


def _tables(sheet: Sheet) -> list[ResultTable]:
    """Return the tests on a sheet; none where no row names variants."""
    found = _header(sheet)
    if found is None:
        return []
    start, roles = found
    below = list(takewhile(lambda cells: not is_blank(cells), sheet.rows[start:]))
    frame = _frame(below, roles)
    frame = frame[frame[VARIANT] != ""]
    if frame.empty or len(frame.columns) <= len({TEST, VARIANT, DAY}):
        return []
    names = frame.pop(TEST)
    return [
        ResultTable(name=str(name), frame=frame[names == name].reset_index(drop=True))
        for name in dict.fromkeys(names)
    ]


def _header(sheet: Sheet) -> tuple[int, Mapping[int, ColumnRole]] | None:
    """Return the first row below the header, and what its columns are."""
    for number, cells in enumerate(sheet.rows):
        roles = {place: r for place, c in enumerate(cells) if (r := _words().get(fold(c)))}
        if any(r.role == VARIANT for r in roles.values()) and len(roles) > 1:
            return number + 1, roles
    return None


def _frame(rows: list[list[str]], roles: Mapping[int, ColumnRole]) -> pd.DataFrame:
    blank = pd.Series("", index=range(len(rows)), dtype="str")
    columns: dict[str, pd.Series] = {TEST: blank, VARIANT: blank}
    columns[DAY] = pd.Series(pd.NaT, index=range(len(rows)), dtype="datetime64[us]")
    for place, role in roles.items():
        texts = pd.Series([r[place].strip() if place < len(r) else "" for r in rows], dtype="str")
        if role.role in (TEST, VARIANT):
            columns[role.role] = texts
        elif role.role == DAY:
            columns[DAY] = _days(texts)
        else:
            columns.setdefault(role.role, pd.Series(_values(texts, role)))
    for metric, other in _SAME.items():
        if metric in columns:
            columns.setdefault(other, columns[metric])
    return pd.DataFrame(columns)


def _days(texts: pd.Series) -> pd.Series:
    read = read_dates(texts, DateHints())
    if read.refused and read.faults:
        raise ImportFailedError(read.faults[-1].message)
    days: pd.Series = pd.Series(read.values).dt.normalize()
    return days


def _values(texts: pd.Series, role: ColumnRole) -> Floats:
    metric = METRICS.get(role.role)
    read = read_numbers(texts, count=metric is None or metric.unit is Unit.COUNT)
    plain = read.values * np.where(read.percent, 1.0, role.scale)
    if role.note == "ratio" and np.nanmax(plain, initial=0.0) > 1:
        # Written as 5.2 rather than as 0.052 or 5.2 %.
        plain = np.where(read.percent, plain, plain / 100)
    return np.asarray(plain, dtype=np.float64)
