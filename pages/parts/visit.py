"""What a visitor must know: their workspace is private, and ends with the visit."""

from __future__ import annotations

import streamlit as st

from kpicore.messages import msg
from pages.parts import state
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import plain, small_print

FILE_NAME = "goalpost-workspace.zip"
_ROUND = "visit.round"


def banner(here: Here) -> None:
    """Say where the data are, and offer to take them along; nothing where they are saved."""
    if here.saved:
        return
    t = here.t
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            ":material/visibility_off: "
            + plain(t(msg("Only you see this workspace, and it ends when you close the page.")))
        )
        if here.accounts:
            take_along(here, key="visit.download")
        with st.popover(t(msg("Bring it back")), icon=":material/upload:"):
            bring_back(here, key="visit.restore")


def take_along(here: Here, *, key: str) -> None:
    """Draw the button that saves the whole workspace as one file.

    Parameters
    ----------
    here : Here
        Who is here.
    key : str
        Begins with the page's name.
    """
    st.download_button(
        here.t(msg("Take it along")),
        here.workspace.export_workspace,
        FILE_NAME,
        "application/zip",
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


def bring_back(here: Here, *, key: str) -> None:
    """Draw what puts a saved workspace file in the place of what is there.

    Parameters
    ----------
    here : Here
        Who is here.
    key : str
        Begins with the page's name.
    """
    t = here.t
    small_print(t, msg("The file takes the place of everything in this workspace."))
    given = st.file_uploader(
        t(msg("Workspace file")),
        type=["zip"],
        key=f"{key}.{state.number(_ROUND)}",
        disabled=not here.may_edit,
    )
    if given is not None and st.button(
        t(msg("Restore")), type="primary", key=f"{key}.go", disabled=not here.may_edit
    ):
        with page_errors(t):
            here.workspace.restore_workspace(given.getvalue())
        state.count_up(_ROUND)
        state.forget(state.ACCOUNT, state.LANGUAGE)
        st.rerun()
