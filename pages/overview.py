"""Where I stand, and whether I will make it."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline, paragraph, section, small_print

QUESTION = msg("Where do I stand, and will I make it?")

here = entry.enter("overview")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        empty.export_places(here)
        st.stop()

    # Forecasts and charts take a second to import; a newcomer's first page needs neither.
    from pages.parts import changes, core, focus, spoken_of, standings

    top = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        stage = core.stage_picker(here)
        focus.draw(here, stage)
    shown = core.of_stage(here, stage)
    focus.warn(here, [value.key for value in shown])
    core.draw(here, shown)

    goals = here.workspace.goals()
    section(t, msg("Goals"))
    found = standings.standings(here, standings.nearest(goals), goals)
    with top:
        headline(t, QUESTION, core.sentence(shown[0]))
        spoken_of.draw(here, shown[0])
        if found and not any(standing.pending for standing in found):
            paragraph(t, standings.on_pace_sentence([standing.status for standing in found]))
        empty.made_up(here)
    if not found:
        small_print(t, msg("No goal yet. See what is likely, and aim at it."))
    standings.wait_for_pending(here, found)
    grid = st.grid("auto", min_column_width=300, border=True)
    for standing in found:
        with grid.cell(), st.container(key=f"overview.goal.{standing.goal.goal_id}"):
            standings.draw(here, standing)
    if len(found) < len(goals):
        small_print(
            t,
            msg(
                "The {shown} goals with the nearest deadlines of {count} in all.",
                shown=len(found),
                count=len(goals),
            ),
        )
    with st.container(horizontal=True):
        st.page_link("pages/goals.py", label=t(msg("New goal")), icon=":material/add:")
        if len(here.opened.all) > 1:
            st.page_link(
                "pages/portfolio.py",
                label=t(msg("Goals of all clients")),
                icon=":material/view_list:",
            )

    moved = changes.biggest(core.values(here).values(), [value.key for value in shown])
    if moved:
        section(t, msg("What changed"))
        changes.draw(here, moved)
