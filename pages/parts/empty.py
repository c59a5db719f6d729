"""What a page shows while there is nothing to show."""

from __future__ import annotations

import streamlit as st

from kpicore.messages import Message, msg
from pages.parts import samples
from pages.parts.platforms import EXPORT_PLACES, platform_name
from pages.parts.session import Here
from pages.parts.words import headline, paragraph, section

PROMISE = msg(
    "Goalpost turns the files that your platforms export into goals, and says how likely each is."
)


def no_data(here: Here, question: Message) -> None:
    """Draw what a newcomer sees: what the app does, and the two ways to begin.

    Parameters
    ----------
    here : Here
        Who is here.
    question : Message
        What the page will answer once there are data.
    """
    t = here.t
    headline(t, question, PROMISE)
    with st.container(horizontal=True):
        if st.button(
            t(msg("Upload your exports")),
            type="primary",
            icon=":material/upload_file:",
            key="empty.upload",
            disabled=not here.may_edit,
        ):
            st.switch_page("pages/upload.py")
        samples.add_button(here, key="empty.sample")


def export_places(here: Here) -> None:
    """Draw where each platform keeps its export button."""
    section(here.t, msg("Where the export button is"))
    grid = st.grid("auto", min_column_width=300, border=True)
    for key, place in EXPORT_PLACES.items():
        with grid.cell():
            st.markdown(f"**{platform_name(key)}**")
            paragraph(here.t, place)


def made_up(here: Here) -> None:
    """Say so where the figures shown are those of the made-up creator."""
    if here.made_up:
        st.badge(here.t(msg("Made-up data")), icon=":material/science:", color="gray")
