"""Frame of a KPI over time, with the smooth line that the eye follows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpicore.kpis import KpiDefinition, Rollup, Step
from kpicore.messages import Message, msg

SMOOTH_STEPS = {Step.DAY: 7, Step.WEEK: 4, Step.MONTH: 3}
"""Steps of the smooth line: a whole week of days, about a month of weeks, a quarter of months."""

SMOOTH_LABELS = {
    Step.DAY: msg("Mean of 7 days"),
    Step.WEEK: msg("Mean of 4 weeks"),
    Step.MONTH: msg("Mean of 3 months"),
}


def series_step(definition: KpiDefinition) -> Step:
    """Return the step in which a KPI reads best: weeks where single posts count, else days."""
    return Step.WEEK if definition.per_post else Step.DAY


def series_frame(series: pd.DataFrame, definition: KpiDefinition, step: Step) -> pd.DataFrame:
    """Add the smooth line to a KPI's series.

    Parameters
    ----------
    series : DataFrame
        From `kpicore.kpis.kpi_series`.
    definition : KpiDefinition
        The KPI.
    step : Step
        Of the series.

    Returns
    -------
    DataFrame
        `kpicore.charts.series.SERIES_COLUMNS`. Ratios are pooled over the stretch, posts weigh
        alike, levels are their own line; NaN where nothing of the stretch is known.
    """
    steps = SMOOTH_STEPS[step]
    value = series["value"]
    if definition.rollup is Rollup.POOLED and series["denominator"].notna().any():
        upper = series["numerator"].rolling(steps, min_periods=1).sum()
        lower = series["denominator"].rolling(steps, min_periods=1).sum()
        smooth = definition.scale * upper / lower.where(lower > 0)
    elif definition.rollup is Rollup.LAST:
        smooth = value
    elif series["posts"].any():
        weights = series["posts"].where(value.notna(), 0)
        weighted = (value * weights).rolling(steps, min_periods=1).sum()
        counted = weights.rolling(steps, min_periods=1).sum()
        smooth = weighted / counted.where(counted > 0)
    else:
        smooth = value.rolling(steps, min_periods=1).mean()
    return pd.DataFrame(
        {"date": series["date"], "value": value, "smooth": smooth.replace([np.inf], np.nan)}
    )


def smooth_label(definition: KpiDefinition, step: Step) -> Message:
    """Return what the smooth line is called."""
    return msg("Level") if definition.rollup is Rollup.LAST else SMOOTH_LABELS[step]


STEP_NAMES = {Step.DAY: msg("Days"), Step.WEEK: msg("Weeks"), Step.MONTH: msg("Months")}
"""What a distribution counts, for its axis."""
