"""Which method compares the variants of an experiment."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpicore.experiments.amounts import AmountComparison
from kpicore.experiments.by_day import DayComparison
from kpicore.experiments.contrasts import Comparison
from kpicore.experiments.model import Design, Experiment
from kpicore.experiments.rates import RateComparison

METHODS: Mapping[
    tuple[bool, bool], type[RateComparison] | type[AmountComparison] | type[DayComparison]
] = MappingProxyType(
    {
        (True, True): DayComparison,
        (True, False): DayComparison,
        (False, True): RateComparison,
        (False, False): AmountComparison,
    }
)
"""Whether days had variants in turn and whether it is a rate, to what compares."""


def comparison_of(experiment: Experiment) -> Comparison:
    """Make the variants of an experiment ready to be held against each other.

    Parameters
    ----------
    experiment : Experiment
        With its rows.

    Returns
    -------
    Comparison
        By days in turn, by rates or by amounts.

    Raises
    ------
    NotEnoughDataError
        If there are too few rows.
    """
    by_days = experiment.design is Design.DAYS
    return METHODS[by_days, experiment.defined.is_rate](experiment)
