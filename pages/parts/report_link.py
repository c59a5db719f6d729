"""The way to a report from where a reader would look for it."""

from __future__ import annotations

import streamlit as st

from kpicore.messages import msg
from pages.parts.session import Here

PARAMETER = "kind"
"""Of the page's address: the kind of report that a link means, by its code."""
PLAN = "plan"


def draw(here: Here, kind: str) -> None:
    """Draw the link to a report.

    Parameters
    ----------
    here : Here
        Who is here.
    kind : str
        Of the report.
    """
    st.page_link(
        "pages/reports.py",
        label=here.t(msg("Make a report of it")),
        icon=":material/description:",
        query_params={PARAMETER: kind},
    )
