"""The way in: the registry of pages, the navigation, and the guard at the top of every page.

Beside a folder named ``pages/`` Streamlit runs a page *without* the entry script when a fresh
process is opened by a deep link: no navigation, no session, the old sidebar. `enter` notices that
and sends the session through the entry script to the same page.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from kpicore.language import Translator, english
from kpicore.messages import Message, msg
from pages.parts import journal, session, state
from pages.parts.session import Here

ICON = Path(__file__).with_name("icon.png")
"""Drawn from the app's own files: a Material icon here would be fetched from a third party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """One page of the navigation.

    Attributes
    ----------
    section : Message
        Heading under which it stands.
    title : Message
        Its name.
    icon : str
        Material icon.
    by_account : bool, default True
        Whether what it says follows the account that is chosen above it.
    by_period : bool, default False
        Whether it follows the period.
    """

    section: Message
    title: Message
    icon: str
    by_account: bool = True
    by_period: bool = False

    def shown(self, name: str, t: Translator) -> StreamlitPage:
        """Return the page as Streamlit knows it; its address never changes with the language."""
        return st.Page(
            f"pages/{name}.py",
            title=t(self.title),
            icon=self.icon,
            url_path=None if name == HOME else name,
            default=name == HOME,
        )


HOME = "overview"

_DATA, _UNDERSTAND = msg("Data"), msg("Understand")
_PLAN, _LEARN = msg("Plan"), msg("Learn")

PAGES: Mapping[str, PageEntry] = MappingProxyType(
    {
        "upload": PageEntry(
            section=_DATA,
            title=msg("Upload history"),
            icon=":material/upload_file:",
            by_account=False,
        ),
        "people": PageEntry(
            section=_DATA,
            title=msg("Who may see this"),
            icon=":material/group_add:",
            by_account=False,
        ),
        "overview": PageEntry(
            section=_UNDERSTAND, title=msg("Overview"), icon=":material/home:", by_period=True
        ),
        "kpis": PageEntry(
            section=_UNDERSTAND, title=msg("KPIs"), icon=":material/monitoring:", by_period=True
        ),
        "benchmarks": PageEntry(
            section=_UNDERSTAND,
            title=msg("Benchmarks"),
            icon=":material/straighten:",
            by_period=True,
        ),
        "channels": PageEntry(
            section=_UNDERSTAND,
            title=msg("Channels"),
            icon=":material/view_column:",
            by_account=False,
            by_period=True,
        ),
        "audience": PageEntry(section=_UNDERSTAND, title=msg("Audience"), icon=":material/groups:"),
        "forecast": PageEntry(
            section=_UNDERSTAND, title=msg("Forecast"), icon=":material/timeline:"
        ),
        "changes": PageEntry(
            section=_UNDERSTAND, title=msg("Sudden changes"), icon=":material/bolt:"
        ),
        "portfolio": PageEntry(
            section=_PLAN, title=msg("Portfolio"), icon=":material/view_list:", by_account=False
        ),
        "goals": PageEntry(section=_PLAN, title=msg("Goals"), icon=":material/flag:"),
        "plan": PageEntry(section=_PLAN, title=msg("Plan"), icon=":material/account_tree:"),
        "scenarios": PageEntry(section=_PLAN, title=msg("Scenarios"), icon=":material/alt_route:"),
        "experiments": PageEntry(
            section=_PLAN, title=msg("Experiments"), icon=":material/experiment:"
        ),
        "review": PageEntry(section=_PLAN, title=msg("Review"), icon=":material/fact_check:"),
        "reports": PageEntry(
            section=_PLAN, title=msg("Reports"), icon=":material/description:", by_period=True
        ),
        "track_record": PageEntry(
            section=_PLAN, title=msg("Track record"), icon=":material/target:"
        ),
        "what_works": PageEntry(
            section=_LEARN, title=msg("What works"), icon=":material/lightbulb:"
        ),
        "posting_time": PageEntry(
            section=_LEARN, title=msg("Posting time"), icon=":material/schedule:"
        ),
        "retention": PageEntry(
            section=_LEARN, title=msg("Retention"), icon=":material/hourglass_bottom:"
        ),
        "live": PageEntry(section=_LEARN, title=msg("Live"), icon=":material/sensors:"),
        "funnel": PageEntry(
            section=_LEARN, title=msg("Funnel"), icon=":material/filter_alt:", by_period=True
        ),
        "comments": PageEntry(section=_LEARN, title=msg("Comments"), icon=":material/forum:"),
        "glossary": PageEntry(
            section=_LEARN, title=msg("Glossary"), icon=":material/menu_book:", by_account=False
        ),
    }
)
"""File name without ending, which is also the page's address, to its place in the navigation."""


def configure() -> None:
    """Set the window's name and icon; before the navigation, which would fetch an icon."""
    st.set_page_config(page_title="Goalpost", page_icon=str(ICON), layout="wide")


def settle() -> None:
    """Freeze what the imports made: once when the app is in, once more when charts are.

    Streamlit collects garbage after every run of a script; walking the hundred thousands of
    objects of pandas and Altair each time costs a quarter of a second that nobody gains by.
    """
    _freeze(with_charts="altair" in sys.modules)


@st.cache_resource(show_spinner=False)
def _freeze(*, with_charts: bool) -> None:  # what is loaded is the key of the cache
    gc.freeze()


def navigation(t: Translator) -> StreamlitPage:
    """Draw the navigation and return the page that the session is on.

    Parameters
    ----------
    t : Translator
        The reader's language.

    Returns
    -------
    StreamlitPage
        To be run.
    """
    sections: dict[str, list[StreamlitPage]] = {}
    for name, page in PAGES.items():
        sections.setdefault(t(page.section), []).append(page.shown(name, t))
    return st.navigation(sections, expanded=True)


def entry_of(page: StreamlitPage) -> PageEntry:
    """Return the place in the navigation of the page that the session is on."""
    return PAGES[page.url_path or HOME]


def hidden_navigation() -> None:
    """Name the pages without showing them: left unnamed, Streamlit would offer the folder's."""
    st.navigation([p.shown(n, english()) for n, p in PAGES.items()], position="hidden")


def enter(name: str) -> Here:
    """Open a page; its first call.

    Parameters
    ----------
    name : str
        Key of `PAGES`.

    Returns
    -------
    Here
        Who is here and what they look at. Where the entry script has not run in this session, the
        run ends instead, and the next one goes through it to the same page.
    """
    if not state.entered():
        configure()
        hidden_navigation()
        # A copy: switching empties the live parameters before it reads what it is given.
        asked = {key: st.query_params.get_all(key) for key in st.query_params}
        st.switch_page(path_of(name), query_params=asked)
    settle()
    here = session.here()
    journal.event(
        "page",
        page=name,
        standing=here.opened.standing.value,
        workspace=journal.short(here.workspace.workspace_id),
    )
    return here


def path_of(name: str) -> str:
    """Return the path of a page for ``st.switch_page`` and ``st.page_link``."""
    return f"pages/{name}.py"
