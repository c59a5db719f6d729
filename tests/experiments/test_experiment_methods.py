"""Rates, amounts and days: each method against a calculation made another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats
from trial_builders import MONDAY, amounts, counts, experiment, in_turn

from kpicore.experiments import Design, Row, analyse
from kpicore.experiments.amounts import AmountComparison
from kpicore.experiments.by_day import DayComparison
from kpicore.experiments.rates import RateComparison

DRAW_NOISE = 0.012
"""20,000 draws know a probability to about three times 0.35 %."""
APPROXIMATION = 0.02
"""Two ways to an interval of a ratio differ in the second order."""


def test_a_rate_is_compared_as_pearson_and_relative_risk_do() -> None:
    found = RateComparison(counts((100, 2000), (140, 2100)))
    told = found.contrast(1, 0, 0.1)
    assert told.change == pytest.approx((140 / 2100) / (100 / 2000) - 1)
    table = [[100, 1900], [140, 1960]]
    assert told.p_value == pytest.approx(
        stats.chi2_contingency(table, correction=False).pvalue, rel=0.01
    )
    katz = stats.contingency.relative_risk(140, 2100, 100, 2000).confidence_interval(0.9)
    assert told.low == pytest.approx(katz.low - 1, abs=APPROXIMATION)
    assert told.high == pytest.approx(katz.high - 1, abs=APPROXIMATION)


def test_the_difference_of_rates_is_told_in_points_with_newcombes_interval() -> None:
    point, low, high = RateComparison(counts((56, 70), (48, 80))).points(0, 1, 0.05)
    # Newcombe (1998), table II, example (a), method 10: 0.0524 to 0.3339.
    assert (round(point, 4), round(low, 4), round(high, 4)) == (0.2, 0.0524, 0.3339)


def test_the_chance_to_be_best_is_the_integral_over_beta_posteriors() -> None:
    found = RateComparison(counts((50, 1000), (62, 1000), (55, 1000)))
    posteriors = [stats.beta(1 + w, 1 + 1000 - w) for w in (50, 62, 55)]

    def best(one: int) -> float:
        others = [p for n, p in enumerate(posteriors) if n != one]
        return float(
            integrate.quad(
                lambda x: posteriors[one].pdf(x) * np.prod([p.cdf(x) for p in others]), 0, 0.2
            )[0]
        )

    assert found.chances == pytest.approx([best(n) for n in range(3)], abs=DRAW_NOISE)


def test_rows_that_are_alike_leave_the_counts_as_they_are() -> None:
    rows = [Row(variant=v, wins=w, tries=1000) for v, w in (("A", 50), ("B", 60)) for _ in range(6)]
    whole = counts((300, 6000), (360, 6000))
    parts = RateComparison(experiment("impression_ctr", Design.POSTS, rows))
    assert parts.typical == pytest.approx(RateComparison(whole).typical)
    told, plain = parts.contrast(1, 0, 0.1), RateComparison(whole).contrast(1, 0, 0.1)
    # Only Student's quantile, of ten degrees of freedom, is further out.
    assert told.high - told.low == pytest.approx(
        (plain.high - plain.low) * stats.t.isf(0.05, 10) / stats.norm.isf(0.05), rel=0.01
    )


def test_rows_that_differ_make_the_interval_wider() -> None:
    wins = {"A": (20, 80, 30, 70, 50, 50), "B": (30, 90, 40, 80, 60, 60)}
    rows = [Row(variant=v, wins=w, tries=1000) for v, told in wins.items() for w in told]
    parts = RateComparison(experiment("impression_ctr", Design.POSTS, rows)).contrast(1, 0, 0.1)
    whole = RateComparison(counts((300, 6000), (360, 6000))).contrast(1, 0, 0.1)
    assert parts.low < whole.low - 0.1
    assert parts.p_value > 0.1 > whole.p_value


def test_amounts_are_shifted_as_hodges_and_lehmann_do() -> None:
    left, right = [100.0, 130, 170, 90, 210, 400], [200.0, 260, 340, 180, 420, 9000, 300]
    told = AmountComparison(amounts(left, right)).contrast(1, 0, 0.1)
    shifts = sorted(np.log(b / a) for a in left for b in right)
    assert told.change == pytest.approx(np.exp(np.median(shifts)) - 1)
    assert told.p_value == pytest.approx(stats.mannwhitneyu(left, right).pvalue)
    kept = [
        s
        for s in np.arange(-2, 6, 0.02)
        if stats.mannwhitneyu(np.log(right) - s, np.log(left)).pvalue > 0.1
    ]
    assert np.log1p(told.low) == pytest.approx(kept[0], abs=0.021)
    assert np.log1p(told.high) == pytest.approx(kept[-1], abs=0.021)


def test_amounts_with_zeros_are_compared_by_their_differences() -> None:
    told = AmountComparison(amounts([0, 2, 4, 6, 8, 4], [10, 12, 14, 16, 18, 14])).contrast(
        1, 0, 0.1
    )
    assert told.change == pytest.approx(10 / 4)
    nothing = AmountComparison(amounts([0] * 6, [0] * 6)).contrast(1, 0, 0.1)
    assert (nothing.change, nothing.low, nothing.high) == (0, 0, 0)


amount_lists = st.lists(st.integers(1, 10**6).map(float), min_size=5, max_size=9)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(amount_lists, amount_lists, st.sampled_from([0.01, 0.05, 0.1, 0.5]))
def test_an_interval_of_amounts_holds_its_middle_and_agrees_with_its_test(
    left: list[float], right: list[float], alpha: float
) -> None:
    told = AmountComparison(amounts(left, right)).contrast(1, 0, alpha)
    assert told.low <= told.change <= told.high
    if told.p_value > alpha:
        assert told.low <= 0 <= told.high
    turned = AmountComparison(amounts(right, left)).contrast(1, 0, alpha)
    assert turned.change == pytest.approx(1 / (1 + told.change) - 1)


def test_weekdays_and_weeks_do_not_speak_for_a_variant() -> None:
    # B has the weekends of the first weeks and A hardly any, but the truth is a tenth more.
    rows = []
    for n in range(35):
        day = MONDAY + timedelta(days=n)
        name = "B" if (day.weekday() >= 5 and n < 28) or n % 5 == 0 else "A"
        level = 1000 * (2 if day.weekday() >= 5 else 1) * 1.3 ** (n // 7)
        rows.append(Row(variant=name, day=day, wins=level * (1.1 if name == "B" else 1.0)))
    told = DayComparison(experiment("views", Design.DAYS, rows)).contrast(1, 0, 0.1)
    assert told.change == pytest.approx(0.1)
    plain = AmountComparison(experiment("views", Design.POSTS, rows)).contrast(1, 0, 0.1)
    assert plain.change > 0.3


def test_days_that_behave_are_compared_as_least_squares_does() -> None:
    plan = in_turn(np.random.default_rng(3), 0.2, 28, spread=0.05)
    told = DayComparison(plan).contrast(1, 0, 0.1)
    logs = np.log([row.wins for row in plan.rows])
    number = np.arange(28)
    columns = [(number % 7 == d).astype(float) for d in range(7)]
    columns += [(number // 7 == w).astype(float) for w in range(1, 4)]
    columns.append((number % 2 == 1).astype(float))
    design = np.column_stack(columns)
    found, rest, *_ = np.linalg.lstsq(design, logs, rcond=None)
    error = np.sqrt(rest[0] / (28 - 11) * np.linalg.inv(design.T @ design)[-1, -1])
    assert np.log1p(told.change) == pytest.approx(found[-1], abs=0.2 * error)
    reach = stats.t.isf(0.05, 17) * error
    assert np.log1p(told.high) - np.log1p(told.low) == pytest.approx(2 * reach, rel=0.1)


def test_one_viral_day_decides_nothing() -> None:
    plan = in_turn(np.random.default_rng(3), 0.0, 28, spread=0.05)
    rows = (replace(plan.rows[0], wins=50 * plan.rows[0].wins), *plan.rows[1:])
    told = DayComparison(replace(plan, rows=rows)).contrast(1, 0, 0.1)
    assert told.low < 0 < told.high
    assert abs(told.change) < 0.2


LACKING = {
    "few successes": (counts((4, 100), (50, 100)), "“A” has 4 of 100"),
    "few failures": (counts((50, 100), (100, 100)), "“B” has 100 of 100"),
    "few posts": (amounts([1, 2, 3, 4], [5, 6, 7, 8, 9]), "“A” has 4 rows"),
    "few days": (in_turn(np.random.default_rng(1), 0, 14), None),
}


def test_too_little_is_said_with_what_is_needed() -> None:
    for name, (given_one, said) in LACKING.items():
        if said is not None:
            found = analyse(given_one)
            assert found.best is None, name
            assert said in str(found.lack.values) or said.split(" has")[0][1:-1] in str(
                found.lack.values
            )
    short = LACKING["few days"][0]
    found = analyse(replace(short, rows=short.rows[:13]))
    assert found.lack is not None
    assert found.lack.values["needed"] == 14
    half = [row for row in short.rows if row.day.weekday() < 3 or row.variant == "A"]
    mondays = [replace(row, day=MONDAY + timedelta(days=7 * n)) for n, row in enumerate(half)]
    assert analyse(replace(short, rows=tuple(mondays) * 2)).best is None
    uneven = [Row(variant=v, wins=10, tries=100) for v in "AAAAAAB"]
    lack = analyse(experiment("impression_ctr", Design.POSTS, uneven)).lack
    assert lack is not None
    assert lack.values["rows"] == 1
