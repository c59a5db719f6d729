"""The entry script of Goalpost: ``python -m streamlit run streamlit_app.py``."""

import gc

import streamlit as st

from pages.parts import entry, session, sidebar, state, visit
from pages.parts.language import tell_browser


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Freeze what the imports made, once per process.

    Streamlit collects garbage after every run of a script; walking the hundred thousands of
    objects of pandas and Altair each time costs a quarter of a second that nobody gains by.
    """
    gc.collect()
    gc.freeze()


entry.configure()
settle()
here = session.here()
state.mark_entered()
tell_browser(here.t)
page = entry.navigation(here.t)
sidebar.draw(here)
visit.banner(here)
page.run()
