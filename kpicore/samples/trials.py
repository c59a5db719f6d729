"""What the made-up creator tried out: a better version, and one that makes no difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

import numpy as np

from kpicore.samples.plan import SEED, TIKTOK

TRIAL_EFFECTS: Final[Mapping[str, float]] = MappingProxyType(
    {"Finished bowl in the first second": 0.25, "Question in the caption": 0.0}
)
"""Relative difference that is planted between the two versions of each trial."""

_OWN_STREAM: Final = 7
"""Trials have their own chance: the history stays as it was."""
_POSTS_EACH: Final = 14
_COMPLETION: Final = 0.22
_WEEKS: Final = 8
_ENGAGEMENT: Final = 0.083


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleResult:
    """What was measured of one version on one post or day.

    Attributes
    ----------
    variant : str
        The version.
    day : date
        When.
    wins, tries : float
        How often it worked, out of how many views.
    """

    variant: str
    day: date
    wins: float
    tries: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTrial:
    """Something that the made-up creator tried out.

    Attributes
    ----------
    name : str
        What she calls it.
    account_id : str
        Where.
    varied, measure, design : str
        Codes of `kpicore.experiments`: what differs, what is compared, how it was shown.
    results : tuple of SampleResult
        By day; the usual version comes first.
    """

    name: str
    account_id: str
    varied: str
    measure: str
    design: str
    results: tuple[SampleResult, ...]


def sample_trials(last_day: date, *, seed: int = SEED) -> tuple[SampleTrial, ...]:
    """Return what the made-up creator tried out.

    Parameters
    ----------
    last_day : date
        As given to `sample_history`.
    seed : int
        Source of chance.

    Returns
    -------
    tuple of SampleTrial
        The older one first; `TRIAL_EFFECTS` says what is planted.
    """
    return _caption(last_day, seed), _opening(last_day, seed)


def _opening(last_day: date, seed: int) -> SampleTrial:
    """Return posts of which every other one begins with the finished bowl."""
    name = "Finished bowl in the first second"
    rng = np.random.default_rng([seed, _OWN_STREAM, 0])
    posts = 2 * _POSTS_EACH
    return SampleTrial(
        name=name,
        account_id=TIKTOK.account_id,
        varied="effect",
        measure="completion_rate",
        design="posts",
        results=tuple(
            _result(
                rng,
                ("As usual", "Bowl first")[number % 2],
                last_day - timedelta(days=20 + 3 * (posts - number)),
                views=(5_000, 12_000),
                rate=_COMPLETION * (1 + number % 2 * TRIAL_EFFECTS[name]),
                spread=0.1,
            )
            for number in range(posts)
        ),
    )


def _caption(last_day: date, seed: int) -> SampleTrial:
    """Return days on every other of which captions end in a question."""
    name = "Question in the caption"
    rng = np.random.default_rng([seed, _OWN_STREAM, 1])
    days = 7 * _WEEKS
    return SampleTrial(
        name=name,
        account_id=TIKTOK.account_id,
        varied="caption",
        measure="engagement_rate",
        design="days",
        results=tuple(
            _result(
                rng,
                ("No question", "Question")[number % 2],
                last_day - timedelta(days=120 + days - 1 - number),
                views=(2_500, 6_500),
                rate=_ENGAGEMENT * (1 + number % 2 * TRIAL_EFFECTS[name]),
                spread=0.06,
            )
            for number in range(days)
        ),
    )


def _result(
    rng: np.random.Generator,
    variant: str,
    day: date,
    *,
    views: tuple[int, int],
    rate: float,
    spread: float,
) -> SampleResult:
    """Draw views between two numbers, and how many of them were won at about a rate."""
    tries = float(rng.integers(*views))
    drawn = rate * np.exp(rng.normal(0, spread))
    return SampleResult(
        variant=variant, day=day, wins=float(rng.binomial(int(tries), drawn)), tries=tries
    )
