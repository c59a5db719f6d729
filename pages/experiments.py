"""What trying it out says."""

import streamlit as st

from kpicore.messages import msg
from pages.parts import empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("Which version works better?")

here = entry.enter("experiments")
t = here.t

with page_errors(t):
    from kpicore.experiments import verdict_sentence
    from pages.parts import experiment_cards, experiment_entry, experiment_loaders

    kept = experiment_loaders.of_accounts(here)
    focus = experiment_cards.looked_at(kept)
    if focus is None:
        headline(
            t,
            QUESTION,
            msg("Only an experiment tells what causes what: show two versions, compare, decide."),
        )
        small_print(
            t,
            msg(
                "Upload a table with a row per variant, post or day, type the results in, or plan "
                "an experiment and see how many posts or days it needs. Your exports are not "
                "needed for it."
            ),
        )
        experiment_entry.draw(here, kept)
        st.stop()
    from pages.parts import experiment_views

    found = experiment_loaders.analysis(here, focus)
    headline(t, QUESTION, verdict_sentence(found))
    if focus.account_ids:
        empty.made_up(here)
    experiment_cards.draw(here, kept, focus)
    experiment_views.draw(here, found)
    experiment_entry.draw(here, kept)
