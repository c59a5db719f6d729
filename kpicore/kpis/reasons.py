"""Why a KPI has no value, in one sentence that says what would help."""

from __future__ import annotations

from collections.abc import Sequence

from kpicore.kpis.definition import Basis, KpiDefinition, Rollup, Statistic, Way
from kpicore.kpis.figures import Figure, Plan, offered_ways
from kpicore.kpis.ripeness import ripeness
from kpicore.kpis.tables import AccountTable, KpiOptions
from kpicore.messages import Message, msg, msgs
from kpicore.metrics import METRICS
from kpicore.periods import Period
from kpicore.units import Amount, Unit

_CHANGES = ("net_followers", "new_followers", "lost_followers")


def why_not(
    tables: Sequence[AccountTable],
    definition: KpiDefinition,
    statistic: Statistic,
    *,
    figure: Figure,
    plan: Plan,
    span: Period,
    options: KpiOptions,
) -> Message:
    """Say why there is no value.

    Parameters
    ----------
    tables : sequence of AccountTable
        The accounts.
    definition : KpiDefinition
        The KPI.
    statistic : Statistic
        The statistic.
    figure : Figure
        The figure without a value.
    plan : Plan
        The ways that were taken.
    span : Period
        The days.
    options : KpiOptions
        The workspace's decisions.

    Returns
    -------
    Message
        What is missing, and where it makes sense what to do.
    """
    if figure.bounds is not None:
        return _not_added(figure.bounds)
    taken = next((way for way in plan if way is not None), None)
    if taken is not None:
        return _nothing_to_divide_by(taken, definition, span)
    ways = offered_ways(definition, statistic)
    if "hashtag_engagements" in definition.numerator and not options.own_hashtags:
        return msg("Say which hashtags are your own; then their posts are counted.")
    if definition.numerator == ("followers",) and not definition.denominator:
        level = _no_level(tables)
        if level is not None:
            return level
    posts = _posts_reason(tables, ways, span=span, options=options)
    return posts or _metrics_reason(tables, ways, span=span, options=options)


def _not_added(bounds: tuple[float, float]) -> Message:
    return msg(
        "Different people cannot be added over days, streams or accounts: someone who came twice "
        "would count twice. It lies between {least} and {most}; single days are shown instead.",
        least=Amount(bounds[0], Unit.COUNT),
        most=Amount(bounds[1], Unit.COUNT),
    )


def _nothing_to_divide_by(way: Way, definition: KpiDefinition, span: Period) -> Message:
    if definition.rollup is Rollup.GROWTH:
        return msg("Growth needs the level on at least two days; only one is known.")
    if definition.rollup is Rollup.LAST:
        return msg(
            "Not every account tells its level between {first} and {last}.",
            first=span.first,
            last=span.last,
        )
    below = way.per if way.weight is None else (way.weight,)
    return msg(
        "There is nothing to divide by: between {first} and {last} these are 0: {metrics}.",
        metrics=_labels(below or way.plus),
        first=span.first,
        last=span.last,
    )


def _no_level(tables: Sequence[AccountTable]) -> Message | None:
    known = {metric for table in tables for metric in table.daily.values}
    if "followers" in known or known.isdisjoint(_CHANGES):
        return None
    return msg(
        "The exports tell how the number of followers changes, not how many there are. Upload an "
        "export with the level, or enter it for one day."
    )


def _posts_reason(
    tables: Sequence[AccountTable], ways: Sequence[Way], *, span: Period, options: KpiOptions
) -> Message | None:
    post_ways = [w for w in ways if w.basis is Basis.POSTS]
    if not post_ways:
        return None
    only_posts = len(post_ways) == len(ways)
    if only_posts and not any(table.post_days.size for table in tables):
        return msg(
            "This needs single posts, and only daily totals are known. Upload the export of your "
            "posts; until then look at views per day."
        )
    young = ripeness(tables, post_ways, span=span, options=options).left_out
    if young:
        return msgs(
            "The only post of these days is younger than {days} days; it is counted when it is "
            "that old.",
            "All {count} posts of these days are younger than {days} days; they are counted when "
            "they are that old.",
            young,
            days=options.maturity_days,
        )
    published = sum(
        table.posts(options).columns.between(span).stop
        - table.posts(options).columns.between(span).start
        for table in tables
    )
    if only_posts and not published:
        return msg(
            "No post was published between {first} and {last}.", first=span.first, last=span.last
        )
    return None


def _metrics_reason(
    tables: Sequence[AccountTable], ways: Sequence[Way], *, span: Period, options: KpiOptions
) -> Message:
    for way in ways:
        needed = set(way.metrics)
        if any(needed <= t.columns(way.basis, options).values.keys() for t in tables):
            return msg(
                "Not known between {first} and {last}: {metrics}.",
                metrics=_labels(way.metrics),
                first=span.first,
                last=span.last,
            )
    wanted = ways[0]
    missing = _missing(tables, wanted, options)
    if not missing:
        return msg(
            "No account tells all that this needs: {metrics}. Each tells a part; upload the "
            "exports that hold the rest.",
            metrics=_labels(wanted.metrics),
        )
    if wanted.basis is Basis.DAILY and any(set(missing) <= t.sightings().keys() for t in tables):
        return msg(
            "Known only as totals of single posts, not per day: {metrics}. Upload the export with "
            "daily numbers.",
            metrics=_labels(missing),
        )
    return msg("The exports do not tell: {metrics}.", metrics=_labels(missing))


def _missing(tables: Sequence[AccountTable], way: Way, options: KpiOptions) -> tuple[str, ...]:
    """Return what the way needs and no account tells."""
    known = {m for table in tables for m in table.columns(way.basis, options).values}
    return tuple(m for m in dict.fromkeys(way.metrics) if m not in known)


def _labels(metrics: Sequence[str]) -> tuple[Message, ...]:
    return tuple(METRICS[m].label for m in metrics if m in METRICS)
