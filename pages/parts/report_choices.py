"""Which report is made: its kind, accounts, days, language, format, and whose name it carries."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from kpicore.goals import Goal
from kpicore.language import LANGUAGES
from kpicore.messages import Message, msg
from kpicore.reports import (
    FORMAT_WORDS,
    KIND_WORDS,
    Branding,
    Format,
    Kind,
    Logo,
    Paper,
    read_logo,
)
from kpicore.reports.branding import DEFAULT_COLOUR, LONGEST_NAME, MOST_LOGO_BYTES
from kpicore.reviews.model import ReviewKind
from pages.parts import report_days, report_link, standings
from pages.parts.guard import page_errors
from pages.parts.platforms import platform_name
from pages.parts.report_days import Days
from pages.parts.session import Here
from pages.parts.words import small_print

PAPER_WORDS: dict[Paper, Message] = {Paper.A4: msg("A4"), Paper.LETTER: msg("US Letter")}
KIND = "reports.kind"
"""Key of the picker of the kind, for pages that lead to a report of one."""
REVIEWS = {Kind.WEEKLY: ReviewKind.WEEKLY, Kind.MONTHLY: ReviewKind.MONTHLY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which report is made.

    Attributes
    ----------
    here : Here
        Looking at the accounts of the report.
    kind : Kind
        What it answers.
    form : Format
        Of the file.
    language : str
        Language code of the app.
    paper : Paper
        Of a PDF.
    days : Days
        That its KPIs speak of.
    goals : tuple of Goal
        That it speaks of.
    branding : Branding
        Whose name, colour and logo it carries.
    """

    here: Here
    kind: Kind
    form: Format
    language: str
    paper: Paper
    days: Days
    goals: tuple[Goal, ...]
    branding: Branding


def choose(here: Here) -> Choice:
    """Draw the pickers of a report and return the choice.

    Parameters
    ----------
    here : Here
        Who is here, with data.

    Returns
    -------
    Choice
        Which report is made.
    """
    t = here.t
    _take_wish()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = Kind(
            st.selectbox(
                t(msg("Kind of report")),
                [kind.value for kind in KIND_WORDS],
                format_func=lambda code: t(KIND_WORDS[Kind(code)]),
                key=KIND,
                persist_state="session",
            )
        )
        seen = _accounts(here, kind)
        days = report_days.choose(seen, REVIEWS.get(kind))
    goals = _goals(seen, kind)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = _form(here)
        language = _language(here)
        paper = _paper(here) if form is Format.PDF else Paper.A4
    return Choice(
        here=seen,
        kind=kind,
        form=form,
        language=language,
        paper=paper,
        days=days,
        goals=goals,
        branding=_branding(here),
    )


def _take_wish() -> None:
    """Take the kind that the link names, once: from then on the reader's choice counts."""
    wish = st.query_params.get(report_link.PARAMETER)
    if wish is not None:
        st.query_params.pop(report_link.PARAMETER)
        if wish in set(Kind):
            st.session_state[KIND] = wish


def _accounts(here: Here, kind: Kind) -> Here:
    """Draw the picker of accounts; return who is here, looking at those."""
    if len(here.accounts) < 2:
        return here
    names = {a.account_id: f"{a.name} ({platform_name(a.platform)})" for a in here.accounts}
    # A client wants to see all of their channels; the other kinds speak of what is looked at.
    first = list(names) if kind is Kind.CLIENT else list(here.account_ids)
    wish = st.multiselect(
        here.t(msg("Accounts")),
        list(names),
        default=first,
        format_func=lambda account_id: names[account_id],
        # With another account above the page the choice begins anew.
        key=f"reports.accounts.{kind is Kind.CLIENT}.{'.'.join(here.account_ids)}",
    )
    chosen = tuple(i for i in names if i in wish) or tuple(first)
    return replace(here, account_ids=chosen, today=here.today_of(chosen))


def _goals(here: Here, kind: Kind) -> tuple[Goal, ...]:
    """Return the goals that concern the accounts; draws a picker where one of them is meant."""
    mine = set(here.account_ids)
    goals = [g for g in here.workspace.goals() if mine.issuperset(g.account_ids)]
    nearest = tuple(standings.nearest(goals))
    if kind is not Kind.GOAL or not nearest:
        return nearest
    by_id = {goal.goal_id: goal for goal in nearest}
    wish = st.selectbox(
        here.t(msg("Goal")),
        list(by_id),
        format_func=lambda goal_id: here.t(standings.short_aim(by_id[goal_id])),
        key="reports.goal",
    )
    return (by_id[wish],)


def _form(here: Here) -> Format:
    wish = st.segmented_control(
        here.t(msg("File")),
        [form.value for form in FORMAT_WORDS],
        default=Format.PDF.value,
        format_func=lambda code: here.t(FORMAT_WORDS[Format(code)]),
        key="reports.form",
        required=True,
        persist_state="session",
    )
    return Format(wish or Format.PDF)


def _language(here: Here) -> str:
    return str(
        st.selectbox(
            here.t(msg("Language of the report")),
            list(LANGUAGES),
            index=list(LANGUAGES).index(here.t.code),
            format_func=lambda code: LANGUAGES[code].own_name,
            key="reports.language",
            persist_state="session",
        )
    )


def _paper(here: Here) -> Paper:
    wish = st.segmented_control(
        here.t(msg("Paper")),
        [paper.value for paper in Paper],
        default=Paper.A4.value,
        format_func=lambda code: here.t(PAPER_WORDS[Paper(code)]),
        key="reports.paper",
        required=True,
        persist_state="session",
    )
    return Paper(wish or Paper.A4)


def _branding(here: Here) -> Branding:
    t = here.t
    box = st.expander(t(msg("Name, colour and logo")), icon=":material/palette:")
    with box, page_errors(t, stop=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = _field(here, msg("Client"), "name")
            title = _field(here, msg("Title"), "title")
            author = _field(here, msg("Made by"), "author")
            colour = st.color_picker(
                t(msg("Colour")), DEFAULT_COLOUR, key="reports.colour", persist_state="session"
            )
        return Branding(name=name, title=title, author=author, colour=colour, logo=_logo(here))
    return Branding()


def _field(here: Here, label: Message, name: str) -> str:
    text = st.text_input(
        here.t(label), max_chars=LONGEST_NAME, key=f"reports.{name}", persist_state="session"
    )
    return " ".join(text.split())


def _logo(here: Here) -> Logo | None:
    t = here.t
    given = st.file_uploader(
        t(msg("Logo")), type=["png", "jpg", "jpeg", "svg"], key="reports.logo", max_upload_size=1
    )
    small_print(t, msg("PNG, JPG or SVG, up to {most} KB.", most=MOST_LOGO_BYTES // 1000))
    return None if given is None else read_logo(given.getvalue())
