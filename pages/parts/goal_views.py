"""What the Goals page draws of the goal that is being set: odds, path, ladder, curve."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from math import isfinite

import pandas as pd
import streamlit as st

from kpicore.charts.curve import probability_curve
from kpicore.charts.forecast_summary import curve_summary, goal_summary
from kpicore.charts.goal import goal_chart
from kpicore.charts.goal_board import (
    curve_frame,
    ladder_frame,
    rung_figure,
    rung_sentence,
)
from kpicore.charts.goal_drag import DRAG
from kpicore.charts.outlook_frames import goal_frame, reading_quantity, with_pace
from kpicore.charts.tables import curve_table, fan_table
from kpicore.goals import (
    RUNG_WORDS,
    VERDICT_WORDS,
    GoalCheck,
    KpiOutlook,
    Measure,
    Proposal,
    Rung,
    base_rate_sentence,
    best_quarter,
    best_quarter_sentence,
    pace_path,
)
from kpicore.goals.wording import aim_sentence, expected_sentence, growth_sentence
from kpicore.kpis import kpi_breaks
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.periods import Period
from kpicore.units import Probability
from pages.parts.cards import judgement
from pages.parts.chart import chart_to_drag, chart_with_table
from pages.parts.goal_card_file import published_beside
from pages.parts.goal_form import take, target_key
from pages.parts.outlook_views import events_frame
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, small_print


def verdict(t: Translator, check: GoalCheck, outlook: KpiOutlook) -> None:
    """Draw how likely the goal is: number, word and icon, and what it takes."""
    with st.container(horizontal=True, vertical_alignment="center", key="goals.odds"):
        odds = msg("{odds} likely", odds=Probability(check.probability))
        st.title(plain(t(odds)), anchor=False, width="content")
        judgement(t, VERDICT_WORDS[check.verdict])
    paragraph(t, aim_sentence(check.goal, outlook))
    paragraph(t, expected_sentence(check, outlook))
    growth = growth_sentence(check, outlook)
    if growth is not None:
        paragraph(t, growth)
    for note in check.notes:
        small_print(t, note)


def yardsticks_beside(here: Here, outlook: KpiOutlook, measure: Measure) -> None:
    """Draw what a target is held against: the own best quarter, and what others publish.

    Parameters
    ----------
    here : Here
        Who is here.
    outlook : KpiOutlook
        The KPI.
    measure : Measure
        How the goal is read.
    """
    t = here.t
    best = best_quarter(outlook, measure)
    if best is not None:
        small_print(t, best_quarter_sentence(best, outlook, measure))
        platforms = [account.platform for account in outlook.accounts]
        since = Period(best.period.first, outlook.last_day)
        for broken in kpi_breaks(outlook.definition, platforms, since):
            small_print(t, broken.warning)
    for sentence, source in published_beside(here, outlook, measure):
        small_print(t, sentence)
        small_print(t, source)


def path(here: Here, check: GoalCheck, outlook: KpiOutlook, grid: pd.DataFrame) -> None:
    """Draw the measure's past, its fan, the pace, and the target, which can be dragged."""
    t, goal = here.t, check.goal
    # Before anything has happened the band around the pace would only cover the forecast.
    pace = pace_path(goal, outlook)[["date", "pace"]]
    frame = goal_frame(goal, outlook)
    quantity = reading_quantity(outlook, goal.measure)
    first = frame["date"].min().date()
    drawn = goal_chart(
        frame,
        quantity=quantity,
        t=t,
        today=outlook.last_day + timedelta(days=1),
        target=goal.target,
        deadline=goal.deadline,
        pace=pace,
        events=events_frame(here, first, goal.deadline),
        grid=grid,
    )
    chart_to_drag(
        t,
        drawn,
        summary=goal_summary(
            frame, quantity=quantity, target=goal.target, probability=check.probability
        ),
        table=fan_table(with_pace(frame, pace), quantity=quantity),
        # Named by its target: what was held before is let go where the target comes from elsewhere.
        key=f"goals.path.{goal.target}",
        handle=DRAG,
        taken=partial(_dragged, outlook, target_key(outlook, goal.measure)),
    )


def _dragged(outlook: KpiOutlook, key: str, held: str) -> None:
    points = st.session_state[held]["selection"].get(DRAG) or []
    values = [point.get("target") for point in points if isinstance(point, dict)]
    if values and isinstance(values[0], int | float) and isfinite(values[0]):
        take(outlook, key, float(values[0]))


def ladder(here: Here, proposals: tuple[Proposal, ...], outlook: KpiOutlook) -> None:
    """Draw the rungs, each one button away."""
    t = here.t
    grid = st.grid("auto", min_column_width=220, border=True)
    for proposal in proposals:
        if proposal.rung is Rung.CUSTOM:
            continue
        word = VERDICT_WORDS[proposal.check.verdict]
        with grid.cell():
            small_print(t, RUNG_WORDS[proposal.rung])
            st.title(plain(t(rung_figure(proposal, outlook))), anchor=False)
            odds = msg("{odds} likely", odds=Probability(proposal.check.probability))
            st.markdown(
                f":material/{word.icon}: **{plain(t(odds))}** · {plain(t(word.label))}",
                help=plain(t(word.meaning)),
            )
            compared = rung_sentence(proposal, outlook)
            if compared is not None:
                small_print(t, compared)
            st.button(
                t(msg("Aim at this")),
                key=f"goals.take.{proposal.rung}",
                width="stretch",
                on_click=_take,
                args=(proposal, outlook),
            )
    small_print(t, base_rate_sentence())


def _take(proposal: Proposal, outlook: KpiOutlook) -> None:
    goal = proposal.goal
    take(outlook, target_key(outlook, goal.measure), goal.target)


def curve(
    t: Translator,
    proposals: tuple[Proposal, ...],
    check: GoalCheck | None,
    outlook: KpiOutlook,
) -> None:
    """Draw how the chance falls as the target rises."""
    rungs = ladder_frame(proposals, check, t)
    if rungs.empty:
        return
    goal = proposals[0].goal if check is None else check.goal
    line = curve_frame(outlook, goal, rungs)
    quantity = reading_quantity(outlook, goal.measure)
    chart_with_table(
        t,
        probability_curve(line, rungs, quantity=quantity, t=t),
        summary=curve_summary(rungs, quantity=quantity),
        table=curve_table(line, quantity=quantity),
        key="goals.curve",
    )
