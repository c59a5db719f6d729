from .asking import KIND_WORDS, QUESTION_WORDS, period_word, review_sentence, suggestions
from .conversion import conversion_findings
from .followers import FollowerDay, causes_of, follower_days, follower_findings
from .formats import FormatStanding, FormatTable, format_findings, format_table
from .model import (
    Decision,
    Finding,
    Question,
    Review,
    ReviewKind,
    ReviewNote,
    ReviewPeriod,
)
from .posting import PostingChange, PostingEffect, posting_change
from .record import (
    TrackRecord,
    calibration_sentence,
    of_aims,
    past_windows,
    record_headline,
    score_sentences,
    track_record,
)
from .reminders import Reminder, calendar_file, reminders
from .spans import looks_back_to, offered_periods, review_period
from .split import PART_WORDS, ChangeSplit, posting_sentence, split_change, split_sentence
from .standing import (
    GoalStanding,
    by_attention,
    count_at_risk,
    goal_findings,
    risk_sentence,
    standing_sentence,
)

__all__ = [
    "KIND_WORDS",
    "PART_WORDS",
    "QUESTION_WORDS",
    "ChangeSplit",
    "Decision",
    "Finding",
    "FollowerDay",
    "FormatStanding",
    "FormatTable",
    "GoalStanding",
    "PostingChange",
    "PostingEffect",
    "Question",
    "Reminder",
    "Review",
    "ReviewKind",
    "ReviewNote",
    "ReviewPeriod",
    "TrackRecord",
    "by_attention",
    "calendar_file",
    "calibration_sentence",
    "causes_of",
    "conversion_findings",
    "count_at_risk",
    "follower_days",
    "follower_findings",
    "format_findings",
    "format_table",
    "goal_findings",
    "looks_back_to",
    "of_aims",
    "offered_periods",
    "past_windows",
    "period_word",
    "posting_change",
    "posting_sentence",
    "record_headline",
    "reminders",
    "review_period",
    "review_sentence",
    "risk_sentence",
    "score_sentences",
    "split_change",
    "split_sentence",
    "standing_sentence",
    "suggestions",
    "track_record",
]
