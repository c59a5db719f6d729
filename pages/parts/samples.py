"""The made-up creator: adding it, and taking it away again."""

from __future__ import annotations

import streamlit as st

from kpicore.messages import msg
from kpicore.samples import sample_history
from pages.parts.guard import page_errors
from pages.parts.session import Here


def add_button(here: Here, *, key: str) -> None:
    """Draw the button that fills the workspace with a made-up creator.

    Parameters
    ----------
    here : Here
        Who is here.
    key : str
        Begins with the page's name.
    """
    t = here.t
    if st.button(
        t(msg("Try with sample data")),
        icon=":material/science:",
        key=key,
        disabled=not here.may_edit,
    ):
        with page_errors(t), st.spinner(t(msg("Making up a creator…"))):
            here.workspace.add_sample(sample_history(here.calendar_day))
        st.rerun()
