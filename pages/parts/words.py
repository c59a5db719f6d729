"""How pages put words on the screen: the headline, small print, and text that users wrote.

Streamlit draws Markdown almost everywhere, and Markdown from a file can hold pictures that call
home. Sentences that carry a name from a file go through `plain`; longer user text is drawn with
`st.text` or in a table.
"""

from __future__ import annotations

import re

import streamlit as st

from kpicore.language import Translator
from kpicore.messages import Message

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$^=&])")


def plain(text: str) -> str:
    """Escape a text so that Markdown shows it letter by letter.

    Parameters
    ----------
    text : str
        Any text, such as a sentence that holds an account's name.

    Returns
    -------
    str
        For the Markdown arguments of Streamlit.
    """
    return _MARKDOWN.sub(r"\\\1", text.replace("\r", " ").replace("\n", " "))


def headline(t: Translator, question: Message, sentence: Message) -> None:
    """Open a page: the question it answers in small print, the answer in one large sentence.

    Parameters
    ----------
    t : Translator
        The reader's language.
    question : Message
        What the page answers.
    sentence : Message
        The answer, made of the reader's own numbers.
    """
    with st.container(gap=None):
        st.caption(plain(t(question)))
        st.title(plain(t(sentence)), anchor=False)


def section(t: Translator, title: Message) -> None:
    """Draw the heading of a part of the page."""
    st.space("small")
    st.subheader(plain(t(title)), anchor=False)


def paragraph(t: Translator, sentence: Message) -> None:
    """Draw a sentence in the body's size."""
    st.markdown(plain(t(sentence)))


def small_print(t: Translator, sentence: Message) -> None:
    """Draw a sentence in small print."""
    st.caption(plain(t(sentence)))
