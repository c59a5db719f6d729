"""What past windows teach: agreement is believed, contradiction is not, and scores are honest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicore.forecasting.belief import DRIFT_ODDS, DRIFT_SHARES, NOISE_SHARES, believe

PRECISION = np.array([40.0, 60.0])


def windows(seed=0, count=8):
    rng = np.random.default_rng(seed)
    return np.column_stack([0.3 * rng.standard_normal(count), np.ones(count)]), rng


def brute_force(x, error, usual, fresh):
    """Moves and leave-one-out errors by inverting every covariance, one by one."""
    moves, unseen, evidence = [], [], []
    for drift, odds in zip(DRIFT_SHARES, DRIFT_ODDS, strict=True):
        prior = np.diag(1 / PRECISION)
        prior[-1, -1] *= drift
        for share in NOISE_SHARES:
            noise = (usual * share) ** 2 / fresh * np.eye(len(x))
            covariance = x @ prior @ x.T + noise
            inverse = np.linalg.inv(covariance)
            density = np.linalg.slogdet(covariance)[1] + error @ inverse @ error
            evidence.append(odds * np.exp(-0.5 * fresh * density))
            moves.append(prior @ x.T @ inverse @ error)
            left = []
            for i in range(len(x)):
                others = np.arange(len(x)) != i
                known = covariance[np.ix_(others, others)]
                guess = covariance[i, others] @ np.linalg.solve(known, error[others])
                left.append(error[i] - guess)
            unseen.append(left)
    share = np.array(evidence) / np.sum(evidence)
    return share @ np.array(moves), share @ np.array(unseen)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.integers(0, 1000), st.floats(0.05, 0.6), st.floats(0.3, 1.0), st.integers(1, 9))
def test_moves_and_honest_errors_are_those_of_plain_linear_algebra(seed, usual, fresh, count):
    x, rng = windows(seed, count)
    error = 0.3 * rng.standard_normal(count)
    found = believe(x, error, PRECISION, usual=usual, fresh=fresh)
    move, unseen = brute_force(x, error, usual, fresh)
    np.testing.assert_allclose(found.move, move, atol=1e-8)
    np.testing.assert_allclose(found.unseen, unseen, atol=1e-8)


def test_a_growth_on_which_all_windows_agree_is_followed_almost_wholly():
    x, rng = windows()
    error = 0.3 + 0.02 * rng.standard_normal(8)
    found = believe(x, error, PRECISION, usual=0.3, fresh=0.8)
    assert found.move[-1] == pytest.approx(0.3, rel=0.1)
    assert np.abs(found.unseen).mean() < 0.05


def test_three_windows_that_happen_to_agree_are_not_yet_growth():
    x, rng = windows(count=3)
    error = 0.3 + 0.02 * rng.standard_normal(3)
    found = believe(x, error, PRECISION, usual=0.3, fresh=0.8)
    assert found.move[-1] < 0.15


def test_windows_that_contradict_each_other_move_nothing():
    x, _ = windows()
    error = np.array([0.3, -0.3] * 4)
    found = believe(x, error, PRECISION, usual=0.3, fresh=0.8)
    assert abs(found.move[-1]) < 0.02


def test_a_candidate_that_foretold_the_errors_gains_weight():
    x, _ = windows()
    found = believe(x, 0.8 * x[:, 0], PRECISION, usual=0.3, fresh=1.0)
    assert found.move[0] > 0.3


def test_nothing_unexpected_moves_nothing():
    x, _ = windows()
    found = believe(x, np.zeros(8), PRECISION, usual=0.3, fresh=0.8)
    np.testing.assert_array_equal(found.move, 0)
    np.testing.assert_array_equal(found.unseen, 0)
