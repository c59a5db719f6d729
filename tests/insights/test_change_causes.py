"""Likely causes of sudden changes: named where the data hold them, and nowhere else."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kpicore.history import History
from kpicore.insights import (
    CauseKind,
    ChangeKind,
    Happenings,
    SuddenChange,
    country_of,
    event_kind,
    event_span,
    gather_happenings,
    likely_causes,
    unexplained,
)
from kpicore.language import english
from tests.insights.planted_days import ACCOUNT, daily_series, day, history_of, posts_on

EVERY_THIRD = list(range(0, 300, 3))


def change(
    number: int,
    *,
    kind: ChangeKind = ChangeKind.ABOVE,
    metric: str = "views",
    days: int = 1,
    missing: int = 0,
) -> SuddenChange:
    return SuddenChange(
        metric=metric,
        kind=kind,
        first=day(number).date(),
        last=day(number + days - 1).date(),
        value=5000.0,
        expected=1000.0,
        p_value=0.001,
        missing=missing,
    )


def happenings(history: History) -> Happenings:
    return gather_happenings(history, ACCOUNT)


def quiet_account(**options: object) -> History:
    return history_of({"views": daily_series()}, time_zone=None, **options)  # type: ignore[arg-type]


def kinds(change: SuddenChange, found: Happenings, **options: object) -> list[CauseKind]:
    return [c.kind for c in likely_causes(change, found, **options)]  # type: ignore[arg-type]


def test_a_post_that_went_viral_is_named_with_its_times() -> None:
    posts = posts_on(EVERY_THIRD)
    views = dict.fromkeys(posts["post_id"], 1000.0) | {"p050": 30_000.0}
    found = happenings(quiet_account(posts=posts, views=views))
    (cause,) = likely_causes(change(151), found)
    assert cause.kind is CauseKind.VIRAL
    assert english()(cause.sentence) == (
        "“Post 50” of Jul 29, 2025 was seen 30 times as often as your typical post."
    )
    # Neither three weeks later, nor for a fall.
    assert kinds(change(171), found) == []
    assert kinds(change(151, kind=ChangeKind.BELOW), found) == []


def test_a_burst_is_more_posts_than_chance_brings() -> None:
    posts = posts_on(sorted([*EVERY_THIRD, 200, 200, 200, 201, 201]))
    found = happenings(quiet_account(posts=posts))
    (cause,) = likely_causes(change(201), found)
    assert cause.kind is CauseKind.BURST
    assert "6 posts came out from Sep 17, 2025 to Sep 18, 2025; 0.7 are usual" in english()(
        cause.sentence
    )
    assert kinds(change(220), found) == []


def test_silence_explains_a_drop() -> None:
    posts = posts_on([d for d in EVERY_THIRD if not 200 <= d < 230])
    found = happenings(quiet_account(posts=posts))
    (cause,) = likely_causes(change(215, kind=ChangeKind.FALL, days=14), found)
    assert cause.kind is CauseKind.QUIET
    assert "for 17 days; you usually post 2.4 times a week" in english()(cause.sentence)


def test_a_live_session_of_the_day_is_named() -> None:
    live = pd.DataFrame(
        {
            "live_id": ["l1"],
            "started_at": [day(120) + pd.Timedelta(hours=20)],
            "metric": ["live_views"],
            "value": [50.0],
        }
    )
    found = happenings(quiet_account(live=live))
    assert kinds(change(120), found) == [CauseKind.LIVE]
    assert kinds(change(125), found) == []


def test_holidays_are_those_of_the_account_s_country() -> None:
    history = history_of({"views": daily_series()})
    found = happenings(history)
    assert found.country == "KR"
    christmas = (date(2025, 12, 25) - day(0).date()).days
    (cause,) = likely_causes(change(christmas), found)
    assert cause.kind is CauseKind.HOLIDAY
    assert "Dec 25, 2025 was a public holiday" in english()(cause.sentence)
    other = gather_happenings(history, ACCOUNT, country="SA")
    assert kinds(change(christmas), other) == []


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Asia/Seoul", "KR"), ("America/New_York", "US"), ("UTC", None), (None, None), ("x", None)],
)
def test_a_time_zone_tells_its_country(zone: str | None, country: str | None) -> None:
    assert country_of(zone) == country


def test_a_platform_that_counts_differently_is_named() -> None:
    history = history_of({"views": daily_series()}, platform="instagram", time_zone=None)
    number = (date(2025, 4, 21) - day(0).date()).days
    found = happenings(history)
    assert kinds(change(number, kind=ChangeKind.RISE, days=14), found) == [CauseKind.PLATFORM]
    assert kinds(change(number + 30, kind=ChangeKind.RISE, days=14), found) == []
    assert kinds(change(number, metric="likes"), found) == []


def test_missing_days_before_a_change_are_told() -> None:
    found = happenings(quiet_account())
    (cause,) = likely_causes(change(90, missing=3), found)
    assert cause.kind is CauseKind.GAP
    assert "3 days just before or within are missing" in english()(cause.sentence)


def test_other_numbers_that_moved_on_the_same_days_are_told() -> None:
    found = happenings(quiet_account())
    follows = change(90, metric="followers")
    told = likely_causes(follows, found, alongside=[change(90, days=2), change(150)])
    assert [c.kind for c in told] == [CauseKind.ALONGSIDE]
    assert "Views: +400%" in english()(told[0].sentence)
    assert kinds(follows, found, alongside=[change(90, kind=ChangeKind.BELOW)]) == []


def test_an_event_takes_the_kind_of_its_likeliest_cause() -> None:
    found = happenings(quiet_account())
    told = likely_causes(change(90, missing=1), found, alongside=[change(90, metric="likes")])
    assert event_kind(told, ChangeKind.ABOVE) == "jump"
    assert event_kind((), ChangeKind.FALL) == "outage"
    assert event_span(change(90, days=3)) == (day(90).date(), day(92).date())
    assert event_span(change(90, kind=ChangeKind.RISE, days=14)) == (day(90).date(),) * 2


def test_a_drop_of_followers_that_nothing_explains_says_what_platforms_do() -> None:
    say = english()
    drop = change(90, kind=ChangeKind.BELOW, metric="followers")
    assert "remove inactive" in say(unexplained(drop))
    assert "remove inactive" not in say(unexplained(change(90)))
