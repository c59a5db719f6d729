"""The list of metrics is complete in itself."""

from __future__ import annotations

from kpicore.metrics import METRICS, MetricKind
from kpicore.units import Unit


def test_every_metric_is_named_by_its_key_and_labelled() -> None:
    for key, metric in METRICS.items():
        assert key == metric.key
        assert key == key.lower()
        assert metric.label.text


def test_rates_are_shares_and_distinct_counts_are_counts() -> None:
    for metric in METRICS.values():
        if metric.kind is MetricKind.RATE:
            assert metric.unit is Unit.SHARE
        if metric.kind is MetricKind.DISTINCT:
            assert metric.unit is Unit.COUNT


def test_reach_can_never_be_summed() -> None:
    assert METRICS["reach"].kind is MetricKind.DISTINCT
