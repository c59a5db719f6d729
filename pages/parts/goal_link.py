"""The way to a saved goal: what a link names."""

from __future__ import annotations

import streamlit as st

from kpicore.goals import Goal

PARAMETER = "goal"
"""A link may open a goal as ``?goal=`` and its id."""


def open_goal(goal: Goal) -> None:
    """Let the next run show a goal on a page of its own."""
    st.query_params[PARAMETER] = goal.goal_id
