"""Cards: one KPI with its change and line, one goal with its odds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from types import MappingProxyType
from typing import Literal

import streamlit as st

from kpicore.goals.model import GoalCheck, Status, Verdict
from kpicore.kpis.definition import Direction, KpiDefinition
from kpicore.kpis.value import KpiValue
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.units import MISSING_TEXT, Probability
from pages.parts.words import paragraph, plain, small_print


@dataclass(frozen=True, slots=True)
class Mark:
    """A judgement as word and icon, so that it never rests on colour alone.

    Attributes
    ----------
    icon : str
        Material icon.
    word : Message
        The judgement.
    """

    icon: str
    word: Message


VERDICT_MARKS: Mapping[Verdict, Mark] = MappingProxyType(
    {
        Verdict.SAFE: Mark(":material/verified:", msg("Safe")),
        Verdict.REALISTIC: Mark(":material/check_circle:", msg("Realistic")),
        Verdict.STRETCH: Mark(":material/trending_up:", msg("Stretch")),
        Verdict.UNLIKELY: Mark(":material/block:", msg("Unlikely")),
    }
)
"""How likely a target is."""

STATUS_MARKS: Mapping[Status, Mark] = MappingProxyType(
    {
        Status.TOO_EARLY: Mark(":material/hourglass_empty:", msg("Too early to say")),
        Status.AHEAD: Mark(":material/rocket_launch:", msg("Ahead")),
        Status.ON_PACE: Mark(":material/check_circle:", msg("On pace")),
        Status.AT_RISK: Mark(":material/warning:", msg("At risk")),
        Status.OUT_OF_REACH: Mark(":material/block:", msg("Out of reach")),
        Status.REACHED: Mark(":material/trophy:", msg("Reached")),
        Status.MISSED: Mark(":material/flag:", msg("Missed")),
        Status.WAITING: Mark(":material/schedule:", msg("Waiting for data")),
    }
)
"""How a running goal stands."""

_DELTA_COLOURS: Mapping[Direction, Literal["normal", "inverse", "off"]] = MappingProxyType(
    {Direction.UP: "normal", Direction.DOWN: "inverse", Direction.NEUTRAL: "off"}
)


def kpi_card(
    t: Translator, definition: KpiDefinition, value: KpiValue, line: Sequence[float] = ()
) -> None:
    """Draw one KPI: value, change on the period before, its line; or why there is no value.

    Parameters
    ----------
    t : Translator
        The reader's language.
    definition : KpiDefinition
        What the KPI is.
    value : KpiValue
        Its value over the chosen period.
    line : sequence of float
        Recent values, oldest first; none draws no line. Missing values are left out of the line.
    """
    if value.value is None:
        with st.container(border=True, height="stretch"):
            small_print(t, definition.label)
            st.title(MISSING_TEXT, anchor=False)
            if value.reason is not None:
                small_print(t, value.reason)
        return
    known = [point for point in line if not isnan(point)]
    st.metric(
        plain(t(definition.label)),
        t.amount(value.value, value.unit, currency=value.currency),
        t.change(value.change) if value.change is not None else None,
        delta_color=_DELTA_COLOURS[definition.direction],
        delta_description=_compared_with(t, value),
        help=plain(t(definition.meaning)),
        chart_data=known if len(known) > 1 else None,
        chart_type="area",
        border=True,
        height="stretch",
    )


def _compared_with(t: Translator, value: KpiValue) -> str | None:
    if value.change is None or value.previous_period is None:
        return None
    return t(msg("on the {days} days before", days=value.previous_period.days))


def goal_card(
    t: Translator, sentence: Message, check: GoalCheck | None, status: Status | None
) -> None:
    """Draw one saved goal: its odds, how it stands, its sentence.

    Parameters
    ----------
    t : Translator
        The reader's language.
    sentence : Message
        The goal in one sentence.
    check : GoalCheck or None
        What the forecast says of it; None while that is being computed or cannot be.
    status : Status or None
        How it stands; None likewise.
    """
    with st.container(border=True):
        if check is not None:
            odds = msg("{odds} likely", odds=Probability(check.probability))
            st.title(plain(t(odds)), anchor=False)
        if status is not None:
            judgement(t, STATUS_MARKS[status])
        paragraph(t, sentence)


def judgement(t: Translator, mark: Mark) -> None:
    """Draw a judgement as icon and word."""
    st.markdown(f"{mark.icon} **{plain(t(mark.word))}**")
