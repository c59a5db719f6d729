"""Catalogue rows: answers to people, clicks, content by others and hashtags."""

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
from kpicore.messages import msg
from kpicore.units import Unit

_TWO = (Basis.DAILY, Basis.POSTS)
_BOTH = (Statistic.POOLED, Statistic.MEDIAN_PER_POST, Statistic.MEAN_PER_POST)
_OWN_SHEET = "Own definition; the counts come from the user's own sheet"

_CARE = (
    KpiDefinition(
        key="comment_reply_rate",
        label=msg("Comment reply rate"),
        meaning=msg("Of a hundred comments, how many the account answered."),
        formula=msg("comment replies ÷ comments"),
        group=Group.INTERACTION,
        stages=(Stage.SERVICE, Stage.COMMUNITY),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        numerator=("comment_replies",),
        denominator=("comments",),
        moved_by=msg("A fixed quarter of an hour for answers after each post."),
        pitfalls=msg("Not every comment needs an answer, so 100% is no sensible target."),
        source=_OWN_SHEET,
    ),
    KpiDefinition(
        key="dms_received",
        label=msg("Direct messages received"),
        meaning=msg("How many direct messages people sent to the account."),
        formula=msg("sum of direct messages received per day"),
        group=Group.INTERACTION,
        stages=(Stage.SERVICE,),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        numerator=("dms_received",),
        direction=Direction.NEUTRAL,
        moved_by=msg("Offers and questions that invite a message."),
        pitfalls=msg("Posts sent on as a message are shares, not messages to you."),
        source=_OWN_SHEET,
    ),
    KpiDefinition(
        key="dms_answered",
        label=msg("Direct messages answered"),
        meaning=msg("How many of the direct messages got an answer."),
        formula=msg("sum of direct messages answered per day"),
        group=Group.INTERACTION,
        stages=(Stage.SERVICE,),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        numerator=("dms_answered",),
        moved_by=msg("Someone in charge, fixed hours, ready answers to frequent questions."),
        pitfalls=msg("It grows with the messages received: look at the response rate beside it."),
        source=_OWN_SHEET,
    ),
    KpiDefinition(
        key="response_rate",
        label=msg("Response rate"),
        meaning=msg("Of a hundred direct messages, how many were answered."),
        formula=msg("direct messages answered ÷ direct messages received"),
        group=Group.INTERACTION,
        stages=(Stage.SERVICE,),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        numerator=("dms_answered",),
        denominator=("dms_received",),
        moved_by=msg("Someone in charge, fixed hours, ready answers to frequent questions."),
        pitfalls=msg("The last days look bad as long as answers are still on their way."),
        source="Meta business help on responsiveness; own sheet for the counts",
    ),
    KpiDefinition(
        key="response_time",
        label=msg("Response time"),
        meaning=msg("How long people wait for the first answer on a usual day."),
        formula=msg("median of the days' response times (p90: nine days in ten are faster)"),
        group=Group.INTERACTION,
        stages=(Stage.SERVICE,),
        unit=Unit.SECONDS,
        rollup=Rollup.QUANTILE,
        statistics=(Statistic.POOLED, Statistic.P90),
        numerator=("response_seconds",),
        direction=Direction.DOWN,
        moved_by=msg("Fixed hours for answers, notifications, ready answers."),
        pitfalls=msg("Platforms' badges leave the slowest tenth out and so flatter."),
        source="Meta business help on responsiveness; own sheet for the times",
    ),
)

_CLICKS = (
    KpiDefinition(
        key="link_ctr",
        label=msg("Link click-through rate"),
        meaning=msg("Of a hundred times the content was shown, how many led to a link click."),
        formula=msg("link clicks ÷ impressions"),
        group=Group.INTERACTION,
        stages=(Stage.CONVERSION,),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        statistics=_BOTH,
        basis=_TWO,
        numerator=("link_clicks",),
        denominator=("impressions",),
        moved_by=msg("One clear call to action, and a reason to click named in the first words."),
        pitfalls=msg("LinkedIn's and X's clicks also count opening the post: not link clicks."),
        source="X post metrics and Meta insights metric references",
    ),
    KpiDefinition(
        key="thumbnail_ctr",
        label=msg("Thumbnail click-through rate"),
        meaning=msg("Of a hundred times the thumbnail was shown, how many led to a view."),
        formula=msg("views from thumbnails ÷ thumbnail impressions"),
        group=Group.INTERACTION,
        stages=(Stage.CONVERSION, Stage.BRAND),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        statistics=_BOTH,
        basis=_TWO,
        numerator=("impression_ctr",),
        denominator=("impressions",),
        ways=tuple(
            Way(basis=basis, plus=("impression_ctr",), weight="impressions") for basis in _TWO
        ),
        upper=1.0,
        moved_by=msg("Thumbnail and first words: a face, few words, one promise."),
        pitfalls=msg("It falls when the platform shows the video to new people, which is good."),
        source="YouTube help on impressions and click-through rate",
    ),
)

_OTHERS = (
    KpiDefinition(
        key="ugc_posts",
        label=msg("Posts by others"),
        meaning=msg("How many posts by other people mention or tag the account."),
        formula=msg("sum of posts by others per day"),
        group=Group.INTERACTION,
        stages=(Stage.COMMUNITY, Stage.BRAND),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        numerator=("ugc_posts",),
        moved_by=msg("Challenges, rewards and showing what others made."),
        pitfalls=msg("Count each post once, however many keywords find it."),
        source=_OWN_SHEET,
    ),
    KpiDefinition(
        key="hashtag_engagement",
        label=msg("Hashtag engagement"),
        meaning=msg("Engagements of the posts that carry the account's own hashtags."),
        formula=msg("sum of likes + comments + shares of posts with an own hashtag"),
        group=Group.INTERACTION,
        stages=(Stage.COMMUNITY, Stage.BRAND),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        basis=(Basis.POSTS,),
        numerator=("hashtag_engagements",),
        moved_by=msg("A few own hashtags used again and again, trending beside niche ones."),
        pitfalls=msg("No platform tells what a hashtag caused: this is company, not effect."),
        source="Own definition, from the posts' texts",
    ),
)

ROWS: tuple[KpiDefinition, ...] = _CARE + _CLICKS + _OTHERS
"""Care, clicks, content by others and hashtags."""
