"""What changed since the last review, split into trend, season, events, posting and surprise.

The forecast of the last review's day says what was to be expected of the days since, and of what:
trend, season and events. What the days brought beyond it goes with posting more or less than
before, as far as the account's weeks tell, and the rest is surprise. The five parts add up.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpicore.forecasting import Forecast, RatioForecast
from kpicore.goals.model import Measure
from kpicore.goals.outlook import KpiOutlook
from kpicore.goals.reading import read_window
from kpicore.history import History
from kpicore.kpis import SeriesKind
from kpicore.messages import Message, MessageValue, msg
from kpicore.periods import ONE_DAY, Period
from kpicore.reviews.posting import PostingEffect, posting_change
from kpicore.units import Amount, Unit

PARTS = ("trend", "season", "events", "posting", "surprise")
"""Keys of the parts, in the order in which they are added."""

PART_WORDS = {
    "trend": msg("Trend"),
    "season": msg("Season"),
    "events": msg("Events"),
    "posting": msg("Posting"),
    "surprise": msg("Surprise"),
}
"""Part to its word."""

BASE_DAYS = 28
FEWEST_DAYS = 5
"""A split of fewer days would be one of weekdays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSplit:
    """A change and the parts that add up to it.

    Attributes
    ----------
    kpi : str
        Key of the catalogue.
    unit : Unit
        Of all its numbers.
    currency : str or None
        ISO 4217 code of money.
    span : Period
        Known days since the last review.
    before : float
        The figure of the four weeks before; of a level, its last day.
    now : float
        The figure of the days since; of a level, on their last day.
    expected : float
        What the forecast of that day said of them.
    trend : float
        The trend, and the return from where the level stood to its usual place.
    season, events : float
        Time of year and weekdays; events and holidays.
    posting : float
        What goes with posting more or less than before; 0 where that is not known.
    surprise : float
        The rest.
    effect : PostingEffect or None
        Behind `posting`; None where it is not known.
    """

    kpi: str
    unit: Unit
    currency: str | None
    span: Period
    before: float
    now: float
    expected: float
    trend: float
    season: float
    events: float
    posting: float
    surprise: float
    effect: PostingEffect | None = None

    @property
    def change(self) -> float:
        """``now - before``; the parts add up to it."""
        return self.now - self.before

    def frame(self) -> pd.DataFrame:
        """Return the parts: columns part (key of `PARTS`) and value."""
        return pd.DataFrame({"part": list(PARTS), "value": [getattr(self, p) for p in PARTS]})

    @property
    def largest(self) -> str:
        """Key of the part with the largest absolute value."""
        return max(PARTS, key=lambda part: abs(float(getattr(self, part))))


def split_change(then: KpiOutlook, now: KpiOutlook, history: History) -> ChangeSplit | None:
    """Split what changed between two outlooks of the same KPI.

    Parameters
    ----------
    then : KpiOutlook
        Made on the day of the last review, reaching over the days since.
    now : KpiOutlook
        With the newest data.
    history : History
        Of the accounts, for their posts.

    Returns
    -------
    ChangeSplit or None
        None where too few days have passed or are known since, or the four weeks before are not.

    Raises
    ------
    ValueError
        If the two speak of different KPIs or accounts.
    """
    if (then.definition.key, then.statistic, set(then.account_ids)) != (
        now.definition.key,
        now.statistic,
        set(now.account_ids),
    ):
        raise ValueError("Both outlooks must be of the same KPI and accounts.")
    made = then.forecast
    last = min(now.last_day, then.horizon_last)
    if not isinstance(made, (Forecast, RatioForecast)) or made.parts is None:
        return None
    if (last - then.last_day).days < FEWEST_DAYS:
        return None
    span = Period(then.last_day + ONE_DAY, last)
    level = now.source.kind is SeriesKind.STOCK
    reading = read_window(now.source, Measure.LEVEL if level else Measure.MEAN, span)
    if reading.value is None or reading.days_known < FEWEST_DAYS:
        return None
    drivers = made.drivers(last if level else span.first, last)
    scale = now.source.scale
    before, expected = drivers.baseline * scale, drivers.expected * scale
    missed = reading.value - expected
    base = Period(span.first - BASE_DAYS * ONE_DAY, span.first - ONE_DAY)
    found = posting_change(history, then, base, span)
    posting = 0.0 if found is None else found.share * _grows_by(now, base, span, before)
    return ChangeSplit(
        kpi=now.definition.key,
        unit=now.unit,
        currency=now.currency,
        span=span,
        before=before,
        now=reading.value,
        expected=expected,
        trend=(drivers.trend + drivers.recent_level) * scale,
        season=drivers.season * scale,
        events=drivers.events * scale,
        posting=posting,
        surprise=missed - posting,
        effect=None if found is None else found.effect,
    )


def _grows_by(now: KpiOutlook, base: Period, span: Period, before: float) -> float:
    """Return what posting would move: the figure itself, of a level what it usually gains."""
    if now.source.kind is not SeriesKind.STOCK:
        return before
    gained = read_window(now.source, Measure.LEVEL, base).value
    start = read_window(now.source, Measure.LEVEL, base.previous()).value
    if gained is None or start is None:
        return 0.0
    return (gained - start) / base.days * span.days


def split_sentence(split: ChangeSplit, label: Message) -> Message:
    """Say what changed and which part is the largest.

    Parameters
    ----------
    split : ChangeSplit
        From `split_change`.
    label : Message
        What the figure is called.

    Returns
    -------
    Message
        One sentence.
    """
    values: dict[str, MessageValue] = {
        "kpi": label,
        "now": Amount(split.now, split.unit, split.currency),
        "before": Amount(split.before, split.unit, split.currency),
        "first": split.span.first,
        "last": split.span.last,
    }
    if split.change == 0:
        return msg("{kpi}: {now} from {first} to {last}, as before.", **values)
    return msg(
        "{kpi}: {now} from {first} to {last} against {before} before. The largest part is "
        "“{part}” with {value}.",
        part=PART_WORDS[split.largest],
        value=Amount(float(getattr(split, split.largest)), split.unit, split.currency, signed=True),
        **values,
    )


def posting_sentence(split: ChangeSplit) -> Message:
    """Say on what the part of posting rests."""
    if split.effect is None:
        return msg(
            "How posting moves this figure cannot be told from these data; it is part of the "
            "surprise."
        )
    return msg(
        "Posting: in {weeks} pairs of weeks, twice as many posts went with {slope} (give or take "
        "{error}). That is company, not proof.",
        weeks=split.effect.weeks,
        slope=Amount(split.effect.slope, Unit.SHARE, signed=True),
        error=Amount(split.effect.error, Unit.SHARE),
    )
