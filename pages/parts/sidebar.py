"""The sidebar: workspace, account, period, language; nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd
import streamlit as st

from kpicore.history import Account
from kpicore.kpis import Preset
from kpicore.kpis.labels import PRESET_LABELS
from kpicore.language import LANGUAGES, Translator
from kpicore.messages import msg
from kpicore.periods import ONE_DAY, Period
from kpicore.store import Action, Preferences
from pages.parts import gate, state
from pages.parts.platforms import platform_name
from pages.parts.session import UNSAID, Here
from pages.parts.words import plain
from pages.parts.workspaces import Standing

PERIODS = (
    *(Preset.LAST_7, Preset.LAST_28, Preset.LAST_90),
    *(Preset.WEEK, Preset.MONTH, Preset.QUARTER, Preset.CUSTOM),
)
"""Periods of the picker; all but the last are anchored at the last day of data."""


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
    """Return an account's name with its platform; where they are the same word, once."""
    platform = platform_name(account.platform)
    # An account without a name is called like its platform, as in "Meta (Facebook or Instagram)".
    if account.name.partition(" (")[0].casefold() == platform.casefold():
        return account.name
    return t(
        msg(
            "{account} · {platform}",
            account=account.name,
            platform=platform,
        )
    )


def _workspace(here: Here) -> None:
    t, opened = here.t, here.opened
    if len(opened.all) > 1:
        _switcher(here)
    else:
        with st.container(gap=None):
            st.caption(t(msg("Workspace")))
            st.text(workspace_name(here))
    if opened.standing is Standing.LINK:
        st.caption(t(msg("By link, for reading only")))
        if st.button(
            t(msg("Leave")), icon=":material/logout:", key="sidebar.leave", type="tertiary"
        ):
            state.forget(state.LINK, state.ACCOUNT)
            st.rerun()
    elif opened.identity is not None:
        with st.container(gap=None):
            st.caption(plain(opened.identity.shown))
            gate.sign_out_button(t, opened.identity, key="sidebar.out")


def _switcher(here: Here) -> None:
    words = workspace_names(here)
    st.session_state[state.WORKSPACE] = here.workspace.workspace_id
    st.selectbox(
        here.t(msg("Workspace")),
        list(words),
        format_func=lambda i: words[i],
        key=state.WORKSPACE,
        on_change=_enter_workspace,
    )


def _enter_workspace() -> None:
    state.begin_in_workspace(state.text(state.WORKSPACE))


def workspace_names(here: Here) -> dict[str, str]:
    """Return the names of the workspaces that are open to the reader, by their ids.

    Two clients may be called the same; then the beginning of the id tells them apart.
    """
    counts = Counter(info.name for info in here.opened.all)
    return {
        info.workspace_id: (info.name or here.t(msg("My workspace")))
        + (f" · {info.workspace_id[:4]}" if counts[info.name] > 1 else "")
        for info in here.opened.all
    }


def workspace_name(here: Here) -> str:
    """Return what the workspace is called on the screen."""
    if not here.saved:
        return here.t(msg("Private visit"))
    info = here.opened.info
    name = here.workspace.name if info is None else info.name
    return name or here.t(msg("My workspace"))


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
