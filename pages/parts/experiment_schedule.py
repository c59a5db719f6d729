"""Which variant has which day: the proposed schedule of days in turn."""

from __future__ import annotations

from datetime import date

import streamlit as st

from kpicore.charts.experiment_board import schedule_table
from kpicore.charts.insight_week import weekday_names
from kpicore.experiments import Experiment, propose_schedule
from kpicore.messages import msg, msgs
from pages.parts.chart import show_table
from pages.parts.session import Here
from pages.parts.words import small_print


def of(here: Here, experiment: Experiment) -> None:
    """Draw the schedule of a planned experiment."""
    draw(here, experiment.variants, int(experiment.planned or 1), key=experiment.experiment_id)


def draw(here: Here, variants: tuple[str, ...], days: int, *, key: str) -> None:
    """Draw the first day's choice and the schedule from it, to be saved.

    Parameters
    ----------
    here : Here
        Who is here.
    variants : tuple of str
        Two to five.
    days : int
        How many at least.
    key : str
        Tells several schedules apart.
    """
    t = here.t
    first = st.date_input(t(msg("First day")), here.calendar_day, key=f"experiments.first.{key}")
    if not isinstance(first, date):
        return
    schedule = propose_schedule(first, variants, days)
    small_print(
        t,
        msgs(
            "{count} day, so that every variant has every weekday equally often.",
            "{count} days, so that every variant has every weekday equally often.",
            len(schedule),
        ),
    )
    show_table(t, schedule_table(schedule, weekday_names(t)), key=f"experiments.schedule.{key}")
