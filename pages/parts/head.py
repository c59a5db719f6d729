"""The head of every page: workspace, account, period and language, before anything is said.

It stands above the page and not in the sidebar, where the list of pages would push it below the
fold, and where a telephone hides it.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from kpicore.kpis import Preset
from kpicore.kpis.labels import PRESET_LABELS
from kpicore.language import LANGUAGES
from kpicore.messages import msg
from kpicore.periods import ONE_DAY, Period
from kpicore.store import Action, Preferences
from pages.parts import state
from pages.parts.session import UNSAID, Here
from pages.parts.sidebar import account_label, workspace_names

PERIODS = (
    *(Preset.LAST_7, Preset.LAST_28, Preset.LAST_90),
    *(Preset.WEEK, Preset.MONTH, Preset.QUARTER, Preset.CUSTOM),
)
"""Periods of the picker; all but the last are anchored at the last day of data."""

NAME_PIXELS = 228
PERIOD_PIXELS = 170
LANGUAGE_PIXELS = 112
"""Beside a name on a telephone of 390 pixels."""


def draw(here: Here, *, by_account: bool, by_period: bool) -> None:
    """Draw the pickers that the page follows, and the language.

    Parameters
    ----------
    here : Here
        Who is here and what they look at.
    by_account : bool
        Whether the page follows the account.
    by_period : bool
        Whether it follows the period.
    """
    with st.container(horizontal=True, gap="xsmall", key="head"):
        if len(here.opened.all) > 1:
            _workspace(here)
        if here.accounts and by_account:
            _account(here)
        if here.accounts and by_period:
            _period(here)
        st.space("stretch")
        _language(here)


def _workspace(here: Here) -> None:
    words = workspace_names(here)
    st.session_state[state.WORKSPACE] = here.workspace.workspace_id
    st.selectbox(
        here.t(msg("Workspace")),
        list(words),
        format_func=lambda i: words[i],
        key=state.WORKSPACE,
        on_change=_enter_workspace,
        label_visibility="collapsed",
        width=NAME_PIXELS,
    )


def _enter_workspace() -> None:
    state.begin_in_workspace(state.text(state.WORKSPACE))


def _account(here: Here) -> None:
    t = here.t
    by_id = {a.account_id: a for a in here.accounts}
    options = [*by_id, state.ALL_ACCOUNTS] if len(by_id) > 1 else [*by_id]
    # An account may be gone since it was chosen, in this tab or in another one.
    chosen = here.account_ids[0] if len(here.account_ids) == 1 else state.ALL_ACCOUNTS
    st.session_state[state.ACCOUNT] = chosen
    st.selectbox(
        t(msg("Account")),
        options,
        format_func=lambda i: (
            t(msg("All accounts")) if i == state.ALL_ACCOUNTS else account_label(t, by_id[i])
        ),
        key=state.ACCOUNT,
        on_change=_keep_account,
        args=(here,),
        label_visibility="collapsed",
        width=NAME_PIXELS,
        persist_state="session",
    )


def _period(here: Here) -> None:
    t = here.t
    st.session_state[state.PERIOD] = here.preset.value
    st.selectbox(
        t(msg("Period")),
        [preset.value for preset in PERIODS],
        format_func=lambda code: t(PRESET_LABELS[Preset(code)]),
        key=state.PERIOD,
        label_visibility="collapsed",
        width=PERIOD_PIXELS,
        persist_state="session",
    )
    if here.preset is Preset.CUSTOM:
        _own_dates(here)


def _own_dates(here: Here) -> None:
    t = here.t
    known = _known_days(here)
    chosen = state.days(state.DAYS)
    if chosen is not None and known.clipped(chosen.first, chosen.last) != chosen:
        # Another account was chosen, whose data lie elsewhere.
        state.forget(state.DAYS)
    usual = replace(here, preset=UNSAID).period.clipped(known.first, known.last) or known
    st.date_input(
        t(msg("First and last day")),
        (usual.first, usual.last),
        min_value=known.first,
        max_value=known.last,
        key=state.DAYS,
        label_visibility="collapsed",
        width=NAME_PIXELS,
        persist_state="session",
    )
    if state.days(state.DAYS) is None:
        st.caption(t(msg("Choose the last day, too.")))


def _known_days(here: Here) -> Period:
    """Return the days from the first to the last that the chosen accounts tell of."""
    history = here.history()
    days = pd.concat([history.daily["date"], history.posts["published_at"]]).dropna()
    last = here.today_of(here.account_ids) - ONE_DAY
    first = last if days.empty else min(days.min().date(), last)
    return Period(first, last)


def _language(here: Here) -> None:
    # Shown in its own name, so that whoever landed in the wrong language finds the way out.
    st.session_state[state.LANGUAGE] = here.t.code
    st.selectbox(
        here.t(msg("Language")),
        list(LANGUAGES),
        format_func=lambda code: LANGUAGES[code].own_name,
        key=state.LANGUAGE,
        on_change=_keep_language,
        args=(here,),
        label_visibility="collapsed",
        width=LANGUAGE_PIXELS,
    )


def _keep_language(here: Here) -> None:
    _prefer(here, replace(here.preferences, language=state.text(state.LANGUAGE)))


def _keep_account(here: Here) -> None:
    wish = state.text(state.ACCOUNT)
    ids = tuple(a.account_id for a in here.accounts) if wish == state.ALL_ACCOUNTS else (wish,)
    _prefer(here, replace(here.preferences, account_ids=ids))


def _prefer(here: Here, preferences: Preferences) -> None:
    # Who may only read keeps the choice for the session; there is nothing to tell them.
    if here.may(Action.COMMENT):
        here.workspace.save_preferences(preferences)
