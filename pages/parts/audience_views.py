"""The audience on the screen: who, where, when, and viewers against followers."""

from __future__ import annotations

import streamlit as st

from kpicore.charts.audience_board import (
    MOST_BARS,
    audience_bars,
    hours_table,
    pair_bars,
    pair_table,
    shares_audience_table,
)
from kpicore.charts.audience_sentences import (
    hours_summary,
    largest_part,
    pair_summary,
    shares_summary,
)
from kpicore.charts.audience_words import DIMENSION_WORDS, GROUP_WORDS
from kpicore.charts.bars import bars_chart
from kpicore.charts.hours import hours_chart
from kpicore.charts.quantity import Quantity
from kpicore.kpis import AudienceGroup, Dimension
from kpicore.messages import msg
from kpicore.units import Unit
from pages.parts import audience_loaders
from pages.parts.chart import chart_with_table
from pages.parts.session import Here
from pages.parts.words import section, small_print

_IN_HEADLINE = (Dimension.GENDER, Dimension.AGE, Dimension.TERRITORY)


def with_audience(here: Here) -> tuple[str, ...]:
    """Return the chosen accounts whose exports tell of an audience."""
    told = audience_loaders.told(here)
    return tuple(account_id for account_id in here.account_ids if account_id in told)


def group_of(here: Here, account_id: str) -> AudienceGroup:
    """Draw the choice between followers and viewers where both are told; return it."""
    t = here.t
    told = audience_loaders.told(here)[account_id]
    groups = [g.value for g in AudienceGroup if any(group == g.value for group, _ in told)]
    if len(groups) < 2:
        return AudienceGroup(groups[0])
    chosen = st.segmented_control(
        t(msg("Whose audience")),
        groups,
        default=groups[0],
        format_func=lambda g: t(GROUP_WORDS[AudienceGroup(g)]),
        key="audience.group",
        required=True,
        persist_state="session",
    )
    return AudienceGroup(chosen or groups[0])


def largest(
    here: Here, account_id: str, group: AudienceGroup
) -> dict[Dimension, tuple[str, float]]:
    """Return word and share of the largest part by gender, age and territory."""
    told = audience_loaders.shares(here, account_id, group)
    parts = {d: largest_part(told[d], d, here.t) for d in _IN_HEADLINE}
    return {d: part for d, part in parts.items() if part is not None}


def shares(here: Here, account_id: str, group: AudienceGroup) -> None:
    """Draw how the audience divides, a chart for each dimension that was exported."""
    t = here.t
    for dimension, found in audience_loaders.shares(here, account_id, group).items():
        if found.empty:
            continue
        section(t, DIMENSION_WORDS[dimension])
        bars = audience_bars(found, dimension, t)
        before = bool(bars["mark"].notna().any())
        chart_with_table(
            t,
            bars_chart(
                bars.head(MOST_BARS),
                quantity=Quantity(label=msg("Share"), unit=Unit.SHARE),
                t=t,
                bar_label=msg("Now"),
                mark_label=msg("Export before") if before else None,
            ),
            summary=shares_summary(found, bars),
            table=shares_audience_table(bars, dimension),
            key=f"audience.{group.value}.{dimension.value}",
        )


def hours(here: Here, account_id: str, group: AudienceGroup) -> None:
    """Draw when the audience is there."""
    t = here.t
    found = audience_loaders.hours(here, account_id, group)
    section(t, msg("When they are there"))
    if found.empty:
        small_print(t, msg("The exports do not tell at which hours these people are there."))
        return
    chart_with_table(
        t,
        hours_chart(found, t=t),
        summary=hours_summary(found, t),
        table=hours_table(found, t),
        key=f"audience.{group.value}.hours",
    )


def viewers_beside_followers(here: Here, account_id: str) -> None:
    """Draw followers against viewers, by each dimension that both are exported by."""
    t = here.t
    pairs = audience_loaders.pairs(here, account_id)
    told = {d: both for d, both in pairs.items() if not both.empty}
    section(t, msg("Followers against viewers"))
    if not told:
        small_print(
            t, msg("For this the exports must tell both: who follows and who watches, alike.")
        )
        return
    small_print(t, msg("Where they differ, your content reaches other people than follow you."))
    for dimension, both in told.items():
        bars = pair_bars(both, dimension, t)
        chart_with_table(
            t,
            bars_chart(
                bars.head(MOST_BARS),
                quantity=Quantity(label=DIMENSION_WORDS[dimension], unit=Unit.SHARE),
                t=t,
                bar_label=GROUP_WORDS[AudienceGroup.VIEWERS],
                mark_label=GROUP_WORDS[AudienceGroup.FOLLOWERS],
            ),
            summary=pair_summary(bars),
            table=pair_table(bars, dimension),
            key=f"audience.pair.{dimension.value}",
        )
