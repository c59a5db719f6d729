"""Which published figures an account may be held against; those that do not match are not shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kpicore.benchmarks.published import PUBLISHED
from kpicore.benchmarks.published_figure import Counted, PublishedFigure
from kpicore.benchmarks.tiers import tier_edges
from kpicore.history import History
from kpicore.kpis import (
    CATALOGUE,
    DEFAULT_OPTIONS,
    KpiOptions,
    KpiValue,
    Rollup,
    Statistic,
    compute_kpi,
    kpi_breaks,
)
from kpicore.kpis.rows_reactions import OWN_TOTAL
from kpicore.messages import Message, msg
from kpicore.periods import Period

MONTH_DAYS = range(28, 32)
"""Monthly growth is held only against a month's."""

_SAME_COUNT = frozenset({Counted.LIKES_COMMENTS_SHARES, Counted.TOTAL, Counted.NOT_ENGAGEMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkMatch:
    """An account's KPI beside a published figure that matches it.

    Attributes
    ----------
    value : KpiValue
        The account's figure, in the statistic of the published one.
    figure : PublishedFigure
        The published figure.
    ratio : float or None
        ``value ÷ figure``; None for a bare range or a figure of zero.
    inside : bool or None
        Whether the value lies between `low` and `high`; None without a range.
    marks : tuple of Message
        What must be said beside it: quoted, undated, interactions not listed.
    """

    value: KpiValue
    figure: PublishedFigure
    ratio: float | None
    inside: bool | None
    marks: tuple[Message, ...]


def matches(
    figure: PublishedFigure,
    *,
    key: str,
    platform: str,
    statistic: Statistic,
    period: Period,
    followers: float | None,
    industry: str | None = None,
) -> bool:
    """Tell whether a published figure may stand beside an account's.

    Parameters
    ----------
    figure : PublishedFigure
        The published figure.
    key : str
        Key of the catalogue; names the denominator.
    platform : str
        Platform of the account.
    statistic : Statistic
        Statistic of the account's figure.
    period : Period
        Days of the account's figure.
    followers : float or None
        The account's followers; None when unknown: then no tier matches.
    industry : str, optional
        The account's industry, in the publisher's word.

    Returns
    -------
    bool
        True only if platform, KPI with its denominator, what is counted, statistic and segment
        match and no break of the series lies between the two.
    """
    if figure.key != key or figure.platform != platform or figure.counted not in _SAME_COUNT:
        return False
    if figure.statistic is not None and figure.statistic is not statistic:
        return False
    growth = CATALOGUE[key].rollup is Rollup.GROWTH
    if growth and period.days not in MONTH_DAYS:
        return False
    return _segment_fits(figure, followers, industry) and not _across_break(figure, period)


def _segment_fits(figure: PublishedFigure, followers: float | None, industry: str | None) -> bool:
    if figure.segment_type == "all":
        return True
    if figure.segment_type == "industry":
        return industry is not None and figure.segment.casefold() == industry.casefold()
    if figure.segment_type != "follower_tier" or followers is None:
        return False
    edges = tier_edges(figure.segment)
    return edges is not None and edges[0] <= followers < edges[1]


def _across_break(figure: PublishedFigure, period: Period) -> bool:
    definition = CATALOGUE[figure.key]
    # An undated figure may be from before any break of the series.
    since = figure.period_end or date.min
    if since >= period.last:
        since = figure.period_start or since
    span = Period(min(since, period.first), max(since, period.last))
    return bool(kpi_breaks(definition, (figure.platform,), span))


def benchmark_matches(
    history: History,
    key: str,
    period: Period,
    *,
    account_id: str,
    today: date,
    industry: str | None = None,
    own_table: Sequence[PublishedFigure] = (),
    options: KpiOptions = DEFAULT_OPTIONS,
) -> tuple[BenchmarkMatch, ...]:
    """Hold an account's KPI against the published figures that match it.

    Parameters
    ----------
    history : History
        The data.
    key : str
        Key of the catalogue.
    period : Period
        The days.
    account_id : str
        The account.
    today : date
        The unfinished day.
    industry : str, optional
        The account's industry, in the publisher's word.
    own_table : sequence of PublishedFigure, optional
        The user's own figures, shown before the shipped ones.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    tuple of BenchmarkMatch
        Tiers and industries before all accounts, the newest first; empty when nothing matches.

    Raises
    ------
    DataNotFoundError
        If the KPI or the account does not exist.
    """
    platform = history.account(account_id).platform
    level = compute_kpi(
        history, "followers", period, account_ids=[account_id], today=today, options=options
    )
    found: list[BenchmarkMatch] = []
    for statistic in CATALOGUE[key].statistics:
        fitting = [
            f
            for f in (*own_table, *PUBLISHED)
            if matches(
                f,
                key=key,
                platform=platform,
                statistic=statistic,
                period=period,
                followers=level.value,
                industry=industry,
            )
        ]
        if not fitting:
            continue
        value = compute_kpi(
            history,
            key,
            period,
            account_ids=[account_id],
            today=today,
            statistic=statistic,
            options=options,
        )
        if value.value is not None:
            listed = OWN_TOTAL not in value.notes
            found.extend(
                _beside(value, f, value.value)
                for f in fitting
                # A platform's total may hold clicks: no likes, comments and shares to compare.
                if listed or f.counted is not Counted.LIKES_COMMENTS_SHARES
            )
    return tuple(sorted(found, key=_order))


def industries(platform: str, own_table: Sequence[PublishedFigure] = ()) -> tuple[str, ...]:
    """Return the industries that figures of a platform are published for, sorted."""
    return tuple(
        sorted(
            {
                f.segment
                for f in (*own_table, *PUBLISHED)
                if f.platform == platform and f.segment_type == "industry"
            }
        )
    )


def why_no_match(
    history: History,
    key: str,
    period: Period,
    *,
    account_id: str,
    today: date,
    industry: str | None = None,
    own_table: Sequence[PublishedFigure] = (),
    options: KpiOptions = DEFAULT_OPTIONS,
) -> Message:
    """Say why no published figure stands beside an account's KPI.

    Parameters
    ----------
    history, key, period, account_id, today, industry, own_table, options
        As for `benchmark_matches`, which found nothing.

    Returns
    -------
    Message
        The first condition of a match that nothing fulfils.
    """
    platform = history.account(account_id).platform
    definition = CATALOGUE[key]
    figures = [f for f in (*own_table, *PUBLISHED) if f.key == key]
    if not figures:
        return msg("No published figure with a stated method is known for it.")
    figures = [f for f in figures if f.platform == platform]
    if not figures:
        return msg("No published figure of it is known for this platform.")
    figures = [f for f in figures if f.counted in _SAME_COUNT]
    if not figures:
        return msg("What publishers count in it is not likes, comments and shares.")
    figures = [f for f in figures if f.statistic in {None, *definition.statistics}]
    if not figures:
        return msg("Publishers put posts together in another way than your exports allow.")
    if definition.rollup is Rollup.GROWTH and period.days not in MONTH_DAYS:
        return msg("Published growth is that of a month: choose a period of 28 to 31 days.")
    level = compute_kpi(
        history, "followers", period, account_ids=[account_id], today=today, options=options
    )
    figures = [f for f in figures if _segment_fits(f, level.value, industry)]
    if not figures and level.value is None:
        return msg("Published figures go by followers, and yours are not known.")
    if not figures:
        return msg("The published figures speak of other numbers of followers, or of industries.")
    if all(_across_break(f, period) for f in figures):
        return msg("The platform has changed what it counts since the figures were published.")
    value = compute_kpi(
        history, key, period, account_ids=[account_id], today=today, options=options
    )
    if value.reason is not None:
        return value.reason
    return msg("Your exports tell it for days only, publishers for single posts.")


def _beside(value: KpiValue, figure: PublishedFigure, own: float) -> BenchmarkMatch:
    inside = None
    if figure.low is not None and figure.high is not None:
        inside = figure.low <= own <= figure.high
    return BenchmarkMatch(
        value=value,
        figure=figure,
        ratio=own / figure.value if figure.value else None,
        inside=inside,
        marks=figure.marks,
    )


def _order(match: BenchmarkMatch) -> tuple[bool, bool, int]:
    figure = match.figure
    ends = figure.period_end or date.min
    return not figure.own_table, figure.segment_type == "all", -ends.toordinal()
