"""80 % windows hold about 80 % of outcomes on series made by known processes.

The bench `known_processes.py` measures this on many more series.
"""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from known_processes import PROCESSES, cover

SERIES = 20


@pytest.mark.parametrize("name", ["random walk", "seasonal", "intermittent", "followers"])
def test_eighty_percent_windows_hold_about_that_many_outcomes(name):
    ranks = cover(name, 90, SERIES, span=400 if name != "seasonal" else 730)
    inside = np.mean(np.abs(ranks - 0.5) <= 0.4)
    # Three standard errors of twenty series around 0.80 reach from 0.53 to 1.
    assert inside >= 0.55
    assert 0.2 <= np.mean(ranks < 0.5) <= 0.8


def test_every_process_can_be_made_and_forecast():
    for name in PROCESSES:
        assert np.all(cover(name, 30, 1, span=200) >= 0)
