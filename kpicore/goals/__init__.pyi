from .adjusting import Adjustment, AdjustmentKind, adjustments
from .best_quarter import BestQuarter, best_quarter, best_quarter_sentence
from .check import check_goal, goal_aims_up, probability_curve, stored_forecast
from .choosing import PREFERRED_KPIS, forecast_reach, kpis_worth_a_goal
from .conflicts import plan_warnings
from .deadlines import (
    DeadlineChoice,
    OfferedDeadline,
    check_deadline,
    deadline_of,
    goal_window,
    offered_deadlines,
)
from .grid import target_grid
from .making import make_outlook
from .model import (
    Baseline,
    Goal,
    GoalCheck,
    Measure,
    Proposal,
    Revision,
    Rung,
    Status,
    StoredForecast,
    Verdict,
)
from .outlook import KpiOutlook, default_measure
from .pace import actual_path, pace_path
from .plan import PlanOdds, joint_values, plan_odds
from .progress import Progress, Settlement, progress_of, settle, status_of
from .proposals import base_rate_sentence, propose
from .record import SettledAim, settled_aims, settled_forecasts
from .setting import Purpose, new_goal, revise_goal, same_aim
from .targets import TargetInput, parse_change, parse_target
from .thresholds import DEFAULT_THRESHOLDS, GoalThresholds, thresholds_of
from .wording import (
    headline,
    progress_sentence,
    settlement_sentence,
    smart_sentences,
)
from .words import MEASURE_WORDS, RUNG_WORDS, STATUS_WORDS, VERDICT_WORDS

__all__ = [
    "DEFAULT_THRESHOLDS",
    "MEASURE_WORDS",
    "PREFERRED_KPIS",
    "RUNG_WORDS",
    "STATUS_WORDS",
    "VERDICT_WORDS",
    "Adjustment",
    "AdjustmentKind",
    "Baseline",
    "BestQuarter",
    "DeadlineChoice",
    "Goal",
    "GoalCheck",
    "GoalThresholds",
    "KpiOutlook",
    "Measure",
    "OfferedDeadline",
    "PlanOdds",
    "Progress",
    "Proposal",
    "Purpose",
    "Revision",
    "Rung",
    "SettledAim",
    "Settlement",
    "Status",
    "StoredForecast",
    "TargetInput",
    "Verdict",
    "actual_path",
    "adjustments",
    "base_rate_sentence",
    "best_quarter",
    "best_quarter_sentence",
    "check_deadline",
    "check_goal",
    "deadline_of",
    "default_measure",
    "forecast_reach",
    "goal_aims_up",
    "goal_window",
    "headline",
    "joint_values",
    "kpis_worth_a_goal",
    "make_outlook",
    "new_goal",
    "offered_deadlines",
    "pace_path",
    "parse_change",
    "parse_target",
    "plan_odds",
    "plan_warnings",
    "probability_curve",
    "progress_of",
    "progress_sentence",
    "propose",
    "revise_goal",
    "same_aim",
    "settle",
    "settled_aims",
    "settled_forecasts",
    "settlement_sentence",
    "smart_sentences",
    "status_of",
    "stored_forecast",
    "target_grid",
    "thresholds_of",
]
