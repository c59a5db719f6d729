"""What is asked of each client in a batch, and what came of it.

A client is what is worked on, fails and is tried again as one: a sub-folder or a file of a folder,
or a workspace of a database. It has one account or several.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from kpicore.errors import KpiCoreError
from kpicore.forecasting import Event
from kpicore.goals.model import Goal, Status, Verdict
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS, GoalThresholds
from kpicore.history import History
from kpicore.ingest import DateOrder, Limits, SourceFile
from kpicore.kpis import DEFAULT_OPTIONS, KpiOptions
from kpicore.kpis.definition import Statistic
from kpicore.periods import Period
from kpicore.units import Unit

FOLLOWED_KPIS: Final = 5
"""KPIs of an account that are followed where nobody names any."""


class BatchError(KpiCoreError, RuntimeError):
    """A batch that cannot begin or go on: no such folder, no cluster, another program's files."""


@dataclass(frozen=True, kw_only=True)
class BatchPlan:
    """What is asked of every client; part of what decides whether it must be done again.

    Attributes
    ----------
    kpis : tuple of str
        Keys of the catalogue; empty for the first five of each account that its data give.
    change : float
        Change of the baseline that a new goal asks for, as a share.
    deadline : date or None
        Of new goals; None for in three months.
    today : date or None
        First day that counts as unknown; None for the day after each account's data end.
    platform : str or None
        Platform key of files that do not tell it.
    date_order : DateOrder or None
        Order of figures in dates.
    language : str
        Of sentences and reports, a key of `LANGUAGES`.
    report : str
        Ending of the report that is written of each client, such as ``"html"``; empty for none.
    holidays : str or None
        ISO country code whose holidays are used.
    thresholds : GoalThresholds
        Limits of verdicts and statuses.
    limits : Limits
        Sizes beyond which files are refused.
    seed : int
        Of the forecasts.
    """

    kpis: tuple[str, ...] = ()
    change: float = 0.2
    deadline: date | None = None
    today: date | None = None
    platform: str | None = None
    date_order: DateOrder | None = None
    language: str = "en"
    report: str = ""
    holidays: str | None = None
    thresholds: GoalThresholds = DEFAULT_THRESHOLDS
    limits: Limits = field(default_factory=Limits)
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class ClientTask:
    """What a worker is given of one client.

    Attributes
    ----------
    client_id : str
        Name of the file or sub-folder, or id of the workspace.
    name : str
        For people.
    files : tuple of SourceFile
        Exports, where it comes from a folder.
    history : History or None
        Its data, where it comes from a database.
    goals : tuple of Goal
        Goals that are followed.
    sets_goals : bool
        Whether figures without a goal get one; a database holds the goals that people set.
    events : tuple of tuple of str or None, Event
        Dated things with the id of the account that each concerns; None for all.
    options : KpiOptions
        How the client's KPIs are read.
    """

    client_id: str
    name: str
    files: tuple[SourceFile, ...] = ()
    history: History | None = None
    goals: tuple[Goal, ...] = ()
    sets_goals: bool = True
    events: tuple[tuple[str | None, Event], ...] = ()
    options: KpiOptions = DEFAULT_OPTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """A goal and how it stands.

    Attributes
    ----------
    goal : Goal
        As it was set.
    status : Status
        In a word.
    probability : float or None
        Of meeting it, 0-1; None once its deadline has passed.
    verdict : Verdict or None
        The probability in a word.
    outcome : float or None
        Of a goal that is settled, in the KPI's unit.
    aim, standing : str
        What is aimed at, and what it takes from here or how it ended, as sentences.
    """

    goal: Goal
    status: Status
    probability: float | None = None
    verdict: Verdict | None = None
    outcome: float | None = None
    aim: str = ""
    standing: str = ""

    @property
    def settled(self) -> bool:
        """Whether it has come to its end and is followed no longer."""
        return self.status in {Status.REACHED, Status.MISSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedKpi:
    """A KPI of some accounts that is forecast, with the goal on it.

    Attributes
    ----------
    account_ids, accounts, platforms : tuple of str
        Of whom: ids, names, platform keys.
    kpi : str
        Key of the catalogue; empty where an account allows no forecast at all.
    statistic : Statistic or None
        How single values become one figure; None without a forecast.
    unit : Unit or None
        What its values count; None without a forecast.
    currency : str or None
        ISO 4217 code of money.
    expected, low, high : float or None
        Median and 80 % interval of the forecast over `window`.
    window : Period or None
        The days on which the goal, or what would be one, is read.
    goal : GoalLine or None
        None where none is set.
    reason : str
        Why nothing can be said; empty otherwise.
    """

    account_ids: tuple[str, ...]
    accounts: tuple[str, ...]
    platforms: tuple[str, ...]
    kpi: str
    statistic: Statistic | None = None
    unit: Unit | None = None
    currency: str | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    window: Period | None = None
    goal: GoalLine | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiFigure:
    """A KPI of one account over the last 28 days.

    Attributes
    ----------
    account, platform : str
        Name and platform key.
    kpi : str
        Key of the catalogue.
    statistic : Statistic
        How single values became one figure.
    unit : Unit
        What `value` counts.
    currency : str or None
        ISO 4217 code of money.
    value : float
        As stored: shares 0-1, durations in seconds.
    previous : float or None
        The same figure over the 28 days before.
    change : float or None
        ``value / previous - 1`` as a share.
    period : Period
        Days that `value` covers.
    """

    account: str
    platform: str
    kpi: str
    statistic: Statistic
    unit: Unit
    currency: str | None
    value: float
    previous: float | None
    change: float | None
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedFile:
    """A file that could not be used.

    Attributes
    ----------
    file : str
        Its name.
    error : str
        Why, as a sentence.
    """

    file: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOutcome:
    """What came of one client.

    Attributes
    ----------
    client_id, name : str
        Which.
    as_of : date or None
        First day that its data do not tell; None without data.
    followed : tuple of FollowedKpi
        Forecasts and goals, one after the other.
    figures : tuple of KpiFigure
        Every KPI that could be computed.
    unused : tuple of UnusedFile
        Files that could not be used.
    report : str
        Name of its report in the folder of results; empty without one.
    report_error : str
        Why there is none although one was asked for.
    error : str
        Why nothing could be done; empty where something could.
    """

    client_id: str
    name: str
    as_of: date | None = None
    followed: tuple[FollowedKpi, ...] = ()
    figures: tuple[KpiFigure, ...] = ()
    unused: tuple[UnusedFile, ...] = ()
    report: str = ""
    report_error: str = ""
    error: str = ""

    @property
    def failed(self) -> bool:
        """Whether nothing could be done."""
        return bool(self.error)

    @property
    def goals(self) -> tuple[GoalLine, ...]:
        """Every goal of the client."""
        return tuple(f.goal for f in self.followed if f.goal is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """What came of all clients; the same data and plan give the same summary.

    Attributes
    ----------
    version : int
        Of this form of summary.
    language : str
        In which its sentences are.
    outcomes : tuple of ClientOutcome
        By name.
    """

    version: Literal[1]
    language: str
    outcomes: tuple[ClientOutcome, ...]

    @property
    def as_of(self) -> date | None:
        """First day that no client's data tell; None without data."""
        return max((o.as_of for o in self.outcomes if o.as_of is not None), default=None)

    @property
    def failed(self) -> tuple[ClientOutcome, ...]:
        """Clients of whom nothing could be done."""
        return tuple(o for o in self.outcomes if o.failed)
