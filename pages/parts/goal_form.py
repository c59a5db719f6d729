"""Setting a goal: KPI, deadline, measure and target as they are chosen, and saving it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from kpicore.charts.goal_board import typed_target
from kpicore.errors import GoalError, NotComputableError
from kpicore.goals import (
    MEASURE_WORDS,
    DeadlineChoice,
    Goal,
    GoalCheck,
    KpiOutlook,
    Measure,
    Proposal,
    Purpose,
    Rung,
    StoredForecast,
    check_goal,
    new_goal,
    offered_deadlines,
    parse_target,
    propose,
    same_aim,
)
from kpicore.goals.deadlines import earliest_deadline
from kpicore.goals.words import figure
from kpicore.kpis import Statistic
from kpicore.language import Translator
from kpicore.messages import msg
from pages.parts import core, pickers
from pages.parts.configuration import thresholds
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import plain, small_print

OWN_DATE = "date"
"""Code of the deadline that is a date of the user's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a goal is about, before anything is forecast.

    Attributes
    ----------
    kpi : str
        Key of the catalogue.
    statistic : Statistic
        The one that the KPI page shows.
    deadline : date
        Last day that counts.
    """

    kpi: str
    statistic: Statistic
    deadline: date


def subject(here: Here) -> Subject:
    """Draw the pickers of KPI and deadline.

    Parameters
    ----------
    here : Here
        Who is here.

    Returns
    -------
    Subject
        As chosen.

    Raises
    ------
    NotComputableError
        If the data hold no KPI that can be looked ahead.
    """
    kpi = pickers.forecast_kpi(here, key="goals.kpi")
    if kpi is None:
        raise NotComputableError(
            msg("Your data hold no figure over time yet. Upload an export with days or posts.")
        )
    statistic = core.values(here)[kpi].statistic
    return Subject(kpi=kpi, statistic=statistic, deadline=_deadline(here))


def _deadline(here: Here) -> date:
    t, today = here.t, here.today
    offers = {o.choice.value: o for o in offered_deadlines(today)}
    codes = [*offers, OWN_DATE]
    key = "goals.deadline"
    if st.session_state.get(key) not in codes:
        st.session_state[key] = DeadlineChoice.THREE_MONTHS.value
    code = st.selectbox(
        t(msg("Deadline")),
        codes,
        format_func=lambda c: t(msg("Another day…")) if c == OWN_DATE else t(offers[c].label),
        key=key,
        persist_state="session",
    )
    if code != OWN_DATE:
        return offers[code].deadline
    day = st.date_input(
        t(msg("Day")),
        offers[DeadlineChoice.THREE_MONTHS.value].deadline,
        min_value=earliest_deadline(today),
        max_value=latest_deadline(here),
        key="goals.day",
        persist_state="session",
    )
    return day if isinstance(day, date) else offers[DeadlineChoice.THREE_MONTHS.value].deadline


def latest_deadline(here: Here) -> date:
    """Return the last day that may be a deadline."""
    return here.today + timedelta(days=thresholds().longest_days - 1)


def measure(t: Translator, outlook: KpiOutlook) -> Measure:
    """Draw the picker of the measure, where there is a choice."""
    if len(outlook.measures) == 1:
        return outlook.measures[0]
    code = st.selectbox(
        t(msg("Read as")),
        [m.value for m in outlook.measures],
        format_func=lambda m: t(MEASURE_WORDS[Measure(m)]),
        key=f"goals.measure.{outlook.source.kind}",
        persist_state="session",
    )
    return Measure(code)


def proposals(outlook: KpiOutlook, measure: Measure, deadline: date) -> tuple[Proposal, ...]:
    """Return the ladder of a KPI at a deadline."""
    return propose(outlook, measure=measure, deadline=deadline, thresholds=thresholds())


def target_key(outlook: KpiOutlook, measure: Measure) -> str:
    """Return the session key of the typed target; each KPI and measure has its own."""
    return f"goals.target.{outlook.definition.key}.{measure}"


def target(
    here: Here,
    outlook: KpiOutlook,
    measure: Measure,
    deadline: date,
    ladder: tuple[Proposal, ...],
) -> GoalCheck | None:
    """Draw the field of the target and judge what is typed there.

    Parameters
    ----------
    here : Here
        Who is here.
    outlook : KpiOutlook
        The KPI.
    measure : Measure
        How the goal is read.
    deadline : date
        Last day that counts.
    ladder : tuple of Proposal
        Gives the target that stands there at first.

    Returns
    -------
    GoalCheck or None
        None, with the reason beside the field, where the target makes no sense.
    """
    t = here.t
    key = target_key(outlook, measure)
    if key not in st.session_state:
        st.session_state[key] = _first_target(outlook, ladder)
    text = st.text_input(
        t(msg("Target")),
        key=key,
        help=t(msg("A number such as 12,400, or a change of the baseline such as +20%.")),
        icon=":material/flag:",
        persist_state="session",
    )
    baseline = outlook.baseline(measure, deadline=deadline)
    small_print(
        t,
        msg(
            "A number, or a change such as +20%. Today: {baseline} ({first} to {last}).",
            baseline=figure(outlook, measure, baseline.value),
            first=baseline.period.first,
            last=baseline.period.last,
        ),
    )
    try:
        wish = parse_target(text, outlook.unit)
        goal = new_goal(
            outlook,
            wish,
            measure=measure,
            deadline=deadline,
            purpose=_purpose(here),
            thresholds=thresholds(),
        )
        return check_goal(goal, outlook, thresholds=thresholds())
    except GoalError as fault:
        st.error(plain(t(fault.message)), icon=":material/error:")
        return None


def _first_target(outlook: KpiOutlook, ladder: tuple[Proposal, ...]) -> str:
    own = next((p.goal for p in ladder if p.rung is Rung.CUSTOM), None)
    if own is None:
        return typed_target(ladder[-1].goal.target, outlook.unit) if ladder else ""
    return "+20%" if own.target >= own.baseline.value else "-20%"


def _purpose(here: Here) -> Purpose:
    t = here.t
    if not here.may_edit:
        return Purpose()
    with st.expander(t(msg("Why, who, next review")), key="goals.purpose"):
        reason = st.text_input(t(msg("Why this goal")), key="goals.reason", max_chars=300)
        owner = st.text_input(t(msg("Who answers for it")), key="goals.owner", max_chars=80)
        review = st.date_input(
            t(msg("Next review")), None, min_value=here.today, key="goals.review"
        )
    return Purpose(
        stage=here.preferences.stage,
        reason=reason,
        owner=owner,
        next_review=review if isinstance(review, date) else None,
    )


def save(here: Here, check: GoalCheck) -> None:
    """Draw the button that saves a goal, unless there is the same already.

    Parameters
    ----------
    here : Here
        Who is here.
    check : GoalCheck
        The goal with its probability.
    """
    t = here.t
    if any(same_aim(check.goal, kept) for kept in here.workspace.goals()):
        st.success(t(msg("This goal is saved.")), icon=":material/check:")
        return
    st.button(
        t(msg("Save goal")),
        type="primary",
        icon=":material/add:",
        width="stretch",
        key="goals.save",
        on_click=_save,
        args=(here, check),
    )


def _save(here: Here, check: GoalCheck) -> None:
    with page_errors(here.t, stop=False):
        kept = here.workspace.save_goal(replace(check.goal, probability_at_start=check.probability))
        remember(here, kept, check)
        st.toast(here.t(msg("Goal saved.")), icon=":material/flag:")


def remember(here: Here, goal: Goal, check: GoalCheck) -> None:
    """Keep what is said of a saved goal now, unless the same was said last."""
    said = here.workspace.forecasts(goal.goal_id)
    if said and (said[-1].target, said[-1].probability) == (goal.target, check.probability):
        return
    here.workspace.record_forecast(
        StoredForecast(
            goal_id=goal.goal_id,
            made_at=datetime.now(UTC).replace(tzinfo=None),
            target=goal.target,
            probability=check.probability,
            expected=check.expected,
            low=check.low,
            high=check.high,
        )
    )
