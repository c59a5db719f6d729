"""Catalogue rows: live streams."""

from __future__ import annotations

from kpicore.kpis.definition import Basis, Direction, Group, KpiDefinition, Rollup, Stage, Way
from kpicore.messages import msg
from kpicore.units import Unit

_TWO = (Basis.LIVE, Basis.DAILY)
_SOURCE = "TikTok LIVE centre and YouTube Analytics live metrics"

_REACTIONS = ("live_likes", "live_comments", "live_shares")
_PER_STREAM = msg("Below the line stand the unique viewers of single streams; people may repeat.")

ROWS: tuple[KpiDefinition, ...] = (
    KpiDefinition(
        key="live_sessions",
        label=msg("Live sessions"),
        meaning=msg("How many live streams the account held."),
        formula=msg("number of live streams"),
        group=Group.LIVE,
        stages=(Stage.COMMUNITY,),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        basis=_TWO,
        numerator=("live_sessions",),
        direction=Direction.NEUTRAL,
        moved_by=msg("A fixed day and hour that people can remember."),
        pitfalls=msg("A stream that broke off and started again counts twice."),
        source=_SOURCE,
    ),
    KpiDefinition(
        key="live_peak_viewers",
        label=msg("Peak live viewers"),
        meaning=msg("The most people who watched a live stream at the same time."),
        formula=msg("largest number of viewers at once in any stream"),
        group=Group.LIVE,
        stages=(Stage.COMMUNITY,),
        unit=Unit.COUNT,
        rollup=Rollup.MAXIMUM,
        basis=_TWO,
        numerator=("live_peak_viewers",),
        moved_by=msg("Announcing the stream, guests, the hour at which followers are active."),
        pitfalls=msg("Peaks of streams or accounts never add up."),
        source=_SOURCE,
    ),
    KpiDefinition(
        key="live_unique_viewers",
        label=msg("Unique live viewers"),
        meaning=msg("How many different people watched a live stream."),
        formula=msg("different people per stream; streams cannot be added"),
        group=Group.LIVE,
        stages=(Stage.COMMUNITY,),
        unit=Unit.COUNT,
        rollup=Rollup.NONE,
        basis=_TWO,
        numerator=("live_unique_viewers",),
        moved_by=msg("Announcing the stream and starting when followers are active."),
        pitfalls=msg("The same person in two streams counts twice when streams are added."),
        source=_SOURCE,
    ),
    KpiDefinition(
        key="live_average_watch_time",
        label=msg("Average live watch time"),
        meaning=msg("How long a viewer stays in a live stream on average."),
        formula=msg("live watch time ÷ live viewers"),
        group=Group.LIVE,
        stages=(Stage.COMMUNITY,),
        unit=Unit.SECONDS,
        rollup=Rollup.POOLED,
        basis=_TWO,
        numerator=("live_average_watch_seconds",),
        denominator=("live_unique_viewers",),
        ways=tuple(
            Way(basis=basis, plus=("live_average_watch_seconds",), weight=weight)
            for basis in _TWO
            for weight in ("live_unique_viewers", "live_views")
        ),
        moved_by=msg("Something happening every few minutes; talking to people by name."),
        pitfalls=msg("Some tools divide by views, not by viewers."),
        source=_SOURCE,
    ),
    KpiDefinition(
        key="live_engagement_rate",
        label=msg("Live engagement rate"),
        meaning=msg("How many reactions a viewer of a live stream gives."),
        formula=msg("(live likes + live comments + live shares) ÷ unique live viewers"),
        group=Group.LIVE,
        stages=(Stage.COMMUNITY,),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        basis=_TWO,
        numerator=_REACTIONS,
        denominator=("live_unique_viewers",),
        ways=tuple(
            Way(basis=basis, plus=_REACTIONS, per=("live_unique_viewers",), note=_PER_STREAM)
            for basis in _TWO
        ),
        moved_by=msg("Questions, votes and answers by name."),
        pitfalls=msg("A viewer can tap like many times, so there is no upper end."),
        source=_SOURCE,
    ),
    KpiDefinition(
        key="live_new_followers",
        label=msg("New followers from live"),
        meaning=msg("How many people began to follow during live streams."),
        formula=msg("sum of new followers in live streams"),
        group=Group.LIVE,
        stages=(Stage.COMMUNITY,),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        basis=_TWO,
        numerator=("live_new_followers",),
        moved_by=msg("Asking for it once, when most people are watching."),
        pitfalls=msg("Already part of new followers: never add the two."),
        source=_SOURCE,
    ),
)
"""Live streams."""
