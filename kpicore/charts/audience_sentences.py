"""The audience in sentences: the largest groups, what changed, when they are there."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpicore.charts.audience_words import audience_word, is_rest
from kpicore.charts.hours import weekday_name
from kpicore.kpis import AudienceGroup, Dimension
from kpicore.language import Translator
from kpicore.messages import Message, MessageValue, msg
from kpicore.units import Amount, Unit

SMALLEST_CHANGE = 0.0005
"""Shares are shown to a tenth of a percent; less than half of that is no change."""


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
    named = shares[[not is_rest(key) for key in shares["key"]]]
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
    bars = _named(bars)
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


def _named(bars: pd.DataFrame) -> pd.DataFrame:
    """Leave out what is left of the whole, unless there is nothing else."""
    named = bars[~bars["rest"]]
    return bars if named.empty else named


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
    told = _named(bars[bars["difference"].notna()])
    if told.empty:
        return msg("The exports of followers and of viewers name no part in common.")
    first = told.iloc[0]
    return msg(
        "“{part}” differs most: {viewers} of viewers, {followers} of followers.",
        part=str(first["part"]),
        viewers=Amount(float(first["value"]), Unit.SHARE),
        followers=Amount(float(first["mark"]), Unit.SHARE),
    )


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
