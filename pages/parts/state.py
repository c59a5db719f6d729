"""The state of one session: ids and choices, nothing that is big or belongs to somebody else.

Frames, histories and results are never put here; they live in the bounded caches of
`pages.parts.loaders`, keyed by workspace. Every key of the app's own is named once, below; the keys
of widgets begin with the name of their page.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final, TypeVar
from uuid import uuid4

import streamlit as st

from kpicore.periods import Period

C = TypeVar("C", bound=StrEnum)

ENTERED: Final = "entry.entered"
VISITOR: Final = "people.visitor"
LINK: Final = "people.link"
LINK_FAILED: Final = "people.link_failed"
WORKSPACE: Final = "head.workspace"
LANGUAGE: Final = "head.language"
ACCOUNT: Final = "head.account"
PERIOD: Final = "head.period"
DAYS: Final = "head.days"

ALL_ACCOUNTS: Final = "*"
"""Value of the account picker that means every account of the workspace."""


def entered() -> bool:
    """Return whether the entry script has run in this session."""
    return bool(st.session_state.get(ENTERED, False))


def mark_entered() -> None:
    """Remember that the entry script has run in this session."""
    st.session_state[ENTERED] = True


def visitor_id() -> str:
    """Return the random id of this session's private workspace, made at first use."""
    if VISITOR not in st.session_state:
        st.session_state[VISITOR] = uuid4().hex
    return str(st.session_state[VISITOR])


def text(key: str, default: str = "") -> str:
    """Return a text kept in the session.

    Parameters
    ----------
    key : str
        Its name.
    default : str
        Returned when there is none.

    Returns
    -------
    str
        The text.
    """
    value = st.session_state.get(key, default)
    return value if isinstance(value, str) else default


def choice(key: str, default: C) -> C:
    """Return a choice of a closed set kept in the session.

    Parameters
    ----------
    key : str
        Of a widget, perhaps: in a callback its value is whatever was sent, not yet one of the
        options.
    default : StrEnum
        Returned where the value is none of its kind.

    Returns
    -------
    StrEnum
        Of the kind of `default`.
    """
    kind = type(default)
    value = text(key)
    return kind(value) if value in set(kind) else default


def put(key: str, value: str | int | float | bool) -> None:
    """Keep a plain value in the session.

    Parameters
    ----------
    key : str
        Its name.
    value : str, int, float or bool
        Anything bigger belongs into the store or a cache.
    """
    st.session_state[key] = value


def days(key: str) -> Period | None:
    """Return a span of days kept in the session; None where it has no beginning or no end yet."""
    match st.session_state.get(key):
        case (date() as first, date() as last) if first <= last:
            return Period(first, last)
    return None


def number(key: str) -> int:
    """Return a counter kept in the session, 0 at first; for the keys of widgets made anew."""
    value = st.session_state.get(key, 0)
    return value if isinstance(value, int) else 0


def count_up(key: str) -> None:
    """Raise a counter kept in the session by one."""
    st.session_state[key] = number(key) + 1


def forget(*keys: str) -> None:
    """Drop values from the session; those that are not there are passed over."""
    for key in keys:
        st.session_state.pop(key, None)


def forget_all_but(*keys: str) -> None:
    """Drop everything from the session but some values: another workspace begins anew."""
    for key in set(map(str, st.session_state)) - set(keys):
        st.session_state.pop(key, None)


def begin_in_workspace(workspace_id: str) -> None:
    """Wish for a workspace: what was chosen in one client's means nothing in another's.

    Parameters
    ----------
    workspace_id : str
        From anywhere; it only chooses among what the database says is open.
    """
    forget_all_but(WORKSPACE, LANGUAGE, ENTERED, VISITOR, LINK, LINK_FAILED)
    st.session_state[WORKSPACE] = workspace_id
