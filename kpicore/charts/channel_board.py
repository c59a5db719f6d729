"""Channels side by side in frames and sentences; nothing is added that cannot be added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.kpis import CATALOGUE, KpiValue
from kpicore.kpis.channels import SHARED_OUT
from kpicore.language import Translator
from kpicore.messages import Message, MessageValue, msg, msgs
from kpicore.units import Amount, Unit

SHARE_LABELS: Mapping[str, Message] = MappingProxyType(
    dict(zip(SHARED_OUT, (msg("Growth"), msg("Engagement"), msg("Output")), strict=True))
)
"""What channels contribute to, by KPI."""

PER: Mapping[str, int] = MappingProxyType({"views": 1000, "impressions": 1000})
"""Results that are priced by the thousand; the others one by one."""


def side_table(
    values: Mapping[str, Sequence[KpiValue]],
    names: Mapping[str, str],
    order: Sequence[str],
    t: Translator,
) -> ChartTable:
    """Return KPIs as rows and channels as columns.

    Parameters
    ----------
    values : Mapping of str to sequence of KpiValue
        Channel to its KPIs.
    names : Mapping of str to str
        Channel to its name.
    order : sequence of str
        Keys of the catalogue in the order of the rows; KPIs that no channel gives are left out.
    t : Translator
        Of the reader.

    Returns
    -------
    ChartTable
        A dash where a channel does not give the KPI.
    """
    by_channel = {c: {v.key: v for v in row} for c, row in values.items()}
    rows = []
    for key in order:
        found = {c: row[key] for c, row in by_channel.items() if key in row}
        if all(v.value is None for v in found.values()):
            continue
        # Workbooks give each row the number format of its unit.
        told = next(v for v in found.values() if v.value is not None)
        row: dict[str, object] = {"kpi": t(CATALOGUE[key].label)}
        row |= {"unit": told.unit.value, "currency": told.currency}
        for channel in values:
            value = found.get(channel)
            number = None if value is None else value.value
            row[channel] = float("nan") if number is None else number
            row[f"{channel} words"] = (
                t.amount(None)
                if value is None
                else t.amount(number, value.unit, currency=value.currency)
            )
        rows.append(row)
    columns = {"kpi": TableColumn(label=msg("KPI"))} | {
        channel: TableColumn(label=names[channel], words=f"{channel} words") for channel in values
    }
    names_of_columns = [*columns, *(f"{c} words" for c in values), "unit", "currency"]
    return ChartTable(frame=pd.DataFrame(rows, columns=names_of_columns), columns=columns)


def share_bars(
    shares: pd.DataFrame, channel: str, key: str, names: Mapping[str, str]
) -> pd.DataFrame:
    """Return the contributions of channels to one KPI as bars, largest first.

    Parameters
    ----------
    shares : DataFrame
        From `kpicore.kpis.channel_shares` or `platform_shares`.
    channel : str
        Its column that names channels: ``account_id`` or ``platform``.
    key : str
        Of `SHARE_LABELS`.
    names : Mapping of str to str
        Channel to its name.

    Returns
    -------
    DataFrame
        `kpicore.charts.bars.BAR_COLUMNS` and ``share``; the largest counts as `own`, to stand out.
    """
    told = shares[(shares["key"] == key) & shares["value"].notna()]
    told = told.sort_values("value", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "part": [names[c] for c in told[channel]],
            "value": told["value"].astype("float64").to_numpy(),
            "mark": float("nan"),
            "own": [place == 0 for place in range(len(told))],
            "share": told["share"].astype("float64").to_numpy(),
        }
    )


def share_sentence(bars: pd.DataFrame, key: str) -> Message:
    """Say which channel contributes most to a KPI.

    Parameters
    ----------
    bars : DataFrame
        From `share_bars`.
    key : str
        Of `SHARE_LABELS`.

    Returns
    -------
    Message
        With its share where shares make sense.
    """
    definition = CATALOGUE[key]
    if bars.empty:
        return msg("{kpi}: none of your channels tells it.", kpi=definition.label)
    first = bars.iloc[0]
    value = Amount(float(first["value"]), definition.unit)
    if pd.isna(first["share"]):
        return msg(
            "{kpi}: most come from {channel} ({value}). Shares make no sense here, because not all "
            "channels gained.",
            kpi=definition.label,
            channel=str(first["part"]),
            value=value,
        )
    return msg(
        "{kpi}: {channel} brings {value}, {share} of the whole.",
        kpi=definition.label,
        channel=str(first["part"]),
        value=value,
        share=Amount(float(first["share"]), Unit.SHARE),
    )


def channels_headline(accounts: int, bars: Mapping[str, pd.DataFrame]) -> Message:
    """Say what the channels page found.

    Parameters
    ----------
    accounts : int
        Accounts of the workspace.
    bars : Mapping of str to DataFrame
        Key to its `share_bars`.

    Returns
    -------
    Message
        The leading channel of the first KPI that several channels tell.
    """
    if accounts < 2:
        return msg("You have one account here; add the files of another to see them side by side.")
    for key, frame in bars.items():
        if len(frame) > 1:
            return share_sentence(frame, key)
    return msgs(
        "{count} account, and nothing that it shares with others.",
        "{count} accounts that share no figure yet.",
        accounts,
    )


def shares_table(bars: pd.DataFrame, key: str) -> ChartTable:
    """Return the numbers behind contributions."""
    columns = {
        "part": TableColumn(label=msg("Channel")),
        "value": TableColumn(label=CATALOGUE[key].label, unit=CATALOGUE[key].unit),
        "share": TableColumn(label=msg("Share"), unit=Unit.SHARE),
    }
    return ChartTable(frame=bars, columns=columns)


def costs_table(costs: pd.DataFrame, names: Mapping[str, str], t: Translator) -> ChartTable:
    """Return what results cost.

    Parameters
    ----------
    costs : DataFrame
        From `kpicore.kpis.cost_of`.
    names : Mapping of str to str
        Account to its name.
    t : Translator
        Of the reader.

    Returns
    -------
    ChartTable
        A row per spend and result; results that cannot be told are left out.
    """
    frame = costs.copy()
    frame["channel"] = [names[a] for a in frame["account_id"]]
    frame["kpi"] = [t(CATALOGUE[k].label) for k in frame["key"]]
    for name in ("first", "last"):
        frame[name] = pd.to_datetime(frame[name])
    frame["per"] = [float(PER.get(k, 1)) for k in frame["key"]]
    frame["cost"] = frame["cost"] * frame["per"]
    for name in ("spend", "cost"):
        frame[f"{name}_text"] = [
            t.amount(float(v), Unit.MONEY, currency=c)
            for v, c in zip(frame[name], frame["currency"], strict=True)
        ]
    columns = {
        "channel": TableColumn(label=msg("Account")),
        "kpi": TableColumn(label=msg("Result")),
        "per": TableColumn(label=msg("Per"), unit=Unit.COUNT),
        "cost": TableColumn(label=msg("Cost"), words="cost_text"),
        "result": TableColumn(label=msg("Results"), unit=Unit.COUNT),
        "spend": TableColumn(label=msg("Spent"), words="spend_text"),
        "first": TableColumn(label=msg("From")),
        "last": TableColumn(label=msg("To")),
    }
    return ChartTable(frame=frame, columns=columns)


def costs_sentence(costs: pd.DataFrame, names: Mapping[str, str]) -> Message:
    """Say on which account an engagement cost least, or why that cannot be said.

    Parameters
    ----------
    costs : DataFrame
        From `kpicore.kpis.cost_of`.
    names : Mapping of str to str
        Account to its name.

    Returns
    -------
    Message
        One sentence; accounts are compared in one currency only.
    """
    told = costs[costs["cost"].notna()]
    if told.empty:
        return msg("Nothing is known of the days that the money was for.")
    key = next((k for k in ("engagements", "views", *told["key"]) if k in set(told["key"])), "")
    rows = told[told["key"] == key]
    best = rows.iloc[int(rows["cost"].to_numpy().argmin())]
    per = PER.get(key, 1)
    words: dict[str, MessageValue] = {
        "kpi": CATALOGUE[key].label,
        "per": per,
        "account": names[str(best["account_id"])],
        "cost": Amount(float(best["cost"]) * per, Unit.MONEY, str(best["currency"])),
    }
    if rows["currency"].nunique() > 1:
        return msg("The money is in different currencies, which are not compared.")
    if len(rows) == 1:
        return msg("{kpi}: {per} cost {cost} on {account}.", **words)
    return msg("{kpi}: {per} cost least on {account}, {cost}.", **words)
