"""The sidebar: workspace, account, period, language; nothing else."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kpicore.history import Account
from kpicore.kpis import Preset
from kpicore.kpis.labels import PRESET_LABELS
from kpicore.language import LANGUAGES, Translator
from kpicore.messages import msg
from kpicore.store import Action, Preferences
from pages.parts import state
from pages.parts.platforms import platform_name
from pages.parts.session import Here

PERIODS = (Preset.LAST_7, Preset.LAST_28, Preset.LAST_90, Preset.WEEK, Preset.MONTH, Preset.QUARTER)
"""Periods of the picker; all are anchored at the last day of data."""


def draw(here: Here) -> None:
    """Draw the pickers.

    Parameters
    ----------
    here : Here
        Who is here and what they look at.
    """
    with st.sidebar:
        _workspace(here)
        if here.accounts:
            _account(here)
            _period(here)
        _language(here)


def account_label(t: Translator, account: Account) -> str:
    """Return an account's name with its platform."""
    return t(
        msg(
            "{account} · {platform}",
            account=account.name,
            platform=platform_name(account.platform),
        )
    )


def _workspace(here: Here) -> None:
    t = here.t
    with st.container(gap=None):
        st.caption(t(msg("Workspace")))
        st.text(_workspace_name(here))


def _workspace_name(here: Here) -> str:
    if not here.saved:
        return here.t(msg("Private visit"))
    return here.workspace.name or here.t(msg("My workspace"))


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
    )


def _period(here: Here) -> None:
    t = here.t
    st.session_state[state.PERIOD] = here.preset.value
    st.selectbox(
        t(msg("Period")),
        [preset.value for preset in PERIODS],
        format_func=lambda code: t(PRESET_LABELS[Preset(code)]),
        key=state.PERIOD,
    )


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
    )


def _keep_language(here: Here) -> None:
    _prefer(here, replace(here.preferences, language=state.text(state.LANGUAGE)))


def _keep_account(here: Here) -> None:
    wish = state.text(state.ACCOUNT)
    ids = tuple(a.account_id for a in here.accounts) if wish == state.ALL_ACCOUNTS else (wish,)
    _prefer(here, replace(here.preferences, account_ids=ids))


def _prefer(here: Here, preferences: Preferences) -> None:
    # Who may only read keeps the choice for the session; there is nothing to tell them.
    if here.workspace.allows(Action.COMMENT):
        here.workspace.save_preferences(preferences)
