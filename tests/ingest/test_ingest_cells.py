"""Numbers and dates as they stand in cells."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.ingest.dates import DateHints, read_dates
from kpicore.ingest.numbers import read_numbers
from kpicore.ingest.options import DateOrder, DecimalMark
from kpicore.ingest.reports import Severity
from kpicore.ingest.years import YearAnchors

NAN = float("nan")


def column(cells: list[str]) -> pd.Series:
    return pd.Series(cells, dtype="str")


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,234.5", "12"], [1234.5, 12]),
        (["1.234,5", "12"], [1234.5, 12]),
        (["1 234", "5"], [1234, 5]),
        (["1\u202f234,5", "5"], [1234.5, 5]),
        (["12.3%", "-"], [0.123, NAN]),
        (["12,3 %", "undefined"], [0.123, NAN]),
        (["0:04:34", "1:10"], [274, 70]),
        (["21.46秒", "1分20秒"], [21.46, 80]),
        (["1.2万", "300"], [12000, 300]),
        (["< 1%", "menos de 1%"], [NAN, NAN]),
        (["-70", "−3"], [-70, -3]),
        (["１２３", "4"], [123, 4]),
        (["12,34,567", "1"], [1234567, 1]),
        (["1323.0", "0.0151171579743"], [1323, 0.0151171579743]),
        (["$1,200.50", "3"], [1200.5, 3]),
    ],
)
def test_numbers_are_read_in_the_style_of_their_column(
    cells: list[str], values: list[float]
) -> None:
    np.testing.assert_allclose(read_numbers(column(cells), count=False).values, values)


def test_three_figures_behind_a_mark_are_thousands_of_a_count_and_the_doubt_is_told() -> None:
    read = read_numbers(column(["1.234", "999"]), count=True)
    assert read.values.tolist() == [1234, 999]
    assert read.doubtful
    known = read_numbers(column(["1.234", "999"]), count=True, mark=DecimalMark.DOT)
    assert known.values.tolist() == [1.234, 999]


def test_a_column_in_two_styles_keeps_only_what_is_certain() -> None:
    read = read_numbers(column(["1,5", "1.5", "1,234"]), count=False)
    np.testing.assert_allclose(read.values, [1.5, 1.5, NAN])
    assert read.unreadable == [(2, "1,234")]


def test_a_month_that_excel_made_of_a_number_is_no_number() -> None:
    read = read_numbers(column(["3.апр", "3.4"]), count=False)
    assert read.unreadable == [(0, "3.апр")]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20), st.sampled_from(".,' "))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_grouped_integers_read_back(numbers: list[int], mark: str) -> None:
    cells = [f"{n:,}".replace(",", mark) for n in numbers]
    assert read_numbers(column(cells), count=True).values.tolist() == numbers


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-05-25T00:00:00", date(2026, 5, 25)),
        ("2025/10/31 18:19:10", date(2025, 10, 31)),
        ("2026年03月24日17时33分05秒", date(2026, 3, 24)),
        ("2026년 3월 5일", date(2026, 3, 5)),
        ("2026. 1. 31.", date(2026, 1, 31)),
        ("Tue, Feb 18, 2025", date(2025, 2, 18)),
        ("Mon Feb 17 2025", date(2025, 2, 17)),
        ("Apr 20, 2020", date(2020, 4, 20)),
        ("28 de fev. de 2025", date(2025, 2, 28)),
        ("28. Februar 2024", date(2024, 2, 28)),
        ("20231010", date(2023, 10, 10)),
        ("2024041623", date(2024, 4, 16)),
        ("13.05.2024", date(2024, 5, 13)),
        ("05/25/2026 07:10", date(2026, 5, 25)),
        ("2021-02-28 08:42 +0000", date(2021, 2, 28)),
        ("46233", date(2026, 7, 30)),
    ],
)
def test_dates_of_all_layouts_are_read(cell: str, day: date) -> None:
    read = read_dates(column([cell, cell]), DateHints())
    assert read.values[0].astype("datetime64[D]").item() == day


def test_a_time_of_day_is_kept() -> None:
    read = read_dates(column(["2026年03月24日17时33分05秒"]), DateHints())
    assert read.values[0].item() == datetime(2026, 3, 24, 17, 33, 5)


def test_a_title_with_a_date_is_no_date() -> None:
    assert read_dates(column(["March 27, 2021 vlog"]), DateHints()).unreadable


def test_an_order_that_nothing_tells_is_taken_with_a_warning_and_can_be_switched() -> None:
    cells = column(["01/02/2026", "03/04/2026"])
    read = read_dates(cells, DateHints())
    assert read.values[0].astype("datetime64[D]").item() == date(2026, 1, 2)
    assert [f.severity for f in read.faults] == [Severity.WARNING]
    switched = read_dates(cells, DateHints(order=DateOrder.DMY))
    assert switched.values[0].astype("datetime64[D]").item() == date(2026, 2, 1)
    assert not switched.faults


def test_days_that_follow_each_other_tell_the_order() -> None:
    cells = column(["01/02/2026", "02/02/2026", "03/02/2026", "04/02/2026"])
    read = read_dates(cells, DateHints(daily=True))
    assert read.values[1].astype("datetime64[D]").item() == date(2026, 2, 2)
    assert [f.severity for f in read.faults] == [Severity.INFO]


def test_a_figure_above_twelve_proves_the_order_against_the_readers_choice() -> None:
    read = read_dates(column(["13/02/2026", "01/02/2026"]), DateHints(order=DateOrder.MDY))
    assert read.values[1].astype("datetime64[D]").item() == date(2026, 2, 1)


@pytest.mark.parametrize(
    "cells",
    [
        ["2026-01-01", "02/01/2026", "Jan 3, 2026"],
        ["13/01/2026", "01/14/2026"],
        ["2026-01-01", "02/01/2026"],
    ],
    ids=["three formats", "both orders", "half turned by a spreadsheet"],
)
def test_mixed_dates_are_refused(cells: list[str]) -> None:
    read = read_dates(column(cells), DateHints())
    assert read.refused
    assert read.faults[-1].severity is Severity.ERROR


@given(
    st.dates(date(2022, 1, 1), date(2026, 6, 1)),
    st.integers(2, 365),
    st.sampled_from(["{:%B} {d}", "{d} {:%B}", "{m}月{d}日", "{d} {:%b}"]),
)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_days_without_a_year_come_back_when_the_export_day_is_known(
    first: date, count: int, form: str
) -> None:
    days = [d.date() for d in pd.date_range(first, periods=count)]
    cells = [form.format(d, d=d.day, m=d.month) for d in days]
    anchors = YearAnchors(end=days[-1] + pd.Timedelta(days=1).to_pytimedelta())
    read = read_dates(column(cells), DateHints(anchors=anchors, daily=True))
    assert [v.astype("datetime64[D]").item() for v in read.values] == days


def test_without_any_anchor_days_without_a_year_are_refused() -> None:
    read = read_dates(column(["May 1", "May 2"]), DateHints())
    assert read.refused
