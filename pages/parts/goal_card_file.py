"""The card of a saved goal as a file to keep, print or send."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kpicore.charts.goal_card import goal_card
from kpicore.charts.goal_card_page import card_page
from kpicore.charts.published_board import match_sentence, match_source
from kpicore.goals import GoalCheck, KpiOutlook, Measure
from kpicore.messages import Message, msg
from pages.parts import yardsticks
from pages.parts.session import Here
from pages.parts.standings import Standing


def button(here: Here, standing: Standing, pace: pd.DataFrame | None) -> None:
    """Draw the button that saves a goal's card; nothing while its forecast is being made.

    Parameters
    ----------
    here : Here
        Who is here.
    standing : Standing
        The goal.
    pace : DataFrame or None
        From `kpicore.goals.pace_path`, where it is known by now.
    """
    check, outlook = standing.check, standing.outlook
    if check is None or outlook is None:
        return
    st.download_button(
        here.t(msg("Save the goal card")),
        lambda: _page(here, standing, check, outlook, pace).encode(),
        f"goal-{check.goal.kpi}-{check.goal.deadline.isoformat()}.html",
        "text/html",
        icon=":material/download:",
        type="tertiary",
        key="goals.opened.card",
        on_click="ignore",
    )


def published_beside(
    here: Here, outlook: KpiOutlook, measure: Measure
) -> tuple[tuple[Message, Message], ...]:
    """Return what others publish of the same figure, in words, each with its source.

    Parameters
    ----------
    here : Here
        Who is here.
    outlook : KpiOutlook
        The KPI.
    measure : Measure
        How the goal is read; totals are not published.

    Returns
    -------
    tuple of (Message, Message)
        Of the goal's own statistic where that was published, else the nearest one.
    """
    if len(outlook.accounts) > 1 or measure is Measure.TOTAL:
        return ()
    matches = yardsticks.matches(here, outlook.accounts[0].account_id)
    found = matches.get(outlook.definition.key, ())
    # A figure of another statistic stands beside the account's own in that statistic, and the
    # source names it; where the goal's own statistic was published, that alone is shown.
    same = [match for match in found if match.value.statistic is outlook.source.statistic]
    return tuple((match_sentence(match), match_source(match)) for match in same or found[:1])


def _page(
    here: Here,
    standing: Standing,
    check: GoalCheck,
    outlook: KpiOutlook,
    pace: pd.DataFrame | None,
) -> str:
    ids = set(outlook.account_ids)
    files = dict.fromkeys(
        record.file for record in here.workspace.imports() if ids & set(record.accounts.values())
    )
    card = goal_card(
        check,
        outlook,
        made_on=here.calendar_day,
        progress=standing.progress,
        pace=pace,
        files=tuple(files),
        published=published_beside(here, outlook, check.goal.measure),
    )
    return card_page(card, here.t)
