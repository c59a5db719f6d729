"""The sheet for what no platform exports, to be filled in by hand."""

from __future__ import annotations

import streamlit as st

from kpicore.ingest import TEMPLATE_COLUMNS, template_bytes
from kpicore.messages import msg
from pages.parts.session import Here
from pages.parts.words import section, small_print

FILE_NAME = "goalpost-template"


def draw(here: Here) -> None:
    """Draw what the template is for, and its two downloads.

    Parameters
    ----------
    here : Here
        Who is here; the template speaks their language and begins with their month.
    """
    t = here.t
    first = here.calendar_day.replace(day=1)
    language = t.code if t.code in TEMPLATE_COLUMNS else "en"
    section(t, msg("What no platform exports"))
    small_print(
        t,
        msg(
            "Direct messages, response times, comment replies, posts by others, hashtag mentions, "
            "conversions and live sessions: fill in this sheet, one row per day, and drop it above."
        ),
    )
    with st.container(horizontal=True):
        st.download_button(
            t(msg("Template as CSV")),
            lambda: template_bytes("csv", first, language),
            f"{FILE_NAME}.csv",
            "text/csv",
            key="upload.template.csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            t(msg("Template as Excel")),
            lambda: template_bytes("xlsx", first, language),
            f"{FILE_NAME}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="upload.template.xlsx",
            on_click="ignore",
            icon=":material/table:",
        )
    st.page_link(
        "pages/experiments.py",
        label=t(msg("Results of A/B tests have a page of their own")),
        icon=":material/experiment:",
    )
