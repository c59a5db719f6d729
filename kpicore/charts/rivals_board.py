"""The third yardstick in frames and sentences: competitors beside the account."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from kpicore.benchmarks import FIGURE_LABELS, FIGURES
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.language import Translator
from kpicore.messages import Message, MessageValue, msg, msgs
from kpicore.units import Amount, Change, Unit

FIGURE_UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        "followers": Unit.COUNT,
        "follower_growth_rate": Unit.SHARE,
        "posts_per_week": Unit.NUMBER,
        "likes_per_post": Unit.COUNT,
        "comments_per_post": Unit.COUNT,
        "shares_per_post": Unit.COUNT,
        "views_per_post": Unit.COUNT,
        "engagements_per_post": Unit.COUNT,
        "engagement_rate_by_followers": Unit.SHARE,
        "engagement_rate_by_views": Unit.SHARE,
    }
)
"""What each figure of competitors counts."""

_SIDE = ("name", "platform", "observed_on", "growth_days", *FIGURES)


def ranking_frame(side_by_side: pd.DataFrame, figure: str) -> pd.DataFrame:
    """Return profiles by one figure as bars, the highest first.

    Parameters
    ----------
    side_by_side : DataFrame
        From `kpicore.benchmarks.compare_competitors`.
    figure : str
        Of `kpicore.benchmarks.FIGURES`.

    Returns
    -------
    DataFrame
        `kpicore.charts.bars.BAR_COLUMNS`; profiles that do not tell it are left out.
    """
    told = side_by_side[side_by_side[figure].notna()]
    told = told.sort_values(figure, ascending=False, kind="stable")
    return _bars(told, figure)


def voice_frame(voice: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of voice as bars, from `kpicore.benchmarks.share_of_voice`."""
    return _bars(voice, "share")


def _bars(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    names = rows["name"].astype("str").tolist()
    again = {n for n in names if names.count(n) > 1}
    platforms = rows["platform"].tolist()
    parts = [f"{n} · {p}" if n in again else n for n, p in zip(names, platforms, strict=True)]
    return pd.DataFrame(
        {
            "part": parts,
            "value": rows[column].astype("float64").to_numpy(),
            "mark": float("nan"),
            "own": rows["own"].astype(bool).to_numpy(),
        }
    )


def ranking_summary(gaps: pd.DataFrame, figure: str) -> Message:
    """Say which rank the account has in a figure and how far it is from the others.

    Parameters
    ----------
    gaps : DataFrame
        From `kpicore.benchmarks.competitor_gaps`.
    figure : str
        Of `kpicore.benchmarks.FIGURES`.

    Returns
    -------
    Message
        One sentence; also where the account does not tell the figure.
    """
    found = gaps[gaps["figure"] == figure]
    label = FIGURE_LABELS[figure]
    if found.empty:
        return msg(
            "{figure}: your exports do not tell it, or nobody else's is known.", figure=label
        )
    row, unit = found.iloc[0], FIGURE_UNITS[figure]
    words: dict[str, MessageValue] = {
        "figure": label,
        "rank": int(row["rank"]),
        "ranked": int(row["ranked"]),
        "value": Amount(float(row["value"]), unit),
        "mean": Amount(float(row["others_mean"]), unit),
    }
    if pd.isna(row["gap"]):
        return msg(
            "{figure}: rank {rank} of {ranked} with {value}; the others have {mean} on average.",
            **words,
        )
    return msg(
        "{figure}: rank {rank} of {ranked} with {value}; the others have {mean} on average, you "
        "are {gap} from that.",
        **words,
        gap=Change(float(row["gap"])),
    )


def voice_summary(voice: pd.DataFrame) -> Message:
    """Say which share of all engagements is the account's.

    Parameters
    ----------
    voice : DataFrame
        From `kpicore.benchmarks.share_of_voice`, with at least one row.

    Returns
    -------
    Message
        One sentence.
    """
    own = voice[voice["own"].astype(bool)]
    if own.empty:
        return msg("Your likes, comments and shares are not all known, so you have no share here.")
    return msgs(
        "Of all likes, comments and shares of {count} profile, {share} are yours.",
        "Of all likes, comments and shares of {count} profiles, {share} are yours.",
        len(voice),
        share=Amount(float(own["share"].iloc[0]), Unit.SHARE),
    )


def rivals_table(side_by_side: pd.DataFrame) -> ChartTable:
    """Return all profiles with all figures."""
    columns = {
        "name": TableColumn(label=msg("Name")),
        "platform": TableColumn(label=msg("Platform")),
        "observed_on": TableColumn(label=msg("Seen on")),
        "growth_days": TableColumn(label=msg("Days of growth"), unit=Unit.COUNT),
    } | {f: TableColumn(label=FIGURE_LABELS[f], unit=FIGURE_UNITS[f]) for f in FIGURES}
    return ChartTable(frame=side_by_side[list(_SIDE)], columns=columns)


def gaps_table(gaps: pd.DataFrame, t: Translator) -> ChartTable:
    """Return value, mean of the others, best and gap, figure by figure.

    Parameters
    ----------
    gaps : DataFrame
        From `kpicore.benchmarks.competitor_gaps`.
    t : Translator
        Of the reader.

    Returns
    -------
    ChartTable
        A row per figure.
    """
    frame = gaps.copy()
    frame["label"] = [t(FIGURE_LABELS[f]) for f in frame["figure"]]
    for name in ("value", "others_mean", "others_median", "best"):
        frame[f"{name}_text"] = [
            t.amount(float(v), FIGURE_UNITS[f])
            for v, f in zip(frame[name], frame["figure"], strict=True)
        ]
    columns = {
        "label": TableColumn(label=msg("Figure")),
        "value": TableColumn(label=msg("You"), words="value_text"),
        "others_mean": TableColumn(label=msg("Others, mean"), words="others_mean_text"),
        "others_median": TableColumn(label=msg("Others, median"), words="others_median_text"),
        "gap": TableColumn(label=msg("Gap"), unit=Unit.SHARE, signed=True),
        "rank": TableColumn(label=msg("Rank"), unit=Unit.COUNT),
        "best_name": TableColumn(label=msg("Best")),
        "best": TableColumn(label=msg("Best value"), words="best_text"),
    }
    return ChartTable(frame=frame, columns=columns)


def voice_table(voice: pd.DataFrame) -> ChartTable:
    """Return the engagements of profiles and their shares."""
    columns = {
        "name": TableColumn(label=msg("Name")),
        "engagements": TableColumn(label=msg("Likes, comments and shares"), unit=Unit.COUNT),
        "share": TableColumn(label=msg("Share"), unit=Unit.SHARE),
    }
    return ChartTable(frame=voice, columns=columns)
