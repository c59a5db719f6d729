"""Of whom and of which days a headline speaks."""

from datetime import date

from kpicore.charts.spoken_of import MOST_NAMED, spoken_of
from kpicore.language import english
from kpicore.periods import Period

DAYS = Period(date(2026, 6, 3), date(2026, 6, 30))
TWO = {"a": "Ann · TikTok", "b": "Bea · YouTube"}
say = english().say


def test_one_account_is_named_with_its_days() -> None:
    (said,) = spoken_of({"a": "Ann · TikTok"}, DAYS, kpi="Views", told_by={"a"})
    assert say(said) == "Ann · TikTok, Jun 3, 2026 to Jun 30, 2026."


def test_accounts_that_end_on_one_day_need_no_reason_for_the_days() -> None:
    ends = dict.fromkeys(TWO, DAYS.last)
    (said,) = spoken_of(TWO, DAYS, ends=ends, kpi="Views", told_by=set(TWO))
    assert say(said) == "2 accounts together, Jun 3, 2026 to Jun 30, 2026."


def test_the_account_that_ends_earlier_is_named_with_its_last_day() -> None:
    ends = {"a": DAYS.last, "b": date(2026, 6, 9)}
    _, why = spoken_of(TWO, DAYS, ends=ends, kpi="Views", told_by=set(TWO))
    assert say(why) == (
        "The days are counted back from Jun 30, 2026, the newest day of any account; earlier: "
        "Bea · YouTube (Jun 9, 2026)."
    )


def test_days_that_the_reader_chose_are_not_explained() -> None:
    assert len(spoken_of(TWO, DAYS, ends=None, kpi="Views", told_by=set(TWO))) == 1


def test_a_total_of_one_account_alone_says_so() -> None:
    *_, alone = spoken_of(TWO, DAYS, kpi="Views", told_by={"b"})
    assert say(alone) == "Views of Bea · YouTube alone: no other account tells it for these days."


def test_many_accounts_are_counted_instead_of_named() -> None:
    many = {str(i): f"Account {i}" for i in range(MOST_NAMED + 3)}
    ends = dict.fromkeys(many, DAYS.first) | {"0": DAYS.last}
    _, why, without = spoken_of(many, DAYS, ends=ends, kpi="Views", told_by={"0", "1"})
    assert "6 accounts end earlier" in say(why)
    assert say(without) == "Views without 5 accounts, which do not tell it for these days."
