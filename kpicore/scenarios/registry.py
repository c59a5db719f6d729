"""The one registry of levers: code, fields, words and effect. A new sort of lever is a new row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from kpicore.messages import Message, msg
from kpicore.scenarios import effects
from kpicore.scenarios.model import (
    FormatMix,
    GrowthOverride,
    Lever,
    LeverCode,
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    ViralHit,
)
from kpicore.scenarios.sites import Effect, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverSort:
    """A sort of lever.

    Attributes
    ----------
    lever : type
        Its fields.
    effect : callable
        What it does to one series.
    label : Message
        Its name.
    icon : str
        Name of a Material icon.
    meaning : Message
        What it does, in one sentence.
    """

    lever: type[Lever]
    effect: Callable[[Any, Site], Effect]  # Any: each function takes its own sort of lever
    label: Message
    icon: str
    meaning: Message


LEVERS: Mapping[LeverCode, LeverSort] = MappingProxyType(
    {
        LeverCode.POSTING: LeverSort(
            lever=PostingFrequency,
            effect=effects.posting,
            label=msg("Post more or less often"),
            icon="event_repeat",
            meaning=msg("What it brings is read from your own weeks, or typed."),
        ),
        LeverCode.PUSH: LeverSort(
            lever=Push,
            effect=effects.push,
            label=msg("Campaign or collaboration"),
            icon="campaign",
            meaning=msg("Lifts everything that being seen brings, on its days."),
        ),
        LeverCode.PAID: LeverSort(
            lever=PaidReach,
            effect=effects.paid,
            label=msg("Paid reach"),
            icon="payments",
            meaning=msg("Adds bought contacts; paid viewers react less than your own."),
        ),
        LeverCode.PAUSE: LeverSort(
            lever=Pause,
            effect=effects.pause,
            label=msg("Pause"),
            icon="pause_circle",
            meaning=msg("A time without posts, such as a holiday."),
        ),
        LeverCode.FORMATS: LeverSort(
            lever=FormatMix,
            effect=effects.formats,
            label=msg("Another mix of formats"),
            icon="dashboard_customize",
            meaning=msg("As many posts, but more or fewer of one format."),
        ),
        LeverCode.VIRAL: LeverSort(
            lever=ViralHit,
            effect=effects.viral,
            label=msg("One viral hit"),
            icon="local_fire_department",
            meaning=msg("One post that reaches many more people than usual."),
        ),
        LeverCode.GROWTH: LeverSort(
            lever=GrowthOverride,
            effect=effects.growth,
            label=msg("Another growth"),
            icon="trending_up",
            meaning=msg("Your own growth per month in place of the forecast's."),
        ),
    }
)
"""In the order in which they are offered."""

_CODES: Mapping[type[Lever], LeverCode] = MappingProxyType(
    {sort.lever: code for code, sort in LEVERS.items()}
)


def code_of(lever: Lever) -> LeverCode:
    """Return the code of a lever's sort."""
    return _CODES[type(lever)]


def sort_of(lever: Lever) -> LeverSort:
    """Return the row of a lever's sort."""
    return LEVERS[_CODES[type(lever)]]
