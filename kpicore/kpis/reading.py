"""How a KPI is read for some accounts: statistic and ways, chosen once for every span."""

from __future__ import annotations

from dataclasses import dataclass

from kpicore.kpis.breaks import SeriesBreak, breaks_between
from kpicore.kpis.catalogue import check_statistic
from kpicore.kpis.definition import Basis, KpiDefinition, Statistic, Way
from kpicore.kpis.figures import Figure, Plan, choose_ways, measure, offered_ways
from kpicore.kpis.reasons import why_not
from kpicore.kpis.tables import AccountTable, KpiOptions
from kpicore.messages import Message
from kpicore.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a KPI is read for some accounts: once chosen, the same for every span.

    Attributes
    ----------
    tables : tuple of AccountTable
        The accounts.
    definition : KpiDefinition
        The KPI.
    statistic : Statistic
        The statistic.
    plan : Plan
        The way of each account.
    options : KpiOptions
        The workspace's decisions.
    """

    tables: tuple[AccountTable, ...]
    definition: KpiDefinition
    statistic: Statistic
    plan: Plan
    options: KpiOptions

    def figure(self, span: Period) -> Figure:
        """Return the figure over other days, made in the same way."""
        return measure(
            self.tables,
            self.definition,
            self.statistic,
            plan=self.plan,
            span=span,
            options=self.options,
        )

    def why_not(self, figure: Figure, span: Period) -> Message:
        """Say why a figure over those days has no value."""
        return why_not(
            self.tables,
            self.definition,
            self.statistic,
            figure=figure,
            plan=self.plan,
            span=span,
            options=self.options,
        )

    def breaks(self, span: Period) -> tuple[SeriesBreak, ...]:
        """Return the days inside a span on which a platform changed what is counted here."""
        taken = [
            (table.account.platform, way.metrics)
            for table, way in zip(self.tables, self.plan, strict=True)
            if way is not None
        ]
        metrics = {metric for _, used in taken for metric in used}
        return breaks_between((platform for platform, _ in taken), metrics, span)

    @property
    def from_posts(self) -> bool:
        """Whether single posts stand behind it."""
        return any(way is not None and way.basis is Basis.POSTS for way in self.plan)


def read_kpi(
    tables: tuple[AccountTable, ...],
    definition: KpiDefinition,
    *,
    statistic: Statistic | None,
    span: Period,
    options: KpiOptions,
) -> tuple[Reading, Figure]:
    """Choose statistic and ways for a span, and work out the figure.

    Parameters
    ----------
    tables : tuple of AccountTable
        The accounts.
    definition : KpiDefinition
        The KPI.
    statistic : Statistic or None
        None takes the first of the KPI's statistics that the data allow.
    span : Period
        The days.
    options : KpiOptions
        The workspace's decisions.

    Returns
    -------
    tuple of Reading and Figure
        Of the first statistic when none gives a value.
    """
    wanted = (
        definition.statistics if statistic is None else (check_statistic(definition, statistic),)
    )
    first: tuple[Reading, Figure] | None = None
    for candidate in wanted:
        plan = choose_ways(tables, definition, candidate, span=span, options=options)
        reading = Reading(
            tables=tables, definition=definition, statistic=candidate, plan=plan, options=options
        )
        figure = reading.figure(span)
        if figure.value is not None:
            return reading, figure
        first = first or (reading, figure)
    if first is None:
        raise ValueError(f"KPI {definition.key!r} offers no statistic.")
    return first


def offered_post_ways(reading: Reading) -> tuple[Way, ...]:
    """Return the ways from posts that a reading takes, or could have taken."""
    taken = tuple(
        dict.fromkeys(w for w in reading.plan if w is not None and w.basis is Basis.POSTS)
    )
    return taken or tuple(
        w for w in offered_ways(reading.definition, reading.statistic) if w.basis is Basis.POSTS
    )
