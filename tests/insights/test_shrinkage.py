"""Shrinking, intervals and false findings against statsmodels, scipy and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests

from kpicore.insights.shrinkage import (
    LEVEL,
    between_variance,
    findings,
    shrink,
    tail_divided_interval,
)

MANY = 1500


def drawn(size: int = 12, seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    errors = rng.uniform(0.05, 0.3, size)
    return rng.normal(0.0, 0.3, size) + rng.normal(0.0, errors), errors


def test_the_variance_between_effects_is_that_of_dersimonian_and_laird() -> None:
    estimates, errors = drawn()
    oracle = combine_effects(estimates, errors**2, method_re="dl")
    found = between_variance(estimates, errors, np.ones((12, 1)))
    assert found == pytest.approx(oracle.tau2)


def test_findings_are_those_of_benjamini_and_hochberg() -> None:
    p_values = np.random.default_rng(1).uniform(0, 1, 60) ** 3
    oracle = multipletests(p_values, alpha=0.05, method="fdr_bh")[0]
    assert (findings(p_values) == oracle).all()
    assert (findings(p_values) == (stats.false_discovery_control(p_values) <= 0.05)).all()


def test_an_unknown_p_value_is_no_finding_and_does_not_count() -> None:
    assert findings(np.array([0.04, np.nan])).tolist() == [True, False]
    assert findings(np.array([])).size == 0


@pytest.mark.parametrize("spread", [1e-3, 0.1, 1.0], ids=["sure", "usual", "unsure"])
@pytest.mark.parametrize("truth", [0.0, 0.2, 0.7], ids=["none", "some", "much"])
def test_intervals_hold_nine_in_ten_whatever_the_truth_is(truth: float, spread: float) -> None:
    rng = np.random.default_rng(7)
    estimates, errors = truth + 0.2 * rng.normal(size=MANY), np.full(MANY, 0.2)
    low, high = tail_divided_interval(
        estimates,
        errors,
        expected=np.zeros(MANY),
        variances=np.full(MANY, spread**2),
        freedom=1e6,
    )
    held = np.mean((low <= truth) & (truth <= high))
    assert abs(held - LEVEL) < 4 * np.sqrt(LEVEL * (1 - LEVEL) / MANY)


def test_intervals_are_shorter_where_the_truth_is_expected() -> None:
    rng = np.random.default_rng(7)
    estimates, errors = 0.2 * rng.normal(size=MANY), np.full(MANY, 0.2)
    low, high = tail_divided_interval(
        estimates, errors, expected=np.zeros(MANY), variances=np.full(MANY, 0.01), freedom=1e6
    )
    plain = 2 * stats.norm.ppf(0.95) * 0.2
    assert np.mean(high - low) < 0.9 * plain


def test_without_expectation_intervals_are_students() -> None:
    estimates, errors = drawn()
    low, high = tail_divided_interval(
        estimates, errors, expected=np.zeros(12), variances=np.full(12, 1e6), freedom=9.0
    )
    reach = stats.t.ppf(0.95, 9) * errors
    assert np.allclose(low, estimates - reach, atol=1e-3)
    assert np.allclose(high, estimates + reach, atol=1e-3)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    estimates=st.lists(st.floats(-2, 2), min_size=2, max_size=12),
    error=st.floats(0.02, 1.0),
)
def test_a_shrunk_effect_lies_in_its_interval_and_no_further_out(
    estimates: list[float], error: float
) -> None:
    raw = np.array(estimates)
    shrunk = shrink(raw, np.full(raw.size, error), freedom=40.0)
    assert (shrunk.low <= shrunk.effects).all()
    assert (shrunk.effects <= shrunk.high).all()
    # Toward zero, unless the interval itself ends further out.
    inside = (shrunk.effects > shrunk.low) & (shrunk.effects < shrunk.high)
    assert (np.abs(shrunk.effects[inside]) <= np.abs(raw[inside]) + 1e-9).all()


def test_p_values_are_two_sided_students() -> None:
    estimates, errors = drawn()
    oracle = 2 * stats.t.sf(np.abs(estimates / errors), 30)
    assert np.allclose(shrink(estimates, errors, freedom=30.0).p_values, oracle)


def test_cells_are_drawn_toward_the_sum_of_their_sides() -> None:
    # Rows and columns add up exactly, but for one noisy cell.
    links = np.hstack([np.repeat(np.eye(4), 4, axis=0), np.tile(np.eye(4), (4, 1))])
    sums = links @ np.array([0.3, 0.0, -0.3, 0.1, 0.2, -0.2, 0.0, 0.1])
    estimates, errors = sums.copy(), np.full(16, 0.02)
    estimates[5] += 0.8
    errors[5] = 0.6
    shrunk = shrink(estimates, errors, freedom=1e6, links=links)
    assert abs(shrunk.effects[5] - sums[5]) < 0.15
