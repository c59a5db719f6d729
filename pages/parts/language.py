"""Which language this run speaks, and telling the browser so."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from kpicore.language import Translator, choose_language, translator
from pages.parts import state

# Streamlit always writes <html lang="en">; screen readers and line breaking need the real one.
# Fixed texts: nothing that a user or a file says ever becomes part of a script.
_HTML_LANGUAGE: Mapping[str, str] = MappingProxyType(
    {
        "en": "<script>document.documentElement.lang='en'</script>",
        "ko": "<script>document.documentElement.lang='ko'</script>",
        "zh": "<script>document.documentElement.lang='zh-Hans'</script>",
    }
)


def translator_of_run(saved: str | None) -> Translator:
    """Return the translator for this run of the script.

    Parameters
    ----------
    saved : str or None
        The language saved with the workspace. It wins over the choice of this session, that over
        ``?lang=``, that over the browser's language; English is last.

    Returns
    -------
    Translator
        Of the first of these that the app speaks.
    """
    return translator(
        choose_language(
            saved,
            state.text(state.LANGUAGE),
            st.query_params.get("lang"),
            st.context.locale,
        )
    )


def tell_browser(t: Translator) -> None:
    """Set the language of the document."""
    st.html(_HTML_LANGUAGE[t.code], unsafe_allow_javascript=True)
