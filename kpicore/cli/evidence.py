"""What a forecast rests on, as JSON."""

from __future__ import annotations

from kpicore.cli.printing import Json, iso
from kpicore.forecasting import Evidence


def evidence_json(evidence: Evidence, *, scale: float = 1.0) -> dict[str, Json]:
    """Return the evidence of a forecast.

    Parameters
    ----------
    evidence : Evidence
        As the forecast holds it.
    scale : float
        What its values are multiplied by to reach the KPI's unit.

    Returns
    -------
    dict
        Training span, past windows with what would have been said and what happened, coverage of
        the 80 % interval, versions and seed.
    """
    windows: list[Json] = [
        {
            "made_on": iso(w.made_on),
            "first": iso(w.first),
            "last": iso(w.last),
            "low": w.low * scale,
            "median": w.median * scale,
            "high": w.high * scale,
            "unchanged": w.unchanged * scale,
            "outcome": w.outcome * scale,
            "probability_of_growth": w.probability_of_growth,
        }
        for w in evidence.windows
    ]
    return {
        "training_first": iso(evidence.training_first),
        "training_last": iso(evidence.training_last),
        "observed_count": evidence.observed_count,
        "backtest_windows": len(evidence.windows),
        "coverage": evidence.coverage,
        "windows": windows,
        "weights": dict(evidence.weights),
        "versions": dict(evidence.versions),
        "seed": evidence.seed,
    }
