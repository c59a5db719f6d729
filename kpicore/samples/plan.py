"""What is hidden in the sample: seasons, trends, effects and events of known size.

Days are counted back from the last day: ``days_before=0`` is the last day itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

import numpy as np

from kpicore.history import Account

SEED: Final = 10
"""A draw in which chance hides none of the planted effects; other seeds may."""
DAYS: Final = 730
"""Days of the history: two years, from which a yearly season can be learned."""
NAME: Final = "Mina Park (made up)"

TIKTOK: Final = Account(
    account_id="sample/tiktok",
    name=NAME,
    platform="tiktok",
    time_zone="Asia/Seoul",
    made_up=True,
)
YOUTUBE: Final = Account(
    account_id="sample/youtube",
    name=NAME,
    platform="youtube",
    time_zone="Asia/Seoul",
    currency="USD",
    made_up=True,
)
ACCOUNTS: Final = (TIKTOK, YOUTUBE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeCurve:
    """How a post collects its views: the share of the final total by its age.

    Attributes
    ----------
    scale_days, shape : float
        Of a Weibull distribution function.
    """

    scale_days: float
    shape: float

    def share(self, age_days: np.ndarray) -> np.ndarray:
        """Return the share of the final total that is there at an age, 0 to 1."""
        scaled = np.clip(age_days, 0, None) / self.scale_days
        return np.asarray(-np.expm1(-(scaled**self.shape)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedEvent:
    """Something that moves the views of some days.

    Attributes
    ----------
    name, kind : str
        As the creator would call it.
    days_before : int
        First day, counted back from the last day; negative lies in the future.
    length_days : int
        How many days it acts.
    lift : float
        Relative change of views on each of its days.
    account_ids : tuple of str
        Where it acts.
    told : bool
        Whether the creator wrote it down; what is not told is there to be found.
    """

    name: str
    kind: str
    days_before: int
    length_days: int
    lift: float
    account_ids: tuple[str, ...]
    told: bool = True

    def first(self, last_day: date) -> date:
        """Return its first day."""
        return last_day - timedelta(days=self.days_before)

    def last(self, last_day: date) -> date:
        """Return its last day."""
        return self.first(last_day) + timedelta(days=self.length_days - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPlan:
    """What is planted in one account.

    Attributes
    ----------
    account : Account
        The account.
    views_per_post : float
        Median final views of a plain post on the last day.
    yearly_growth : float
        Relative growth of that level per year.
    weekday_factors : tuple of float
        Views of a weekday, Monday first, against the mean.
    season_share, season_peak_day : float, int
        Height of the yearly wave and the day of the year on which it peaks.
    curve : AgeCurve
        How posts collect their views.
    posts_per_week : tuple of int
        A week has one of these numbers of posts, each as likely.
    post_spread : float
        Standard deviation of the logarithm of a post's final views.
    format_effects : Mapping[str, float]
        Factor of a format on views.
    hour_effect : float
        Factor on views of posts published in `evening_hours`; 1 where there is none to be found.
    evening_hours : tuple of int
        Hours of the account's clock.
    hashtag_effects : Mapping[str, float]
        Factor of a hashtag on views; 1 for those without effect.
    followers_at_start : int
        On the day before the history begins.
    follow_share : float
        New followers per view.
    """

    account: Account
    views_per_post: float
    yearly_growth: float
    weekday_factors: tuple[float, ...]
    season_share: float
    season_peak_day: int
    curve: AgeCurve
    posts_per_week: tuple[int, ...]
    post_spread: float
    format_effects: Mapping[str, float]
    hour_effect: float
    evening_hours: tuple[int, ...] = (18, 19, 20, 21)
    hashtag_effects: Mapping[str, float]
    followers_at_start: int
    follow_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """All that is hidden in the sample.

    Attributes
    ----------
    plans : Mapping[str, AccountPlan]
        By account id.
    events : tuple of PlantedEvent
        What moves days, told or not.
    viral_days_before : int
        Day on which a TikTok post was published that went viral ...
    viral_factor : float
        ... with so many times the views it would have had.
    drop_days_before : int
        Day on which TikTok removed inactive followers ...
    drop_count : int
        ... so many.
    gap_days_before : int
        First day of a gap in TikTok's daily values ...
    gap_length_days : int
        ... of so many days.
    leak_days, leak_factor : int, float
        In the last so many days, link clicks of TikTok's profile are this part of what they were.
    question_effect : float
        Factor on comments of posts whose title asks something.
    export_every_days, export_count, export_reach_days : int
        Exports of posts were made so often, so many of them, each with the posts of so many days;
        the last one holds all posts.
    """

    plans: Mapping[str, AccountPlan]
    events: tuple[PlantedEvent, ...]
    viral_days_before: int = 212
    viral_factor: float = 22.0
    drop_days_before: int = 97
    drop_count: int = 900
    gap_days_before: int = 331
    gap_length_days: int = 6
    leak_days: int = 30
    leak_factor: float = 0.6
    question_effect: float = 1.8
    export_every_days: int = 7
    export_count: int = 26
    export_reach_days: int = 90


_BOTH: Final = (TIKTOK.account_id, YOUTUBE.account_id)

PLANTED: Final = Planted(
    plans=MappingProxyType(
        {
            TIKTOK.account_id: AccountPlan(
                account=TIKTOK,
                views_per_post=9_000,
                yearly_growth=0.35,
                weekday_factors=(0.90, 0.93, 0.96, 1.00, 1.04, 1.12, 1.05),
                season_share=0.16,
                season_peak_day=345,
                curve=AgeCurve(scale_days=3.0, shape=0.7),
                posts_per_week=(1, 2, 2, 3, 3),
                post_spread=0.45,
                format_effects=MappingProxyType({"video": 1.0, "image": 0.65}),
                hour_effect=1.4,
                hashtag_effects=MappingProxyType(
                    {"asmr": 1.45, "pottery": 1.0, "handmade": 1.0, "minamakes": 1.0}
                ),
                followers_at_start=18_000,
                follow_share=0.0045,
            ),
            YOUTUBE.account_id: AccountPlan(
                account=YOUTUBE,
                views_per_post=5_200,
                yearly_growth=0.18,
                weekday_factors=(0.93, 0.92, 0.94, 0.97, 1.02, 1.13, 1.09),
                season_share=0.12,
                season_peak_day=350,
                curve=AgeCurve(scale_days=9.0, shape=0.6),
                posts_per_week=(0, 1, 1, 2),
                post_spread=0.40,
                format_effects=MappingProxyType({"video": 1.0, "short": 1.7}),
                hour_effect=1.0,
                hashtag_effects=MappingProxyType({"pottery": 1.0, "studiovlog": 1.0}),
                followers_at_start=4_200,
                follow_share=0.006,
            ),
        }
    ),
    events=(
        PlantedEvent(
            name="Collaboration with Studio Haneul",
            kind="collaboration",
            days_before=402,
            length_days=3,
            lift=0.9,
            account_ids=(TIKTOK.account_id,),
        ),
        PlantedEvent(
            name="Summer glaze campaign",
            kind="campaign",
            days_before=275,
            length_days=14,
            lift=0.4,
            account_ids=_BOTH,
        ),
        PlantedEvent(
            name="App outage",
            kind="outage",
            days_before=160,
            length_days=1,
            lift=-0.65,
            account_ids=(TIKTOK.account_id,),
        ),
        PlantedEvent(
            name="Collaboration with Clay & Co",
            kind="collaboration",
            days_before=124,
            length_days=3,
            lift=0.8,
            account_ids=(TIKTOK.account_id,),
        ),
        PlantedEvent(
            name="Kiln opening campaign",
            kind="campaign",
            days_before=58,
            length_days=10,
            lift=0.35,
            account_ids=_BOTH,
        ),
        PlantedEvent(
            name="Collaboration with Maru Ceramics",
            kind="collaboration",
            days_before=-21,
            length_days=3,
            lift=0.85,
            account_ids=(TIKTOK.account_id,),
        ),
    ),
)
"""Everything that later pages can find, and nothing else is there to be found."""
