"""What the made-up creator tried out: always the same, and holding what is planted."""

from __future__ import annotations

from datetime import date

import pytest

from kpicore.experiments import Verdict, analyse
from kpicore.samples import TIKTOK, TRIAL_EFFECTS, sample_trials
from pages.parts.samples import experiment_of

LAST = date(2026, 2, 27)


def test_trials_are_the_same_for_the_same_day_and_tell_only_of_the_past() -> None:
    assert sample_trials(LAST) == sample_trials(LAST)
    for trial in sample_trials(LAST):
        assert trial.account_id == TIKTOK.account_id
        assert all(result.day <= LAST for result in trial.results)


@pytest.mark.parametrize("last", [LAST, date(2026, 7, 1)])
def test_one_is_found_and_the_other_makes_no_difference(last: date) -> None:
    found = {t.name: analyse(experiment_of(t)) for t in sample_trials(last)}
    for name, planted in TRIAL_EFFECTS.items():
        row = found[name].variants.iloc[1]
        assert row["low"] < planted < row["high"]
        assert found[name].verdict is (Verdict.WINNER if planted else Verdict.NO_DIFFERENCE)
