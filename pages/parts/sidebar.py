"""The sidebar under the navigation: the workspace and by what right it is open; names of both."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from kpicore.history import Account
from kpicore.language import Translator
from kpicore.messages import msg
from pages.parts import gate, state
from pages.parts.platforms import platform_name
from pages.parts.session import Here
from pages.parts.words import plain
from pages.parts.workspaces import Standing


def draw(here: Here) -> None:
    """Draw what stands under the navigation; the pickers stand above each page.

    Parameters
    ----------
    here : Here
        Who is here and what they look at.
    """
    with st.sidebar:
        _workspace(here)


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
    if len(opened.all) < 2:
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
