"""What a page does when something is wrong that a person can do something about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kpicore.errors import KpiCoreError
from kpicore.language import Translator
from pages.parts import gate
from pages.parts.words import plain


@contextmanager
def page_errors(t: Translator, *, stop: bool = True) -> Iterator[None]:
    """Show a `KpiCoreError` as one sentence in the reader's language.

    Anything else is a bug and stays visible: it is not caught here.

    Parameters
    ----------
    t : Translator
        The reader's language.
    stop : bool
        Whether the rest of the page is left out after an error.

    Yields
    ------
    None
    """
    try:
        yield
    except KpiCoreError as error:
        st.error(plain(t(gate.public(error))), icon=":material/error:")
        if stop:
            st.stop()
