"""What the Forecast page draws of one outlook: the fan, drivers, track record, components."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from kpicore.charts.component_frames import component_frames, drivers_of
from kpicore.charts.components import component_chart, weekday_chart
from kpicore.charts.drivers import drivers_chart
from kpicore.charts.fan import fan_chart
from kpicore.charts.forecast_summary import comparison_summary, fan_summary, track_summary
from kpicore.charts.marks import NOTE
from kpicore.charts.outlook_frames import reading_quantity, weekly_frame, weekly_measure
from kpicore.charts.outlook_sentences import OutlookFigures, drivers_frame, drivers_sentence
from kpicore.charts.parts_summary import component_summary, drivers_summary, weekday_summary
from kpicore.charts.quantity import Quantity
from kpicore.charts.tables import (
    component_table,
    drivers_table,
    fan_table,
    track_table,
    weekday_table,
)
from kpicore.charts.track import track_record_chart
from kpicore.charts.track_frames import track_frame, track_quantity
from kpicore.goals import KpiOutlook, Measure
from kpicore.language import Translator
from kpicore.messages import msg
from pages.parts import outlooks
from pages.parts.chart import chart_with_table
from pages.parts.session import Here
from pages.parts.words import paragraph, small_print

NOTE_CHARACTERS = 120
"""Of a note beside a chart; the Review page shows all of it."""


def events_frame(here: Here, first: date, last: date) -> pd.DataFrame:
    """Return the workspace's events and notes inside a span, for a chart.

    Parameters
    ----------
    here : Here
        Who is here.
    first, last : date
        Inclusive span.

    Returns
    -------
    DataFrame
        ``date``, ``label`` and ``kind``, which is `kpicore.charts.marks.NOTE` for notes.
    """
    kept = outlooks.events_of(here, here.account_ids)
    inside = [e for e in kept if e.first <= last and e.last >= first]
    shown = [(max(e.first, first), e.name, "event") for e in inside]
    notes = [n for n in here.workspace.notes() if first <= n.day <= last]
    mine = [n for n in notes if n.account_id is None or n.account_id in here.account_ids]
    rows = [*shown, *((n.day, _short(n.text), NOTE) for n in mine)]
    return pd.DataFrame(
        {
            "date": pd.to_datetime([day for day, _, _ in rows]),
            "label": [label for _, label, _ in rows],
            "kind": [kind for _, _, kind in rows],
        }
    )


def _short(text: str) -> str:
    return text if len(text) <= NOTE_CHARACTERS else text[: NOTE_CHARACTERS - 1] + "…"


def fan(here: Here, outlook: KpiOutlook, until: date) -> None:
    """Draw history and forecast up to a day."""
    t = here.t
    frame = weekly_frame(outlook, until=until)
    quantity = reading_quantity(outlook, weekly_measure(outlook))
    drawn = fan_chart(
        frame,
        quantity=quantity,
        t=t,
        today=outlook.today,
        events=events_frame(here, frame["date"].min().date(), until),
    )
    chart_with_table(
        t,
        drawn,
        summary=fan_summary(
            frame, quantity=quantity, by_week=weekly_measure(outlook) is not Measure.LEVEL
        ),
        table=fan_table(frame, quantity=quantity),
        key="forecast.fan",
    )


def drivers(t: Translator, outlook: KpiOutlook, figures: OutlookFigures) -> None:
    """Draw what the expected change is made of."""
    frame = drivers_frame(drivers_of(outlook, figures.window.first, figures.window.last), t)
    small_print(t, drivers_sentence(outlook, figures, frame))
    if frame.empty:
        return
    quantity = reading_quantity(outlook, figures.measure)
    drawn = drivers_chart(frame, total=msg("Expected change"), quantity=quantity, t=t)
    chart_with_table(
        t,
        drawn,
        summary=drivers_summary(frame, quantity=quantity),
        table=drivers_table(frame, quantity=quantity),
        key="forecast.drivers",
    )


def track_record(t: Translator, outlook: KpiOutlook) -> None:
    """Draw what would have been said of past windows and what happened."""
    evidence, quantity = outlook.forecast.evidence, track_quantity(outlook)
    compared = comparison_summary(evidence, quantity=quantity)
    if compared is None:
        paragraph(t, track_summary(evidence))
        return
    paragraph(t, compared)
    chart_with_table(
        t,
        track_record_chart(track_frame(evidence), quantity=quantity, t=t),
        summary=track_summary(evidence),
        table=track_table(evidence, quantity=quantity),
        key="forecast.track",
    )


def components(t: Translator, outlook: KpiOutlook) -> None:
    """Draw trend, weekdays and year in an expander, made only once it is opened."""
    box = st.expander(
        t(msg("Trend, weekdays and year, one by one")),
        icon=":material/stacked_line_chart:",
        key="forecast.components",
        on_change="rerun",
    )
    if not box.open:
        return
    label, currency = outlook.definition.label, outlook.currency
    quantity = Quantity(label=label, unit=outlook.unit, currency=currency)
    frames = component_frames(outlook, t)
    lines = {"trend": (msg("Trend"), frames.trend), "year": (msg("Time of year"), frames.year)}
    with box:
        for name, (word, frame) in lines.items():
            if frame is None:
                continue
            part = quantity.named(word)
            chart_with_table(
                t,
                component_chart(frame, quantity=part, t=t),
                summary=component_summary(frame, quantity=part),
                table=component_table(frame, quantity=part),
                key=f"forecast.{name}",
            )
        if frames.week is not None:
            chart_with_table(
                t,
                weekday_chart(frames.week, quantity=quantity, t=t),
                summary=weekday_summary(frames.week, quantity=quantity),
                table=weekday_table(frames.week, quantity=quantity),
                key="forecast.week",
            )


def making(t: Translator, outlook: KpiOutlook, figures: OutlookFigures) -> None:
    """Say what the forecast rests on."""
    evidence = outlook.forecast.evidence
    small_print(
        t,
        msg(
            "Prophet learns trend, week and year from {count} observed days between {first} and "
            "{last}. How far to follow them and how wide the range must be is learned from the "
            "account's own past and from real accounts. Every figure here is read from the same "
            "{draws} possible futures.",
            count=evidence.observed_count,
            first=evidence.training_first,
            last=evidence.training_last,
            draws=len(outlook.draws_of(figures.measure, figures.window)),
        ),
    )
    st.caption(" · ".join(f"{name} {version}" for name, version in evidence.versions.items()))
