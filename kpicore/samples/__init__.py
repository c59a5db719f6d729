"""A small made-up creator to try everything with; marked as made up wherever it shows.

Mina Park makes pottery on TikTok and YouTube. Nothing about her is real: `Account.made_up` is true
and her name says so. What is hidden in her numbers stands in `PLANTED`.
"""

from kpicore.samples.creator import SampleEvent, sample_events, sample_history
from kpicore.samples.plan import ACCOUNTS, PLANTED, TIKTOK, YOUTUBE, Planted

__all__ = [
    "ACCOUNTS",
    "PLANTED",
    "TIKTOK",
    "YOUTUBE",
    "Planted",
    "SampleEvent",
    "sample_events",
    "sample_history",
]
