"""What it would take."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline, section

QUESTION = msg("What would it take?")

here = entry.enter("scenarios")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()

    # Forecasts and charts take a second to import; a newcomer's first page needs neither.
    from kpicore.scenarios import Scenario, aim_words, answer, compare
    from pages.parts import (
        scenario_aims,
        scenario_cards,
        scenario_editor,
        scenario_loaders,
        scenario_views,
    )
    from pages.parts.configuration import thresholds

    top = st.container()
    aims = scenario_aims.choose(here)
    if not aims:
        with top:
            headline(t, QUESTION, msg("Your data hold no figure over time yet."))
        st.stop()
    kept = scenario_cards.of_accounts(here)
    shown = scenario_cards.sheet(kept)
    focus = scenario_cards.looked_at(shown)
    ground = scenario_loaders.ground(here, here.account_ids)
    bare = Scenario(name=t(msg("As forecast")), account_ids=here.account_ids)
    found = [
        compare((bare, *shown), aim.goal, aim.outlook, ground, thresholds=thresholds())
        for aim in aims
    ]
    lead, outcomes = aims[0], found[0]
    with top:
        headline(t, QUESTION, answer(outcomes, aim_words(lead.goal, lead.outlook)))
        empty.made_up(here)
    scenario_cards.draw(here, outcomes, focus, lead)
    scenario_cards.new_one(here, kept)
    if focus is None:
        scenario_cards.examples(here, ground, lead)
    else:
        outcome = next(o for o in outcomes if o.scenario.scenario_id == focus.scenario_id)
        section(t, msg("What “{name}” changes", name=focus.name))
        scenario_views.charts(here, lead, outcomes, focus)
        scenario_views.reasons(here, outcome)
        scenario_editor.draw(here, focus, kept, aims, ground)
        scenario_views.table(here, aims, found)
    scenario_views.smallest_changes(here, lead, focus)
