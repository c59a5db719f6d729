"""Which formats earned the most interaction, by posts at equal age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.kpis import DEFAULT_OPTIONS, KpiOptions, posts_at_maturity
from kpicore.kpis.labels import format_label
from kpicore.messages import Message, MessageValue, msg, msgs
from kpicore.periods import Period
from kpicore.reviews.model import Finding, Question
from kpicore.units import Amount, Change

PARTS = ("likes", "comments", "shares")
"""Interaction is their sum, as in the KPI ``engagements``."""
FEWEST_POSTS = 3
"""Of so few posts a format's middle is mostly chance."""
WIDER_DAYS = 56
"""Where the period holds too few posts, eight weeks up to its end are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatStanding:
    """What the posts of one format earned.

    Attributes
    ----------
    format : str
        As stored.
    posts : int
        Posts whose interaction is known at equal age.
    median : float
        Interaction of the middle post.
    total : float
        Interaction of all of them.
    """

    format: str
    posts: int
    median: float
    total: float

    @property
    def word(self) -> Message:
        """What the format is called."""
        return format_label(self.format)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatTable:
    """What the formats earned in a span.

    Attributes
    ----------
    span : Period
        Days on which the posts were published: the period, or a wider one.
    widened : bool
        Whether the period itself held too few posts.
    standings : tuple of FormatStanding
        The highest middle first; those of fewer than `FEWEST_POSTS` posts come last.
    young : int
        Posts of the span that are too young to be compared.
    """

    span: Period
    widened: bool
    standings: tuple[FormatStanding, ...]
    young: int = 0


def format_table(
    history: History,
    period: Period,
    *,
    account_ids: Sequence[str],
    options: KpiOptions = DEFAULT_OPTIONS,
) -> FormatTable:
    """Work out what the posts of each format earned.

    Parameters
    ----------
    history : History
        The data.
    period : Period
        Under review.
    account_ids : sequence of str
        Accounts, at least one.
    options : KpiOptions
        Age at which posts are compared.

    Returns
    -------
    FormatTable
        Posts without a known interaction are left out, not taken for zero; without any post there
        are no standings.
    """
    posts = _interactions(history, account_ids, options)
    table = _table(posts, period, widened=False)
    if sum(s.posts for s in table.standings) >= FEWEST_POSTS:
        return table
    wider = Period(period.last - timedelta(days=WIDER_DAYS - 1), period.last)
    return _table(posts, wider, widened=True) if wider.first < period.first else table


def _interactions(
    history: History, account_ids: Sequence[str], options: KpiOptions
) -> pd.DataFrame:
    frames = {
        metric: posts_at_maturity(history, metric, account_ids=account_ids, options=options)
        for metric in (*PARTS, "engagements")
    }
    posts = frames[PARTS[0]][["published_at", "format", "state"]].copy()
    parts = np.column_stack([frames[metric]["value"].to_numpy(dtype=float) for metric in PARTS])
    own = frames["engagements"]["value"].to_numpy(dtype=float)
    # The platform's own sum stands in where it does not tell the parts.
    summed = parts.sum(axis=1)
    posts["value"] = np.where(np.isfinite(summed), summed, own)
    posts["day"] = pd.to_datetime(posts["published_at"]).dt.date
    return posts


def _table(posts: pd.DataFrame, span: Period, *, widened: bool) -> FormatTable:
    inside = posts[(posts["day"] >= span.first) & (posts["day"] <= span.last)]
    known = inside[inside["value"].notna()]
    standings = [
        FormatStanding(
            format="" if pd.isna(name) else str(name),
            posts=len(group),
            median=float(group["value"].median()),
            total=float(group["value"].sum()),
        )
        for name, group in known.groupby("format", dropna=False)
    ]
    standings.sort(key=lambda s: (s.posts < FEWEST_POSTS, -s.median, s.format))
    return FormatTable(
        span=span,
        widened=widened,
        standings=tuple(standings),
        young=int((inside["state"] == "young").sum()),
    )


def format_findings(table: FormatTable) -> tuple[Finding, ...]:
    """Put in words which formats earned the most interaction.

    Parameters
    ----------
    table : FormatTable
        From `format_table`.

    Returns
    -------
    tuple of Finding
        At least one; says so where posts are few, young or missing.
    """
    if not table.standings:
        return (_of(_nothing(table)),)
    best = table.standings[0]
    found = [_of(_leading(best, table), best.median)]
    found += [_of(_other(s, best), s.median) for s in table.standings[1:]]
    if table.widened:
        sentence = msg(
            "The days under review hold too few posts to compare, so eight weeks up to their end "
            "are read."
        )
        found.append(_of(sentence, float(WIDER_DAYS)))
    if table.young:
        sentence = msgs(
            "{count} post is too young to be compared.",
            "{count} posts are too young to be compared.",
            table.young,
        )
        found.append(_of(sentence, float(table.young)))
    return tuple(found)


def _leading(best: FormatStanding, table: FormatTable) -> Message:
    values: dict[str, MessageValue] = {
        "format": best.word,
        "median": Amount(best.median),
        "first": table.span.first,
        "last": table.span.last,
    }
    if best.posts < FEWEST_POSTS:
        return msgs(
            "{format}: {median} interactions, from {count} post between {first} and {last}; too "
            "few to rank formats.",
            "{format}: {median} interactions for the middle of {count} posts between {first} and "
            "{last}; too few to rank formats.",
            best.posts,
            **values,
        )
    values["posts"] = best.posts
    if len(table.standings) == 1:
        return msg(
            "{format}: {median} interactions for the middle of {posts} posts, the only format "
            "between {first} and {last}.",
            **values,
        )
    return msg(
        "{format} earned the most interaction: {median} for the middle of {posts} posts between "
        "{first} and {last}.",
        **values,
    )


def _other(standing: FormatStanding, best: FormatStanding) -> Message:
    values: dict[str, MessageValue] = {
        "format": standing.word,
        "median": Amount(standing.median),
    }
    if standing.posts < FEWEST_POSTS:
        return msgs(
            "{format}: {median}, from {count} post, too few to rank it.",
            "{format}: {median} for the middle of {count} posts, too few to rank it.",
            standing.posts,
            **values,
        )
    if best.median <= 0:
        return msg(
            "{format}: {median} for the middle of {posts} posts.", posts=standing.posts, **values
        )
    return msg(
        "{format}: {median} ({change}) for the middle of {posts} posts.",
        posts=standing.posts,
        change=Change(standing.median / best.median - 1),
        **values,
    )


def _nothing(table: FormatTable) -> Message:
    values: dict[str, MessageValue] = {"first": table.span.first, "last": table.span.last}
    if table.young:
        return msgs(
            "The {count} post between {first} and {last} is too young to be compared.",
            "The {count} posts between {first} and {last} are too young to be compared.",
            table.young,
            **values,
        )
    return msg(
        "The exports hold no interaction of single posts between {first} and {last}.", **values
    )


def _of(sentence: Message, value: float | None = None) -> Finding:
    return Finding(question=Question.FORMATS, sentence=sentence, value=value)
