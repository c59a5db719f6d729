"""The way to the Scenarios page: what a link names, and the button that other pages draw."""

from __future__ import annotations

import streamlit as st

from kpicore.goals import Goal
from kpicore.messages import msg
from pages.parts.session import Here

SCENARIO = "scenario"
"""Query parameter: id of the scenario that is looked at."""
GOAL = "goal"
"""Query parameter: id of the goal that comes first."""


def what_would_make_it(here: Here, goal: Goal) -> None:
    """Draw the link from a saved goal to what it would take.

    Parameters
    ----------
    here : Here
        Who is here.
    goal : Goal
        Saved.
    """
    st.page_link(
        "pages/scenarios.py",
        label=here.t(msg("What would make it?")),
        icon=":material/alt_route:",
        query_params={GOAL: goal.goal_id},
    )
