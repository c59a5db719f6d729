"""What insight pages ask for more than once: cached like histories, by workspace and version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import streamlit as st

from kpicore.insights import (
    FEWEST_POSTS,
    Effects,
    Fit,
    Funnel,
    Hashtags,
    LiveSessions,
    Measure,
    PostingTime,
    Question,
    Retention,
    captions,
    equal_posts,
    fit_without,
    formats,
    funnel,
    hashtags,
    lengths,
    live_sessions,
    posting_time,
    retention,
    words,
)
from kpicore.insights.equal_age import EqualPosts
from kpicore.periods import Period
from kpicore.store import Workspace
from pages.parts import loaders
from pages.parts.session import Here

KEPT = 64
"""Answers kept over all workspaces; each holds a few columns of an account's posts."""

KEPT_FITS = 8
"""Models kept while the questions of a page are asked of them."""


def comparable(here: Here, account_id: str, measure: Measure) -> EqualPosts:
    """Return the posts of an account that can be compared by a measure."""
    return _comparable(*_key(here), account_id, measure.value, here.workspace)


def told(here: Here, measures: Sequence[Measure]) -> tuple[str, ...]:
    """Return the chosen accounts whose posts can be compared by one of some measures."""
    names = tuple(measure.value for measure in measures)
    return _told(*_key(here), tuple(here.account_ids), names, here.workspace)


def answers(here: Here, account_id: str, measure: Measure) -> Mapping[Question, Effects]:
    """Return what every question about posts found.

    Parameters
    ----------
    here : Here
        Who is here.
    account_id : str
        The account.
    measure : Measure
        What is compared.

    Returns
    -------
    Mapping of Question to Effects
        In the order shown.
    """
    tags = tagged(here, account_id, measure)
    themes = _themes(*_key(here), account_id, measure.value, here.workspace)
    return MappingProxyType({**themes, Question.HASHTAGS: tags.single, Question.PAIRS: tags.pairs})


def tagged(here: Here, account_id: str, measure: Measure) -> Hashtags:
    """Return what hashtags go with."""
    return _tagged(*_key(here), account_id, measure.value, here.workspace)


def times(here: Here, account_id: str, measure: Measure) -> PostingTime | None:
    """Return what posting time goes with; None with too few posts."""
    return _times(*_key(here), account_id, measure.value, here.workspace)


def staying(here: Here, account_id: str) -> Retention:
    """Return how long people stay."""
    return _staying(*_key(here), account_id, here.workspace)


def live(here: Here, account_id: str) -> LiveSessions:
    """Return the live sessions of an account."""
    return _live(*_key(here), account_id, here.workspace)


def steps(here: Here, account_id: str, period: Period) -> Funnel:
    """Return the funnel of an account over some days."""
    return _steps(*_key(here), account_id, period, here.workspace)


def _key(here: Here) -> tuple[str, int]:
    return here.kept_as, here.data_version


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _told(
    workspace_id: str,
    data_version: int,
    account_ids: tuple[str, ...],
    measures: tuple[str, ...],
    _workspace: Workspace,
) -> tuple[str, ...]:
    # Asked of all at once: fifty accounts taken out of the whole one by one take seconds.
    data = loaders.chosen_history(workspace_id, data_version, account_ids, _workspace)
    return tuple(
        i for i in account_ids if any(len(equal_posts(data, i, Measure(m))) for m in measures)
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _comparable(
    workspace_id: str, data_version: int, account_id: str, measure: str, _workspace: Workspace
) -> EqualPosts:
    data = loaders.chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return equal_posts(data, account_id, Measure(measure))


@st.cache_resource(show_spinner=False, max_entries=KEPT_FITS, ttl=loaders.KEPT_FOR)
def _without(
    workspace_id: str, data_version: int, account_id: str, measure: str, _workspace: Workspace
) -> Fit | None:
    posts = _comparable(workspace_id, data_version, account_id, measure, _workspace)
    return fit_without(posts) if len(posts) >= FEWEST_POSTS else None


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _themes(
    workspace_id: str, data_version: int, account_id: str, measure: str, _workspace: Workspace
) -> Mapping[Question, Effects]:
    data = loaders.chosen_history(workspace_id, data_version, (account_id,), _workspace)
    posts = _comparable(workspace_id, data_version, account_id, measure, _workspace)
    return MappingProxyType(
        {
            Question.FORMAT: formats(posts),
            Question.LENGTH: lengths(data, posts),
            Question.CAPTION: captions(data, posts),
            Question.WORDS: words(
                data,
                posts,
                without=_without(workspace_id, data_version, account_id, measure, _workspace),
            ),
        }
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _tagged(
    workspace_id: str, data_version: int, account_id: str, measure: str, _workspace: Workspace
) -> Hashtags:
    data = loaders.chosen_history(workspace_id, data_version, (account_id,), _workspace)
    posts = _comparable(workspace_id, data_version, account_id, measure, _workspace)
    return hashtags(
        data,
        posts,
        without=_without(workspace_id, data_version, account_id, measure, _workspace),
    )


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _times(
    workspace_id: str, data_version: int, account_id: str, measure: str, _workspace: Workspace
) -> PostingTime | None:
    data = loaders.chosen_history(workspace_id, data_version, (account_id,), _workspace)
    posts = _comparable(workspace_id, data_version, account_id, measure, _workspace)
    return posting_time(data, posts)


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _staying(
    workspace_id: str, data_version: int, account_id: str, _workspace: Workspace
) -> Retention:
    data = loaders.chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return retention(data, account_id)


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _live(
    workspace_id: str, data_version: int, account_id: str, _workspace: Workspace
) -> LiveSessions:
    data = loaders.chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return live_sessions(data, account_id)


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _steps(
    workspace_id: str, data_version: int, account_id: str, period: Period, _workspace: Workspace
) -> Funnel:
    data = loaders.chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return funnel(data, account_id, period)
