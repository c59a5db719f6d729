"""What a page does when something is wrong: what a person can act on, and what is a bug."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import streamlit as st

from kpicore.errors import KpiCoreError
from kpicore.language import Translator
from kpicore.messages import msg
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


class Unexpected:
    """Offers another try where a page ends in a bug, which stays visible and in the log.

    Parameters
    ----------
    t : Translator
        The reader's language.
    """

    def __init__(self, t: Translator) -> None:
        self._t = t

    def __enter__(self) -> None:
        """Begin to watch."""

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        """Draw the offer above Streamlit's own box; nothing is swallowed."""
        # Streamlit ends runs with exceptions that are no `Exception`: nothing is wrong then.
        if not isinstance(fault, Exception):
            return
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            sentence = msg("This page met an error of its own. What was saved before is kept.")
            st.markdown(":material/error: " + plain(self._t(sentence)))
            # To press it runs the page again; there is nothing else to do.
            st.button(self._t(msg("Try again")), icon=":material/refresh:", key="guard.again")
