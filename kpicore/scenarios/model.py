"""What a scenario is: a name and the levers that it pulls, on some accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class LeverCode(StrEnum):
    """Which lever; kept in the database and in files, never renamed."""

    POSTING = "posting_frequency"
    PUSH = "push"
    PAID = "paid_reach"
    PAUSE = "pause"
    FORMATS = "format_mix"
    VIRAL = "viral_hit"
    GROWTH = "growth_override"


class PushKind(StrEnum):
    """What sort of push it is: the kind under which past ones are kept as events."""

    CAMPAIGN = "campaign"
    COLLABORATION = "collaboration"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFrequency:
    """Posting more or less often.

    Attributes
    ----------
    posts_per_week : float
        New rate, above 0; none at all is a `Pause`.
    per_doubling : float or None
        Change of the KPI that twice as many posts bring, as a share; None lets the account's own
        weeks say.
    first, last : date or None
        Inclusive days; None for today and for the end of the forecast.
    """

    posts_per_week: float
    per_doubling: float | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A campaign or a collaboration.

    Attributes
    ----------
    kind : PushKind
        Which of the two.
    lift : float or None
        Relative change on its days, 0.2 for +20 %; None takes that of similar past events.
    first, last : date
        Inclusive days.
    """

    kind: PushKind
    lift: float | None = None
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidReach:
    """Bought reach, spread evenly over its days: a budget at a price, or so many contacts.

    Attributes
    ----------
    spend : float or None
        Whole budget, in the currency of `cost_per_thousand`.
    cost_per_thousand : float or None
        Price of a thousand contacts.
    contacts : float or None
        Views, impressions or people bought altogether; instead of a budget.
    first, last : date
        Inclusive days.
    """

    spend: float | None = None
    cost_per_thousand: float | None = None
    contacts: float | None = None
    first: date
    last: date

    @property
    def bought(self) -> float:
        """Contacts that are bought altogether."""
        if self.contacts is not None:
            return self.contacts
        return 1000 * (self.spend or 0.0) / (self.cost_per_thousand or 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time without posts.

    Attributes
    ----------
    remaining : float or None
        Share of the counts that stays without new posts; None lets the account's own weeks say.
    first, last : date
        Inclusive days.
    """

    remaining: float | None = None
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatMix:
    """Another share of one format among the posts, as many posts as before.

    Attributes
    ----------
    format : str
        Code of the format, as the exports tell it.
    share : float
        New share of the posts, in [0, 1].
    first, last : date or None
        Inclusive days; None for today and for the end of the forecast.
    """

    format: str
    share: float
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViralHit:
    """One post that reaches many more people than usual.

    Attributes
    ----------
    views : float
        Views that it brings altogether, beyond an ordinary post.
    day : date
        Day on which it goes out.
    """

    views: float
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthOverride:
    """Another growth of one KPI than the forecast says.

    Attributes
    ----------
    kpi : str
        Key of the catalogue.
    monthly_growth : float
        Growth per month as a share, above -1; takes the place of the forecast's.
    """

    kpi: str
    monthly_growth: float


Lever: TypeAlias = (
    PostingFrequency | Push | PaidReach | Pause | FormatMix | ViralHit | GrowthOverride
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named what-if.

    Attributes
    ----------
    scenario_id : str
        Stable identity; empty before it is saved.
    name : str
        In the user's words.
    account_ids : tuple of str
        Accounts on which the levers are pulled.
    levers : tuple of Lever
        Their order does not matter. None at all is "as forecast".
    version : int
        Counts saved changes.
    """

    scenario_id: str = ""
    name: str
    account_ids: tuple[str, ...]
    levers: tuple[Lever, ...] = ()
    version: int = 0
