"""Making a report: the button, progress, the file, and how it looks."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import streamlit as st

from kpicore.messages import Message, msg
from kpicore.reports import (
    FORMAT_WORDS,
    KIND_WORDS,
    MIME_TYPES,
    Format,
    Kind,
    Made,
    ReportOrder,
    faces,
    make_with_preview,
)
from pages.parts import jobs, report_material, state
from pages.parts.report_choices import Choice
from pages.parts.session import Here
from pages.parts.words import paragraph, section, small_print

ASKED = "reports.asked"
"""Which report the reader asked for; with another choice the button stands there again."""
NEEDS_GOALS = frozenset({Kind.PLAN, Kind.GOAL})
PREVIEW_HEIGHT = 760


def sentence(here: Here, choice: Choice) -> Message:
    """Say what the file will be."""
    return msg(
        "{kind}, {first} – {last}, as {file}.",
        kind=KIND_WORDS[choice.kind],
        first=choice.days.period.first,
        last=choice.days.period.last,
        file=FORMAT_WORDS[choice.form],
    )


def draw(here: Here, choice: Choice) -> None:
    """Draw the button that makes the report, and the report once it is made.

    Parameters
    ----------
    here : Here
        Who is here.
    choice : Choice
        Which report is made.
    """
    t = here.t
    if choice.kind in NEEDS_GOALS and not choice.goals:
        paragraph(t, msg("This report speaks of goals, and these accounts have none yet."))
        st.page_link("pages/goals.py", label=t(msg("New goal")), icon=":material/add:")
        return
    _letters(here, choice)
    wish = _fingerprint(choice)
    if state.text(ASKED) != wish:
        st.button(
            t(msg("Make the report")),
            type="primary",
            icon=":material/description:",
            key="reports.make",
            on_click=state.put,
            args=(ASKED, wish),
        )
        return
    made = _made(choice, wish)
    if made is not None:
        _save(here, choice, made)
        _preview(here, choice, made)


def _letters(here: Here, choice: Choice) -> None:
    if not faces(choice.language).missing:
        return
    word = (
        msg("No font on this machine has the letters of this language: the PDF will be in English.")
        if choice.form is Format.PDF
        else msg("No font on this machine has the letters of this language for charts.")
    )
    small_print(here.t, word)


def _fingerprint(choice: Choice) -> str:
    """Return what tells one report from another: every choice, and what its goals are now."""
    here, brand = choice.here, choice.branding
    logo = b"" if brand.logo is None else brand.logo.png
    words = (
        choice.kind, choice.form, choice.language, choice.paper, choice.days, choice.goals,
        brand.name, brand.title, brand.author, brand.colour, here.account_ids, here.options,
        here.preferences.core_kpis, here.preferences.stage, here.events(), here.calendar_day,
    )  # fmt: skip
    return sha256(repr(words).encode() + logo).hexdigest()


def _made(choice: Choice, wish: str) -> Made | None:
    """Return the report if it is made by now; draws progress and gives None until then."""
    here = choice.here
    found = report_material.material(choice)
    if found is None:
        return None
    # Notes and decisions change without the data version.
    written = sha256(repr((found.notes, found.decisions, found.files)).encode()).hexdigest()
    key = here.key("report", wish, written)
    order = ReportOrder(
        kind=choice.kind,
        form=choice.form,
        language=choice.language,
        branding=choice.branding,
        paper=choice.paper,
    )
    made = jobs.outcome(key, make_with_preview, order, found)
    if made is None:
        jobs.wait_for(here.t, msg("Writing the report…"), key)
    return made


def _save(here: Here, choice: Choice, made: Made) -> None:
    first = choice.days.period.first.isoformat()
    st.download_button(
        here.t(msg("Save the report")),
        made.data,
        f"goalpost-{choice.kind}-{first}.{choice.form}",
        MIME_TYPES[choice.form],
        type="primary",
        icon=":material/download:",
        key="reports.save",
        on_click="ignore",
    )


def _preview(here: Here, choice: Choice, made: Made) -> None:
    t = here.t
    section(t, msg("Preview"))
    if made.pictures:
        grid = st.grid("auto", min_column_width=360)
        for number, picture in enumerate(made.pictures, start=1):
            with grid.cell(), st.container(border=True):
                st.image(picture, caption=t(msg("Page {number}", number=number)))
        return
    if choice.form is not Format.HTML:
        small_print(t, msg("The same blocks as a web page; the file is laid out for its program."))
    # As data the page has no origin: nothing in it can reach the app around it.
    address = "data:text/html;charset=utf-8;base64," + b64encode(made.page).decode()
    st.iframe(address, height=PREVIEW_HEIGHT, alt=t(KIND_WORDS[choice.kind]))
