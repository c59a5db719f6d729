"""Files that name no account: when they are of one, and when of several."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from kpicore.ingest import ReadOptions, Severity, SourceFile, read_files

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
TODAY = ReadOptions(today=date(2026, 3, 1))


def overview(factor: int, days: int = 20, first: date = date(2026, 1, 1)) -> bytes:
    rows = ['"Date","Video Views","Profile Views","Likes","Comments","Shares"']
    for i in range(days):
        day = first + timedelta(i)
        cells = (f"{day:%B} {day.day}", *(str((10 + i + k) * factor) for k in range(5)))
        rows.append(",".join(f'"{c}"' for c in cells))
    return ("\ufeff" + "\n".join(rows)).encode()


def zipped(**files: bytes) -> SourceFile:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return SourceFile(name="all.zip", data=target.getvalue())


def names(*files: SourceFile) -> list[str]:
    return [a.account_id for a in read_files(files, TODAY).history.accounts]


def test_folders_tell_accounts_apart_whose_days_clash() -> None:
    file = zipped(**{"mia/Overview.csv": overview(1), "leo/Overview.csv": overview(7)})
    result = read_files([file], TODAY)
    assert [a.account_id for a in result.history.accounts] == ["tiktok/leo", "tiktok/mia"]
    views = result.history.daily.query("metric == 'views'").groupby("account_id")["value"].sum()
    assert views.to_dict() == {
        "tiktok/mia": sum(range(10, 30)),
        "tiktok/leo": 7 * sum(range(10, 30)),
    }
    assert all(any("several accounts" in f.message.text for f in r.faults) for r in result.files)
    assert not any(f.severity is Severity.ERROR for r in result.files for f in r.faults)


def test_file_names_tell_accounts_apart_whose_days_clash() -> None:
    found = names(
        SourceFile(name="mia Overview.csv", data=overview(1)),
        SourceFile(name="leo Overview.csv", data=overview(7)),
    )
    assert found == ["tiktok/mia", "tiktok/leo"]


@pytest.mark.parametrize(
    "second",
    [overview(1), overview(1, first=date(2026, 1, 21)), overview(7, days=4)],
    ids=["the same days", "later days", "too few days to tell"],
)
def test_folders_of_one_account_stay_one(second: bytes) -> None:
    file = zipped(**{"first week/Overview.csv": overview(1), "later/Overview.csv": second})
    assert names(file) == ["tiktok/account"]


def test_clashing_files_without_names_stay_one_account_with_a_warning() -> None:
    result = read_files(
        [
            SourceFile(name="Overview.csv", data=overview(1)),
            SourceFile(name="Overview (1).csv", data=overview(7)),
        ],
        TODAY,
    )
    assert [a.account_id for a in result.history.accounts] == ["tiktok/account"]
    assert any(f.severity is Severity.WARNING for r in result.files for f in r.faults)


def test_sessions_of_channels_are_added_per_day_and_people_are_not() -> None:
    file = SourceFile.at(EXPORTS / "data-export (2).csv")
    report = read_files([file], ReadOptions(today=date(2026, 2, 1))).files[0]
    assert report.error is None
    assert [t.totals for t in report.tables] == [{"sessions": 5 + 3 + 7 + 2 + 1}]
    assert [(t.rows, t.first, t.last) for t in report.tables] == [
        (3, date(2026, 1, 1), date(2026, 1, 3))
    ]
    said = {f.message.text: f.message.values for f in report.faults}
    assert any("were added up per day" in text for text in said)
    assert [v["columns"] for t, v in said.items() if "cannot be added" in t] == [("Active users",)]
    assert [v["columns"] for t, v in said.items() if "no row per day" in t] == [
        ("Country", "Active users")
    ]


def test_a_part_that_is_no_number_leaves_its_day_without_a_sum() -> None:
    data = (EXPORTS / "data-export (2).csv").read_bytes().replace(b"Direct,3,3", b"Direct,oops,3")
    result = read_files([SourceFile(name="data-export.csv", data=data)])
    days = result.history.daily.query("metric == 'sessions'")
    assert [d.day for d in days["date"]] == [2, 3]
    assert any(f.row == 13 and "no sum" in f.message.text for f in result.files[0].faults)


def test_sessions_are_not_added_over_pages() -> None:
    data = (EXPORTS / "data-export (2).csv").read_bytes()
    data = data.replace(b"Session default channel group", b"Page path").replace(
        b"Active users,Engagement", b"Views,Engagement"
    )
    report = read_files([SourceFile(name="data-export.csv", data=data)]).files[0]
    assert [t.totals for t in report.tables] == [{"views": 4 + 3 + 6 + 2 + 1}]
