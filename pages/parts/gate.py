"""Before any page: what a link or a sign-in opens, and what is said where nothing is open."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from kpicore.errors import DatabaseError, KpiCoreError, NotAllowedError, SettingsError
from kpicore.language import Translator
from kpicore.messages import Message, msg
from pages.parts import configuration, entry, journal, people, session, state, workspaces
from pages.parts.language import translator_of_run
from pages.parts.people import Identity
from pages.parts.session import Here
from pages.parts.words import headline, plain

LINK_PARAMETER = "link"
"""Name in the address under which a view-only link carries its token."""

WORKSPACE_PARAMETER = "workspace"
"""Name in the address under which a link may wish for one of the workspaces open to the reader."""

_QUESTION = msg("Who may see this?")
_LONGEST_TOKEN = 100


def enter() -> Here:
    """Return who is here; where nothing is open to them, say so and end the run.

    Returns
    -------
    Here
        To be handed on with `session.meet`.
    """
    try:
        journal.begin(configuration.settings().log)
        _take_link()
        _take_workspace()
        return session.find()
    except NotAllowedError:
        entry.hidden_navigation()
        _nothing_open(translator_of_run(None))
    except (DatabaseError, SettingsError) as fault:
        journal.begin("plain")
        entry.hidden_navigation()
        _cannot_start(translator_of_run(None), fault)


def public(fault: KpiCoreError) -> Message:
    """Return what a person may read of an error: only the one at the machine reads of its insides.

    Parameters
    ----------
    fault : KpiCoreError
        Any.

    Returns
    -------
    Message
        Its own, or for others that the app is out of order.
    """
    inside = isinstance(fault, DatabaseError | SettingsError)
    if inside and not people.signs_of_request().at_the_machine:
        return msg("Goalpost cannot be used just now. Try again in a few minutes.")
    return fault.message


def sign_in_button(t: Translator, *, key: str) -> None:
    """Draw the button that leads to the sign-in; nothing where none is configured."""
    if configuration.sign_in_configured():
        st.button(
            t(msg("Sign in")),
            icon=":material/login:",
            key=key,
            type="primary",
            on_click=st.login,
        )


def sign_out_button(t: Translator, identity: Identity, *, key: str) -> None:
    """Draw the button that ends the sign-in in every tab."""
    if st.button(t(msg("Sign out")), icon=":material/logout:", key=key, type="tertiary"):
        workspaces.sign_out(identity)


def _take_link() -> None:
    # Out of the address at once: it must not stand in a picture of the screen or be sent on.
    if LINK_PARAMETER not in st.query_params:
        return
    token = st.query_params[LINK_PARAMETER]
    del st.query_params[LINK_PARAMETER]
    if workspaces.saved_store().open_link(token[:_LONGEST_TOKEN]) is None:
        state.forget(state.LINK)
        state.put(state.LINK_FAILED, True)
        return
    state.put(state.LINK, token)
    state.forget(state.LINK_FAILED, state.ACCOUNT, state.WORKSPACE)


def _take_workspace() -> None:
    # Out of the address at once: the switch in the sidebar says from now on where the reader is.
    if WORKSPACE_PARAMETER not in st.query_params:
        return
    wish = st.query_params[WORKSPACE_PARAMETER]
    del st.query_params[WORKSPACE_PARAMETER]
    if wish != state.text(state.WORKSPACE):
        state.begin_in_workspace(wish)


def _nothing_open(t: Translator) -> NoReturn:
    identity = workspaces.identity_now()
    if identity is None:
        headline(t, _QUESTION, msg("Only people who are invited see what is kept here."))
        sign_in_button(t, key="gate.in")
    else:
        _no_workspace(t, identity)
    link_failed(t)
    st.stop()


def _no_workspace(t: Translator, identity: Identity) -> None:
    headline(t, _QUESTION, msg("No workspace is open to you yet."))
    if identity.email:
        st.markdown(
            plain(
                t(
                    msg(
                        "You are signed in as {email}. Ask for an invitation to this address, then "
                        "load this page again.",
                        email=identity.email,
                    )
                )
            )
        )
    else:
        st.markdown(
            plain(
                t(
                    msg(
                        "Your sign-in does not tell a verified e-mail address, so no invitation "
                        "can reach you. Sign in with another account."
                    )
                )
            )
        )
    with st.container(horizontal=True):
        if people.may_make_workspaces(identity, configuration.settings().strategists):
            _first_workspace(t, identity)
        sign_out_button(t, identity, key="gate.out")


def _first_workspace(t: Translator, identity: Identity) -> None:
    if st.button(t(msg("Make a workspace")), type="primary", key="gate.make"):
        workspaces.saved_store().create_workspace(
            t(msg("My workspace")), owner=identity.member, email=identity.email
        )
        st.rerun()


def link_failed(t: Translator) -> None:
    """Say that the link that somebody came by opens nothing; nothing where it did."""
    if st.session_state.get(state.LINK_FAILED):
        st.warning(
            plain(
                t(
                    msg(
                        "This link opens nothing: it has expired or was withdrawn. Ask for a new "
                        "one."
                    )
                )
            ),
            icon=":material/link_off:",
        )


def _cannot_start(t: Translator, fault: KpiCoreError) -> NoReturn:
    # One clear line for whoever runs the app; the visitor reads only that it is out of order.
    journal.trouble(fault)
    st.error(plain(t(public(fault))), icon=":material/error:")
    st.stop()
