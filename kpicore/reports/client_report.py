"""The client's report: how every account did, what moved it, and how the goals stand."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpicore.charts.bars import AXIS_PIXELS, BAR_PIXELS, bars_chart
from kpicore.charts.channel_board import (
    SHARE_LABELS,
    share_bars,
    share_sentence,
    shares_table,
)
from kpicore.charts.quantity import Quantity
from kpicore.history import Account
from kpicore.kpis import CATALOGUE, STAGE_KPIS, KpiValue, channel_shares, ordered_kpis
from kpicore.kpis.stages import STAND_INS
from kpicore.messages import msg, msgs
from kpicore.reports.blocks import Block, Chart, Heading, Note, Shape, Table
from kpicore.reports.goal_blocks import goals_table, plan_chart, way_of
from kpicore.reports.kpi_blocks import (
    account_names,
    channels_table,
    figures_of,
    kpi_table,
    line_of,
    posts_table,
)
from kpicore.reports.material import Material
from kpicore.reports.parts import Parts
from kpicore.reports.sources import data_origin
from kpicore.reviews import review_sentence

MOST_ROWS = 14
"""KPIs in a table of accounts: more than that is no overview."""
USUAL = ("views", "followers", "net_followers", "engagement_rate_by_views", "posting_frequency")
"""Rows of that table at every stage."""
DRAWN_SHARES = ("net_followers", "engagements")
"""What accounts contribute to, as bars; the table holds their output."""
MOST_WAYS = 3
"""Goals whose way is drawn; the table holds all of them."""


def client_parts(material: Material) -> Parts:
    """Say how the accounts did, one by one and side by side, and how the goals stand."""
    by_account = {a.account_id: material.values([a.account_id]) for a in material.accounts}
    core = _shared(material, by_account)
    if core:
        headline = review_sentence(core[0], core[0].period, material.standings)
    else:
        headline = msg("Your data hold no figure in these days.")
    blocks: list[Block] = []
    if len(material.accounts) > 1:
        blocks += _side_by_side(material)
    for account in material.accounts:
        found = by_account[account.account_id]
        blocks += _account(account, found, material, new_page=bool(blocks))
    blocks += goals_part(material)
    tables = [_all_figures(a, by_account[a.account_id], material) for a in material.accounts]
    told = [table for table in tables if table is not None]
    if told:
        blocks += [Heading(text=msg("All figures")), *told]
    return Parts(headline=headline, period=material.period, blocks=tuple(blocks))


def _shared(
    material: Material, by_account: Mapping[str, tuple[KpiValue, ...]]
) -> tuple[KpiValue, ...]:
    """Return what matters most among the KPIs that every account gives, else among all of them."""
    together = material.values()
    told = [{v.key for v in row if v.value is not None} for row in by_account.values()]
    common = set.intersection(*told) if told else set()
    return material.core([v for v in together if v.key in common]) or material.core(together)


def _side_by_side(material: Material) -> list[Block]:
    names = account_names(material.accounts)
    wanted = dict.fromkeys(
        [
            *material.core_kpis,
            *(key for kpi in STAGE_KPIS[material.stage] for key in (kpi, *STAND_INS.get(kpi, ()))),
            *(
                "views",
                "followers",
                "net_followers",
                "engagement_rate_by_views",
                "posting_frequency",
            ),
        ]
    )
    table = channels_table(material, names, tuple(wanted)[:MOST_ROWS])
    blocks: list[Block] = [
        Heading(
            text=msg("All accounts"),
            sentence=msgs(
                "{count} account, each by its platform's own way of counting.",
                "{count} accounts, each by its platform's own way of counting; what cannot be "
                "added is not added.",
                len(material.accounts),
            ),
        )
    ]
    if table is not None:
        blocks.append(table)
    return [*blocks, *_contributions(material, names)]


def _contributions(material: Material, names: dict[str, str]) -> list[Chart]:
    shares = channel_shares(
        material.history,
        material.period,
        account_ids=material.account_ids,
        today=material.today,
        options=material.options,
    )
    bars = {key: share_bars(shares, "account_id", key, names) for key in DRAWN_SHARES}
    return [
        _contribution(frame, key, material)
        for key, frame in bars.items()
        if len(frame) > 1 and frame["value"].abs().sum() > 0
    ]


def _contribution(bars: pd.DataFrame, key: str, material: Material) -> Chart:
    definition = CATALOGUE[key]
    quantity = Quantity(label=definition.label, unit=definition.unit)
    return Chart(
        title=msg("{topic}: {kpi} by account", topic=SHARE_LABELS[key], kpi=definition.label),
        summary=share_sentence(bars, key),
        origin=data_origin(material),
        draw=lambda t: bars_chart(bars, quantity=quantity, t=t),
        numbers=lambda _t: shares_table(bars, key),
        shape=Shape.BARS,
        lines=("value",),
        height=BAR_PIXELS * len(bars) + AXIS_PIXELS,
    )


def _account(
    account: Account, values: tuple[KpiValue, ...], material: Material, *, new_page: bool
) -> list[Block]:
    core = material.core(values)
    name = account_names([account])[account.account_id]
    heading = Heading(text=name, new_page=new_page)
    if not core:
        return [
            heading,
            Note(sentences=(msg("These days hold no figure of this account."),)),
        ]
    blocks: list[Block] = [heading, *figures_of(core, material)]
    line = line_of(core[0], material)
    if line is not None:
        blocks.append(line)
    blocks += _posts(core, values, material)
    notes = tuple(dict.fromkeys(note for value in core for note in value.notes))
    if notes:
        blocks.append(Note(sentences=notes, small=True))
    return blocks


def _posts(
    core: tuple[KpiValue, ...], values: tuple[KpiValue, ...], material: Material
) -> tuple[Block, ...]:
    """Return the posts behind the first KPI that posts can tell."""
    views = tuple(v for v in values if v.key == "views" and v.value is not None)
    for value in (*core, *views):
        found = posts_table(value, material)
        if found:
            return found
    return ()


def _all_figures(
    account: Account, values: tuple[KpiValue, ...], material: Material
) -> Table | None:
    core = material.core(values)
    if not core:
        return None
    name = account_names([account])[account.account_id]
    return kpi_table(_ordered(values, core), material, title=name)


def _ordered(values: tuple[KpiValue, ...], core: tuple[KpiValue, ...]) -> list[KpiValue]:
    found = {v.key: v for v in values}
    return [found[key] for key in ordered_kpis([v.key for v in core]) if key in found]


def goals_part(material: Material) -> list[Block]:
    """Return how the goals stand; nothing without goals.

    Parameters
    ----------
    material : Material
        What the report is made of.

    Returns
    -------
    list of Block
        The goals in a table, their odds together, and the ways of the first ones.
    """
    table = goals_table(material)
    if table is None:
        return []
    blocks: list[Block] = [Heading(text=msg("Goals")), table]
    if material.odds is not None and len(material.running) > 1:
        blocks.append(plan_chart(material, material.odds))
    ways = [way_of(found, material) for found in material.running[:MOST_WAYS]]
    return [*blocks, *(way for way in ways if way is not None)]
