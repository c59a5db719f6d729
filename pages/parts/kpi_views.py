"""One KPI opened: what it means, how its number came about, how it moved, where it stands."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kpicore.charts.distribution import distribution_chart, distribution_frame
from kpicore.charts.kpi_board import worked_formula
from kpicore.charts.past_summary import distribution_summary, series_summary
from kpicore.charts.quantity import quantity_of
from kpicore.charts.series import kpi_series_chart
from kpicore.charts.series_frames import (
    STEP_NAMES,
    series_frame,
    series_step,
    smooth_label,
)
from kpicore.charts.tables import distribution_table, series_table
from kpicore.errors import NotComputableError
from kpicore.kpis import CATALOGUE, KpiValue
from kpicore.messages import msg
from pages.parts import kpi_standing, loaders, own_hashtags
from pages.parts.chart import chart_with_table
from pages.parts.guard import page_errors
from pages.parts.outlook_views import events_frame
from pages.parts.session import Here
from pages.parts.words import paragraph, small_print

SHOWN_DAYS = 365


def detail(here: Here, value: KpiValue) -> None:
    """Draw one KPI.

    Parameters
    ----------
    here : Here
        Who is here.
    value : KpiValue
        Its value over the chosen period.
    """
    t, definition = here.t, CATALOGUE[value.key]
    paragraph(t, definition.meaning)
    if value.value is not None:
        with st.container(border=True):
            small_print(
                t, msg("{kpi} = {formula}", kpi=definition.label, formula=definition.formula)
            )
            paragraph(t, worked_formula(value))
    for note in value.notes:
        small_print(t, note)
    if value.key == own_hashtags.KPI:
        own_hashtags.field(here)
    with page_errors(t, stop=False):
        try:
            _series(here, value)
        except NotComputableError as fault:
            # The headline tells the reason already where it is the same.
            if fault.message != value.reason:
                small_print(t, fault.message)
    if value.value is not None:
        with page_errors(t, stop=False):
            kpi_standing.compared(here, value)
            kpi_standing.movers(here, value)
    with st.expander(t(msg("What moves it, and what people get wrong")), key="kpis.advice"):
        paragraph(t, definition.moved_by)
        paragraph(t, definition.pitfalls)
        small_print(t, msg("Definition after: {source}.", source=definition.source))


def _series(here: Here, value: KpiValue) -> None:
    t, definition = here.t, CATALOGUE[value.key]
    step = series_step(definition)
    series = loaders.kpi_series_of(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        kpi=value.key,
        step=step,
        today=here.calendar_day,
        options=here.options,
    )
    whole = series_frame(series, definition, step)
    start = here.today - pd.Timedelta(days=SHOWN_DAYS)
    frame = whole[whole["date"] >= pd.Timestamp(start)].reset_index(drop=True)
    if frame["value"].notna().sum() < 2:
        small_print(t, msg("There are too few values for a line."))
        return
    quantity, smooth = quantity_of(value), smooth_label(definition, step)
    changes = kpi_standing.breaks(here, definition, frame["date"])
    drawn = kpi_series_chart(
        frame,
        quantity=quantity,
        smooth_label=smooth,
        t=t,
        events=events_frame(here, frame["date"].min().date(), here.today),
        breaks=kpi_standing.break_lines(changes, t),
        highlight=(value.period.first, min(value.period.last, here.today)),
    )
    chart_with_table(
        t,
        drawn,
        summary=series_summary(frame, quantity=quantity),
        table=series_table(frame, quantity=quantity, smooth_label=smooth),
        key=f"kpis.{value.key}.series",
    )
    kpi_standing.break_sources(changes, t)
    _distribution(here, value, whole)


def _distribution(here: Here, value: KpiValue, whole: pd.DataFrame) -> None:
    t, definition = here.t, CATALOGUE[value.key]
    box = st.expander(
        t(msg("Where it stands among your own values")),
        icon=":material/bar_chart:",
        key="kpis.distribution",
        on_change="rerun",
    )
    if not box.open:
        return
    smooth = whole.set_index("date")["smooth"]
    frame = distribution_frame(smooth)
    current = None if smooth.dropna().empty else float(smooth.dropna().iloc[-1])
    step = series_step(definition)
    quantity = quantity_of(value).named(smooth_label(definition, step))
    counted = STEP_NAMES[step]
    with box:
        chart_with_table(
            t,
            distribution_chart(frame, current=current, quantity=quantity, counted=counted, t=t),
            summary=distribution_summary(smooth, current, quantity=quantity),
            table=distribution_table(frame, quantity=quantity, counted=counted),
            key=f"kpis.{value.key}.distribution",
        )
