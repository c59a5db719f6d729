"""What a visitor must know: their workspace is private, and ends with the visit."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kpicore.errors import FileTooLargeError
from kpicore.ingest.options import MEGABYTE
from kpicore.messages import msg
from kpicore.store import Action, FileLimits
from pages.parts import configuration, gate, state
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import plain, small_print

FILE_NAME = "goalpost-workspace.zip"
_ROUND = "visit.round"


def banner(here: Here) -> None:
    """Say where the data are, and offer to take them along; nothing where they are saved."""
    t = here.t
    gate.link_failed(t)
    if here.saved:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            ":material/visibility_off: "
            + plain(t(msg("Only you see this workspace, and it ends when you close the page.")))
        )
        if here.accounts:
            take_along(here, key="visit.download")
        with st.popover(t(msg("Bring it back")), icon=":material/upload:"):
            bring_back(here, key="visit.restore")
        gate.sign_in_button(t, key="visit.sign_in")


def take_along(here: Here, *, key: str, on_click: Callable[[], None] | None = None) -> None:
    """Draw the button that saves the whole workspace as one file.

    Parameters
    ----------
    here : Here
        Who is here.
    key : str
        Begins with the page's name.
    on_click : callable, optional
        Called once somebody takes it.
    """
    st.download_button(
        here.t(msg("Take it along")),
        here.workspace.export_workspace,
        FILE_NAME,
        "application/zip",
        key=key,
        on_click=on_click or "ignore",
        icon=":material/download:",
        disabled=not here.may_edit,
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
    allowed = here.may(Action.MANAGE)
    given = st.file_uploader(
        t(msg("Workspace file")),
        type=["zip"],
        key=f"{key}.{state.number(_ROUND)}",
        disabled=not allowed,
    )
    if given is not None and st.button(
        t(msg("Restore")), type="primary", key=f"{key}.go", disabled=not allowed
    ):
        with page_errors(t):
            restore(here, given)
        state.count_up(_ROUND)
        state.forget(state.ACCOUNT, state.LANGUAGE)
        st.rerun()


def restore(here: Here, given: UploadedFile) -> None:
    """Put a workspace file in the place of what is there.

    Parameters
    ----------
    here : Here
        Who is here.
    given : UploadedFile
        The file; the browser's limit binds browsers only, so its size is looked at again.

    Raises
    ------
    KpiCoreError
        If the file is none, too large, or the reader may not do this; nothing is changed then.
    """
    limits = configuration.limits()
    if given.size > limits.file_bytes:
        raise FileTooLargeError(
            msg(
                "The file is {size} MB; at most {megabytes} MB can be given at once.",
                size=given.size // MEGABYTE + 1,
                megabytes=limits.file_bytes // MEGABYTE,
            )
        )
    here.workspace.restore_workspace(
        given.getvalue(), limits=FileLimits(unpacked_bytes=limits.unpacked_bytes)
    )
