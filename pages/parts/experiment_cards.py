"""Experiments as cards: which there are, what each says, and which one is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import streamlit as st

from kpicore.experiments import VARIED_WORDS, VERDICT_WORDS, Experiment, Verdict, lead_of
from kpicore.messages import msg
from kpicore.units import Change
from pages.parts import experiment_loaders
from pages.parts.session import Here
from pages.parts.words import plain, small_print

EXPERIMENT = "experiment"
"""Name of the address's part that says which one is looked at."""

_Colour = Literal["green", "blue", "gray", "orange"]
_LOOKS: Mapping[Verdict, tuple[str, _Colour]] = MappingProxyType(
    {
        Verdict.WINNER: (":material/trophy:", "green"),
        Verdict.LEANING: (":material/trending_up:", "blue"),
        Verdict.NO_DIFFERENCE: (":material/equal:", "gray"),
        Verdict.TOO_EARLY: (":material/hourglass_top:", "orange"),
    }
)
"""Icon and colour of a verdict; always drawn together with its word."""


def looked_at(kept: Sequence[Experiment]) -> Experiment | None:
    """Return the experiment that the address names, else the latest; None where there is none."""
    asked = st.query_params.get(EXPERIMENT)
    return next((e for e in kept if e.experiment_id == asked), kept[-1] if kept else None)


def look_at(experiment_id: str) -> None:
    """Let the next run look at an experiment, and the address name it."""
    st.query_params[EXPERIMENT] = experiment_id


def draw(here: Here, kept: Sequence[Experiment], focus: Experiment) -> None:
    """Draw every experiment as a card; nothing where there is no choice."""
    if len(kept) < 2:
        badge(here, focus)
        return
    grid = st.grid("auto", min_column_width=260, border=True)
    for experiment in kept:
        with grid.cell():
            _card(here, experiment, shown=experiment.experiment_id == focus.experiment_id)


def badge(here: Here, experiment: Experiment) -> None:
    """Draw the verdict of an experiment as a badge."""
    if not experiment.rows:
        st.badge(here.t(msg("Planned")), icon=":material/event_upcoming:", color="gray")
        return
    verdict = experiment_loaders.analysis(here, experiment).verdict
    icon, colour = _LOOKS[verdict]
    st.badge(here.t(VERDICT_WORDS[verdict]), icon=icon, color=colour)


def _card(here: Here, experiment: Experiment, *, shown: bool) -> None:
    t = here.t
    st.markdown(f"**{plain(experiment.name)}**")
    badge(here, experiment)
    small_print(
        t,
        msg(
            "{varied}, {measure}",
            varied=VARIED_WORDS[experiment.varied],
            measure=experiment.defined.label,
        ),
    )
    lead = lead_of(experiment_loaders.analysis(here, experiment))
    if lead is not None:
        best, other = experiment.variants[lead.best], experiment.variants[lead.other]
        line = msg(
            "“{best}” {change} on “{other}”", best=best, change=Change(lead.change), other=other
        )
        st.markdown(plain(t(line)))
    if shown:
        st.badge(t(msg("Shown below")), icon=":material/visibility:", color="gray")
    else:
        st.button(
            t(msg("Look at this")),
            icon=":material/visibility:",
            type="tertiary",
            key=f"experiments.look.{experiment.experiment_id}",
            on_click=look_at,
            args=(experiment.experiment_id,),
        )
