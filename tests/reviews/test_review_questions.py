"""The answers to the five questions, against numbers made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from review_builders import LAST, TODAY, daily, goal, posts, say, standing

from kpicore.forecasting import Event
from kpicore.goals import Adjustment, AdjustmentKind
from kpicore.goals.model import Status
from kpicore.history import History
from kpicore.kpis import compute_kpi
from kpicore.messages import msg
from kpicore.periods import Period
from kpicore.reviews import (
    GoalStanding,
    Question,
    conversion_findings,
    follower_days,
    follower_findings,
    format_findings,
    format_table,
    goal_findings,
    review_sentence,
    suggestions,
)

JUNE = Period(date(2026, 6, 1), LAST)
WEEK = Period(date(2026, 6, 15), date(2026, 6, 21))
ACCOUNT = ("a",)


def on(day: int, name: str, likes: float) -> tuple[date, str, float]:
    return date(2026, 6, day), name, likes


def told(findings) -> list[str]:
    return [say(f.sentence) for f in findings]


def test_the_format_with_the_highest_middle_comes_first() -> None:
    rows = [on(d, "video", 100.0 * d) for d in (1, 2, 3)]
    rows += [on(d, "image", likes) for d, likes in ((1, 150.0), (2, 160.0), (3, 900.0))]
    table = format_table(posts(rows), JUNE, account_ids=ACCOUNT)
    assert [(s.format, s.posts, s.median, s.total) for s in table.standings] == [
        ("video", 3, 200.0, 600.0),
        ("image", 3, 160.0, 1210.0),
    ]
    assert told(format_findings(table)) == [
        "Videos earned the most interaction: 200 for the middle of 3 posts between Jun 1, 2026 and "
        "Jun 30, 2026.",
        "Pictures: 160 (-20%) for the middle of 3 posts.",
    ]


def test_a_single_lucky_post_does_not_lead() -> None:
    rows = [*(on(d, "video", 100.0) for d in (1, 2, 3)), on(4, "image", 9000.0)]
    findings = format_findings(format_table(posts(rows), JUNE, account_ids=ACCOUNT))
    assert say(findings[0].sentence).startswith("Videos earned the most")
    assert say(findings[1].sentence) == "Pictures: 9,000, from 1 post, too few to rank it."


def test_young_posts_are_left_out_and_counted() -> None:
    rows = [*(on(d, "video", 100.0) for d in (1, 2, 3)), on(29, "video", 5.0)]
    table = format_table(posts(rows), JUNE, account_ids=ACCOUNT)
    assert (table.standings[0].posts, table.young) == (3, 1)
    assert "1 post is too young to be compared." in told(format_findings(table))


def test_a_week_with_few_posts_is_widened_and_says_so() -> None:
    rows = [on(d, "video", 100.0) for d in (1, 2, 16)]
    table = format_table(posts(rows), WEEK, account_ids=ACCOUNT)
    assert table.widened
    assert table.span == Period(date(2026, 4, 27), WEEK.last)
    assert any("eight weeks" in line for line in told(format_findings(table)))


def test_without_posts_the_formats_say_what_is_missing() -> None:
    table = format_table(daily({"views": [1.0] * 60}), JUNE, account_ids=ACCOUNT)
    (only,) = format_findings(table)
    assert only.value is None
    assert "hold no interaction of single posts" in say(only.sentence)


def gains(jumps: dict[int, float], days: int = 90) -> History:
    values = [10.0 + (n % 3) for n in range(days)]
    for back, gain in jumps.items():
        values[days - 1 - back] = gain
    return daily({"net_followers": values})


def test_a_jump_is_found_with_the_event_that_ran_then() -> None:
    fair = Event("Fair", date(2026, 6, 17), date(2026, 6, 18), "campaign")
    later = Event("Later", date(2026, 6, 25), date(2026, 6, 26), "campaign")
    # 12 days before 30 June: 18 June.
    (found,) = follower_days(
        gains({12: 400.0}), WEEK, account_ids=ACCOUNT, today=TODAY, events=[fair, later]
    )
    assert (found.day, found.gain, found.usual) == (date(2026, 6, 18), 400.0, 11.0)
    assert found.causes == ("Fair",)


def test_a_drop_without_a_cause_asks_for_a_note() -> None:
    lines = told(follower_findings(gains({12: -300.0}), WEEK, account_ids=ACCOUNT, today=TODAY))
    assert lines[0].startswith("Followers changed by -2")
    assert lines[1].startswith("Jun 18, 2026: -300, +11 is usual. Nothing that explains it")


def test_calm_days_do_not_stand_out() -> None:
    lines = told(follower_findings(gains({}), WEEK, account_ids=ACCOUNT, today=TODAY))
    assert lines[-1] == "No single day stands out from the weeks before."


def test_days_without_enough_past_are_not_judged() -> None:
    short = gains({0: 900.0}, days=10)
    assert follower_days(short, Period(LAST, LAST), account_ids=ACCOUNT, today=TODAY) == ()


def test_without_followers_the_reason_is_told() -> None:
    (only,) = follower_findings(
        daily({"views": [1.0] * 30}), WEEK, account_ids=ACCOUNT, today=TODAY
    )
    assert only.value is None
    assert say(only.sentence)


def test_conversion_stands_beside_the_goal_that_speaks_of_it() -> None:
    # 20 clicks of 1000 impressions a day.
    history = daily({"link_clicks": [20.0] * 60, "impressions": [1000.0] * 60})
    (found,) = conversion_findings(history, WEEK, account_ids=ACCOUNT, today=TODAY)
    assert found.value == pytest.approx(0.02)
    assert "No goal speaks of it." in say(found.sentence)
    aimed = standing(Status.AT_RISK, 0.3)
    aimed = replace(aimed, goal=replace(goal(kpi="link_ctr"), target=0.03))
    (found,) = conversion_findings(
        history, WEEK, account_ids=ACCOUNT, today=TODAY, standings=[aimed]
    )
    assert say(found.sentence).endswith("the goal wants 3.0% by Sep 30, 2026. At risk.")
    assert found.goal_id == "g1"


def test_without_clicks_conversion_says_what_is_missing() -> None:
    (only,) = conversion_findings(
        daily({"views": [1.0] * 30}), WEEK, account_ids=ACCOUNT, today=TODAY
    )
    assert only.value is None


def test_goals_that_need_attention_come_first_with_what_was_said_before() -> None:
    found = goal_findings(
        [
            standing(Status.ON_PACE, 0.6, 1, then=0.59),
            standing(Status.OUT_OF_REACH, 0.1, 2),
            standing(Status.AT_RISK, 0.3, 3, then=0.62),
        ]
    )
    assert found[0].value == 2.0
    assert told(found) == [
        "2 of 3 goals are at risk or out of reach.",
        "Views, 1,200 by Sep 30, 2026: At risk, 30% likely, 62% at the last look.",
        "Views, 1,200 by Sep 30, 2026: Out of reach, 10% likely.",
        "Views, 1,200 by Sep 30, 2026: On pace, 60% likely, as at the last look.",
    ]
    assert [f.goal_id for f in found] == ["", "g3", "g2", "g1"]


def test_without_goals_none_is_at_risk() -> None:
    assert told(goal_findings([])) == ["No goal is set, so none is at risk."]


def test_five_hundred_goals_are_counted_not_listed() -> None:
    many = [standing(Status.ON_PACE, 0.6, n) for n in range(500)]
    lines = told(goal_findings(many, others=7))
    assert len(lines) == 1 + 12 + 2
    assert lines[-2] == "488 more goals stand better than these."
    assert lines[-1] == "7 goals with later deadlines were not looked at."


def test_a_goal_without_account_says_why() -> None:
    lost = GoalStanding(goal=goal(), fault=msg("This account is gone."))
    assert told(goal_findings([lost]))[1].endswith("This account is gone.")


def test_the_headline_holds_the_figure_and_the_goals_at_risk() -> None:
    history = daily({"views": [1000.0] * 50 + [2000.0] * 7})
    value = compute_kpi(
        history, "views", Period(date(2026, 6, 24), LAST), account_ids=ACCOUNT, today=TODAY
    )
    text = say(review_sentence(value, value.period, [standing(Status.AT_RISK, 0.3)]))
    assert text == (
        "Jun 24, 2026 to Jun 30, 2026: Views 14,000, +100% on the 7 days before. 1 of 1 goal is at "
        "risk or out of reach."
    )


def test_a_much_better_format_is_suggested_unless_it_already_leads_by_far() -> None:
    few = [on(d, "video", 300.0) for d in (1, 2, 3)]
    many = [on(d, "image", 100.0) for d in range(4, 10)]
    table = format_table(posts([*few, *many]), JUNE, account_ids=ACCOUNT)
    (found,) = suggestions(table, [], {})
    assert found.value == pytest.approx(2.0)
    assert say(found.sentence) == (
        "Videos earned 200% more than Pictures, and were 3 of 9 posts: more of them is worth a try."
    )
    flipped = [
        (day, {"video": "image", "image": "video"}[n], 400.0 - x) for day, n, x in [*few, *many]
    ]
    assert (
        suggestions(format_table(posts(flipped), JUNE, account_ids=ACCOUNT), [], {})[0].value == 0.0
    )


def test_offers_for_goals_at_risk_are_suggested() -> None:
    offer = Adjustment(
        kind=AdjustmentKind.TARGET,
        target=1100.0,
        deadline=LAST + timedelta(days=92),
        probability=0.55,
        sentence=msg("Lower the bar."),
    )
    table = format_table(daily({"views": [1.0] * 30}), JUNE, account_ids=ACCOUNT)
    (found,) = suggestions(table, [standing(Status.AT_RISK, 0.3)], {"g1": (offer,)})
    assert (found.question, found.value, say(found.sentence)) == (
        Question.CHANGE,
        0.55,
        "Views: Lower the bar.",
    )
