"""Targets as typed, and those that make no sense."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.errors import GoalError
from kpicore.goals.rounding import round_easier
from kpicore.goals.targets import (
    TargetInput,
    aims_up,
    parse_change,
    parse_target,
    resolve_target,
)
from kpicore.kpis.definition import Direction
from kpicore.units import Unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,400", 12_400),
        ("12400.5", 12_400.5),
        (" 12 400 ", 12_400),
        ("12.4k", 12_400),
        ("1.2M", 1_200_000),
        ("1.2만", 12_000),
        ("3천만", 30_000_000),
        ("1.2万", 12_000),
        ("1.2w", 12_000),
        ("2亿", 200_000_000),
        ("１２，４００", 12_400),
        ("-5", -5),
    ],
)
def test_figures_are_read_as_people_type_them(text: str, value: float) -> None:
    assert parse_target(text) == TargetInput(value=pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "change"),
    [("+20%", 0.2), ("-5 %", -0.05), ("−5％", -0.05), ("+1,000%", 10.0)],
)
def test_signed_percentages_are_changes(text: str, change: float) -> None:
    assert parse_target(text) == TargetInput(change=pytest.approx(change))


def test_a_percentage_without_sign_is_a_figure_only_of_a_share() -> None:
    assert parse_target("5.2%", Unit.SHARE) == TargetInput(value=pytest.approx(0.052))
    with pytest.raises(GoalError, match=r"20% has no sign; write \+20%"):
        parse_target("20%")


def test_a_bare_number_above_one_is_no_share() -> None:
    assert parse_target("0.052", Unit.SHARE) == TargetInput(value=0.052)
    with pytest.raises(GoalError, match=r"percent sign, such as 5\.2%"):
        parse_target("5.2", Unit.SHARE)


@pytest.mark.parametrize(
    ("text", "seconds"), [("4:34", 274), ("1:02:03", 3723), ("90 s", 90), ("12h", 43_200)]
)
def test_durations_are_read_by_the_clock(text: str, seconds: float) -> None:
    assert parse_target(text, Unit.SECONDS) == TargetInput(value=seconds)


@pytest.mark.parametrize("text", ["many", "12,40,0", "1.2.3", "12 apples", "%", "+", "4:34"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(GoalError, match=r"is no target; write a number such as 12,400"):
        parse_target(text)


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_no_target(text: str) -> None:
    with pytest.raises(GoalError, match=r"^Give a target: a number such as 12,400"):
        parse_target(text)


@pytest.mark.parametrize(("text", "change"), [("+20%", 0.2), ("20", 0.2), ("-7.5 %", -0.075)])
def test_a_change_may_leave_out_the_signs(text: str, change: float) -> None:
    assert parse_change(text) == pytest.approx(change)


def test_a_change_in_words_is_refused() -> None:
    with pytest.raises(GoalError, match="no change in percent"):
        parse_change("a lot")


def resolve(wish: TargetInput, *, baseline: float = 100.0, **more: object) -> float:
    return resolve_target(wish, baseline=baseline, unit=Unit.COUNT, **more)  # type: ignore[arg-type]


def test_a_change_refers_to_the_baseline() -> None:
    assert resolve(TargetInput(change=0.2), baseline=12_345.0) == pytest.approx(14_814.0)


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (TargetInput(value=0), "A target of 0 cannot be worked towards"),
        (TargetInput(value=-5), "A target of -5 cannot be worked towards"),
        (TargetInput(value=math.nan), "The target is not a number"),
        (TargetInput(value=math.inf), "The target is not a number"),
        (TargetInput(change=math.nan), "The target is not a number"),
        (TargetInput(change=-1.0), "A change of -100% leaves nothing"),
        (TargetInput(change=1000.0), r"A change of \+100,000% is beyond"),
        (TargetInput(value=1e30), "The target is beyond anything that can be judged"),
        (TargetInput(change=-1e30), "The target is beyond anything that can be judged"),
        (TargetInput(value=100_000), "is beyond anything that can be judged"),
    ],
)
def test_targets_that_make_no_sense_are_refused(wish: TargetInput, problem: str) -> None:
    with pytest.raises(GoalError, match=problem):
        resolve(wish)


def test_money_is_refused_in_its_currency() -> None:
    with pytest.raises(GoalError, match=r"The baseline is -€2\.50, so a change in percent"):
        resolve_target(TargetInput(change=0.2), baseline=-2.5, unit=Unit.MONEY, currency="EUR")


def test_a_change_of_nothing_is_refused() -> None:
    with pytest.raises(GoalError, match="The baseline is 0, so a change in percent says nothing"):
        resolve(TargetInput(change=0.2), baseline=0.0)


def test_a_share_cannot_exceed_its_largest_value() -> None:
    with pytest.raises(GoalError, match="more than this KPI can be; the largest value is 1"):
        resolve(TargetInput(value=1.2), baseline=0.5, upper=1.0)


def test_net_counts_may_aim_at_zero_and_below() -> None:
    assert resolve(TargetInput(value=0), baseline=-5.0, may_be_negative=True) == 0


def test_less_is_better_only_where_the_catalogue_says_so() -> None:
    assert aims_up(Direction.UP)
    assert aims_up(Direction.NEUTRAL)
    assert not aims_up(Direction.DOWN)


def test_an_input_is_a_figure_or_a_change() -> None:
    with pytest.raises(ValueError, match="one of the two"):
        TargetInput()


@pytest.mark.parametrize(
    ("value", "unit", "rounded"),
    [
        (12_417, Unit.COUNT, 12_400),
        (8_765, Unit.COUNT, 8_700),
        (543.2, Unit.COUNT, 540),
        (97.4, Unit.COUNT, 97),
        (3.47, Unit.COUNT, 3.4),
        (1_234_567, Unit.COUNT, 1_220_000),
        (0.05234, Unit.SHARE, 0.052),
        (0.00473, Unit.SHARE, 0.0047),
        (274.0, Unit.SECONDS, 270.0),
        (43_999.0, Unit.SECONDS, 43_800.0),
        (4.127, Unit.NUMBER, 4.1),
        (-38.6, Unit.COUNT, -39.0),
    ],
)
def test_figures_are_rounded_down_to_what_people_say(
    value: float, unit: Unit, rounded: float
) -> None:
    assert round_easier(value, unit, at_least=True) == pytest.approx(rounded)


def test_at_most_is_rounded_up() -> None:
    assert round_easier(12_417, Unit.COUNT, at_least=False) == 12_600


def test_a_narrow_forecast_is_rounded_more_finely() -> None:
    assert round_easier(10_234, Unit.COUNT, at_least=True, whole=True) == 10_200
    assert round_easier(10_234, Unit.COUNT, at_least=True, whole=True, spread=200) == 10_230


def test_what_would_round_to_nothing_stays() -> None:
    assert round_easier(0.03, Unit.COUNT, at_least=True) == 0.03
    assert round_easier(0.4, Unit.COUNT, at_least=True, whole=True) == 0.0


@given(
    value=st.floats(1e-6, 1e9),
    unit=st.sampled_from(list(Unit)),
    at_least=st.booleans(),
    spread=st.one_of(st.none(), st.floats(1e-6, 1e9)),
)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_rounding_never_makes_a_target_harder(
    value: float, unit: Unit, at_least: bool, spread: float | None
) -> None:
    rounded = round_easier(value, unit, at_least=at_least, spread=spread)
    # Figures are cleaned to ten decimals, which moves them by less than this.
    slack = 1e-9 * max(value, 1.0) + 1e-9
    assert (rounded <= value + slack) if at_least else (rounded >= value - slack)


def test_an_endless_figure_cannot_be_rounded() -> None:
    with pytest.raises(ValueError, match="must be finite"):
        round_easier(math.inf, Unit.COUNT, at_least=True)
