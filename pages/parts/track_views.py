"""What the Track record page draws: goals as said and as they came, and forecasts tried before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from kpicore.charts.calibration import calibration_chart, calibration_table
from kpicore.charts.kpi_board import forecastable
from kpicore.charts.record_board import record_range, record_sentences
from kpicore.charts.review_board import aims_table
from kpicore.errors import KpiCoreError
from kpicore.forecasting import Evidence
from kpicore.goals import SettledAim
from kpicore.kpis import kpi
from kpicore.messages import Message, msg
from kpicore.reviews import TrackRecord, calibration_sentence, past_windows, score_sentences
from kpicore.reviews.record import track_record
from kpicore.units import Amount, Unit
from pages.parts import core, jobs, outlooks, pickers
from pages.parts.chart import chart_with_table, show_table
from pages.parts.session import Here
from pages.parts.words import paragraph, section, small_print

HORIZON_DAYS = 90
"""Goals are mostly set for a quarter: the tried forecasts reach as far."""
MOST_TRIED = 3


def goals(here: Here, record: TrackRecord, aims: tuple[SettledAim, ...]) -> None:
    """Draw what was said of goals and what came.

    Parameters
    ----------
    here : Here
        Who is here.
    record : TrackRecord
        Of the goals.
    aims : tuple of SettledAim
        The goals.
    """
    t = here.t
    section(t, msg("Your goals"))
    for sentence in record_sentences(record.scores):
        paragraph(t, sentence)
    if not aims:
        return
    _score(here, record, record_range(record.scores), key="track_record.goals")
    section(t, msg("What was said, what came"))
    show_table(t, aims_table(aims, t), key="track_record.aims")


def _score(here: Here, record: TrackRecord, ranges: Message | None, *, key: str) -> None:
    t = here.t
    for sentence in score_sentences(record):
        paragraph(t, sentence)
    if ranges is not None:
        small_print(t, ranges)
    frame = record.calibration
    if frame.empty:
        return
    chart_with_table(
        t,
        calibration_chart(frame, t=t),
        summary=calibration_sentence(record),
        table=calibration_table(frame),
        key=f"{key}.calibration",
    )


def tried(here: Here) -> None:
    """Draw how forecasts would have done on the past of the KPIs in focus."""
    t = here.t
    section(t, msg("Forecasts tried on your own past"))
    options = forecastable(core.values(here).values(), pickers.focus(here))[:MOST_TRIED]
    evidence, pending = _evidence(here, options)
    if pending:
        jobs.wait_for(t, msg("Forecasting…"), *pending)
        return
    record = track_record(past_windows(evidence))
    if not record.scores.count:
        paragraph(t, msg("The history is too short to try a forecast on its own past."))
        return
    paragraph(t, tried_sentence(options, record))
    _score(here, record, _tried_range(record), key="track_record.tried")
    small_print(
        t,
        msg(
            "These windows follow one another closely and the figures move together, so that they "
            "prove less than so many goals would."
        ),
    )


def tried_sentence(keys: Sequence[str], record: TrackRecord) -> Message:
    """Say what was tried."""
    return msg(
        "{count} past windows of {kpis}: would there be at least as much as before? Each was "
        "answered without knowing the window.",
        count=record.scores.count,
        kpis=tuple(kpi(key).label for key in keys),
    )


def _tried_range(record: TrackRecord) -> Message | None:
    inside, aim = record.scores.coverage, record.scores.expected_coverage
    if inside is None or aim is None:
        return None
    return msg(
        "{inside} of the outcomes lay in the range that would have been said; {expected} should.",
        inside=Amount(inside, Unit.SHARE),
        expected=Amount(aim, Unit.SHARE),
    )


def _evidence(here: Here, keys: Sequence[str]) -> tuple[list[Evidence], list[jobs.JobKey]]:
    until = here.today + timedelta(days=HORIZON_DAYS)
    values = core.values(here)
    found: list[Evidence] = []
    pending: list[jobs.JobKey] = []
    for key in keys:
        statistic = values[key].statistic
        try:
            outlook = outlooks.outlook_if_ready(here, key, until=until, statistic=statistic)
        except KpiCoreError:
            # Too short a history: there is nothing to try.
            continue
        if outlook is None:
            pending.append(outlooks.outlook_job(here, (key, statistic, here.account_ids), until))
        else:
            found.append(outlook.forecast.evidence)
    return found, pending


def empty_hint(here: Here) -> None:
    """Draw where goals are set."""
    st.page_link("pages/goals.py", label=here.t(msg("New goal")), icon=":material/add:")
