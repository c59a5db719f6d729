"""Which posts made a KPI move, in frames and a sentence."""

from __future__ import annotations

import pandas as pd

from kpicore.charts.quantity import quantity_of
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.kpis import CATALOGUE, KpiValue
from kpicore.language import Translator
from kpicore.messages import Message, MessageValue, msg
from kpicore.units import Amount

TITLE_LETTERS = 40
"""Of a post's title; the table has all of it."""


def mover_bars(found: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """Return the effects of posts as bars.

    Parameters
    ----------
    found : DataFrame
        From `kpicore.kpis.posts_that_moved`.
    t : Translator
        Of the reader, for the days of posts.

    Returns
    -------
    DataFrame
        `kpicore.charts.bars.BAR_COLUMNS`, largest effect first; `own` where it pushed upward.
    """
    titles = [_short(str(title)) for title in found["title"]]
    days = [t.date(moment.date()) for moment in found["published_at"]]
    parts: list[str] = []
    for title, day in zip(titles, days, strict=True):
        part = title if title and titles.count(title) == 1 else f"{day} {title}".strip()
        # Two posts of a day under one title still need a bar each.
        parts.append(part if part not in parts else f"{part} ({len(parts) + 1})")
    effect = found["effect"].astype("float64").to_numpy()
    return pd.DataFrame({"part": parts, "value": effect, "mark": float("nan"), "own": effect > 0})


def _short(title: str) -> str:
    plain = " ".join(title.split())
    return plain if len(plain) <= TITLE_LETTERS else plain[: TITLE_LETTERS - 1] + "…"


def movers_summary(found: pd.DataFrame, value: KpiValue) -> Message:
    """Say which post moved a KPI most.

    Parameters
    ----------
    found : DataFrame
        From `kpicore.kpis.posts_that_moved`, not empty.
    value : KpiValue
        The KPI.

    Returns
    -------
    Message
        For rates and averages what they would lose without the post, for counts what it brought.
    """
    first = found.iloc[0]
    words: dict[str, MessageValue] = {
        "post": _short(str(first["title"])) or str(first["post_id"]),
        "effect": Amount(float(first["effect"]), value.unit, value.currency, signed=True),
    }
    if CATALOGUE[value.key].denominator:
        return msg("“{post}” moved it most: with it the figure is {effect}.", **words)
    return msg("“{post}” brought most: {effect} in these days.", **words)


def movers_table(found: pd.DataFrame, value: KpiValue) -> ChartTable:
    """Return the posts with their own figure, and their effect where it is another one."""
    quantity = quantity_of(value)
    columns = {
        "title": TableColumn(label=msg("Post")),
        "published_at": TableColumn(label=msg("Published on")),
        "value": TableColumn.of(quantity),
        "effect": TableColumn.of(quantity.named(msg("Effect on the whole")), signed=True),
        "url": TableColumn(label=msg("Link")),
    }
    # What a post adds to a count is what it counted: the same number twice says nothing.
    if found["effect"].equals(found["value"]):
        del columns["effect"]
    return ChartTable(frame=found, columns=columns)
