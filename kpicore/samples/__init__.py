"""A small made-up creator to try everything with; marked as made up wherever it shows.

Mina Park makes pottery on TikTok and YouTube. Nothing about her is real: `Account.made_up` is true
and her name says so. What is hidden in her numbers stands in `PLANTED`.
"""

from kpicore.samples.creator import SampleEvent, sample_events, sample_history
from kpicore.samples.plan import ACCOUNTS, PLANTED, TIKTOK, YOUTUBE, Planted
from kpicore.samples.trials import TRIAL_EFFECTS, SampleResult, SampleTrial, sample_trials

__all__ = [
    "ACCOUNTS",
    "PLANTED",
    "TIKTOK",
    "TRIAL_EFFECTS",
    "YOUTUBE",
    "Planted",
    "SampleEvent",
    "SampleResult",
    "SampleTrial",
    "sample_events",
    "sample_history",
    "sample_trials",
]
