"""Sentences of goals, with every number from the goal itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from goal_builders import DEADLINE, flat_futures, known, outlook, ratio_outlook

from kpicore.goals import (
    MEASURE_WORDS,
    RUNG_WORDS,
    STATUS_WORDS,
    VERDICT_WORDS,
    KpiOutlook,
    Measure,
    Rung,
    Status,
    TargetInput,
    Verdict,
    check_goal,
    headline,
    new_goal,
    progress_of,
    settle,
    smart_sentences,
    stored_forecast,
)
from kpicore.goals.model import GoalCheck
from kpicore.goals.setting import Purpose
from kpicore.goals.wording import progress_sentence, settlement_sentence
from kpicore.goals.words import account_names
from kpicore.history import Account
from kpicore.kpis.definition import Direction
from kpicore.language import english, translator
from kpicore.messages import msg
from kpicore.units import Probability

FUTURES = flat_futures([90, 95, 100, 105, 110, 116, 120, 125, 130, 200])


def check_of(view: KpiOutlook, target: float, **more: object) -> GoalCheck:
    measure = more.pop("measure", Measure.MEAN)
    purpose = Purpose(**more)  # type: ignore[arg-type]
    goal = new_goal(
        view,
        TargetInput(value=target),
        measure=measure,  # type: ignore[arg-type]
        deadline=DEADLINE,
        purpose=purpose,
    )
    return check_goal(goal, view)


def say_all(check: GoalCheck, view: KpiOutlook) -> list[str]:
    return [english().say(s) for s in smart_sentences(check, view)]


def test_the_smart_sentence_is_complete() -> None:
    view = outlook(known([100.0] * 120), FUTURES)
    check = check_of(
        view, 120.0, reason="a sponsor asks for it.", owner="Mina", next_review=date(2026, 1, 20)
    )
    assert say_all(check, view) == [
        "Views of Mina: raise from 100 per day to 120 per day (+20%) by Mar 31, 2026.",
        "Views = sum of views per day.",
        "It is read as the daily mean from Mar 4, 2026 to Mar 31, 2026; the baseline is that from "
        "Dec 4, 2025 to Dec 31, 2025.",
        "Probability 40% (Stretch), by the forecast from Jan 1, 2026; the history is too short for "
        "a track record of its own, so its spread is that of other accounts.",
        "If nothing changes, 113 per day is expected; in 80% of cases it lies between 94.5 and "
        "137.",
        "It takes +1.4% per week; the forecast sees +1.0% per week.",
        "Why: a sponsor asks for it (Mina).",
        "Next review: Jan 20, 2026.",
    ]


def test_a_target_below_the_baseline_reads_hold_at_least() -> None:
    view = outlook(known([100.0] * 120), FUTURES)
    first, *_, growth, _ = say_all(check_of(view, 95.0), view)
    assert first == (
        "Views of Mina: hold at least 95 per day by Mar 31, 2026 (-5.0% on the baseline of 100 per "
        "day)."
    )
    assert growth.startswith("It stays met up to a change of -0.4% per week")


def test_less_is_better_reads_lower_and_stay_below() -> None:
    view = outlook(known([100.0] * 120), FUTURES, key="lost_followers")
    assert "lower from 100 per day to 80 per day (-20%)" in say_all(check_of(view, 80.0), view)[0]
    assert "stay at 110 per day or below" in say_all(check_of(view, 110.0), view)[0]


def test_without_a_positive_baseline_no_change_is_named() -> None:
    view = outlook(known([-5.0] * 60), flat_futures([-4.0, 6.0]), key="net_followers", kind="net")
    texts = say_all(check_of(view, 3.0), view)
    assert texts[0] == (
        "Net new followers of Mina: bring from -5 per day to at least 3 per day by Mar 31, 2026."
    ) or texts[0].endswith("bring from -5 per day to at least 3 per day by Mar 31, 2026.")
    assert not any("per week" in t for t in texts)


def test_totals_levels_and_ratios_are_named_as_what_they_are() -> None:
    counts = outlook(known([100.0] * 120), FUTURES)
    total = say_all(check_of(counts, 9_900.0, measure=Measure.TOTAL), counts)
    assert "raise from 9,000 in total to 9,900 in total" in total[0]
    assert total[2].startswith("It is read as the total from Jan 1, 2026 to Mar 31, 2026")
    level = outlook(known([1000.0] * 60), FUTURES * 10, key="followers", kind="stock")
    texts = say_all(check_of(level, 1_100.0, measure=Measure.LEVEL), level)
    assert "raise from 1,000 to 1,100 (+10%)" in texts[0]
    assert texts[2] == (
        "It is read as the level on Mar 31, 2026; the baseline is the level on Dec 31, 2025."
    )
    ratio = ratio_outlook(
        known([5.0] * 60), known([100.0] * 60), FUTURES / 20, flat_futures([100.0] * 10)
    )
    assert "raise from 5.0% to 6.0% (+20%)" in say_all(check_of(ratio, 0.06), ratio)[0]
    posts = outlook(known([100.0] * 120), FUTURES, per_post=True, maturity_days=7)
    assert "over the posts published from" in say_all(check_of(posts, 120.0), posts)[2]


def test_the_headline_is_short() -> None:
    view = outlook(known([100.0] * 120), FUTURES)
    text = english().say(headline(check_of(view, 120.0), view))
    assert text == "40% likely: Views at 120 per day by Mar 31, 2026."


def test_progress_says_what_it_takes_from_here() -> None:
    view = outlook(known([100.0] * 120), FUTURES)
    check = check_of(view, 120.0)
    progress = replace(progress_of(check.goal, check, view), status=Status.AT_RISK)
    text = english().say(progress_sentence(check.goal, check, progress, view))
    assert text == (
        "At risk: 40% likely. Each day that still counts must bring 120; 113 is forecast."
    )


def test_a_goal_that_is_passed_already_says_how_far_it_may_fall() -> None:
    view = outlook(known([100.0] * 120), FUTURES)
    check = check_of(view, 120.0)
    progress = replace(
        progress_of(check.goal, check, view), required_per_day=None, required_weekly_growth=-0.01
    )
    text = english().say(progress_sentence(check.goal, check, progress, view))
    assert text.endswith("It stays met up to a change of -1.0% per week.")


def test_the_end_is_told_with_both_figures() -> None:
    view = outlook(known([100.0] * 120), FUTURES)
    goal = check_of(view, 120.0).goal
    done = outlook(known([130.0] * 120, DEADLINE), FUTURES)
    settlement = settle(goal, done.source, direction=Direction.UP)
    text = english().say(settlement_sentence(goal, settlement, done))
    assert text == "Reached: 130 per day against a target of 120 per day."
    waiting = settle(goal, view.source, direction=Direction.UP)
    assert "from data of Apr 1, 2026 on" in english().say(settlement_sentence(goal, waiting, view))


def test_every_judgement_has_word_icon_and_meaning() -> None:
    assert set(VERDICT_WORDS) == set(Verdict)
    assert set(STATUS_WORDS) == set(Status)
    assert set(RUNG_WORDS) == set(Rung)
    assert set(MEASURE_WORDS) == set(Measure)
    for word in (*VERDICT_WORDS.values(), *STATUS_WORDS.values()):
        assert word.icon.isidentifier()
        assert word.meaning.text.endswith(".")


@pytest.mark.parametrize(
    ("probability", "text"), [(0.74, "74%"), (0.0, "<1%"), (1.0, ">99%"), (0.996, ">99%")]
)
def test_probabilities_are_never_written_as_certain(probability: float, text: str) -> None:
    assert translator("en").say(msg("{p}", p=Probability(probability))) == text


def test_accounts_of_one_name_are_told_apart_by_their_platform() -> None:
    mina = [Account(account_id=p, name="Mina", platform=p) for p in ("tiktok", "youtube")]
    other = Account(account_id="o", name="Ben", platform="tiktok")
    assert account_names([*mina, other]) == ("Mina (tiktok)", "Mina (youtube)", "Ben")


def test_people_of_single_days_are_a_mean_per_day() -> None:
    view = outlook(known([100.0] * 120), FUTURES, key="reach", kind="mean")
    assert "to 120 per day (+20%)" in say_all(check_of(view, 120.0), view)[0]
    assert view.measures == (Measure.MEAN,)


def test_what_is_kept_of_a_check_is_what_was_said() -> None:
    view = outlook(known([100.0] * 120), FUTURES)
    check = check_of(view, 120.0)
    kept = stored_forecast(check, datetime(2026, 1, 1, 9, 30))
    assert (kept.target, kept.probability, kept.expected) == (120.0, 0.4, check.expected)
    assert (kept.low, kept.high) == (check.low, check.high)
