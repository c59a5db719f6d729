"""Goals: what is aimed at, how likely it is, what to aim at instead, and how it stands."""

from kpicore.goals.adjusting import Adjustment, AdjustmentKind, adjustments
from kpicore.goals.best_quarter import BestQuarter, best_quarter, best_quarter_sentence
from kpicore.goals.check import check_goal, goal_aims_up, probability_curve, stored_forecast
from kpicore.goals.deadlines import (
    DeadlineChoice,
    OfferedDeadline,
    check_deadline,
    deadline_of,
    goal_window,
    offered_deadlines,
)
from kpicore.goals.making import make_outlook
from kpicore.goals.model import (
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
from kpicore.goals.outlook import KpiOutlook, default_measure
from kpicore.goals.pace import actual_path, pace_path
from kpicore.goals.plan import PlanOdds, plan_odds, plan_warnings
from kpicore.goals.progress import Progress, Settlement, progress_of, settle, status_of
from kpicore.goals.proposals import base_rate_sentence, propose
from kpicore.goals.record import settled_forecasts
from kpicore.goals.setting import Purpose, new_goal, revise_goal, same_aim
from kpicore.goals.targets import TargetInput, parse_change, parse_target
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, GoalThresholds, thresholds_of
from kpicore.goals.wording import (
    headline,
    progress_sentence,
    settlement_sentence,
    smart_sentences,
)
from kpicore.goals.words import MEASURE_WORDS, RUNG_WORDS, STATUS_WORDS, VERDICT_WORDS

__all__ = [
    "DEFAULT_THRESHOLDS",
    "MEASURE_WORDS",
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
    "goal_aims_up",
    "goal_window",
    "headline",
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
    "settled_forecasts",
    "settlement_sentence",
    "smart_sentences",
    "status_of",
    "stored_forecast",
    "thresholds_of",
]
