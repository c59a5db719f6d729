"""Planning an experiment: how many posts, days or tries it needs before it starts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from kpicore.errors import KpiCoreError
from kpicore.experiments import (
    LONGEST_NAME,
    MEASURES,
    MOST_VARIANTS,
    POWER,
    Design,
    Experiment,
    Need,
    Stopping,
    need_of_amount,
    need_of_rate,
    size_words,
    spread_of,
)
from kpicore.insights import Measure
from kpicore.messages import msg
from kpicore.units import Change, Probability
from pages.parts import experiment_form, experiment_schedule, insight_loaders, state
from pages.parts.experiment_results import keep
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import paragraph, small_print

_MOST_LOOKS = 12
_NAMES = "A, B"
_ROUND = "experiments.plan.round"


def draw(here: Here, key: str) -> None:
    """Draw the plan of an experiment and the button that keeps it.

    Parameters
    ----------
    here : Here
        Who is here.
    key : str
        Begins the keys of the fields.
    """
    t = here.t
    key = f"{key}.plan.{state.number(_ROUND)}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = experiment_form.measure_field(t, tuple(MEASURES), key=key)
        rate = MEASURES[measure].is_rate
        usual = Design.SPLIT if rate else Design.POSTS
        design = usual if rate else _design(here, key)
        variants = _variants(here, key)
        looks = _looks(here, key)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        worth = experiment_form.worth_field(t, 0.2, key=key)
        given = _rate(here, key) if rate else _spread(here, key)
    with page_errors(t, stop=False):
        need = (
            need_of_rate(given, worth, variants=len(variants), looks=looks)
            if rate
            else need_of_amount(given, worth, design=design, variants=len(variants), looks=looks)
        )
        bare = Experiment(
            name="?",
            account_ids=here.account_ids,
            varied=experiment_form.varied_field(t, key=key),
            measure=measure,
            design=design,
            variants=variants,
            worth=worth,
            stopping=Stopping.PLANNED,
            planned=float(need.in_all),
        )
        _answer(here, bare, need, looks)
        if design is Design.DAYS:
            experiment_schedule.draw(here, variants, need.in_all, key="plan")
        _keep(here, bare, key)


def _answer(here: Here, bare: Experiment, need: Need, looks: int) -> None:
    t = here.t
    paragraph(
        t,
        msg(
            "It takes {all}, {each} of each variant, to find a difference of {worth} with a chance "
            "of {power}.",
            all=size_words(bare, need.in_all),
            each=need.per_variant,
            worth=Change(bare.worth),
            power=Probability(POWER),
        ),
    )
    if looks > 1:
        small_print(
            t,
            msg(
                "Looking {looks} times costs a little: the looks share the doubt that a single one "
                "would have for itself.",
                looks=looks,
            ),
        )


def _design(here: Here, key: str) -> Design:
    return experiment_form.design_field(here.t, Design.POSTS, key=key)


def _variants(here: Here, key: str) -> tuple[str, ...]:
    typed = st.text_input(
        here.t(msg("Variants, the usual one first")),
        _NAMES,
        help=here.t(msg("Two to five names, separated by commas.")),
        max_chars=MOST_VARIANTS * LONGEST_NAME,
        key=f"{key}.variants",
    )
    parts = str(typed).replace("，", ",").replace("、", ",").split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _looks(here: Here, key: str) -> int:
    typed = st.number_input(
        here.t(msg("Looks, the last included")),
        value=1,
        min_value=1,
        max_value=_MOST_LOOKS,
        step=1,
        key=f"{key}.looks",
    )
    return int(typed)


def _rate(here: Here, key: str) -> float:
    typed = st.number_input(
        here.t(msg("Usual rate (%)")),
        value=5.0,
        min_value=0.01,
        max_value=99.0,
        step=0.5,
        format="%.2f",
        key=f"{key}.rate",
    )
    return float(typed) / 100


def _spread(here: Here, key: str) -> float:
    typed = st.number_input(
        here.t(msg("Spread between posts or days")),
        value=round(own_spread(here), 2),
        min_value=0.01,
        max_value=5.0,
        step=0.05,
        format="%.2f",
        help=here.t(
            msg(
                "Standard deviation of the logarithm of what is counted, at first that of the "
                "views of your own posts. At 0.7 most posts have between half and twice the usual."
            )
        ),
        key=f"{key}.spread",
    )
    return float(typed)


def _keep(here: Here, bare: Experiment, key: str) -> None:
    t = here.t
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = experiment_form.name_field(t, "", key=key)
        pressed = st.button(t(msg("Keep the plan")), type="primary", key="experiments.keep_plan")
    if pressed:
        made = replace(bare, name=name.strip())
        state.count_up(_ROUND)
        keep(here, made, 0)


def own_spread(here: Here) -> float:
    """Return how far the views of the account's own posts differ, on the scale of logarithms."""
    values = [np.zeros(0)]
    for account_id in here.account_ids:
        try:
            posts = insight_loaders.comparable(here, account_id, Measure.VIEWS)
        except KpiCoreError:
            # An account without posts tells nothing of them; the usual spread is offered then.
            continue
        values.append(np.exp(posts.response))
    return spread_of(max(values, key=len))
