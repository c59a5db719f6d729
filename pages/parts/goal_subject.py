"""What a goal is about, before its target: priority, accounts, KPI, deadline and measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st

from kpicore.errors import NotComputableError
from kpicore.goals import MEASURE_WORDS, DeadlineChoice, KpiOutlook, Measure, offered_deadlines
from kpicore.goals.deadlines import earliest_deadline
from kpicore.kpis import Stage, Statistic
from kpicore.kpis.labels import STAGE_LABELS
from kpicore.language import Translator
from kpicore.messages import msg
from pages.parts import core, pickers, state
from pages.parts.configuration import thresholds
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.sidebar import account_label

_STAGE = "goals.stage"
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


def chosen_accounts(here: Here) -> Here:
    """Draw the picker of the accounts that a goal speaks of, where there are several.

    Parameters
    ----------
    here : Here
        Who is here.

    Returns
    -------
    Here
        Looking at the accounts that were chosen; at those chosen above the page where none is.
    """
    if len(here.accounts) < 2:
        return here
    by_id = {account.account_id: account for account in here.accounts}
    # Another choice above the page begins anew with that.
    key = f"goals.accounts.{state.text(state.ACCOUNT)}"
    if key not in st.session_state:
        st.session_state[key] = list(here.account_ids)
    wish = st.multiselect(
        here.t(msg("Accounts")),
        list(by_id),
        format_func=lambda code: account_label(here.t, by_id[code]),
        key=key,
        placeholder=here.t(msg("As chosen at the left")),
        persist_state="session",
    )
    chosen = tuple(code for code in by_id if code in wish)
    if not chosen or chosen == here.account_ids:
        return here
    return replace(here, account_ids=chosen, today=here.today_of(chosen))


def priority(here: Here) -> None:
    """Draw the picker of the stage that goals serve; its KPIs come first."""
    kept = (here.preferences.stage or Stage.BRAND).value
    if here.may_edit or _STAGE not in st.session_state:
        st.session_state[_STAGE] = kept
    st.selectbox(
        here.t(msg("Priority")),
        [stage.value for stage in STAGE_LABELS],
        format_func=lambda code: here.t(STAGE_LABELS[Stage(code)]),
        key=_STAGE,
        on_change=_keep_priority,
        args=(here,),
    )


def _keep_priority(here: Here) -> None:
    stage = state.choice(_STAGE, here.preferences.stage or Stage.BRAND)
    if here.may_edit:
        with page_errors(here.t, stop=False):
            kept = here.workspace.preferences()
            here.workspace.save_preferences(replace(kept, stage=stage, core_kpis=()))
    # The first figure of the new priority is looked at.
    state.forget("goals.kpi")


def as_kept(here: Here) -> Here:
    """Return who is here with the priority as it is by now."""
    kept = here.workspace.preferences()
    if not here.may_edit:
        kept = replace(kept, stage=state.choice(_STAGE, kept.stage or Stage.BRAND))
    return replace(here, preferences=kept)


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
