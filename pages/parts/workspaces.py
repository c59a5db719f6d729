"""Which workspace this session works in: a saved one, or a private one in memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from threading import Lock
from time import monotonic, time

import streamlit as st

from kpicore.store import PERSON_HERE, Store, Workspace, WorkspaceInfo
from pages.parts import configuration, journal, people, state
from pages.parts.people import Identity

KEPT_VISITORS = 60
"""Private workspaces held at once; the one used longest ago leaves first."""

GRACE_SECONDS = 600
"""How long a private workspace waits for a session that lost its connection. Streamlit itself
remembers such a session for 300 s."""


class Standing(StrEnum):
    """By what right somebody is here."""

    HERE = "here"
    """The person at the machine."""
    MEMBER = "member"
    """Somebody who signed in."""
    LINK = "link"
    """Somebody who came by a view-only link."""
    VISITOR = "visitor"
    """Anybody else, in a private workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A workspace as this session may use it.

    Attributes
    ----------
    workspace : Workspace
        Where everything is read from and written to.
    saved : bool
        Whether it outlives the session.
    standing : Standing
        By what right it is open.
    info : WorkspaceInfo or None
        Its name, and the role that the database told in this run; None where it is not asked.
    all : tuple of WorkspaceInfo
        All that are open to the person, to choose from.
    identity : Identity or None
        Who signed in.
    """

    workspace: Workspace
    saved: bool
    standing: Standing = Standing.HERE
    info: WorkspaceInfo | None = None
    all: tuple[WorkspaceInfo, ...] = ()
    identity: Identity | None = None


class Visitors:
    """Private workspaces in memory, by the random id of their session."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stores: OrderedDict[str, Store] = OrderedDict()
        self._left_at: dict[str, float] = {}

    def workspace(self, visitor: str) -> Workspace:
        """Return the visitor's workspace, made at first use.

        Parameters
        ----------
        visitor : str
            Random id kept in the session's state.

        Returns
        -------
        Workspace
            Nobody else's.
        """
        with self._lock:
            self._left_at.pop(visitor, None)
            self._end_those_that_left()
            if visitor not in self._stores:
                self._stores[visitor] = Store.in_memory()
            self._stores.move_to_end(visitor)
            while len(self._stores) > KEPT_VISITORS:
                _, oldest = self._stores.popitem(last=False)
                oldest.close()
            return self._stores[visitor].personal_workspace()

    def leave(self, visitor: str) -> None:
        """Note that the visitor's connection ended; the workspace follows after a while."""
        with self._lock:
            self._left_at[visitor] = monotonic()

    def _end_those_that_left(self) -> None:
        now = monotonic()
        for visitor, left_at in list(self._left_at.items()):
            if now - left_at > GRACE_SECONDS:
                del self._left_at[visitor]
                store = self._stores.pop(visitor, None)
                if store is not None:
                    store.close()


@st.cache_resource(show_spinner=False)
def visitors() -> Visitors:
    """Return the visitors of this process."""
    return Visitors()


@st.cache_resource(show_spinner=False)
def saved_store() -> Store:
    """Return the database of this process, brought to its present schema."""
    options = configuration.settings()
    return Store.open(options.database_url, data_folder=options.data_folder)


@st.cache_resource(scope="session", show_spinner=False, on_release=lambda v: visitors().leave(v))
def _presence(visitor: str) -> str:
    return visitor


@st.cache_resource(show_spinner=False, ttl="24h", max_entries=2)
def _tidied(day: date) -> date:
    """Once a day: what has expired goes, and what nobody used for as long as the host says."""
    store, days = saved_store(), configuration.settings().retention_days
    store.forget_expired()
    if days:
        deleted = store.delete_unused(day - timedelta(days=days))
        journal.event("retention", deleted=deleted)
    return day


@st.cache_resource(show_spinner=False, ttl="24h", max_entries=1000)
def _used(workspace_id: str, day: date) -> date:
    saved_store().note_use(workspace_id, day)
    return day


def of_session() -> Opened | None:
    """Return the workspace of the session that runs now; decided anew in every run.

    Returns
    -------
    Opened or None
        What a view-only link opens; a saved workspace of the person at the machine or of whoever
        signed in; else a private one. None where nothing is open to them.

    Raises
    ------
    DatabaseError
        If the database cannot be opened.
    SettingsError
        If an option has a wrong value.
    """
    opened = _by_link() or _saved()
    if opened is not None:
        day = datetime.now(UTC).date()
        _used(opened.workspace.workspace_id, day)
        _tidied(day)
        return opened
    if identity_now() is not None or not configuration.settings().visitors:
        return None
    visitor = _presence(state.visitor_id())
    return Opened(workspace=visitors().workspace(visitor), saved=False, standing=Standing.VISITOR)


def identity_now() -> Identity | None:
    """Return who signed in, None for nobody."""
    return people.identity_of_request(time())


def sign_out(identity: Identity) -> None:
    """End a sign-in in all its tabs, and leave this one for the provider's own way out."""
    saved_store().end_sign_in(identity.member, identity.issued_at)
    st.logout()


def _by_link() -> Opened | None:
    token = state.text(state.LINK)
    if not token:
        return None
    found = saved_store().open_link(token)
    if found is None:
        # It has expired or was withdrawn while the tab was open.
        state.forget(state.LINK)
        state.put(state.LINK_FAILED, True)
        return None
    workspace, info = found
    return Opened(workspace=workspace, saved=True, standing=Standing.LINK, info=info, all=(info,))


def _saved() -> Opened | None:
    if people.signs_of_request().at_the_machine:
        store = saved_store()
        infos = store.workspaces(PERSON_HERE)
        if not infos:
            store.personal_workspace()
            infos = store.workspaces(PERSON_HERE)
        return _chosen(PERSON_HERE, infos, Standing.HERE, None)
    identity = identity_now()
    if identity is None:
        return None
    store = saved_store()
    if identity.email:
        store.welcome(identity.member, email=identity.email, issued_at=identity.issued_at)
    infos = store.workspaces(identity.member, issued_at=identity.issued_at)
    return _chosen(identity.member, infos, Standing.MEMBER, identity) if infos else None


def _chosen(
    member: str, infos: tuple[WorkspaceInfo, ...], standing: Standing, identity: Identity | None
) -> Opened:
    # The wish may be anything: it only chooses among what the database says is open.
    wish = state.text(state.WORKSPACE)
    info = next((i for i in infos if i.workspace_id == wish), infos[0])
    return Opened(
        workspace=saved_store().workspace(info.workspace_id, member=member),
        saved=True,
        standing=standing,
        info=info,
        all=infos,
        identity=identity,
    )
