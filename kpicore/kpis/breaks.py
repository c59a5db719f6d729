"""Series breaks: days on which a platform changed what it counts, with their sources.

They are data (`breaks.csv` beside this module), drawn on charts, and a comparison across one is
marked.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from types import MappingProxyType

from kpicore.kpis.definition import KpiDefinition
from kpicore.messages import Message, msg
from kpicore.metrics import METRICS
from kpicore.periods import Period

_CHANGES: Mapping[str, Message] = MappingProxyType(
    {
        "counted_from_start": msg("a view now counts from the first moment, replays included"),
        "views_replace_impressions": msg("views took the place of impressions and plays"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesBreak:
    """A day from which a platform counts differently.

    Attributes
    ----------
    day : date
        First day of the new way.
    platform : str
        Platform key.
    name : str
        The platform's name, or that of the part of it that is concerned.
    metrics : tuple of str
        Metrics concerned.
    formats : tuple of str
        Formats concerned; empty for all.
    change : Message
        What changed.
    source : str
        Page that says so.
    url : str
        Its address.
    """

    day: date
    platform: str
    name: str
    metrics: tuple[str, ...]
    formats: tuple[str, ...]
    change: Message
    source: str
    url: str

    @property
    def warning(self) -> Message:
        """The sentence that marks a comparison across the break."""
        return msg(
            "{platform} counts {metrics} differently since {day}: {change}. Figures before and "
            "after do not compare.",
            platform=self.name,
            metrics=tuple(METRICS[m].label for m in self.metrics),
            day=self.day,
            change=self.change,
        )


def _read() -> tuple[SeriesBreak, ...]:
    text = files("kpicore.kpis").joinpath("breaks.csv").read_text(encoding="utf-8")
    return tuple(
        SeriesBreak(
            day=date.fromisoformat(row["day"]),
            platform=row["platform"],
            name=row["name"],
            metrics=tuple(row["metrics"].split()),
            formats=tuple(row["formats"].split()),
            change=_CHANGES[row["change"]],
            source=row["source"],
            url=row["url"],
        )
        for row in csv.DictReader(text.splitlines())
    )


BREAKS: tuple[SeriesBreak, ...] = _read()
"""Every known break, oldest first."""

_PLATFORMS = frozenset(b.platform for b in BREAKS)


def breaks_between(
    platforms: Iterable[str], metrics: Iterable[str], span: Period
) -> tuple[SeriesBreak, ...]:
    """Return the breaks that lie inside a span.

    Parameters
    ----------
    platforms, metrics : iterable of str
        Platform keys and metrics looked at.
    span : Period
        From the first to the last day that is compared.

    Returns
    -------
    tuple of SeriesBreak
        Those after the first day and up to the last, oldest first.
    """
    wanted = _PLATFORMS.intersection(platforms)
    if not wanted:
        return ()
    counted = set(metrics)
    return tuple(
        b
        for b in BREAKS
        if b.platform in wanted
        and span.first < b.day <= span.last
        and not counted.isdisjoint(b.metrics)
    )


def kpi_breaks(
    definition: KpiDefinition, platforms: Iterable[str], span: Period
) -> tuple[SeriesBreak, ...]:
    """Return the breaks that concern a KPI, however it is made.

    Parameters
    ----------
    definition : KpiDefinition
        The KPI.
    platforms : iterable of str
        Platform keys.
    span : Period
        The days looked at.

    Returns
    -------
    tuple of SeriesBreak
        Oldest first.
    """
    metrics = {m for way in definition.all_ways for m in way.metrics}
    return breaks_between(platforms, metrics, span)
