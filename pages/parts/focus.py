"""Choosing the two or three KPIs that matter, other than those that the stage picks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from kpicore.kpis import CATALOGUE, Stage, focus_kpis, focus_warning
from kpicore.kpis.stages import STAGE_AIMS
from kpicore.messages import msg
from kpicore.store import Action
from pages.parts import core
from pages.parts.session import Here
from pages.parts.words import plain, small_print

_KEY = "overview.focus"


def draw(here: Here, stage: Stage) -> None:
    """Draw the choice of KPIs in a popover.

    Parameters
    ----------
    here : Here
        Who is here, with data.
    stage : Stage
        What the workspace works on.
    """
    t = here.t
    found = core.values(here)
    computable = [key for key, value in found.items() if value.value is not None]
    shown = [value.key for value in core.of_stage(here, stage)]
    st.session_state[_KEY] = [key for key in shown if key in computable]
    with st.popover(t(msg("Choose the KPIs")), icon=":material/tune:"):
        small_print(t, STAGE_AIMS[stage])
        st.multiselect(
            t(msg("KPIs in focus")),
            computable,
            format_func=lambda key: t(CATALOGUE[key].label),
            key=_KEY,
            placeholder=t(msg("As the stage picks them")),
            disabled=not here.may_edit,
            on_change=_keep,
            args=(here, stage, tuple(computable)),
        )
        st.button(
            t(msg("As the stage picks them")),
            key="overview.focus.reset",
            icon=":material/undo:",
            disabled=not here.may_edit or not here.preferences.core_kpis,
            on_click=_save,
            args=(here, ()),
        )


def warn(here: Here, shown: Sequence[str]) -> None:
    """Say so when more KPIs are in focus than a focus can hold.

    Parameters
    ----------
    here : Here
        Who is here.
    shown : sequence of str
        Keys of the KPIs in focus.
    """
    warning = focus_warning(shown)
    if warning is not None:
        st.warning(plain(here.t(warning)), icon=":material/center_focus_weak:")


def _keep(here: Here, stage: Stage, computable: tuple[str, ...]) -> None:
    wish = tuple(str(key) for key in st.session_state[_KEY] if key in CATALOGUE)
    # What the stage picks anyway follows the stage when that changes.
    _save(here, () if wish == focus_kpis(stage, computable) else wish)


def _save(here: Here, keys: tuple[str, ...]) -> None:
    if here.workspace.allows(Action.EDIT):
        here.workspace.save_preferences(replace(here.preferences, core_kpis=keys))
