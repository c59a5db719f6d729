"""Several goals together: whether the plan of a quarter will hold."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline, paragraph, small_print

QUESTION = msg("Will the plan hold together?")

here = entry.enter("plan")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    from pages.parts import goal_plan, report_link, standings

    goals = here.workspace.goals()
    top = st.container()
    if not goals:
        headline(t, QUESTION, msg("A plan begins with a goal."))
        paragraph(t, msg("Save two or three goals; here you see whether all of them can be met."))
        st.page_link("pages/goals.py", label=t(msg("New goal")), icon=":material/add:")
        st.stop()
    chosen = goal_plan.quarter(here, goals)
    found = standings.standings(here, chosen, goals)
    standings.wait_for_pending(here, found)
    running = [standing for standing in found if standing.check is not None]
    pending = any(standing.pending for standing in found)
    odds = goal_plan.odds_of(here, running) if running and not pending else None
    with top:
        headline(t, QUESTION, goal_plan.sentence(odds, chosen))
        empty.made_up(here)
    if odds is not None:
        goal_plan.draw(here, running, odds)
    elif not running and not pending:
        small_print(t, msg("None of these goals is running."))
    goal_plan.by_priority(here, found)
    report_link.draw(here, report_link.PLAN)
