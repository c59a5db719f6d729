"""Forecasts whose probabilities come true: Prophet's model, learned beliefs, joint draws.

Prophet is imported when the first forecast is made, not with this package.
"""

from kpicore.forecasting.calibration import Constants, parse_constants, shipped_constants
from kpicore.forecasting.drivers import DRIVER_KEYS, Drivers, Parts
from kpicore.forecasting.events import Event, propose_events
from kpicore.forecasting.evidence import INTERVAL_LEVEL, BacktestWindow, Evidence
from kpicore.forecasting.forecaster import forecast
from kpicore.forecasting.joint import SeriesSpec, forecast_joint
from kpicore.forecasting.links import SeriesKind
from kpicore.forecasting.model import Solver
from kpicore.forecasting.paths import Paths
from kpicore.forecasting.ratio import RatioForecast, forecast_ratio
from kpicore.forecasting.result import (
    COMPONENT_COLUMNS,
    Forecast,
    interval_frame,
    probability,
)
from kpicore.forecasting.scoring import (
    ScoredForecast,
    Scores,
    reliability_table,
    score_forecasts,
)
from kpicore.forecasting.series import MIN_OBSERVED_DAYS, WINDOW_DAYS, first_day_that_will_do

__all__ = [
    "COMPONENT_COLUMNS",
    "DRIVER_KEYS",
    "INTERVAL_LEVEL",
    "MIN_OBSERVED_DAYS",
    "WINDOW_DAYS",
    "BacktestWindow",
    "Constants",
    "Drivers",
    "Event",
    "Evidence",
    "Forecast",
    "Parts",
    "Paths",
    "RatioForecast",
    "ScoredForecast",
    "Scores",
    "SeriesKind",
    "SeriesSpec",
    "Solver",
    "first_day_that_will_do",
    "forecast",
    "forecast_joint",
    "forecast_ratio",
    "interval_frame",
    "parse_constants",
    "probability",
    "propose_events",
    "reliability_table",
    "score_forecasts",
    "shipped_constants",
]
