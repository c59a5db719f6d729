"""The track record: scores against a few lines of arithmetic, and honest words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_builders import LAST, say
from scipy.stats import binom

from kpicore.forecasting import BacktestWindow, Evidence, ScoredForecast
from kpicore.reviews import (
    calibration_sentence,
    past_windows,
    record_headline,
    score_sentences,
)
from kpicore.reviews.record import track_record


def said(probability: float, reached: bool) -> ScoredForecast:
    return ScoredForecast(
        probability=probability, reached=reached, low=90.0, high=110.0, outcome=100.0
    )


def test_the_score_stands_beside_that_of_the_others_base_rate() -> None:
    record = track_record([said(0.9, True), said(0.8, True), said(0.1, False), said(0.3, False)])
    assert record.scores.brier == pytest.approx((0.01 + 0.04 + 0.01 + 0.09) / 4)
    assert record.base_rate == 0.5
    # Of the three others one came true where this one did, two where it did not.
    assert record.base_brier == pytest.approx((2 / 3) ** 2)
    assert record.beats_base_rate
    first, few = (say(s) for s in score_sentences(record))
    assert first.startswith("Brier score 0.04")
    assert "0.44" in first
    assert few.startswith("4 outcomes prove little")


def test_a_score_no_better_than_the_base_rate_is_admitted() -> None:
    record = track_record([said(0.1, True)] * 6 + [said(0.9, False)] * 6)
    assert record.beats_base_rate is False
    (only,) = score_sentences(record)
    assert "did not tell them apart" in say(only)


def test_one_outcome_has_no_base_rate() -> None:
    record = track_record([said(0.7, True)])
    assert (record.base_rate, record.base_brier, record.beats_base_rate) == (1.0, None, None)
    assert say(score_sentences(record)[1]).startswith("1 outcome proves little")


def test_without_outcomes_nothing_is_claimed() -> None:
    record = track_record([])
    assert score_sentences(record) == ()
    assert record.calibration.empty
    assert say(record_headline(record)) == "No goal has reached its deadline yet."
    assert "no outcome" in say(calibration_sentence(record))


def test_the_headline_holds_what_came_beside_what_was_to_be_expected() -> None:
    record = track_record([said(0.7, True), said(0.7, False), said(0.5, True)])
    assert say(record_headline(record)) == (
        "2 of 3 goals came true; 1.9 were to be expected by what was said."
    )


def test_groups_hold_their_share_and_the_range_of_chance() -> None:
    record = track_record([said(0.72, n < 7) for n in range(10)] + [said(0.2, False)])
    table = record.calibration
    assert table["count"].tolist() == [1, 10]
    assert table["share"].tolist() == [0.0, 0.7]
    assert (table["low"] <= table["share"]).all()
    assert (table["high"] >= table["share"]).all()
    # At either end of the range, so many or more extreme come true once in forty times.
    low, high = table.loc[1, ["low", "high"]]
    assert binom.sf(6, 10, low) == pytest.approx(0.025)
    assert binom.cdf(7, 10, high) == pytest.approx(0.025)
    # A single outcome rules out next to nothing.
    assert table.loc[0, ["low", "high"]].tolist() == [0.0, pytest.approx(0.975)]
    assert say(calibration_sentence(record)).startswith("All 2 groups")


def test_probabilities_that_do_not_come_true_are_told() -> None:
    record = track_record([said(0.9, n < 2) for n in range(20)])
    assert say(calibration_sentence(record)).startswith("1 of 1 group")


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.booleans()),
        min_size=2,
        max_size=40,
    )
)
@settings(derandomize=True, deadline=None)
def test_saying_the_base_rate_of_the_others_is_never_better_than_its_arithmetic(
    pairs: list[tuple[float, bool]],
) -> None:
    record = track_record([said(p, r) for p, r in pairs])
    true = np.array([r for _, r in pairs], dtype=float)
    by_hand = [(np.delete(true, n).mean() - true[n]) ** 2 for n in range(len(true))]
    assert record.base_brier == pytest.approx(np.mean(by_hand))
    assert 0 <= (record.scores.brier or 0.0) <= 1
    assert int(record.calibration["count"].sum()) == len(pairs)


def test_windows_tried_on_the_past_are_scored_like_goals() -> None:
    def window(outcome: float) -> BacktestWindow:
        return BacktestWindow(
            made_on=LAST,
            first=LAST,
            last=LAST,
            low=90.0,
            median=100.0,
            high=110.0,
            unchanged=100.0,
            outcome=outcome,
            probability_of_growth=0.6,
        )

    evidence = Evidence(
        windows=(window(105.0), window(80.0)),
        training_first=LAST,
        training_last=LAST,
        observed_count=2,
    )
    scored = past_windows([evidence, evidence])
    assert [f.reached for f in scored] == [True, False, True, False]
    assert track_record(scored).scores.coverage == 0.5
