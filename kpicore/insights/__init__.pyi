from .adjusted import Fit, added_effects, fit_adjusted
from .effects import (
    EFFECT_COLUMNS,
    FEWEST_IN_GROUP,
    FEWEST_POSTS,
    Effects,
    fit_without,
    group_effects,
    presence_effects,
)
from .equal_age import MEASURE_KPIS, MEASURE_LABELS, EqualPosts, Measure, equal_posts
from .funnel import FUNNEL_COLUMNS, Funnel, funnel
from .hashtags import Hashtags, hashtags
from .live import LIVE_COLUMNS, LIVE_MEASURES, LiveSessions, live_sessions
from .posting_time import TIME_COLUMNS, PostingTime, posting_time
from .retention import CURVE_COLUMNS, DropOff, Retention, retention
from .shrinkage import FALSE_FINDINGS, LEVEL, Shrunk, findings, shrink
from .staying_wording import (
    drop_sentence,
    funnel_sentence,
    latest_sentence,
    live_sentence,
    live_trend_sentence,
    step_sentence,
    step_word,
)
from .themes import captions, formats, lengths
from .title_words import words
from .wording import (
    ASSOCIATION,
    QUESTION_WORDS,
    Question,
    compared_how,
    effect_sentence,
    effects_sentence,
    strongest,
    time_sentence,
    too_few,
)

__all__ = [
    "ASSOCIATION",
    "CURVE_COLUMNS",
    "EFFECT_COLUMNS",
    "FALSE_FINDINGS",
    "FEWEST_IN_GROUP",
    "FEWEST_POSTS",
    "FUNNEL_COLUMNS",
    "LEVEL",
    "LIVE_COLUMNS",
    "LIVE_MEASURES",
    "MEASURE_KPIS",
    "MEASURE_LABELS",
    "QUESTION_WORDS",
    "TIME_COLUMNS",
    "DropOff",
    "Effects",
    "EqualPosts",
    "Fit",
    "Funnel",
    "Hashtags",
    "LiveSessions",
    "Measure",
    "PostingTime",
    "Question",
    "Retention",
    "Shrunk",
    "added_effects",
    "captions",
    "compared_how",
    "drop_sentence",
    "effect_sentence",
    "effects_sentence",
    "equal_posts",
    "findings",
    "fit_adjusted",
    "fit_without",
    "formats",
    "funnel",
    "funnel_sentence",
    "group_effects",
    "hashtags",
    "latest_sentence",
    "lengths",
    "live_sentence",
    "live_sessions",
    "live_trend_sentence",
    "posting_time",
    "presence_effects",
    "retention",
    "shrink",
    "step_sentence",
    "step_word",
    "strongest",
    "time_sentence",
    "too_few",
    "words",
]
