"""Published figures: a small cited selection, and the user's own table in the same columns.

The selection holds figures of publishers' reports, each with title, address and period; none is a
measurement of this project. PlayerSells publishes under CC BY 4.0; of the others a few figures are
quoted. Rates are in percent in the table and shares here.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from types import MappingProxyType

from kpicore.benchmarks.published_figure import Counted, PublishedFigure
from kpicore.errors import ImportFailedError
from kpicore.kpis import Statistic
from kpicore.messages import msg

COLUMNS = (
    "platform",
    "kpi",
    "definition",
    "segment_type",
    "segment",
    "statistic",
    "value",
    "unit",
    "period_start",
    "period_end",
    "publisher",
    "title",
    "url",
    "seen_at",
)
"""Columns of a table of published figures."""


_PLATFORMS: Mapping[str, str] = MappingProxyType({"youtube shorts": "youtube_shorts"})

_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "average_views_per_post": "average_views",
        "follower_growth_rate_monthly": "follower_growth_rate",
        "average_percentage_viewed": "average_viewed_share",
        "ctr_thumbnail_impressions": "thumbnail_ctr",
    }
    | {
        k: k
        for k in (
            "engagement_rate_by_followers",
            "engagement_rate_by_views",
            "engagement_rate_by_impressions",
            "engagement_rate_by_reach",
            "posting_frequency",
            "average_watch_time",
            "completion_rate",
        )
    }
)
"""The table's KPI to the key of the catalogue; others have no like and are not used."""

_UNITS: Mapping[str, float] = MappingProxyType(
    {
        "percent": 0.01,
        "percent_per_month": 0.01,
        "count_per_post": 1.0,
        "seconds": 1.0,
        "posts_per_week": 1.0,
        "posts_per_month": 12 * 7 / 365.25,
    }
)
"""The table's unit to the factor that makes it the KPI's unit."""

_PER_ACCOUNT = frozenset({"posting_frequency", "follower_growth_rate", "thumbnail_ctr"})
_LOWS, _HIGHS = ("p25", "range_low"), ("p75", "top_quartile", "range_high")
_IGNORED = frozenset({"p10", "p90", "share"})
_OR_REACH = re.compile(r"\bor reach\b")
_IMPRESSIONS_SURE = frozenset({"x", "linkedin"})


def counted_in(definition: str) -> Counted:
    """Tell from a definition what stands above the line of an engagement rate.

    Parameters
    ----------
    definition : str
        The publisher's words.

    Returns
    -------
    Counted
        ``UNSTATED`` when the words do not tell.
    """
    text = definition.casefold()
    if "not restated" in text or "not stated" in text:
        return Counted.UNSTATED
    above = text.split("/ followers")[0].split("/ impressions")[0].split("/ views")[0]
    if "click" in above:
        return Counted.WITH_CLICKS
    if re.search(r"\bsaves?\b|bookmark", above):
        return Counted.WITH_SAVES
    if re.search(r"likes?|reactions?", above):
        shared = re.search(r"shares?|reposts?|retweets?|quotes?", above)
        return Counted.LIKES_COMMENTS_SHARES if shared else Counted.LIKES_COMMENTS
    return Counted.TOTAL if re.search(r"interaction|engagement", above) else Counted.UNSTATED


def read_published(text: str, *, own_table: bool = True) -> tuple[PublishedFigure, ...]:
    """Read a table of published figures.

    Parameters
    ----------
    text : str
        CSV with the columns of `COLUMNS`, comma-separated, first row the header.
    own_table : bool, default True
        Whether it is the user's own.

    Returns
    -------
    tuple of PublishedFigure
        Rows of one figure - median and quartiles - put together; rows of KPIs that the catalogue
        does not know are left out.

    Raises
    ------
    ImportFailedError
        If columns are missing or values are no numbers or dates; all faulty rows together.
    """
    reader = csv.DictReader(io.StringIO(text))
    missing = [c for c in COLUMNS if c not in (reader.fieldnames or ())]
    if missing:
        raise ImportFailedError(
            msg(
                "The table of published figures lacks the columns {missing}. Expected are: "
                "{columns}.",
                missing=tuple(missing),
                columns=COLUMNS,
            )
        )
    rows = list(reader)
    faulty = tuple(number for number, row in enumerate(rows, start=2) if not _sound(row))
    if faulty:
        raise ImportFailedError(
            msg(
                "Rows {rows} of the table hold a value that is no number, a unit that is not known "
                "or a date that is not written as 2026-01-31.",
                rows=faulty,
            )
        )
    return tuple(_figures(rows, own_table=own_table))


def _sound(row: Mapping[str, str]) -> bool:
    if row["kpi"] not in _KEYS:
        return True
    try:
        finite = math.isfinite(float(row["value"]))
        _date(row["period_start"])
        _date(row["period_end"])
    except (TypeError, ValueError):
        return False
    return finite and row["unit"] in _UNITS


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _figures(rows: Sequence[Mapping[str, str]], *, own_table: bool) -> Iterable[PublishedFigure]:
    groups: dict[tuple[str, ...], dict[str, Mapping[str, str]]] = {}
    for row in rows:
        if row["kpi"] in _KEYS and row["statistic"] not in _IGNORED:
            same = tuple(row[c] for c in COLUMNS if c not in {"statistic", "value"})
            groups.setdefault(same, {})[row["statistic"]] = row
    for group in groups.values():
        low = next((_value(group[s]) for s in _LOWS if s in group), None)
        high = next((_value(group[s]) for s in _HIGHS if s in group), None)
        centres: list[str] = [s for s in ("median", "mean") if s in group]
        for average in centres or ["range"]:
            spread = average != "mean"
            yield _figure(
                next(iter(group.values())) if average == "range" else group[average],
                average,
                low=low if spread else None,
                high=high if spread else None,
                own_table=own_table,
            )


def _value(row: Mapping[str, str]) -> float:
    return float(row["value"]) * _UNITS[row["unit"]]


def _figure(
    row: Mapping[str, str], average: str, *, low: float | None, high: float | None, own_table: bool
) -> PublishedFigure:
    key = _KEYS[row["kpi"]]
    platform = row["platform"].casefold()
    engagement = key.startswith("engagement_rate")
    return PublishedFigure(
        platform=_PLATFORMS.get(platform, platform),
        key=key,
        statistic=_statistic(key, average),
        average=average,
        value=None if average == "range" else _value(row),
        low=low,
        high=high,
        counted=_counted(row, platform) if engagement else Counted.NOT_ENGAGEMENT,
        definition=row["definition"],
        segment_type=row["segment_type"],
        segment=row["segment"],
        period_start=_date(row["period_start"]),
        period_end=_date(row["period_end"]),
        publisher=row["publisher"],
        title=row["title"],
        url=row["url"],
        quoted=row["seen_at"] == "quoted elsewhere",
        own_table=own_table,
    )


def _counted(row: Mapping[str, str], platform: str) -> Counted:
    # "impressions (or reach)" leaves the denominator open where a network tells both.
    if _OR_REACH.search(row["definition"]) and platform not in _IMPRESSIONS_SURE:
        return Counted.UNSTATED
    return counted_in(row["definition"])


def _statistic(key: str, average: str) -> Statistic | None:
    if key in _PER_ACCOUNT:
        return None
    if average == "median":
        return Statistic.MEDIAN_PER_POST
    if key == "average_views":
        # Views ÷ videos is the mean per post.
        return Statistic.POOLED
    return Statistic.MEAN_PER_POST


def _shipped() -> tuple[PublishedFigure, ...]:
    text = files("kpicore.benchmarks").joinpath("published.csv").read_text(encoding="utf-8")
    return read_published(text, own_table=False)


PUBLISHED: tuple[PublishedFigure, ...] = _shipped()
"""The shipped selection."""
