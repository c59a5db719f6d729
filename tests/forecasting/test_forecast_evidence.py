"""Track record, training span, versions, scores of stored forecasts."""

import datetime as dt
import subprocess
import sys

import numpy as np
import pytest
from forecast_builders import daily_series

from kpicore.forecasting import (
    ScoredForecast,
    forecast,
    parse_constants,
    reliability_table,
    score_forecasts,
)


@pytest.fixture(scope="module")
def made():
    return forecast(daily_series(days=730, end="2025-06-30"), horizon_days=90, kind="flow", seed=4)


def test_the_track_record_lies_inside_the_history_and_says_what_happened(made):
    windows = made.evidence.windows
    history = made.paths.history
    assert len(windows) >= 6
    for window in windows:
        assert window.made_on < window.first <= window.last <= history.index[-1].date()
        assert window.outcome == pytest.approx(
            history.loc[str(window.first) : str(window.last)].mean(), rel=1e-6
        )
        assert window.low <= window.median <= window.high
        assert (window.first - window.made_on).days == 63
        assert (window.last - window.made_on).days == 90


def test_the_evidence_names_span_seed_versions_and_beliefs(made):
    evidence = made.evidence
    assert evidence.training_last == dt.date(2025, 6, 30)
    assert evidence.observed_count == 730
    assert evidence.seed == 4
    assert {"prophet", "constants"} <= set(evidence.versions)
    assert {"trend", "season"} <= set(evidence.weights)
    assert evidence.coverage == np.mean([w.low <= w.outcome <= w.high for w in evidence.windows])
    assert evidence.beats_unchanged == (evidence.median_error < evidence.unchanged_error)


def test_a_young_account_has_no_track_record_and_says_so():
    evidence = forecast(daily_series(days=30), horizon_days=90, kind="flow").evidence
    assert evidence.windows == ()
    assert evidence.coverage is None
    assert evidence.beats_unchanged is None


def test_young_accounts_get_wide_intervals():
    def width(days):
        made = forecast(daily_series(days=days, walk=0.02), horizon_days=90, kind="flow")
        low, high = np.quantile(made.window_mean(made.first_day, made.last_day), [0.1, 0.9])
        return np.log(high / low)

    assert width(30) > width(700)


def test_of_forecasts_that_said_seventy_percent_the_table_counts_those_that_came_true():
    said = [0.7] * 14 + [0.2] * 5
    reached = [True] * 10 + [False] * 4 + [True] + [False] * 4
    forecasts = [
        ScoredForecast(probability=p, reached=r, low=0.0, high=1.0, outcome=0.5 if r else 2.0)
        for p, r in zip(said, reached, strict=True)
    ]
    scores = score_forecasts(forecasts)
    seventy = scores.reliability[scores.reliability["low"] == 0.7].iloc[0]
    assert (seventy["count"], seventy["came_true"]) == (14, 10)
    assert scores.brier == pytest.approx((10 * 0.09 + 4 * 0.49 + 0.64 + 4 * 0.04) / 19)
    assert scores.coverage == pytest.approx(11 / 19)
    assert scores.expected_coverage == pytest.approx(0.8)


def test_nothing_to_score_gives_no_figures():
    scores = score_forecasts([])
    assert scores.count == 0
    assert scores.brier is None
    assert scores.coverage is None
    assert scores.reliability.empty


def test_a_probability_outside_zero_and_one_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        reliability_table(np.array([1.2]), np.array([1.0]))


def test_constants_for_other_candidates_are_refused():
    with pytest.raises(ValueError, match="other candidates"):
        parse_constants('{"candidates": ["x"], "knot_days": [7]}')


def test_prophet_is_not_imported_with_the_package():
    code = "import sys, kpicore.forecasting; print('prophet' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
