"""One published figure: what it speaks of, of whom, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpicore.kpis import Statistic
from kpicore.messages import Message, msg


class Counted(StrEnum):
    """What a publisher puts above the line of an engagement rate."""

    LIKES_COMMENTS = "likes_comments"
    LIKES_COMMENTS_SHARES = "likes_comments_shares"
    WITH_SAVES = "with_saves"
    WITH_CLICKS = "with_clicks"
    TOTAL = "total"
    """All interactions, not listed."""
    UNSTATED = "unstated"
    NOT_ENGAGEMENT = "not_engagement"
    """The figure is no engagement rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """A figure that somebody published.

    Attributes
    ----------
    platform : str
        Platform key.
    key : str
        Key of the catalogue.
    statistic : Statistic or None
        Per-post statistic that an account's figure must have to compare; None where the figure
        is one per account.
    average : str
        How the publisher put accounts together: ``"mean"``, ``"median"`` or ``"range"``.
    value : float or None
        In the KPI's unit; None for a bare range.
    low, high : float or None
        Quartiles, or the ends of a range.
    counted : Counted
        What stands above the line.
    definition : str
        The publisher's definition.
    segment_type, segment : str
        Whom it speaks of.
    period_start, period_end : date or None
        None for undated figures.
    publisher, title, url : str
        The source.
    quoted : bool
        Seen quoted elsewhere, not on the publisher's page.
    own_table : bool
        From the user's own table.
    """

    platform: str
    key: str
    statistic: Statistic | None
    average: str
    value: float | None
    low: float | None = None
    high: float | None = None
    counted: Counted
    definition: str
    segment_type: str
    segment: str
    period_start: date | None
    period_end: date | None
    publisher: str
    title: str
    url: str
    quoted: bool
    own_table: bool = False

    @property
    def undated(self) -> bool:
        """Whether no period is given."""
        return self.period_end is None

    @property
    def marks(self) -> tuple[Message, ...]:
        """What must be said beside the figure."""
        found = []
        if self.quoted:
            found.append(msg("quoted"))
        if self.undated:
            found.append(msg("undated"))
        if self.counted is Counted.TOTAL:
            found.append(msg("interactions not listed by the publisher"))
        return tuple(found)
