"""What changed since last time: status changes, the feed, the digest, and tables."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from io import StringIO
from itertools import product
from xml.etree import ElementTree

import pytest

from kpicore.batch import (
    SUMMARY_COLUMNS,
    BatchSummary,
    ClientOutcome,
    FollowedKpi,
    GoalLine,
    KpiFigure,
    StatusChange,
    atom_feed,
    change_sentence,
    digest_of,
    kpis_csv,
    status_changes,
    summary_csv,
)
from kpicore.goals import Baseline, Goal, Measure, Status
from kpicore.kpis.definition import Statistic
from kpicore.language import english, translator
from kpicore.periods import Period
from kpicore.units import Unit

ATOM = "{http://www.w3.org/2005/Atom}"
DECEMBER = Period(date(2025, 12, 4), date(2025, 12, 31))
DAY = date(2026, 1, 1)
NASTY = '=cmd|"/c calc"!A1 <script>alert(1)</script> & \x07'


def goal_line(status: Status, *, goal_id: str = "g1", probability: float = 0.4) -> GoalLine:
    goal = Goal(
        goal_id=goal_id,
        kpi="views",
        statistic=Statistic.POOLED,
        account_ids=("tiktok/ada",),
        measure=Measure.MEAN,
        baseline=Baseline(value=100.0, period=DECEMBER),
        target=120.0,
        deadline=date(2026, 3, 31),
        created_on=DAY,
    )
    return GoalLine(
        goal=goal,
        status=status,
        probability=probability,
        aim="Views of ada: raise.",
        standing="It takes more.",
    )


def summary(*goals: GoalLine, client: str = "ada", error: str = "") -> BatchSummary:
    followed = tuple(
        FollowedKpi(
            account_ids=("tiktok/ada",),
            accounts=(client,),
            platforms=("tiktok",),
            kpi="views",
            statistic=Statistic.POOLED,
            unit=Unit.COUNT,
            goal=goal,
        )
        for goal in goals
    )
    outcome = ClientOutcome(client_id="ada", name=client, as_of=DAY, followed=followed, error=error)
    return BatchSummary(version=1, language="en", outcomes=(outcome,))


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_a_change_is_told_where_the_status_differs_and_only_there(
    before: Status, after: Status
) -> None:
    found = status_changes(summary(goal_line(before)), summary(goal_line(after)))
    assert [(c.before, c.after) for c in found] == ([] if before is after else [(before, after)])


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        (Status.ON_PACE, Status.AT_RISK, True),
        (Status.AT_RISK, Status.OUT_OF_REACH, True),
        (Status.OUT_OF_REACH, Status.AT_RISK, False),
        (Status.AHEAD, Status.REACHED, False),
        (Status.AHEAD, Status.ON_PACE, True),
        (Status.TOO_EARLY, Status.AT_RISK, True),
        (Status.TOO_EARLY, Status.ON_PACE, False),
        (Status.WAITING, Status.MISSED, True),
        (Status.WAITING, Status.REACHED, False),
        (Status.AT_RISK, Status.WAITING, False),
    ],
)
def test_what_got_worse_is_told_apart(before: Status, after: Status, worse: bool) -> None:
    (found,) = status_changes(summary(goal_line(before)), summary(goal_line(after)))
    assert found.worse is worse
    assert found.better is (not worse and after is not Status.WAITING)


def test_goals_that_only_one_summary_knows_have_not_changed() -> None:
    old, new = goal_line(Status.AHEAD), goal_line(Status.AT_RISK, goal_id="g2")
    assert status_changes(summary(old), summary(new)) == ()
    assert status_changes(summary(), summary(old)) == ()


def test_what_got_worse_comes_first() -> None:
    goals = [goal_line(Status.ON_PACE, goal_id=str(i)) for i in range(3)]
    now = [Status.AHEAD, Status.AT_RISK, Status.AHEAD]
    later = [replace(g, status=s) for g, s in zip(goals, now, strict=True)]
    found = status_changes(summary(*goals), summary(*later))
    assert [c.goal_id for c in found] == ["1", "0", "2"]


def changed(client: str = "ada") -> tuple[StatusChange, ...]:
    return status_changes(
        summary(goal_line(Status.ON_PACE), client=client),
        summary(goal_line(Status.AT_RISK), client=client),
    )


@pytest.mark.parametrize("language", ["en", "ko", "zh"])
def test_a_feed_is_atom_and_says_the_same_twice(language: str) -> None:
    t = translator(language)
    feed = atom_feed(changed(), t, source="clients")
    assert feed == atom_feed(changed(), t, source="clients")
    root = ElementTree.fromstring(feed)
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}updated") == "2026-01-01T00:00:00Z"
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == t.say(change_sentence(changed()[0]))
    ids = [e.findtext(f"{ATOM}id") for e in (root, entry)]
    assert all(str(i).startswith("urn:uuid:") for i in ids)
    assert len(set(ids)) == 2
    assert entry.find(f"{ATOM}category").attrib == {"term": "at_risk"}  # type: ignore[union-attr]
    other = ElementTree.fromstring(atom_feed((), t, source="others"))
    assert other.findtext(f"{ATOM}id") != ids[0]


def test_names_cannot_break_out_of_feed_and_digest() -> None:
    feed = atom_feed(changed(NASTY), english(), source=NASTY)
    root = ElementTree.fromstring(feed)
    assert "<script>alert(1)</script>" in str(root.findtext(f"{ATOM}entry/{ATOM}title"))
    assert b"<script" not in feed
    found = digest_of(summary(goal_line(Status.AT_RISK), client=NASTY), changed(NASTY), english())
    assert "<script" not in found.html
    assert "&lt;script&gt;" in found.html


def test_a_digest_tells_changes_attention_and_failures() -> None:
    now = summary(
        goal_line(Status.AT_RISK), goal_line(Status.AHEAD, goal_id="g2"), error="No file."
    )
    found = digest_of(now, changed(), english())
    assert found.subject == "Goalpost, Jan 1, 2026: 1 goal changed, 1 needs attention"
    for part in (
        "ada: Views went from “On pace” to “At risk”; the goal is now 40% likely.",
        "Needs attention",
        "Could not be done",
        "No file.",
    ):
        assert part in found.text
        assert part in found.html
    assert "http" not in found.html, "a message that loads nothing"


def test_a_digest_is_a_draft_that_mail_programs_read() -> None:
    found = digest_of(
        summary(goal_line(Status.AT_RISK), client="아다"), changed("아다"), translator("ko")
    )
    mail = message_from_bytes(found.email(), policy=default)
    assert found.email() == found.email()
    assert mail["Subject"] == found.subject
    assert all(len(line) < 200 for line in found.email().splitlines())
    assert [p.get_content_type() for p in mail.iter_parts()] == ["text/plain", "text/html"]
    plain, rich = (p.get_content() for p in mail.iter_parts())
    assert plain.replace("\r\n", "\n").strip() == found.text.strip()
    assert rich.replace("\r\n", "\n").strip() == found.html.strip()


def test_a_long_digest_counts_what_it_leaves_out() -> None:
    goals = [goal_line(Status.AT_RISK, goal_id=str(i)) for i in range(60)]
    found = digest_of(summary(*goals), (), english())
    assert "10 more stand in the summary." in found.text
    assert "0 goals changed, 60 need attention" in found.subject


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "Excel tells UTF-8 by its mark"
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_tables_cannot_be_taken_for_formulas() -> None:
    now = summary(goal_line(Status.AT_RISK), client=NASTY, error="@here\rnew row")
    (row,) = rows_of(summary_csv(now))
    assert tuple(row) == SUMMARY_COLUMNS
    assert row["client"] == "'" + NASTY
    assert row["error"] == "'@here\rnew row"
    assert (row["target"], row["probability"], row["status"]) == ("120.0", "0.4", "at_risk")


def test_tables_hold_a_row_per_kpi_and_one_per_failure() -> None:
    figure = KpiFigure(
        account="ada",
        platform="tiktok",
        kpi="views",
        statistic=Statistic.POOLED,
        unit=Unit.COUNT,
        currency=None,
        value=2800.0,
        previous=2500.0,
        change=0.12,
        period=DECEMBER,
    )
    first = replace(summary(goal_line(Status.AHEAD)).outcomes[0], figures=(figure,))
    lost = ClientOutcome(client_id="bo", name="bo", error="The folder holds no files.")
    now = BatchSummary(version=1, language="en", outcomes=(first, lost))
    known, failed = rows_of(summary_csv(now))
    assert (known["value"], known["previous"], known["first"]) == ("2800.0", "2500.0", "2025-12-04")
    assert (failed["client"], failed["kpi"], failed["error"]) == (
        "bo",
        "",
        "The folder holds no files.",
    )
    (kpi,) = rows_of(kpis_csv(now))
    assert (kpi["client"], kpi["kpi"], kpi["change"]) == ("ada", "views", "0.12")
