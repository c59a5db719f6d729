"""Catalogue rows: watching, live streams, output and money."""

from __future__ import annotations

from kpicore.kpis.definition import (
    Basis,
    Direction,
    Group,
    KpiDefinition,
    Rollup,
    Stage,
    Statistic,
    Way,
)
from kpicore.kpis.rows_live import ROWS as LIVE_ROWS
from kpicore.messages import msg
from kpicore.units import Unit

_TWO = (Basis.DAILY, Basis.POSTS)
_BOTH = (Statistic.POOLED, Statistic.MEDIAN_PER_POST, Statistic.MEAN_PER_POST)

_WATCHING = (
    KpiDefinition(
        key="watch_time",
        label=msg("Watch time"),
        meaning=msg("How long people watched in total."),
        formula=msg("sum of watch time per day"),
        group=Group.VIDEO,
        stages=(Stage.MONETISATION, Stage.BRAND),
        unit=Unit.SECONDS,
        rollup=Rollup.SUM,
        numerator=("watch_seconds",),
        ways=(
            Way(plus=("watch_seconds",)),
            Way(
                plus=("average_watch_seconds",),
                weight="views",
                note=msg("Made from average watch time × views of each day."),
            ),
        ),
        moved_by=msg("A strong hook and a fast pace; longer videos only where they hold."),
        pitfalls=msg("Replays count on Instagram and in TikTok ads."),
        source="YouTube Analytics metric reference",
    ),
    KpiDefinition(
        key="average_watch_time",
        label=msg("Average watch time"),
        meaning=msg("How long a view lasts on average."),
        formula=msg("watch time ÷ views"),
        group=Group.VIDEO,
        stages=(Stage.MONETISATION,),
        unit=Unit.SECONDS,
        rollup=Rollup.POOLED,
        statistics=_BOTH,
        basis=_TWO,
        numerator=("watch_seconds",),
        denominator=("views",),
        ways=tuple(
            way
            for basis in _TWO
            for way in (
                Way(basis=basis, plus=("watch_seconds",), per=("views",)),
                Way(basis=basis, plus=("average_watch_seconds",), weight="views"),
            )
        ),
        moved_by=msg("The first two seconds, no filler, a reason to stay until the end."),
        pitfalls=msg("Instagram divides by first plays; Shorts leave out who swiped away."),
        source="YouTube Analytics and Instagram insights metric references",
    ),
    KpiDefinition(
        key="average_viewed_share",
        label=msg("Average viewed share"),
        meaning=msg("How much of a video people watch before they leave."),
        formula=msg("average watch time ÷ length, weighted by views"),
        group=Group.VIDEO,
        stages=(Stage.MONETISATION,),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        statistics=_BOTH,
        basis=_TWO,
        numerator=("average_viewed_share",),
        denominator=("views",),
        ways=(
            Way(plus=("average_viewed_share",), weight="views"),
            Way(basis=Basis.POSTS, plus=("average_viewed_share",), weight="views"),
            Way(basis=Basis.POSTS, plus=("watch_seconds",), per=("playable_seconds",)),
        ),
        moved_by=msg("Opening image, story and pace; cutting what people skip."),
        pitfalls=msg("Long videos always show less: compare inside a length; loops pass 100%."),
        source="YouTube Analytics metric reference",
    ),
    KpiDefinition(
        key="completion_rate",
        label=msg("Completion rate"),
        meaning=msg("Of a hundred views, how many reached the end of the video."),
        formula=msg("full plays ÷ plays, weighted by views"),
        group=Group.VIDEO,
        stages=(Stage.MONETISATION,),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        statistics=_BOTH,
        basis=_TWO,
        numerator=("completion_rate",),
        denominator=("views",),
        ways=tuple(Way(basis=basis, plus=("completion_rate",), weight="views") for basis in _TWO),
        upper=1.0,
        moved_by=msg("Shorter videos, and an ending that was promised at the start."),
        pitfalls=msg("Instagram has none, and platforms differ in what counts as the end."),
        source="TikTok Business and Facebook video insights metric references",
    ),
)

_OUTPUT = (
    KpiDefinition(
        key="posting_frequency",
        label=msg("Posting frequency"),
        meaning=msg("How many posts go out in a week, weeks without posts counted."),
        formula=msg("posts ÷ days × 7"),
        group=Group.OUTPUT,
        stages=(Stage.BRAND, Stage.COMMUNITY),
        unit=Unit.NUMBER,
        rollup=Rollup.POOLED,
        numerator=("posts",),
        denominator=("days",),
        ways=(
            Way(plus=("posts",), per=("days",)),
            Way(
                plus=("posts_published",),
                per=("days",),
                note=msg("Counted from the posts in the exports; some exports hold only the best."),
            ),
        ),
        scale=7.0,
        direction=Direction.NEUTRAL,
        moved_by=msg("A plan, series with a fixed day, recording several posts at once."),
        pitfalls=msg("More is not better when each post earns less."),
        source="Rival IQ social media industry benchmark report, method",
    ),
    KpiDefinition(
        key="revenue",
        label=msg("Revenue"),
        meaning=msg("How much money the content earned, after the platform's share."),
        formula=msg("sum of revenue per day"),
        group=Group.OUTPUT,
        stages=(Stage.MONETISATION,),
        unit=Unit.MONEY,
        rollup=Rollup.SUM,
        numerator=("revenue",),
        moved_by=msg("Ad placement, the content that earns best, partners, own products."),
        pitfalls=msg("Estimates of the last weeks are corrected later; currencies do not add."),
        source="YouTube Analytics metric reference",
    ),
    KpiDefinition(
        key="rpm",
        label=msg("Revenue per thousand views"),
        meaning=msg("How much money a thousand views earn."),
        formula=msg("revenue ÷ views × 1000"),
        group=Group.OUTPUT,
        stages=(Stage.MONETISATION,),
        unit=Unit.MONEY,
        rollup=Rollup.POOLED,
        statistics=_BOTH,
        basis=_TWO,
        numerator=("revenue",),
        denominator=("views",),
        scale=1000.0,
        moved_by=msg("Longer videos with ads, topics and countries that advertisers pay for."),
        pitfalls=msg("Not the advertiser's price (CPM); Shorts divide by engaged views."),
        source="YouTube help on RPM and CPM",
    ),
)

ROWS: tuple[KpiDefinition, ...] = _WATCHING + LIVE_ROWS + _OUTPUT
"""Watching, live streams, output and money."""
