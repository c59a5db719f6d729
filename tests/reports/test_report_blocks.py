"""What each kind of report says: its blocks in words, held to golden files.

``golden/<kind>.txt`` pins every sentence of a report of two accounts and two goals, in order. With
``GOALPOST_GOLDEN=write`` the files are written anew; the commit explains the difference.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from kpicore.goals.model import Status
from kpicore.history import History
from kpicore.language import LANGUAGES
from kpicore.messages import msg
from kpicore.reports import Kind, Report, ReportError, compose
from kpicore.reports.blocks import (
    STATUS_TONES,
    Chart,
    Figure,
    Heading,
    Note,
    Table,
    Tone,
    Verdict,
    grouped,
)
from kpicore.reports.edition import Edition
from kpicore.reports.worded import worded
from tests.reports.report_builders import goal, history, material, report, without_hash

GOLDEN = Path(__file__).parent / "golden"


def words_of(made: Report, language: str = "en") -> str:
    """Every block of a report, a line each."""
    edition = Edition.of(made, language)
    lines = [edition.say(made.headline), edition.accounts, edition.days, edition.made]
    lines += [json.dumps(said, ensure_ascii=False) for _, said in worded(edition)]
    return without_hash("\n".join(lines)) + "\n"


@pytest.mark.parametrize("kind", Kind)
def test_a_report_says_what_its_golden_file_holds(kind: Kind) -> None:
    found = words_of(report(kind))
    path = GOLDEN / f"{kind}.txt"
    if os.environ.get("GOALPOST_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", Kind)
def test_everything_that_counts_names_its_source_and_its_days(kind: Kind) -> None:
    edition = Edition.of(report(kind), "en")
    counting = [b for b in edition.blocks if isinstance(b, Figure | Chart | Table | Verdict)]
    assert counting
    for block in counting:
        line = edition.source(block.origin)
        assert line.startswith("Source: ")
        assert "Days: " in line
        assert "20" in line.split("Days: ")[1]


@pytest.mark.parametrize("kind", Kind)
def test_the_last_page_tells_method_span_versions_seed_and_hash(kind: Kind) -> None:
    made = report(kind)
    said = words_of(made)
    assert isinstance(made.method[0], Heading)
    assert made.method[0].new_page
    for part in ("missing day is left out", "prophet 1.5.0", "goalpost ", "<hash>", "Seed", '"7"'):
        assert part in said
    assert made.digest in {history().fingerprint, history().only(["a"]).fingerprint}


def test_a_goal_card_speaks_of_its_goal_alone() -> None:
    made = report(Kind.GOAL)
    assert made.accounts == ("Mina <b>& (TikTok)",)
    assert not made.has_cover
    assert "SUM" not in words_of(made)


@pytest.mark.parametrize("kind", [Kind.PLAN, Kind.GOAL])
def test_a_report_of_goals_needs_one(kind: Kind) -> None:
    with pytest.raises(ReportError, match="no goal to report on"):
        compose(kind, replace(material(), goals=(), odds=None))


@pytest.mark.parametrize("kind", [Kind.CLIENT, Kind.WEEKLY])
def test_other_reports_do_without_goals(kind: Kind) -> None:
    made = compose(kind, replace(material(), goals=(), odds=None))
    assert not any(isinstance(block, Verdict) for block in made.blocks)


def test_a_goal_that_nothing_can_be_said_of_keeps_its_place() -> None:
    mute = goal()
    standing = replace(mute.standing, check=None, progress=None, fault=msg("No data."))
    found = replace(material(), goals=(replace(mute, standing=standing, outlook=None),), odds=None)
    said = words_of(compose(Kind.PLAN, found))
    assert "Not known" in said
    assert "No data." in said


def test_what_is_summed_over_a_client_is_told_by_every_account() -> None:
    said = words_of(report(Kind.CLIENT)).splitlines()[0]
    # 28 days of 1,000 and 2,000 views, and four whole weeks of 0 + 10 + … + 60 more for each.
    assert "Views 85,680" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_can_be_worded_in_every_language(language: str) -> None:
    for kind in Kind:
        assert words_of(report(kind), language)


def test_remarks_on_figures_are_told_once_below_them() -> None:
    daily = history().daily
    gap = daily[daily["date"] != daily["date"].max() - pd.Timedelta(days=3)]
    told = replace(material(), history=History.build(history().accounts, daily=gap))
    notes = [b for b in compose(Kind.CLIENT, told).blocks if isinstance(b, Note) and b.small]
    assert notes
    assert all(len(set(note.sentences)) == len(note.sentences) for note in notes)


def test_neighbouring_figures_stand_in_a_row() -> None:
    rows = [block for block in grouped(report(Kind.CLIENT).blocks) if isinstance(block, tuple)]
    assert [len(row) for row in rows] == [len(rows[0])] * 2


def test_a_note_needs_a_sentence() -> None:
    with pytest.raises(ValueError, match="needs a sentence"):
        Note(sentences=())


def test_every_status_has_a_tone() -> None:
    assert set(STATUS_TONES) == set(Status)
    assert STATUS_TONES[Status.AT_RISK] is Tone.FAIR
