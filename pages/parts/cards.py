"""Cards: one KPI with its change and line, one goal with its odds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from types import MappingProxyType
from typing import Literal

import streamlit as st

from kpicore.goals import GoalCheck, Status
from kpicore.goals.words import STATUS_WORDS, Word
from kpicore.kpis.definition import Direction, KpiDefinition
from kpicore.kpis.value import KpiValue
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.units import MISSING_TEXT, Probability
from pages.parts.words import paragraph, plain, small_print

_DELTA_COLOURS: Mapping[Direction, Literal["normal", "inverse", "off"]] = MappingProxyType(
    {Direction.UP: "normal", Direction.DOWN: "inverse", Direction.NEUTRAL: "off"}
)

SMALLEST_CHANGE = 0.0005
"""Written as 0 %: neither better nor worse, so neither arrow nor colour."""


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
    steady = value.change is not None and abs(value.change) < SMALLEST_CHANGE
    # Neither better nor worse where the platform counted something else before.
    steady = steady or value.counted_differently
    known = [point for point in line if not isnan(point)]
    st.metric(
        plain(t(definition.label)),
        t.amount(value.value, value.unit, currency=value.currency),
        t.change(value.change) if value.change is not None else None,
        delta_color="off" if steady else _DELTA_COLOURS[definition.direction],
        delta_arrow="off" if steady else "auto",
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
    if value.counted_differently:
        return t(msg("on days that were counted differently"))
    if value.unfinished:
        # Half a month is held against the same days of the month before, not the days before.
        span = value.previous_period
        return t(msg("on {first} to {last}", first=span.first, last=span.last))
    return t(msg("on the {days} days before", days=value.previous_period.days))


def goal_card(
    t: Translator,
    aim: Message,
    check: GoalCheck | None = None,
    status: Status | None = None,
    *,
    standing: Message | None = None,
) -> None:
    """Draw one saved goal into its card: its odds, how it stands, what it takes from here.

    Parameters
    ----------
    t : Translator
        The reader's language.
    aim : Message
        The goal in one short sentence.
    check : GoalCheck, optional
        What the forecast says of it; none while that is being computed or cannot be.
    status : Status, optional
        How it stands; none likewise.
    standing : Message, optional
        What it takes from here, in one sentence.
    """
    if status is not None:
        judgement(t, STATUS_WORDS[status])
    if check is not None:
        odds = msg("{odds} likely", odds=Probability(check.probability))
        st.title(plain(t(odds)), anchor=False)
    paragraph(t, aim)
    if standing is not None:
        small_print(t, standing)


def judgement(t: Translator, word: Word) -> None:
    """Draw a judgement as icon and word, so that it never rests on colour alone."""
    st.markdown(f":material/{word.icon}: **{plain(t(word.label))}**", help=plain(t(word.meaning)))
