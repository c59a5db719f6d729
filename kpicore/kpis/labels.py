"""Names for people of the choices that the catalogue makes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpicore.kpis.definition import Direction, Group, Rollup, Stage, Statistic
from kpicore.kpis.series import Step
from kpicore.kpis.spans import Preset
from kpicore.messages import Message, alone, msg

STATISTIC_LABELS: Mapping[Statistic, Message] = MappingProxyType(
    {
        Statistic.POOLED: msg("All together"),
        Statistic.MEDIAN_PER_POST: msg("Median per post"),
        Statistic.MEAN_PER_POST: msg("Mean per post"),
        Statistic.P90: msg("90th percentile"),
    }
)
"""How single values become one figure."""

GROUP_LABELS: Mapping[Group, Message] = MappingProxyType(
    {
        Group.INTERACTION: msg("Interaction"),
        Group.GROWTH: msg("Growth"),
        Group.VIDEO: msg("Video"),
        Group.LIVE: msg("Live"),
        Group.OUTPUT: msg("Output and money"),
    }
)
"""Groups of the KPI page."""

STAGE_LABELS: Mapping[Stage, Message] = MappingProxyType(
    {
        Stage.BRAND: msg("Brand building"),
        Stage.CONVERSION: msg("Conversion"),
        Stage.SERVICE: msg("Customer service"),
        Stage.MONETISATION: msg("Monetisation"),
        Stage.COMMUNITY: msg("Community"),
    }
)
"""Stages."""

DIRECTION_LABELS: Mapping[Direction, Message] = MappingProxyType(
    {
        Direction.UP: msg("More is better"),
        Direction.DOWN: msg("Less is better"),
        Direction.NEUTRAL: msg("Neither more nor less is better"),
    }
)
"""Which way is normally better."""

ROLLUP_LABELS: Mapping[Rollup, Message] = MappingProxyType(
    {
        Rollup.SUM: msg("Days and accounts add up"),
        Rollup.LAST: msg("The last level counts; levels of accounts add up"),
        Rollup.POOLED: msg("Sum above the line ÷ sum below the line, never a mean of rates"),
        Rollup.GROWTH: msg("Last level against first; growth compounds"),
        Rollup.MAXIMUM: msg("The largest value counts"),
        Rollup.QUANTILE: msg("The middle (or the 90th percentile) of the single values"),
        Rollup.NONE: msg("Different people: never added over days or accounts"),
    }
)
"""How a KPI is put together."""

PRESET_LABELS: Mapping[Preset, Message] = MappingProxyType(
    {
        Preset.LAST_7: msg("Last 7 days"),
        Preset.LAST_28: msg("Last 28 days"),
        Preset.LAST_90: msg("Last 90 days"),
        Preset.WEEK: msg("Week"),
        Preset.MONTH: msg("Month"),
        Preset.QUARTER: msg("Quarter"),
        Preset.CUSTOM: msg("Own dates"),
    }
)
"""Periods of the period picker."""

STEP_LABELS: Mapping[Step, Message] = MappingProxyType(
    {Step.DAY: msg("Day"), Step.WEEK: msg("Week"), Step.MONTH: msg("Month")}
)
"""Steps of a series."""

FORMAT_LABELS: Mapping[str, Message] = MappingProxyType(
    {
        "video": msg("Videos"),
        "short": msg("Shorts"),
        "reel": msg("Reels"),
        "image": msg("Pictures"),
        "carousel": msg("Carousels"),
        "story": msg("Stories"),
        "text": msg("Texts"),
        "article": msg("Articles"),
        "link": msg("Links"),
        "live": msg("Live streams"),
        "": msg("Posts of unknown format"),
    }
)
"""Formats of posts that imports know."""


def format_label(code: str) -> Message:
    """Return what a format of posts is called; those not known as the platform writes them."""
    return FORMAT_LABELS.get(code, alone(code))
