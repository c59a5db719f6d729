"""The audience in frames: bars of its parts, and the numbers behind them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpicore.charts.audience_words import DIMENSION_WORDS, GROUP_WORDS, audience_word, is_rest
from kpicore.charts.hours import weekday_name
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.kpis import AudienceGroup, Dimension
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.units import Unit

MOST_BARS = 12
"""Territories and cities beyond these are in the table."""


def audience_bars(shares: pd.DataFrame, dimension: Dimension, t: Translator) -> pd.DataFrame:
    """Return how the audience divides as bars, each marked with the export before.

    Parameters
    ----------
    shares : DataFrame
        From `kpicore.kpis.audience_shares`.
    dimension : Dimension
        By what it is divided.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        `kpicore.charts.bars.BAR_COLUMNS`, ``difference`` and ``rest`` (whether it is what is left
        of the whole); ages in their order, other parts by size, what is left at the end.
    """
    rows = shares
    if dimension in {Dimension.AGE, Dimension.GENDER_AGE}:
        rows = shares.sort_values("key", kind="stable")
    return _rest_last(
        {
            "key": rows["key"].to_numpy(),
            "part": [audience_word(dimension, k, t) for k in rows["key"]],
            "value": rows["share"].astype("float64").to_numpy(),
            "mark": rows["previous_share"].astype("float64").to_numpy(),
            "own": True,
            "difference": rows["difference"].astype("float64").to_numpy(),
        }
    )


def pair_bars(both: pd.DataFrame, dimension: Dimension, t: Translator) -> pd.DataFrame:
    """Return viewers as bars, each marked with followers.

    Parameters
    ----------
    both : DataFrame
        From `kpicore.kpis.followers_against_viewers`.
    dimension : Dimension
        By what they are divided.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        `kpicore.charts.bars.BAR_COLUMNS`, ``difference`` and ``rest``, largest difference first,
        what is left of the whole at the end.
    """
    return _rest_last(
        {
            "key": both["key"].to_numpy(),
            "part": [audience_word(dimension, k, t) for k in both["key"]],
            "value": both["viewers"].astype("float64").to_numpy(),
            "mark": both["followers"].astype("float64").to_numpy(),
            "own": True,
            "difference": both["difference"].astype("float64").to_numpy(),
        }
    )


def _rest_last(columns: Mapping[str, object]) -> pd.DataFrame:
    bars = pd.DataFrame(columns)
    bars["rest"] = [is_rest(str(key)) for key in bars.pop("key")]
    return bars.sort_values("rest", kind="stable", ignore_index=True)


def shares_audience_table(bars: pd.DataFrame, dimension: Dimension) -> ChartTable:
    """Return the numbers behind a division: share, share before, difference."""
    columns = {
        "part": TableColumn(label=DIMENSION_WORDS[dimension]),
        "value": TableColumn(label=msg("Share"), unit=Unit.SHARE),
        "mark": TableColumn(label=msg("Export before"), unit=Unit.SHARE),
        "difference": TableColumn(label=msg("Difference"), unit=Unit.SHARE, signed=True),
    }
    return ChartTable(frame=bars, columns=columns)


def pair_table(bars: pd.DataFrame, dimension: Dimension) -> ChartTable:
    """Return the numbers behind viewers against followers."""
    columns = {
        "part": TableColumn(label=DIMENSION_WORDS[dimension]),
        "value": TableColumn(label=GROUP_WORDS[AudienceGroup.VIEWERS], unit=Unit.SHARE),
        "mark": TableColumn(label=GROUP_WORDS[AudienceGroup.FOLLOWERS], unit=Unit.SHARE),
        "difference": TableColumn(label=msg("Difference"), unit=Unit.SHARE, signed=True),
    }
    return ChartTable(frame=bars, columns=columns)


def hours_table(hours: pd.DataFrame, t: Translator) -> ChartTable:
    """Return the people of each hour of the week."""
    frame = hours.assign(
        day=[weekday_name(d, t) for d in hours["weekday"].tolist()],
        clock=[f"{h}:00" for h in hours["hour"].tolist()],
    )
    columns = {
        "day": TableColumn(label=msg("Weekday")),
        "clock": TableColumn(label=msg("Hour of the day")),
        "value": TableColumn(label=msg("People"), unit=Unit.COUNT),
    }
    return ChartTable(frame=frame, columns=columns)
