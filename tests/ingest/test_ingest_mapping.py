"""The mapping step, the template, and accounts of several files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from kpicore.errors import ImportFailedError
from kpicore.ingest import (
    TEMPLATE_COLUMNS,
    ColumnChoice,
    NamedMapping,
    ReadOptions,
    SourceFile,
    TableKind,
    read_files,
    template_bytes,
)

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
UNKNOWN = b"Day,Zorp,Blip\n2026-01-01,1,2\n2026-01-02,3,4\n"


def test_an_unknown_table_is_proposed_and_read_once_its_mapping_is_saved() -> None:
    file = SourceFile(name="a.csv", data=UNKNOWN)
    proposal = read_files([file]).files[0].proposals[0]
    assert [(c.header, c.role) for c in proposal.columns] == [
        ("Day", "date"),
        ("Zorp", "ignore"),
        ("Blip", "ignore"),
    ]
    assert proposal.columns[1].examples == ("1", "3")
    mapping = NamedMapping(
        name="Zorp",
        fingerprint=proposal.fingerprint,
        platform="weibo",
        kind=TableKind.DAILY,
        columns=(
            ColumnChoice(header="Day", role="date"),
            ColumnChoice(header="Zorp", role="watch_seconds", scale=60),
        ),
    )
    assert NamedMapping.from_json(mapping.to_json()) == mapping
    report = read_files([file], ReadOptions(mappings=(mapping,))).files[0]
    assert report.error is None
    assert report.platform == "weibo"
    assert report.tables[0].totals == {"watch_seconds": 240}


def test_a_text_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(ImportFailedError, match="no saved mapping"):
        NamedMapping.from_json("{}")


def test_a_misspelt_header_is_guessed_and_not_read() -> None:
    data = b"Date,Views,Commnets\n2026-01-01,1,2\n2026-01-02,3,4\n"
    report = read_files([SourceFile(name="a.csv", data=data)]).files[0]
    assert report.tables[0].totals == {"views": 4}
    guess = next(c for c in report.proposals[0].columns if c.header == "Commnets")
    assert guess.role == "comments"
    assert guess.certainty < 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", sorted(TEMPLATE_COLUMNS))
def test_every_column_of_the_template_is_known_when_it_comes_back(
    kind: Literal["csv", "xlsx"], language: str
) -> None:
    data = template_bytes(kind, date(2026, 1, 1), language)
    assert data
    header = TEMPLATE_COLUMNS[language]
    filled = (
        ",".join(header)
        + "\n"
        + "".join(f"2026-01-0{d}," + ",".join(["7"] * (len(header) - 1)) + "\n" for d in (1, 2))
    )
    result = read_files([SourceFile(name="own.csv", data=filled.encode())])
    assert result.files[0].error is None
    assert len(result.history.metrics("custom/account")) == len(header) - 1
    seconds = result.history.series("custom/account", "response_seconds")
    assert seconds.to_list() == [420, 420]


def test_files_of_one_account_are_put_together() -> None:
    names = ("Overview_2025-12-29_1767571200_dancer.csv", "FollowerGender.csv", "Content.csv")
    files = [SourceFile(name=n, data=(EXPORTS / n).read_bytes()) for n in names]
    result = read_files(files)
    assert [a.account_id for a in result.accounts] == ["tiktok/dancer"]
    assert {f.account for f in result.files} == {"dancer"}
    assert len(result.history.posts) == 2


def test_the_reader_can_name_the_account() -> None:
    file = SourceFile(name="Totals.csv", data=(EXPORTS / "Totals.csv").read_bytes())
    result = read_files([file], ReadOptions(account="My Channel"))
    assert [(a.account_id, a.name) for a in result.accounts] == [
        ("youtube/my-channel", "My Channel")
    ]


def test_of_two_exports_the_later_one_wins_and_says_so() -> None:
    head = '"Date","Video Views","Profile Views","Likes","Comments","Shares"\n'
    first = SourceFile(
        name="Overview_2026-01-01_1767500000_kim.csv",
        data=(head + '"January 1","5","1","0","0","0"\n"January 2","6","1","0","0","0"').encode(),
    )
    second = SourceFile(
        name="Overview_2026-01-01_1767600000_kim.csv",
        data=(head + '"January 1","5","1","0","0","0"\n"January 2","9","1","0","0","0"').encode(),
    )
    for order in ([first, second], [second, first]):
        result = read_files(order)
        assert result.history.series("tiktok/kim", "views").to_list() == [5, 9]
        told = [f for r in result.files for f in r.faults if "differs" in f.message.text]
        assert len(told) == 1


def test_progress_is_told_from_none_to_all() -> None:
    seen: list[tuple[int, int]] = []
    file = SourceFile(name="Totals.csv", data=(EXPORTS / "Totals.csv").read_bytes())
    read_files([file, file], progress=lambda done, count: seen.append((done, count)))
    assert seen == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.parametrize(
    "header", ["Date,Views,Likes,Views", "Day,Zorp,Blip,Zorp", "Date,Views,Likes,VIEWS "]
)
def test_columns_of_one_name_are_told_apart_in_the_mapping_step(header: str) -> None:
    rows = "".join(f"2026-01-{d:02d},{100 - d},{d % 5},{7 + d % 3}\n" for d in range(1, 11))
    file = SourceFile(name="a.csv", data=f"{header}\n{rows}".encode())
    asked = read_files([file])
    assert asked.history.is_empty
    assert asked.files[0].error is not None
    proposal = asked.files[0].proposals[0]
    names = [c.header for c in proposal.columns]
    assert len({n.casefold() for n in names}) == 4
    mapping = NamedMapping(
        name="Mine",
        fingerprint=proposal.fingerprint,
        platform="custom",
        kind=TableKind.DAILY,
        columns=tuple(
            ColumnChoice(header=name, role=role)
            for name, role in zip(names, ("date", "views", "likes", "shares"), strict=True)
        ),
    )
    read = read_files([file], ReadOptions(mappings=(mapping,)))
    assert read.files[0].tables[0].totals == {
        "views": sum(100 - d for d in range(1, 11)),
        "likes": sum(d % 5 for d in range(1, 11)),
        "shares": sum(7 + d % 3 for d in range(1, 11)),
    }


def test_equal_columns_of_one_name_are_read_without_a_question() -> None:
    rows = "".join(f"2026-01-{d:02d},{9 - d % 4},{9 - d % 4}\n" for d in range(1, 11))
    report = read_files([SourceFile(name="a.csv", data=f"Date,Views,Views\n{rows}".encode())])
    assert report.files[0].tables[0].totals == {"views": sum(9 - d % 4 for d in range(1, 11))}


def test_a_list_of_comments_is_no_table_of_days() -> None:
    rows = "".join(f"u{d},nice!,{d},2026-01-{d:02d}\n" for d in range(1, 11))
    file = SourceFile(name="list.csv", data=f"Username,Comment,Likes,Date\n{rows}".encode())
    result = read_files([file])
    assert result.history.daily.empty
    assert [t.kind.value for t in result.files[0].tables] == ["comments"]
