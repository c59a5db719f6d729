"""The second yardstick on the screen: published figures that match, and the user's own table."""

from __future__ import annotations

import streamlit as st

from kpicore.benchmarks import BenchmarkMatch, industries, why_no_match
from kpicore.benchmarks.published import COLUMNS
from kpicore.charts.published_board import (
    marks_text,
    match_sentence,
    match_source,
    published_headline,
    published_table,
)
from kpicore.kpis import CATALOGUE
from kpicore.messages import msg, msgs
from pages.parts import pickers, state, yardsticks
from pages.parts.chart import numbers_below
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.small_tables import LARGEST_MB, text_of
from pages.parts.words import paragraph, plain, section, small_print

_ROUND = "benchmarks.table.round"


def draw(here: Here, account_id: str) -> None:
    """Draw what matches, what does not and why, and the user's own table.

    Parameters
    ----------
    here : Here
        Who is here.
    account_id : str
        The account that is held against them.
    """
    t = here.t
    section(t, msg("Published figures"))
    found = yardsticks.matches(here, account_id, _industry(here, account_id))
    paragraph(t, published_headline(found))
    small_print(
        t,
        msg(
            "Shown are only figures of the same platform, KPI, denominator, statistic and number "
            "of followers. They speak of other people's accounts, your own past of yours."
        ),
    )
    if found:
        grid = st.grid("auto", min_column_width=300, border=True)
        for key, row in found.items():
            for place, match in enumerate(row):
                with grid.cell():
                    card(here, match, key=f"benchmarks.published.{key}.{place}")
        numbers_below(t, published_table(found, t), key="benchmarks.published")
    _not_shown(here, account_id, set(found))
    _own_table(here)


def _industry(here: Here, account_id: str) -> str | None:
    platform = next(a.platform for a in here.accounts if a.account_id == account_id)
    options = industries(platform, yardsticks.own_table(here))
    if not options:
        return None
    return st.selectbox(
        here.t(msg("Your industry, if publishers count it apart")),
        options,
        index=None,
        placeholder=here.t(msg("None of them")),
        key="benchmarks.industry",
        persist_state="session",
    )


def card(here: Here, match: BenchmarkMatch, *, key: str) -> None:
    """Draw one published figure beside the account's, with its source.

    Parameters
    ----------
    here : Here
        Who is here.
    match : BenchmarkMatch
        A match.
    key : str
        Begins with the page's name.
    """
    t = here.t
    small_print(t, CATALOGUE[match.figure.key].label)
    paragraph(t, match_sentence(match))
    small_print(t, match_source(match))
    with st.container(horizontal=True, vertical_alignment="center"):
        if match.figure.own_table:
            st.badge(t(msg("Your table")), color="gray")
        if match.marks:
            st.badge(plain(t(marks_text(match.marks))), color="gray")
        if match.figure.url.startswith(("https://", "http://")):
            st.link_button(
                t(msg("Source")), match.figure.url, icon=":material/open_in_new:", type="tertiary",
                key=key,
            )  # fmt: skip


def _not_shown(here: Here, account_id: str, shown: set[str]) -> None:
    t = here.t
    focus = [key for key in pickers.focus(here) if key not in shown]
    if not focus:
        return
    label = msgs(
        "Why {count} KPI of your focus has none",
        "Why {count} KPIs of your focus have none",
        len(focus),
    )
    with st.expander(t(label), icon=":material/help:", key="benchmarks.unmatched"):
        for key in focus:
            reason = why_no_match(
                here.history((account_id,)),
                key,
                here.period,
                account_id=account_id,
                today=here.calendar_day,
                industry=state.text("benchmarks.industry") or None,
                own_table=yardsticks.own_table(here),
            )
            paragraph(t, msg("{kpi}: {reason}", kpi=CATALOGUE[key].label, reason=reason))


def _own_table(here: Here) -> None:
    t = here.t
    box = st.expander(
        t(msg("Your own table of published figures")),
        icon=":material/table:",
        key="benchmarks.table",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        own = yardsticks.own_table(here)
        small_print(
            t,
            msg(
                "A CSV file with these columns, rates in percent: {columns}.",
                columns=COLUMNS,
            ),
        )
        if own:
            paragraph(
                t,
                msgs("{count} figure is loaded.", "{count} figures are loaded.", len(own)),
            )
            if st.button(
                t(msg("Remove the table")),
                key="benchmarks.table.remove",
                icon=":material/delete:",
                disabled=not here.may_edit,
            ):
                here.workspace.save_published_text("")
                st.rerun()
        given = st.file_uploader(
            t(msg("Table of published figures")),
            type=["csv"],
            max_upload_size=LARGEST_MB,
            key=f"benchmarks.table.{state.number(_ROUND)}",
            disabled=not here.may_edit,
        )
        if given is not None:
            with page_errors(t, stop=False):
                here.workspace.save_published_text(text_of(given.getvalue()))
                state.count_up(_ROUND)
                st.rerun()
