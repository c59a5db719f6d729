"""The audience in frames and sentences: who they are, where, when, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd
from babel import Locale

from kpicore.charts.hours import weekday_name
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.kpis import AudienceGroup, Dimension
from kpicore.language import Translator
from kpicore.messages import Message, MessageValue, msg
from kpicore.units import Amount, Unit

GROUP_WORDS: Mapping[AudienceGroup, Message] = MappingProxyType(
    {AudienceGroup.FOLLOWERS: msg("Followers"), AudienceGroup.VIEWERS: msg("Viewers")}
)
"""Whose audience."""

DIMENSION_WORDS: Mapping[Dimension, Message] = MappingProxyType(
    {
        Dimension.GENDER: msg("Gender"),
        Dimension.AGE: msg("Age"),
        Dimension.GENDER_AGE: msg("Gender and age"),
        Dimension.TERRITORY: msg("Country or region"),
        Dimension.CITY: msg("City"),
        Dimension.HOUR: msg("Hour of the day"),
    }
)
"""By what it is divided."""

_GENDERS: Mapping[str, Message] = MappingProxyType({"female": msg("Women"), "male": msg("Men")})
_OTHER = msg("All others")
SMALLEST_CHANGE = 0.0005
"""Shares are shown to a tenth of a percent; less than half of that is no change."""
MOST_BARS = 12
"""Territories and cities beyond these are in the table."""


def audience_word(dimension: Dimension, key: str, t: Translator) -> str:
    """Return what a part of the audience is called.

    Parameters
    ----------
    dimension : Dimension
        By what the audience is divided.
    key : str
        As kept: ``female``, ``25-34``, ``KR``, a name.
    t : Translator
        Of the reader.

    Returns
    -------
    str
        In the reader's language where the key is a code, else as it is.
    """
    if key.casefold() == "other":
        return t(_OTHER)
    if dimension is Dimension.GENDER and key in _GENDERS:
        return t(_GENDERS[key])
    if dimension is Dimension.GENDER_AGE:
        gender, _, age = key.partition(" ")
        if gender in _GENDERS:
            return t(msg("{gender} {age}", gender=_GENDERS[gender], age=age))
    if dimension is Dimension.TERRITORY and len(key) == 2:
        return str(Locale.parse(t.locale).territories.get(key.upper(), key))
    return key


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
        `kpicore.charts.bars.BAR_COLUMNS` and ``difference``; ages in their order, others by size.
    """
    rows = shares
    if dimension in {Dimension.AGE, Dimension.GENDER_AGE}:
        rows = shares.sort_values("key", kind="stable")
    return pd.DataFrame(
        {
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
        `kpicore.charts.bars.BAR_COLUMNS` and ``difference``, largest difference first.
    """
    return pd.DataFrame(
        {
            "part": [audience_word(dimension, k, t) for k in both["key"]],
            "value": both["viewers"].astype("float64").to_numpy(),
            "mark": both["followers"].astype("float64").to_numpy(),
            "own": True,
            "difference": both["difference"].astype("float64").to_numpy(),
        }
    )


def audience_headline(
    largest: Mapping[Dimension, tuple[str, float]], group: AudienceGroup
) -> Message:
    """Name the largest parts of an audience.

    Parameters
    ----------
    largest : Mapping of Dimension to (str, float)
        Word and share of the largest part by each dimension.
    group : AudienceGroup
        Whose audience.

    Returns
    -------
    Message
        One sentence.
    """
    parts = tuple(
        msg("{part} {share}", part=word, share=Amount(share, Unit.SHARE))
        for word, share in largest.values()
    )
    if group is AudienceGroup.VIEWERS:
        return msg("The largest groups of your viewers: {parts}.", parts=parts)
    return msg("The largest groups of your followers: {parts}.", parts=parts)


def largest_part(
    shares: pd.DataFrame, dimension: Dimension, t: Translator
) -> tuple[str, float] | None:
    """Return word and share of the largest named part; None without one."""
    named = shares[shares["key"].str.casefold() != "other"]
    if named.empty:
        return None
    first = named.iloc[0]
    return audience_word(dimension, str(first["key"]), t), float(first["share"])


def shares_summary(shares: pd.DataFrame, bars: pd.DataFrame) -> Message:
    """Say which part is largest and which changed most since the export before.

    Parameters
    ----------
    shares : DataFrame
        From `kpicore.kpis.audience_shares`, not empty.
    bars : DataFrame
        From `audience_bars`.

    Returns
    -------
    Message
        One sentence.
    """
    top = bars.iloc[int(bars["value"].to_numpy().argmax())]
    words: dict[str, MessageValue] = {
        "part": str(top["part"]),
        "share": Amount(float(top["value"]), Unit.SHARE),
        "day": shares["observed_at"].iloc[0].date(),
    }
    moved = bars[bars["difference"].notna()]
    if moved.empty:
        return msg("{part} is the largest part with {share} ({day}).", **words)
    most = moved.iloc[int(moved["difference"].abs().to_numpy().argmax())]
    if abs(float(most["difference"])) < SMALLEST_CHANGE:
        return msg(
            "{part} is the largest part with {share} ({day}); nothing has changed since {before}.",
            **words,
            before=shares["previous_at"].iloc[0].date(),
        )
    return msg(
        "{part} is the largest part with {share} ({day}). Since {before} “{moved}” changed most: "
        "{difference} of the whole.",
        **words,
        before=shares["previous_at"].iloc[0].date(),
        moved=str(most["part"]),
        difference=Amount(float(most["difference"]), Unit.SHARE, signed=True),
    )


def pair_summary(bars: pd.DataFrame) -> Message:
    """Say where viewers and followers differ most.

    Parameters
    ----------
    bars : DataFrame
        From `pair_bars`, not empty.

    Returns
    -------
    Message
        One sentence.
    """
    told = bars[bars["difference"].notna()]
    if told.empty:
        return msg("The exports of followers and of viewers name no part in common.")
    first = told.iloc[0]
    return msg(
        "“{part}” differs most: {viewers} of viewers, {followers} of followers.",
        part=str(first["part"]),
        viewers=Amount(float(first["value"]), Unit.SHARE),
        followers=Amount(float(first["mark"]), Unit.SHARE),
    )


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


def hours_summary(hours: pd.DataFrame, t: Translator) -> Message:
    """Name the hour of the week in which most of the audience is there, and the quietest.

    Parameters
    ----------
    hours : DataFrame
        From `kpicore.kpis.active_hours`, not empty.
    t : Translator
        Of the reader.

    Returns
    -------
    Message
        One sentence.
    """
    values = hours["value"].to_numpy()
    most, least = hours.iloc[int(values.argmax())], hours.iloc[int(values.argmin())]
    return msg(
        "Most are there on {day} at {hour}:00 ({most}), fewest on {quiet_day} at {quiet_hour}:00 "
        "({least}).",
        day=weekday_name(int(most["weekday"]), t),
        hour=int(most["hour"]),
        most=Amount(float(most["value"])),
        quiet_day=weekday_name(int(least["weekday"]), t),
        quiet_hour=int(least["hour"]),
        least=Amount(float(least["value"])),
    )


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
