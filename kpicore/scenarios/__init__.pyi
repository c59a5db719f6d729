from .acting import Acted, act
from .checking import Horizon, check_ground, check_lever, check_scenario, free_name, named
from .comparison import PATH_COLUMNS, Difference, Outcome, compare, difference, paths
from .content import lever_from_plain, lever_to_plain
from .examples import example_scenarios
from .ground import Ground, ground_of
from .model import (
    FormatMix,
    GrowthOverride,
    Lever,
    LeverCode,
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    PushKind,
    Scenario,
    ViralHit,
)
from .registry import LEVERS, LeverSort, code_of, sort_of
from .search import WANTED, SmallestChange, candidates, sized, smallest_change
from .wording import AS_FORECAST, aim_words, answer, describe

__all__ = [
    "AS_FORECAST",
    "LEVERS",
    "PATH_COLUMNS",
    "WANTED",
    "Acted",
    "Difference",
    "FormatMix",
    "Ground",
    "GrowthOverride",
    "Horizon",
    "Lever",
    "LeverCode",
    "LeverSort",
    "Outcome",
    "PaidReach",
    "Pause",
    "PostingFrequency",
    "Push",
    "PushKind",
    "Scenario",
    "SmallestChange",
    "ViralHit",
    "act",
    "aim_words",
    "answer",
    "candidates",
    "check_ground",
    "check_lever",
    "check_scenario",
    "code_of",
    "compare",
    "describe",
    "difference",
    "example_scenarios",
    "free_name",
    "ground_of",
    "lever_from_plain",
    "lever_to_plain",
    "named",
    "paths",
    "sized",
    "smallest_change",
    "sort_of",
]
