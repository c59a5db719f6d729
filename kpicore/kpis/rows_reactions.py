"""Catalogue rows: reactions to the content, counted and as rates."""

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
from kpicore.messages import Message, msg
from kpicore.units import Unit

PARTS = ("likes", "comments", "shares")
"""What an engagement is: likes, comments and shares, so that platforms compare."""

OWN_TOTAL = msg(
    "Likes, comments and shares are not all known; the platform's own total of engagements was "
    "taken, which may also count clicks."
)
"""Said where a platform's own total stands in for its parts."""

_BOTH = (Statistic.POOLED, Statistic.MEDIAN_PER_POST, Statistic.MEAN_PER_POST)
_PER_POST_FIRST = (Statistic.MEDIAN_PER_POST, Statistic.MEAN_PER_POST, Statistic.POOLED)
_TWO = (Basis.DAILY, Basis.POSTS)


def engagement_ways(
    *per: str, bases: tuple[Basis, ...] = _TWO, note: Message | None = None
) -> tuple[Way, ...]:
    """Return the ways of making a figure with engagements above the line.

    Parameters
    ----------
    *per : str
        Metrics below the line; none for the plain count.
    bases : tuple of Basis
        Frames, preferred first.
    note : Message or None
        What to say whichever way is taken.

    Returns
    -------
    tuple of Way
        In each frame the parts first, then the platform's own total, which is said.
    """
    return tuple(
        way
        for basis in bases
        for way in (
            Way(basis=basis, plus=PARTS, per=per, note=note),
            Way(basis=basis, plus=("engagements",), per=per, note=OWN_TOTAL),
        )
    )


_COUNTS = (
    KpiDefinition(
        key="likes",
        label=msg("Likes"),
        meaning=msg("How often people liked the account's content, taken-back likes removed."),
        formula=msg("sum of likes per day"),
        group=Group.INTERACTION,
        stages=(Stage.COMMUNITY,),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        numerator=("likes",),
        moved_by=msg("Topics and formats that were liked most before; a moment that surprises."),
        pitfalls=msg("Likes cost the viewer nothing: shares, saves and comments tell more."),
        source="TikTok Studio, YouTube Analytics and Meta insights metric references",
    ),
    KpiDefinition(
        key="comments",
        label=msg("Comments"),
        meaning=msg("How many comments and replies people wrote under the account's content."),
        formula=msg("sum of comments per day"),
        group=Group.INTERACTION,
        stages=(Stage.COMMUNITY, Stage.SERVICE),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        numerator=("comments",),
        moved_by=msg("Questions, open discussion, and answering the first comments yourself."),
        pitfalls=msg("A day can be negative when comments are deleted; many is not always kind."),
        source="TikTok Studio, YouTube Analytics and Meta insights metric references",
    ),
    KpiDefinition(
        key="shares",
        label=msg("Shares"),
        meaning=msg("How often people passed the account's content on, in public or privately."),
        formula=msg("sum of shares per day"),
        group=Group.INTERACTION,
        stages=(Stage.BRAND, Stage.COMMUNITY),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        numerator=("shares",),
        moved_by=msg("Useful tips, challenges and humour that people want others to see."),
        pitfalls=msg("Some platforms count private sends, some count reposts apart."),
        source="TikTok Studio, X analytics and Meta insights metric references",
    ),
    KpiDefinition(
        key="saves",
        label=msg("Saves"),
        meaning=msg("How often people kept the account's content to come back to it."),
        formula=msg("sum of saves per day"),
        group=Group.INTERACTION,
        stages=(Stage.COMMUNITY,),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        numerator=("saves",),
        moved_by=msg("Lists, recipes, how-to steps: things worth a second look."),
        pitfalls=msg("Saves are private, so no competitor's saves can be seen."),
        source="Meta insights, X analytics and TikTok Business metric references",
    ),
    KpiDefinition(
        key="engagements",
        label=msg("Engagements"),
        meaning=msg("How often people liked, commented on or shared the account's content."),
        formula=msg("likes + comments + shares"),
        group=Group.INTERACTION,
        stages=(Stage.BRAND, Stage.COMMUNITY),
        unit=Unit.COUNT,
        rollup=Rollup.SUM,
        numerator=PARTS,
        ways=engagement_ways(bases=(Basis.DAILY,)),
        moved_by=msg("Topics and formats that earned most before, and asking for a reaction."),
        pitfalls=msg("Platforms' own totals differ: LinkedIn and X also count clicks."),
        source="Own definition, after the benchmark reports of Rival IQ",
    ),
)

_ENGAGEMENT_RATES = (
    KpiDefinition(
        key="engagement_rate_by_views",
        label=msg("Engagement rate by views"),
        meaning=msg("Of a hundred views, how many led to a like, comment or share."),
        formula=msg("(likes + comments + shares) ÷ views"),
        group=Group.INTERACTION,
        stages=(Stage.COMMUNITY, Stage.BRAND),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        statistics=_BOTH,
        basis=_TWO,
        numerator=PARTS,
        denominator=("views",),
        ways=engagement_ways("views"),
        moved_by=msg("Topics and formats that earned most before, and asking for a reaction."),
        pitfalls=msg("It falls when a platform starts to count views more loosely."),
        source="Socialinsider and HypeAuditor method notes for TikTok",
    ),
    KpiDefinition(
        key="engagement_rate_by_reach",
        label=msg("Engagement rate by reach"),
        meaning=msg("Of a hundred people reached, how many reactions came back."),
        formula=msg("(likes + comments + shares) ÷ reach, each day's or post's own reach"),
        group=Group.INTERACTION,
        stages=(Stage.COMMUNITY,),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        statistics=_BOTH,
        basis=_TWO,
        numerator=PARTS,
        denominator=("reach",),
        ways=(
            *engagement_ways(
                "reach",
                bases=(Basis.DAILY,),
                note=msg("Below the line stands the reach of the single days, not of the period."),
            ),
            *engagement_ways(
                "reach",
                bases=(Basis.POSTS,),
                note=msg("Below the line stands the reach of the single posts."),
            ),
        ),
        moved_by=msg("Content that speaks to the people who see it, and a question at the end."),
        pitfalls=msg("Reach of days or posts overlaps, so this is not engaged people ÷ people."),
        source="Meta insights metric reference; Hootsuite help on TikTok engagement",
    ),
    KpiDefinition(
        key="engagement_rate_by_impressions",
        label=msg("Engagement rate by impressions"),
        meaning=msg("Of a hundred times the content was shown, how many led to a reaction."),
        formula=msg("(likes + comments + shares) ÷ impressions"),
        group=Group.INTERACTION,
        stages=(Stage.COMMUNITY,),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        statistics=_BOTH,
        basis=_TWO,
        numerator=PARTS,
        denominator=("impressions",),
        ways=engagement_ways("impressions"),
        moved_by=msg("A first line that stops the scroll, and a clear opinion to react to."),
        pitfalls=msg("With clicks above the line the figure is several times larger."),
        source="LinkedIn share statistics and X analytics metric references",
    ),
    KpiDefinition(
        key="engagement_rate_by_followers",
        label=msg("Engagement rate by followers"),
        meaning=msg("Reactions to a post for a hundred followers on the day it went out."),
        formula=msg("(likes + comments + shares) of a post ÷ followers on its day"),
        group=Group.INTERACTION,
        stages=(Stage.COMMUNITY,),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        statistics=_PER_POST_FIRST,
        basis=(Basis.POSTS, Basis.DAILY),
        numerator=PARTS,
        denominator=("followers",),
        ways=(
            *engagement_ways("followers", bases=(Basis.POSTS,)),
            *engagement_ways(
                "followers",
                bases=(Basis.DAILY,),
                note=msg("No posts are known: this is engagements per follower and day."),
            ),
        ),
        moved_by=msg("Posting for the people who already follow; regular formats they expect."),
        pitfalls=msg("It falls as accounts grow: compare only with accounts of the same size."),
        source="Rival IQ social media industry benchmark report, method",
    ),
)


def _reaction_rate(
    *,
    key: str,
    metric: str,
    label: Message,
    meaning: Message,
    formula: Message,
    moved_by: Message,
    pitfalls: Message,
) -> KpiDefinition:
    return KpiDefinition(
        key=key,
        label=label,
        meaning=meaning,
        formula=formula,
        group=Group.INTERACTION,
        stages=(Stage.COMMUNITY,),
        unit=Unit.SHARE,
        rollup=Rollup.POOLED,
        statistics=_BOTH,
        basis=_TWO,
        numerator=(metric,),
        denominator=("views",),
        direction=Direction.UP,
        moved_by=moved_by,
        pitfalls=pitfalls,
        source="Instagram insights metric reference (rates per play), adapted to views",
    )


_RATES = (
    _reaction_rate(
        key="like_rate",
        metric="likes",
        label=msg("Like rate"),
        meaning=msg("Of a hundred views, how many led to a like."),
        formula=msg("likes ÷ views"),
        moved_by=msg("A strong opening and an ending that people enjoy."),
        pitfalls=msg("The easiest reaction; it moves least when content gets better."),
    ),
    _reaction_rate(
        key="comment_rate",
        metric="comments",
        label=msg("Comment rate"),
        meaning=msg("Of a hundred views, how many led to a comment."),
        formula=msg("comments ÷ views"),
        moved_by=msg("Questions, open discussion, and answering what people write."),
        pitfalls=msg("Anger comments too: read some before you celebrate."),
    ),
    _reaction_rate(
        key="share_rate",
        metric="shares",
        label=msg("Share rate"),
        meaning=msg("Of a hundred views, how many led to the content being passed on."),
        formula=msg("shares ÷ views"),
        moved_by=msg("Challenges, useful tips and fun that people want others to see."),
        pitfalls=msg("Also called virality rate, then often divided by reach or impressions."),
    ),
    _reaction_rate(
        key="save_rate",
        metric="saves",
        label=msg("Save rate"),
        meaning=msg("Of a hundred views, how many led to the content being kept."),
        formula=msg("saves ÷ views"),
        moved_by=msg("Content worth a second look: lists, steps, recipes."),
        pitfalls=msg("Others divide saves by reach; the figures do not compare."),
    ),
)

ROWS: tuple[KpiDefinition, ...] = _COUNTS + _ENGAGEMENT_RATES + _RATES
"""Reactions, counted and as rates."""
