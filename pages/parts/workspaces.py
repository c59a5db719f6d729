"""Which workspace this session works in: the saved one, or a private one in memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from time import monotonic

import streamlit as st

from kpicore.store import Store, Workspace
from pages.parts import configuration, people, state

KEPT_VISITORS = 60
"""Private workspaces held at once; the one used longest ago leaves first."""

GRACE_SECONDS = 600
"""How long a private workspace waits for a session that lost its connection. Streamlit itself
remembers such a session for 300 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A workspace as this session may use it.

    Attributes
    ----------
    workspace : Workspace
        Where everything is read from and written to.
    saved : bool
        Whether it outlives the session.
    """

    workspace: Workspace
    saved: bool


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


def of_session() -> Opened:
    """Return the workspace of the session that runs now.

    Returns
    -------
    Opened
        The saved workspace for the person at the machine, a private one for anybody else. Decided
        anew in every run, from the connection alone.

    Raises
    ------
    StoreError
        If the database cannot be opened.
    """
    if people.signs_of_request().at_the_machine:
        return Opened(workspace=saved_store().personal_workspace(), saved=True)
    visitor = _presence(state.visitor_id())
    return Opened(workspace=visitors().workspace(visitor), saved=False)
