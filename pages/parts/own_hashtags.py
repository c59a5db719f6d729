"""The field for a workspace's own hashtags, without which their posts cannot be told apart."""

from __future__ import annotations

import re
from dataclasses import replace

import streamlit as st

from kpicore.messages import msg
from pages.parts import state
from pages.parts.session import Here
from pages.parts.words import plain

KPI = "hashtag_engagement"
_KEY = "kpis.hashtags"
_WORDS = re.compile(r"[^\s,;#]+")


def field(here: Here) -> None:
    """Draw the field; what is typed is kept with the workspace.

    Parameters
    ----------
    here : Here
        Who is here.
    """
    t = here.t
    st.session_state[_KEY] = " ".join(f"#{tag}" for tag in here.preferences.own_hashtags)
    st.text_input(
        t(msg("Your own hashtags")),
        key=_KEY,
        placeholder="#one #two",
        help=plain(t(msg("Posts with one of them count in hashtag engagement."))),
        disabled=not here.may_edit,
        on_change=_keep,
        args=(here,),
    )


def _keep(here: Here) -> None:
    typed = dict.fromkeys(tag.casefold() for tag in _WORDS.findall(state.text(_KEY)))
    here.workspace.save_preferences(replace(here.preferences, own_hashtags=tuple(typed)))
