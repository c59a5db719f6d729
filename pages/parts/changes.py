"""What changed: the KPIs that moved most against the period before, each with a link."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import streamlit as st

from kpicore.kpis import KpiValue, kpi
from kpicore.messages import msg
from kpicore.units import Amount, Change, Unit
from pages.parts.cards import SMALLEST_CHANGE
from pages.parts.session import Here
from pages.parts.words import plain

SHOWN = 3

SMALLEST_COUNT = 30
"""Below so many things a change is mostly chance: 3 shares after 1 are no +200 %."""


def biggest(found: Iterable[KpiValue], besides: Collection[str]) -> tuple[KpiValue, ...]:
    """Return the KPIs with the largest relative change.

    Parameters
    ----------
    found : iterable of KpiValue
        Over the chosen period.
    besides : collection of str
        Keys that are shown elsewhere.

    Returns
    -------
    tuple of KpiValue
        At most three, the largest change first; small counts and unchanged KPIs are left out.
    """
    moved = [
        v
        for v in found
        if v.key not in besides and abs(v.change or 0.0) >= SMALLEST_CHANGE and _enough(v)
    ]
    return tuple(sorted(moved, key=lambda v: abs(v.change or 0.0), reverse=True)[:SHOWN])


def _enough(value: KpiValue) -> bool:
    if value.denominator is not None:
        return (value.numerator or 0.0) >= SMALLEST_COUNT
    if value.unit is not Unit.COUNT:
        return True
    return min(value.value or 0.0, value.previous or 0.0) >= SMALLEST_COUNT


def draw(here: Here, shown: Iterable[KpiValue]) -> None:
    """Draw one line per KPI, which leads to its page."""
    t = here.t
    for value in shown:
        line = msg(
            "{kpi}: {value}, {change} from {previous}.",
            kpi=kpi(value.key).label,
            value=Amount(value.value or 0.0, value.unit, value.currency),
            change=Change(value.change or 0.0),
            previous=Amount(value.previous or 0.0, value.unit, value.currency),
        )
        rising = (value.change or 0.0) > 0
        st.page_link(
            "pages/kpis.py",
            label=plain(t(line)),
            icon=":material/trending_up:" if rising else ":material/trending_down:",
            query_params={"kpi": value.key},
        )
    st.page_link(
        "pages/changes.py", label=t(msg("Was it sudden? Look day by day")), icon=":material/bolt:"
    )
