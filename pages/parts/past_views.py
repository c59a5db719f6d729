"""The first yardstick on the screen: where the account stands in its own past."""

from __future__ import annotations

from kpicore.charts.months import months_chart
from kpicore.charts.past_board import (
    months_summary,
    months_table,
    past_frame,
    past_table,
    strip_summary,
    year_sentence,
)
from kpicore.charts.quantity import quantity_of
from kpicore.charts.strip import strip_chart
from kpicore.kpis import KpiComparison, ordered_kpis
from kpicore.messages import msg
from pages.parts import core, pickers, yardsticks
from pages.parts.chart import chart_with_table, numbers_below
from pages.parts.session import Here
from pages.parts.words import paragraph, section, small_print

STRIPS = 8
"""KPIs drawn; all are in the table."""


def in_order(here: Here) -> tuple[KpiComparison, ...]:
    """Return KPIs beside their own past, those in focus first."""
    told = {key for key, value in core.values(here).items() if value.value is not None}
    order = [key for key in ordered_kpis(pickers.focus(here)) if key in told]
    found = yardsticks.comparisons(here, order)
    return tuple(found[key] for key in order if key in found)


def draw(here: Here, found: tuple[KpiComparison, ...]) -> None:
    """Draw where every KPI stands, and the months of one of them.

    Parameters
    ----------
    here : Here
        Who is here.
    found : tuple of KpiComparison
        In the order shown, at least one.
    """
    t = here.t
    section(t, msg("Your own past"))
    frame = past_frame(found, t)
    known = frame[frame["percentile"].notna()]
    if known.empty:
        small_print(
            t,
            msg(
                "There are too few earlier spans of this length for a comparison: choose a shorter "
                "period, or upload older exports."
            ),
        )
        numbers_below(t, past_table(frame), key="benchmarks.past")
    else:
        chart_with_table(
            t,
            strip_chart(known.head(STRIPS), t=t),
            summary=strip_summary(frame),
            table=past_table(frame),
            key="benchmarks.past",
        )
    key = pickers.choose_kpi(t, [c.value.key for c in found], key="benchmarks.kpi")
    _one(here, next(c for c in found if c.value.key == key))


def _one(here: Here, comparison: KpiComparison) -> None:
    t, value = here.t, comparison.value
    paragraph(t, year_sentence(comparison))
    for found in comparison.breaks:
        small_print(t, found.warning)
    past = yardsticks.past(here, comparison)
    if past.months.empty:
        small_print(t, msg("No whole month of it is known yet."))
        return
    drawn = months_chart(past.months, best=past.best_month, quantity=quantity_of(value), t=t)
    chart_with_table(
        t,
        drawn,
        summary=months_summary(past),
        table=months_table(past),
        key=f"benchmarks.{value.key}.months",
    )


def headline_of(found: tuple[KpiComparison, ...]) -> KpiComparison | None:
    """Return the comparison that the page opens with: the first that has a percentile."""
    return next((c for c in found if c.percentile is not None), found[0] if found else None)
