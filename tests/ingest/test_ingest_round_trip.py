"""A random history written in a layout is read back equal, whatever the file's form."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.ingest import ReadOptions, SourceFile, read_files

FIRST = date(2025, 1, 1)
COUNTS = st.lists(
    st.tuples(st.integers(0, 10**7), st.one_of(st.none(), st.integers(0, 10**5))),
    min_size=2,
    max_size=40,
).filter(lambda rows: any(a for a, _ in rows))

FORMS = {
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: d.strftime("%Y/%m/%d"),
    "chinese": lambda d: f"{d.year}年{d.month:02d}月{d.day:02d}日",
    "german": lambda d: d.strftime("%d.%m.%Y"),
    "american": lambda d: d.strftime("%m/%d/%Y"),
    "words": lambda d: d.strftime("%a, %b %d, %Y"),
}


@given(
    COUNTS,
    st.sampled_from(sorted(FORMS)),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp949"]),
    st.sampled_from(["", "-", "--", "undefined", "NAN", "—"]),
    st.sampled_from(["", ",", "."]),
    st.booleans(),
)
@settings(derandomize=True, deadline=None, max_examples=25)
def test_days_and_counts_come_back(  # noqa: PLR0917 - one argument per property
    rows: list[tuple[int, int | None]],
    form: str,
    delimiter: str,
    encoding: str,
    missing: str,
    group: str,
    newest_first: bool,
) -> None:
    if encoding == "cp949" and missing == "—":
        missing = "-"
    days = [d.date() for d in pd.date_range(FIRST, periods=len(rows))]
    lines = [
        [
            FORMS[form](day),
            f"{views:,}".replace(",", group),
            missing if likes is None else str(likes),
        ]
        for day, (views, likes) in zip(days, rows, strict=True)
    ]
    target = StringIO()
    writer = csv.writer(target, delimiter=delimiter)
    writer.writerow(["날짜", "조회수", "좋아요"])
    writer.writerows(reversed(lines) if newest_first else lines)
    # Twelve days or fewer can be read either way; then the reader must be told.
    result = read_files(
        [SourceFile(name="mine.csv", data=target.getvalue().encode(encoding))],
        ReadOptions(date_order="dmy" if form == "german" else "mdy"),  # type: ignore[arg-type]
    )
    assert result.files[0].error is None
    history = result.history
    views = history.series("custom/account", "views")
    assert views.to_list() == [float(v) for v, _ in rows]
    assert [d.date() for d in views.index] == days
    likes = {d: float(n) for d, (_, n) in zip(days, rows, strict=True) if n is not None}
    read = history.series("custom/account", "likes").dropna()
    assert {d.date(): v for d, v in read.items()} == likes


@given(COUNTS)
@settings(derandomize=True, deadline=None, max_examples=20)
def test_reading_the_same_file_twice_changes_nothing(rows: list[tuple[int, int | None]]) -> None:
    days = [d.date() for d in pd.date_range(FIRST, periods=len(rows))]
    text = "Date,Views\n" + "".join(f"{d},{v}\n" for d, (v, _) in zip(days, rows, strict=True))
    file = SourceFile(name="Totals.csv", data=text.encode())
    once = read_files([file]).history
    twice = once.merged(read_files([file]).history)
    assert twice.fingerprint == once.fingerprint
