"""KPIs: what they are, the catalogue of them, and how each is worked out from a history."""

from kpicore.kpis.catalogue import CATALOGUE, kpi
from kpicore.kpis.compute import compute_kpi, compute_kpis
from kpicore.kpis.definition import (
    Basis,
    Direction,
    Group,
    KpiDefinition,
    Rollup,
    Stage,
    Statistic,
    Way,
)
from kpicore.kpis.forecast_input import ForecastInput, SeriesKind, forecast_input
from kpicore.kpis.maturity import MATURITY_DAYS
from kpicore.kpis.series import Step, kpi_series
from kpicore.kpis.spans import Preset, current_period, data_end
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions
from kpicore.kpis.value import KpiValue

__all__ = [
    "CATALOGUE",
    "DEFAULT_OPTIONS",
    "MATURITY_DAYS",
    "Basis",
    "Direction",
    "ForecastInput",
    "Group",
    "KpiDefinition",
    "KpiOptions",
    "KpiValue",
    "Preset",
    "Rollup",
    "SeriesKind",
    "Stage",
    "Statistic",
    "Step",
    "Way",
    "compute_kpi",
    "compute_kpis",
    "current_period",
    "data_end",
    "forecast_input",
    "kpi",
    "kpi_series",
]
