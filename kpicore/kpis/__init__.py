"""KPIs: what they are, the catalogue of them, and how each is worked out from a history."""

from kpicore.kpis.audience import (
    AudienceGroup,
    Dimension,
    active_hours,
    audience_shares,
    audience_told,
    followers_against_viewers,
)
from kpicore.kpis.breaks import BREAKS, SeriesBreak, breaks_between, kpi_breaks
from kpicore.kpis.catalogue import CATALOGUE, kpi
from kpicore.kpis.channels import (
    channel_shares,
    compute_channels,
    compute_platforms,
    cost_per_result,
    platform_shares,
)
from kpicore.kpis.comparison import KpiComparison, compare_kpi, own_distribution
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
from kpicore.kpis.forecast_input import forecast_input
from kpicore.kpis.forecast_series import ForecastInput, SeriesKind
from kpicore.kpis.formula import formula_with_numbers
from kpicore.kpis.labels import (
    DIRECTION_LABELS,
    GROUP_LABELS,
    PRESET_LABELS,
    ROLLUP_LABELS,
    STAGE_LABELS,
    STATISTIC_LABELS,
    STEP_LABELS,
)
from kpicore.kpis.maturity import MATURITY_DAYS, AgeCurve
from kpicore.kpis.movers import posts_that_moved
from kpicore.kpis.post_values import age_curve, posts_at_maturity
from kpicore.kpis.series import Step, kpi_series
from kpicore.kpis.spans import Preset, current_period, data_end
from kpicore.kpis.spend import Spend, cost_of
from kpicore.kpis.stages import STAGE_AIMS, STAGE_KPIS, focus_kpis, focus_warning, ordered_kpis
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions
from kpicore.kpis.tellers import account_ends, telling_accounts
from kpicore.kpis.value import KpiValue

__all__ = [
    "BREAKS",
    "CATALOGUE",
    "DEFAULT_OPTIONS",
    "DIRECTION_LABELS",
    "GROUP_LABELS",
    "MATURITY_DAYS",
    "PRESET_LABELS",
    "ROLLUP_LABELS",
    "STAGE_AIMS",
    "STAGE_KPIS",
    "STAGE_LABELS",
    "STATISTIC_LABELS",
    "STEP_LABELS",
    "AgeCurve",
    "AudienceGroup",
    "Basis",
    "Dimension",
    "Direction",
    "ForecastInput",
    "Group",
    "KpiComparison",
    "KpiDefinition",
    "KpiOptions",
    "KpiValue",
    "Preset",
    "Rollup",
    "SeriesBreak",
    "SeriesKind",
    "Spend",
    "Stage",
    "Statistic",
    "Step",
    "Way",
    "account_ends",
    "active_hours",
    "age_curve",
    "audience_shares",
    "audience_told",
    "breaks_between",
    "channel_shares",
    "compare_kpi",
    "compute_channels",
    "compute_kpi",
    "compute_kpis",
    "compute_platforms",
    "cost_of",
    "cost_per_result",
    "current_period",
    "data_end",
    "focus_kpis",
    "focus_warning",
    "followers_against_viewers",
    "forecast_input",
    "formula_with_numbers",
    "kpi",
    "kpi_breaks",
    "kpi_series",
    "ordered_kpis",
    "own_distribution",
    "platform_shares",
    "posts_at_maturity",
    "posts_that_moved",
    "telling_accounts",
]
