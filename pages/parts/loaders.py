"""What pages ask for more than once: the only caches of the app.

Every key begins with the workspace's cache key and its data version, never with a frame: large
frames are only sampled when they are hashed, and a key without the workspace would hand one
visitor's data to another. What is cached is frozen and treated as read-only, so it is shared
without copies (`cache_resource`), and bounded in number and time.
"""

from __future__ import annotations

import streamlit as st

from kpicore.history import History
from kpicore.store import Workspace

KEPT_HISTORIES = 12
"""Histories kept in memory over all workspaces; two years of two accounts take about 5 MB."""

KEPT_RESULTS = 256
"""Small results kept over all workspaces."""

KEPT_FOR = "1h"
"""After this long a result is made anew from the store."""


@st.cache_resource(show_spinner=False, max_entries=KEPT_HISTORIES, ttl=KEPT_FOR)
def history(workspace_id: str, data_version: int, _workspace: Workspace) -> History:
    """Return all that a workspace holds.

    Parameters
    ----------
    workspace_id : str
        Random, never used twice.
    data_version : int
        Rises with every change of its data.
    _workspace : Workspace
        Where it is read from.

    Returns
    -------
    History
        Shared: do not change its frames.
    """
    return _workspace.load_history()


@st.cache_resource(show_spinner=False, max_entries=KEPT_HISTORIES, ttl=KEPT_FOR)
def chosen_history(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    _workspace: Workspace,
) -> History:
    """Return the part of a workspace that speaks of some accounts.

    Parameters
    ----------
    workspace_id : str
        Random, never used twice.
    data_version : int
        Rises with every change of its data.
    account_ids : tuple of str
        The accounts.
    _workspace : Workspace
        Where it is read from.

    Returns
    -------
    History
        Shared: do not change its frames.
    """
    return history(workspace_id, data_version, _workspace).only(account_ids)
