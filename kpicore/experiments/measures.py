"""What variants can be compared by: rates out of many tries, and amounts per post or day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpicore.messages import Message, msg
from kpicore.units import Unit

TRIES, WINS, VALUE = "tries", "wins", "value"
"""Columns of own sheets that name no metric: how often it was tried, how often it worked, and an
amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentMeasure:
    """What variants are compared by.

    Attributes
    ----------
    key : str
        Kept in the database, never renamed.
    label : Message
        Its name.
    unit : Unit
        What its values count; SHARE for rates.
    wins : str
        Metric that is counted, or the amount itself.
    wins_label : Message
        Its name as a column.
    tries : str or None
        Metric out of which `wins` come; None for amounts.
    tries_label : Message or None
        Its name as a column.
    rate : str or None
        Metric that tells the rate itself, from which `wins` follow where only `tries` are told.
    """

    key: str
    label: Message
    unit: Unit
    wins: str
    wins_label: Message
    tries: str | None = None
    tries_label: Message | None = None
    rate: str | None = None

    @property
    def is_rate(self) -> bool:
        """Whether it is a rate out of tries."""
        return self.tries is not None


def _rate(
    key: str,
    label: Message,
    wins: tuple[str, Message],
    tries: tuple[str, Message],
    rate: str | None = None,
) -> ExperimentMeasure:
    return ExperimentMeasure(
        key=key,
        label=label,
        unit=Unit.SHARE,
        wins=wins[0],
        wins_label=wins[1],
        tries=tries[0],
        tries_label=tries[1],
        rate=rate,
    )


def _amount(key: str, label: Message, unit: Unit = Unit.COUNT) -> ExperimentMeasure:
    return ExperimentMeasure(key=key, label=label, unit=unit, wins=key, wins_label=label)


_VIEWS = ("views", msg("Views"))

_ALL = (
    _rate(
        "impression_ctr",
        msg("Click-through rate"),
        ("clicks", msg("Clicks")),
        ("impressions", msg("Impressions")),
        "impression_ctr",
    ),
    _rate(
        "completion_rate",
        msg("Completion rate"),
        ("completed_views", msg("Watched to the end")),
        _VIEWS,
        "completion_rate",
    ),
    _rate(
        "engagement_rate",
        msg("Engagement rate by views"),
        ("engagements", msg("Engagements")),
        _VIEWS,
    ),
    _rate(
        "follow_rate",
        msg("New followers per view"),
        ("new_followers", msg("New followers")),
        _VIEWS,
    ),
    _rate(
        "conversion_rate",
        msg("Conversion rate"),
        ("conversions", msg("Conversions")),
        ("clicks", msg("Clicks")),
    ),
    _amount("views", msg("Views")),
    _amount("average_watch_seconds", msg("Average watch time"), Unit.SECONDS),
    _amount("average_viewed_share", msg("Average viewed share"), Unit.SHARE),
    _amount("engagements", msg("Engagements")),
    _amount("new_followers", msg("New followers")),
    _rate("other_rate", msg("Another rate"), (WINS, msg("Successes")), (TRIES, msg("Tries"))),
    ExperimentMeasure(
        key="other_amount",
        label=msg("Another amount"),
        unit=Unit.NUMBER,
        wins=VALUE,
        wins_label=msg("Value"),
    ),
)

MEASURES: Mapping[str, ExperimentMeasure] = MappingProxyType({m.key: m for m in _ALL})
"""Key to measure, in the order offered."""
