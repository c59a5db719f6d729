from .calibration import Constants, parse_constants, shipped_constants
from .drivers import DRIVER_KEYS, Drivers, Parts
from .events import Event, propose_events
from .evidence import INTERVAL_LEVEL, BacktestWindow, Evidence
from .forecaster import forecast
from .joint import SeriesSpec, forecast_joint
from .links import SeriesKind
from .model import Solver
from .paths import Paths
from .ratio import RatioForecast, forecast_ratio
from .result import (
    COMPONENT_COLUMNS,
    Forecast,
    interval_frame,
    probability,
)
from .scoring import (
    ScoredForecast,
    Scores,
    reliability_table,
    score_forecasts,
)
from .series import MIN_OBSERVED_DAYS, WINDOW_DAYS, first_day_that_will_do

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
