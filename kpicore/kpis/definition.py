"""What a KPI is: a figure made of metrics, with everything that its numbers depend on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kpicore.messages import Message
from kpicore.units import Unit


class Rollup(StrEnum):
    """How a KPI is put together over days, posts and accounts."""

    SUM = "sum"
    """Counts add up."""
    LAST = "last"
    """Levels: the last value of the period; accounts add up."""
    POOLED = "pooled"
    """Sum of numerators over sum of denominators."""
    GROWTH = "growth"
    """Last level over first level; compounds over periods."""
    MAXIMUM = "maximum"
    """Largest value."""
    QUANTILE = "quantile"
    """Median or 90th percentile of the single values."""
    NONE = "none"
    """Distinct people: never put together; only single days are shown."""


class Statistic(StrEnum):
    """How single values become one figure; part of a KPI's identity."""

    POOLED = "pooled"
    MEDIAN_PER_POST = "median_per_post"
    MEAN_PER_POST = "mean_per_post"
    P90 = "p90"


class Direction(StrEnum):
    """Which way is normally better."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Basis(StrEnum):
    """Which frame of the history the KPI is made from."""

    DAILY = "daily"
    POSTS = "posts"
    LIVE = "live"


class Group(StrEnum):
    """Where the KPI stands on the KPI page."""

    INTERACTION = "interaction"
    GROWTH = "growth"
    VIDEO = "video"
    LIVE = "live"
    OUTPUT = "output"


class Stage(StrEnum):
    """What the creator is working on; picks the two or three KPIs that matter."""

    BRAND = "brand"
    CONVERSION = "conversion"
    SERVICE = "service"
    MONETISATION = "monetisation"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of making a KPI from metrics; a day or post counts only when all of them are known.

    Attributes
    ----------
    basis : Basis
        The frame whose metrics it takes.
    plus : tuple of str
        Metrics that are added up above the line.
    minus : tuple of str
        Metrics that are taken off above the line.
    per : tuple of str
        Metrics that are added up below the line; empty for counts and levels.
    weight : str or None
        For an average or rate that the export gives: the metric it is weighted by. Above the line
        stands ``plus × weight``, below it ``weight``.
    difference : bool
        Whether the change of the level `plus` since its last known day is meant.
    note : Message or None
        What to say when this way is taken.
    """

    basis: Basis = Basis.DAILY
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    per: tuple[str, ...] = ()
    weight: str | None = None
    difference: bool = False
    note: Message | None = field(default=None, hash=False)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that it takes, above the line first."""
        weights = () if self.weight is None else (self.weight,)
        return self.plus + self.minus + self.per + weights

    @property
    def is_ratio(self) -> bool:
        """Whether something stands below the line."""
        return bool(self.per) or self.weight is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiDefinition:
    """A row of the catalogue.

    Attributes
    ----------
    key : str
        Stored in the database, in links and on the command line; never renamed.
    label : Message
        Its name for people.
    meaning : Message
        One sentence: what is counted, for whom.
    formula : Message
        The formula as shown to the user, in words.
    group : Group
        Where it stands on the KPI page.
    stages : tuple of Stage
        The stages it belongs to.
    unit : Unit
        What its values count, as stored.
    rollup : Rollup
        How it is put together.
    statistics : tuple of Statistic
        Offered statistics; the first that the data allow is the default.
    basis : tuple of Basis
        Frames it can be made from, preferred first.
    numerator : tuple of str
        Metrics that are added up above the line.
    denominator : tuple of str
        Metrics that are added up below the line; empty for counts and levels.
    ways : tuple of Way
        Ways of making it, preferred first; when empty, the numerator and denominator in each
        frame of `basis`.
    scale : float
        What the ratio is multiplied by: 1000 for money per thousand views.
    may_be_negative : bool
        Whether values below zero make sense.
    direction : Direction
        Which way is normally better.
    upper : float or None
        Largest possible value of a ratio, 1.0 for true shares.
    platforms : tuple of str
        Platforms whose exports can give it; empty for all.
    moved_by : Message
        What moves it, as advice.
    pitfalls : Message
        What people get wrong about it.
    source : str
        Where the definition comes from.
    """

    key: str
    label: Message
    meaning: Message
    formula: Message
    group: Group
    stages: tuple[Stage, ...]
    unit: Unit
    rollup: Rollup
    statistics: tuple[Statistic, ...] = (Statistic.POOLED,)
    basis: tuple[Basis, ...] = (Basis.DAILY,)
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    scale: float = 1.0
    may_be_negative: bool = False
    direction: Direction = Direction.UP
    upper: float | None = None
    platforms: tuple[str, ...] = ()
    moved_by: Message
    pitfalls: Message
    source: str

    def __post_init__(self) -> None:
        if self.rollup is Rollup.POOLED and not self.denominator:
            raise ValueError(f"KPI {self.key!r}: a pooled roll-up needs a denominator.")
        if not self.numerator:
            raise ValueError(f"KPI {self.key!r}: the numerator is empty.")

    @property
    def all_ways(self) -> tuple[Way, ...]:
        """The ways of making it, preferred first, never empty."""
        if self.ways:
            return self.ways
        return tuple(
            Way(basis=basis, plus=self.numerator, per=self.denominator) for basis in self.basis
        )

    @property
    def per_post(self) -> bool:
        """Whether it speaks of single posts, so that the age of the posts matters."""
        return self.basis[0] is Basis.POSTS
