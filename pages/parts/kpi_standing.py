"""One KPI opened, second part: how it compares, and which posts made it move."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kpicore.charts.bars import bars_chart
from kpicore.charts.movers import mover_bars, movers_summary, movers_table
from kpicore.charts.past_board import standing_sentence, year_sentence
from kpicore.charts.quantity import quantity_of
from kpicore.kpis import KpiDefinition, KpiValue, SeriesBreak, kpi_breaks
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.periods import Period
from pages.parts import published_views, yardsticks
from pages.parts.chart import chart_with_table
from pages.parts.session import Here
from pages.parts.words import paragraph, section, small_print


def compared(here: Here, value: KpiValue) -> None:
    """Draw where a KPI stands in the own past, last year, and among published figures.

    Parameters
    ----------
    here : Here
        Who is here.
    value : KpiValue
        With a value.
    """
    t = here.t
    comparison = yardsticks.comparisons(here, (value.key,)).get(value.key)
    if comparison is None:
        return
    section(t, msg("Is that much?"))
    paragraph(t, standing_sentence(comparison))
    paragraph(t, year_sentence(comparison))
    for broken in comparison.breaks:
        if broken.warning not in value.notes:  # those stand at the top
            small_print(t, broken.warning)
    if len(here.account_ids) > 1:
        return
    found = yardsticks.matches(here, here.account_ids[0]).get(value.key, ())
    grid = st.grid("auto", min_column_width=300, border=True)
    for place, match in enumerate(found):
        with grid.cell():
            published_views.card(here, match, key=f"kpis.published.{place}")


def movers(here: Here, value: KpiValue) -> None:
    """Draw the posts that moved a KPI most; nothing where posts cannot tell it.

    Parameters
    ----------
    here : Here
        Who is here.
    value : KpiValue
        With a value.
    """
    t = here.t
    found = yardsticks.movers(here, value)
    if found.empty:
        return
    section(t, msg("Which posts made it move"))
    bars = mover_bars(found, t)
    chart_with_table(
        t,
        bars_chart(bars, quantity=quantity_of(value), t=t, signed=True),
        summary=movers_summary(found, value),
        table=movers_table(found, value),
        key=f"kpis.{value.key}.movers",
    )


def breaks(here: Here, definition: KpiDefinition, dates: pd.Series) -> tuple[SeriesBreak, ...]:
    """Return the days in a chart on which a platform changed what it counts.

    Parameters
    ----------
    here : Here
        Who is here.
    definition : KpiDefinition
        The KPI.
    dates : Series of datetime
        Days of the chart, at least one.

    Returns
    -------
    tuple of SeriesBreak
        Oldest first.
    """
    platforms = [a.platform for a in here.accounts if a.account_id in here.account_ids]
    span = Period(dates.min().date(), dates.max().date())
    return kpi_breaks(definition, platforms, span)


def break_lines(found: tuple[SeriesBreak, ...], t: Translator) -> pd.DataFrame:
    """Return breaks as a chart draws them: ``date`` and ``label``."""
    return pd.DataFrame(
        {
            "date": pd.to_datetime([b.day for b in found]),
            "label": [t(b.warning) for b in found],
        }
    )


def break_sources(found: tuple[SeriesBreak, ...], t: Translator) -> None:
    """Draw who says that a platform changed what it counts, with the link."""
    for broken in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            small_print(
                t,
                msg(
                    "Counted differently since {day}: {source}.",
                    day=broken.day,
                    source=broken.source,
                ),
            )
            st.link_button(
                t(msg("Source")),
                broken.url,
                icon=":material/open_in_new:",
                type="tertiary",
                key=f"kpis.break.{broken.platform}.{broken.day.isoformat()}",
            )
