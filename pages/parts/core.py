"""The few KPIs that matter at a stage: their cards, and the sentence made of the first one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import streamlit as st

from kpicore.kpis import KpiValue, Stage, kpi
from kpicore.kpis.labels import STAGE_LABELS
from kpicore.kpis.stages import STAGE_KPIS, focus_kpis
from kpicore.messages import Message, msg
from kpicore.store import Action
from kpicore.units import Amount, Change
from pages.parts import cards, loaders, state
from pages.parts.session import Here

_STAGE_KEY = "overview.stage"


def stage_picker(here: Here) -> Stage:
    """Draw the picker of the stage and return the choice; kept with the workspace.

    Parameters
    ----------
    here : Here
        Who is here.

    Returns
    -------
    Stage
        What the workspace works on.
    """
    kept = here.preferences.stage or Stage.BRAND
    if not here.may_edit:
        kept = state.choice(_STAGE_KEY, kept)
    st.session_state[_STAGE_KEY] = kept.value
    st.pills(
        here.t(msg("What you are working on")),
        [stage.value for stage in STAGE_LABELS],
        required=True,
        format_func=lambda code: here.t(STAGE_LABELS[Stage(code)]),
        key=_STAGE_KEY,
        wrap=True,
        on_change=_keep_stage,
        args=(here,),
    )
    return kept


def _keep_stage(here: Here) -> None:
    kept = here.preferences.stage or Stage.BRAND
    wish = state.choice(_STAGE_KEY, kept)
    if wish is not kept and here.workspace.allows(Action.EDIT):
        # A new stage picks its own KPIs.
        chosen = replace(here.preferences, stage=wish, core_kpis=())
        here.workspace.save_preferences(chosen)


def values(here: Here) -> Mapping[str, KpiValue]:
    """Return every KPI of the chosen accounts over the chosen period, by key."""
    found = loaders.kpi_values(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        period=here.period,
        today=here.calendar_day,
        options=here.options,
    )
    return MappingProxyType({value.key: value for value in found})


def of_stage(here: Here, stage: Stage) -> tuple[KpiValue, ...]:
    """Return the KPIs of a stage that are shown: those with a value, the most telling first.

    Parameters
    ----------
    here : Here
        Who is here.
    stage : Stage
        What the workspace works on.

    Returns
    -------
    tuple of KpiValue
        Those that the user chose, else at most three; where none has a value the first ones with
        their reasons.
    """
    found = values(here)
    computable = [key for key, value in found.items() if value.value is not None]
    own = [key for key in here.preferences.core_kpis if key in computable]
    return tuple(found[key] for key in own or focus_kpis(stage, computable) or STAGE_KPIS[stage])


def draw(here: Here, shown: Sequence[KpiValue]) -> None:
    """Draw the cards."""
    lines = loaders.kpi_lines(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        today=here.calendar_day,
        options=here.options,
    )
    grid = st.grid("auto", min_column_width=240)
    for value in shown:
        with grid.cell():
            cards.kpi_card(here.t, kpi(value.key), value, lines.get(value.key, ()))


def sentence(value: KpiValue) -> Message:
    """Return where a KPI stands, in one sentence.

    Parameters
    ----------
    value : KpiValue
        Its value over the chosen period.

    Returns
    -------
    Message
        With its change where there is one, or the reason why there is no value.
    """
    label = kpi(value.key).label
    if value.value is None:
        return value.reason or msg("{kpi} cannot be told from these data.", kpi=label)
    amount = Amount(value.value, value.unit, value.currency)
    if value.change is None or value.previous_period is None:
        return msg(
            "{kpi}: {value} from {first} to {last}.",
            kpi=label,
            value=amount,
            first=value.period.first,
            last=value.period.last,
        )
    if value.counted_differently:
        return msg(
            "{kpi}: {value}. The platform counted differently before, so that a comparison says "
            "little.",
            kpi=label,
            value=amount,
        )
    if value.unfinished:
        return msg(
            "{kpi}: {value} so far, {change} on the same days from {first} to {last}.",
            kpi=label,
            value=amount,
            change=Change(value.change),
            first=value.previous_period.first,
            last=value.previous_period.last,
        )
    return msg(
        "{kpi}: {value}, {change} on the {days} days before.",
        kpi=label,
        value=amount,
        change=Change(value.change),
        days=value.previous_period.days,
    )
