"""Workspaces as a whole: their names, new ones for new clients, and deleting one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from kpicore.messages import msg
from kpicore.store import PERSON_HERE, Action
from pages.parts import configuration, people, sidebar, state, visit, workspaces
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import paragraph, section, small_print
from pages.parts.workspaces import Standing

_SAVED = "people.saved"
"""Id of the workspace that was saved as a file in this session, which deleting it waits for."""


def draw(here: Here) -> None:
    """Draw the name of the workspace, and what makes another one; each for whom it is allowed."""
    if not here.saved or here.opened.standing is Standing.LINK:
        return
    owns, makes = here.may(Action.MANAGE), _may_make(here)
    if not owns and not makes:
        return
    section(here.t, msg("Workspaces"))
    if owns:
        _rename(here)
    if makes:
        _make(here)


def _may_make(here: Here) -> bool:
    identity = here.opened.identity
    if here.opened.standing is Standing.HERE:
        return True
    return identity is not None and people.may_make_workspaces(
        identity, configuration.settings().strategists
    )


def _rename(here: Here) -> None:
    t = here.t
    with (
        st.form("people.rename", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input(
            t(msg("Name of this workspace")),
            value=sidebar.workspace_name(here),
            key=f"people.name.{here.workspace.workspace_id}",
            max_chars=80,
        )
        asked = st.form_submit_button(t(msg("Rename")))
    if asked and name.strip():
        with page_errors(t):
            here.workspace.rename(name.strip())
        st.rerun()


def _make(here: Here) -> None:
    t = here.t
    with st.form("people.make", clear_on_submit=True, border=True):
        paragraph(t, msg("A workspace for another client"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(t(msg("Name")), key="people.new_name", max_chars=80)
            asked = st.form_submit_button(t(msg("Make")), icon=":material/add:")
        alike = st.checkbox(
            t(msg("Set up as this one: stage, KPIs, published figures and saved mappings")),
            key="people.alike",
            disabled=not here.may_edit,
        )
        small_print(t, msg("Data, goals, notes and people of this client stay here."))
    if asked and name.strip():
        with page_errors(t):
            made = _made(here, name, alike=alike and here.may_edit)
        state.forget_all_but(state.ENTERED, state.LANGUAGE)
        state.put(state.WORKSPACE, made)
        st.rerun()


def _made(here: Here, name: str, *, alike: bool) -> str:
    store, identity = workspaces.saved_store(), here.opened.identity
    member = PERSON_HERE if identity is None else identity.member
    email = "" if identity is None else identity.email
    if alike:
        return store.copy_as_template(here.workspace.workspace_id, name, member=member, email=email)
    return store.create_workspace(name, owner=member, email=email)


def end(here: Here) -> None:
    """Draw what deletes the workspace, once it was saved as a file."""
    t, own_id = here.t, here.workspace.workspace_id
    section(t, msg("Delete this workspace"))
    days = configuration.settings().retention_days
    if days:
        small_print(
            t, msg("It is deleted by itself when nobody uses it for {days} days.", days=days)
        )
    small_print(
        t,
        msg(
            "First save it as a file, from which it can be restored. Then everything in it is "
            "deleted at once, for everybody, and cannot be brought back from here."
        ),
    )
    with st.container(horizontal=True):
        visit.take_along(here, key="people.save", on_click=partial(state.put, _SAVED, own_id))
        if st.button(
            t(msg("Delete it")),
            icon=":material/delete_forever:",
            key="people.delete",
            disabled=state.text(_SAVED) != own_id,
        ):
            with page_errors(t):
                workspaces.saved_store().delete_workspace(own_id, member=here.workspace.member)
            state.forget_all_but(state.ENTERED, state.LANGUAGE)
            st.rerun()
