"""What a visitor must know: their workspace is private, and ends with the visit."""

from __future__ import annotations

import streamlit as st

from kpicore.messages import msg
from pages.parts.session import Here


def banner(here: Here) -> None:
    """Say where the data are, and offer to take them along; nothing where they are saved."""
    if here.saved:
        return
    t = here.t
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            ":material/visibility_off: "
            + t(msg("Only you see this workspace, and it ends when you close the page."))
        )
