"""What a kind of report says of its material."""

from __future__ import annotations

from dataclasses import dataclass

from kpicore.periods import Period
from kpicore.reports.blocks import Block, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a kind of report says of its material.

    Attributes
    ----------
    headline : Message or str
        Its answer in one sentence.
    period : Period
        The days that it speaks of.
    blocks : tuple of Block
        Its parts, in order.
    """

    headline: Words
    period: Period
    blocks: tuple[Block, ...]
