"""How counts follow posts, read from weeks in which the truth was planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kpicore.insights.posting_effect import (
    PRIOR,
    PRIOR_ERROR,
    PRIOR_MEAN,
    doubling,
    elasticity_of,
    posting_effect,
)

WEEKS = 60


def by_day(values: np.ndarray | list[float]) -> pd.Series:
    index = pd.date_range(end="2025-12-31", periods=len(values), freq="D")
    return pd.Series(np.asarray(values, dtype=float), index=index)


def planted(elasticity: float, rng: np.random.Generator) -> tuple[pd.Series, pd.Series]:
    """Posts that change from week to week, views that follow them beside trend and season."""
    rate = np.clip(rng.normal(4, 1.8, WEEKS), 0.3, None)
    posts = rng.poisson(np.repeat(rate / 7, 7)).astype(float)
    weekly = posts.reshape(-1, 7).sum(axis=1)
    noise = np.zeros(WEEKS)
    for week in range(1, WEEKS):
        noise[week] = 0.5 * noise[week - 1] + rng.normal(0, 0.15)
    weeks = np.arange(WEEKS)
    slow = 0.01 * weeks + 0.3 * np.sin(2 * np.pi * weeks / 52)
    views = np.exp(6 + slow + noise + elasticity * np.log1p(weekly))
    return by_day(posts), by_day(np.repeat(views / 7, 7))


@pytest.mark.parametrize("true", [0.0, 0.4, 0.8])
def test_a_planted_effect_is_found(true: float) -> None:
    rng = np.random.default_rng(11)
    found = [posting_effect(*planted(true, rng)).elasticity for _ in range(40)]
    # Shrinking to one half pulls a little towards the middle.
    assert np.mean(found) == pytest.approx(true, abs=0.1)


def test_the_interval_holds_a_planted_effect_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)
    inside = []
    for _ in range(200):
        true = float(rng.uniform(0, 1))
        effect = posting_effect(*planted(true, rng))
        inside.append(abs(true - effect.elasticity) <= 1.2816 * effect.error)
    # 80 % is said; 200 tries tell it to within about 6 points.
    assert 0.74 <= np.mean(inside) <= 0.90


def test_more_weeks_move_the_estimate_away_from_the_prior() -> None:
    posts, views = planted(0.0, np.random.default_rng(2))
    half = posting_effect(posts[-210:], views[-210:])
    whole = posting_effect(posts, views)
    assert whole.error < half.error < PRIOR_ERROR
    assert (whole.weeks, half.weeks) == (59, 29)


def test_too_few_weeks_and_posts_that_never_change_leave_the_prior() -> None:
    posts, views = planted(0.3, np.random.default_rng(2))
    assert posting_effect(posts[-70:], views[-70:]) is PRIOR
    assert posting_effect(by_day([1.0] * 420), views) is PRIOR
    assert (PRIOR_MEAN, PRIOR.weeks) == (0.5, 0)


def test_missing_days_are_not_days_without_posts_or_views() -> None:
    posts, views = planted(0.5, np.random.default_rng(4))
    told = posting_effect(posts, views)
    # One day missing in a week counts like the others of that week; five make the week unknown.
    views.iloc[10:14] = np.nan
    posts.iloc[30] = np.nan
    gappy = posting_effect(posts, views)
    assert gappy.weeks == told.weeks - 1
    assert gappy.elasticity == pytest.approx(told.elasticity, abs=0.05)


def test_series_that_never_meet_leave_the_prior() -> None:
    posts, views = planted(0.5, np.random.default_rng(4))
    assert posting_effect(posts[:100], views[200:]) is PRIOR


def test_a_typed_effect_of_doubling_comes_back() -> None:
    assert doubling(elasticity_of(0.4, 3.0), 3.0) == pytest.approx(0.4)
    assert doubling(0.0, 3.0) == 0.0
