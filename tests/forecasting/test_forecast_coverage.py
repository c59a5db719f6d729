"""80 % windows hold about 80 % of outcomes on series made by known processes.

The bench `known_processes.py` measures this on many more series.
"""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from known_processes import PROCESSES, cover
from scipy.stats import binom

SERIES = 24
LOWEST, HIGHEST = 0.70, 0.90
CHANCE = 0.01
RESTLESS = ("random walk", "mean reverting", "growing", "seasonal", "net negative", "share")
CALM = ("stationary week", "tiny counts", "intermittent", "followers")
"""Calmer than any real account: windows learned on real accounts are wider than these need."""


def likely(inside, *, lowest=LOWEST, highest=HIGHEST):
    """Could a chance between the two bounds have held so many of the outcomes?"""
    held, count = int(np.sum(inside)), np.size(inside)
    return binom.cdf(held, count, lowest) > CHANCE and binom.sf(held - 1, count, highest) > CHANCE


@pytest.mark.long
def test_eighty_percent_windows_hold_about_that_many_outcomes():
    ranks = np.array([cover(name, 90, SERIES) for name in RESTLESS])
    inside = np.abs(ranks - 0.5) <= 0.4
    assert LOWEST <= inside.mean() <= HIGHEST
    assert likely(ranks < 0.5, lowest=0.5, highest=0.5)
    for name, held in zip(RESTLESS, inside, strict=True):
        assert likely(held), f"{name}: {held.mean():.2f}"


@pytest.mark.parametrize("name", CALM)
def test_windows_of_calm_accounts_are_rather_too_wide_than_too_narrow(name):
    inside = np.abs(cover(name, 90, SERIES // 2, span=400) - 0.5) <= 0.4
    assert likely(inside, highest=1.0)


def test_every_process_can_be_made_and_forecast():
    for name in PROCESSES:
        assert np.all(cover(name, 30, 1, span=200) >= 0)
