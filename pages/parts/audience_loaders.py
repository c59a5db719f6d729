"""What is asked of the audience more than once, kept like everything in `pages.parts.loaders`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd
import streamlit as st

from kpicore.kpis import (
    AudienceGroup,
    Dimension,
    active_hours,
    audience_shares,
    audience_told,
    followers_against_viewers,
)
from kpicore.store import Workspace
from pages.parts.loaders import KEPT_FOR, KEPT_RESULTS, chosen_history, history
from pages.parts.session import Here

_SHARES = tuple(d for d in Dimension if d is not Dimension.HOUR)

Frames = Mapping[Dimension, pd.DataFrame]
Told = Mapping[str, tuple[tuple[str, str], ...]]


def told(here: Here) -> Told:
    """Return by account which groups and dimensions the exports of the workspace hold."""
    return _told(here.kept_as, here.data_version, here.workspace)


def shares(here: Here, account_id: str, group: AudienceGroup) -> Frames:
    """Return how an audience divides, by dimension; shared: do not change the frames."""
    return _shares(here.kept_as, here.data_version, account_id, group.value, here.workspace)


def pairs(here: Here, account_id: str) -> Frames:
    """Return followers beside viewers, by dimension; shared: do not change the frames."""
    return _pairs(here.kept_as, here.data_version, account_id, here.workspace)


def hours(here: Here, account_id: str, group: AudienceGroup) -> pd.DataFrame:
    """Return when an audience is there; shared: do not change the frame."""
    return _hours(here.kept_as, here.data_version, account_id, group.value, here.workspace)


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _told(workspace_id: str, data_version: int, _workspace: Workspace) -> Told:
    return audience_told(history(workspace_id, data_version, _workspace))


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _shares(
    workspace_id: str, data_version: int, account_id: str, group: str, _workspace: Workspace
) -> Frames:
    data = chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return MappingProxyType(
        {d: audience_shares(data, account_id, AudienceGroup(group), d) for d in _SHARES}
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _pairs(workspace_id: str, data_version: int, account_id: str, _workspace: Workspace) -> Frames:
    data = chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return MappingProxyType({d: followers_against_viewers(data, account_id, d) for d in _SHARES})


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _hours(
    workspace_id: str, data_version: int, account_id: str, group: str, _workspace: Workspace
) -> pd.DataFrame:
    data = chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return active_hours(data, account_id, AudienceGroup(group))
