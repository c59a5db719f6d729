"""Named, seeded series for the tests of forecasts."""

from __future__ import annotations

import numpy as np
import pandas as pd


def daily_series(
    *,
    days: int = 400,
    level: float = 500.0,
    weekly_wave: float = 0.2,
    yearly_wave: float = 0.0,
    growth_per_day: float = 0.0,
    noise: float = 0.15,
    walk: float = 0.0,
    seed: int = 7,
    end: str = "2025-06-30",
) -> pd.Series:
    """Counts per day: level, growth, weekday and yearly waves, log-normal noise, a random walk."""
    rng = np.random.default_rng(seed)
    index = pd.date_range(end=end, periods=days)
    t = np.arange(days)
    log_level = np.log(level) + growth_per_day * t + np.cumsum(walk * rng.standard_normal(days))
    log_level = log_level + weekly_wave * np.sin(2 * np.pi * index.day_of_week.to_numpy() / 7)
    log_level = log_level + yearly_wave * np.sin(2 * np.pi * index.day_of_year.to_numpy() / 365.25)
    values = np.exp(log_level + noise * rng.standard_normal(days))
    return pd.Series(np.round(values), index=index)
