"""Histories as columns of numbers: one table per account, made once and kept with the history.

Everything that a KPI is made of comes from these columns: days side by side, posts and live
streams sorted by their day. Strings are looked at once, here.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpicore.history import Account, History
from kpicore.kpis.columns import (
    LONGEST_GAP_DAYS,
    NO_DAY,
    Columns,
    Flags,
    Floats,
    Ints,
    day_numbers,
    level_on,
)
from kpicore.kpis.definition import Basis, Way
from kpicore.kpis.maturity import MATURITY_DAYS, AgeCurve, Sightings, learn_age_curve, settle
from kpicore.kpis.post_columns import GROWING, PostColumns
from kpicore.kpis.source import Source

_PARTS = ("likes", "comments", "shares")


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiOptions:
    """What a workspace decides about reading KPIs.

    Attributes
    ----------
    maturity_days : int
        Age in days at which posts are compared.
    own_hashtags : tuple of str
        The account's own hashtags, lower-case, without #.
    first_weekday : int
        First day of the week, 0 for Monday to 6 for Sunday.
    """

    maturity_days: int = MATURITY_DAYS
    own_hashtags: tuple[str, ...] = ()
    first_weekday: int = 0


DEFAULT_OPTIONS = KpiOptions()
"""Posts at seven days, no own hashtags."""


class AccountTable:
    """All columns of one account.

    Parameters
    ----------
    account : Account
        The account.
    source : Source
        The numbers of all accounts.
    """

    def __init__(self, account: Account, source: Source) -> None:
        self.account = account
        self._source = source
        self._sightings: dict[str, Sightings] | None = None
        self._by_options: dict[KpiOptions, PostColumns] = {}
        name = account.account_id
        rows = source.rows_of("posts", name)
        order = np.argsort(source.post_days[rows], kind="stable")
        self.post_rows = rows[order][source.post_days[rows[order]] > NO_DAY]
        self.post_days = source.post_days[self.post_rows]
        self._seen_rows = source.rows_of("observations", name)
        seen = source.seen_days[self._seen_rows]
        self.last_sighting = int(seen.max()) if seen.size else None
        daily = source.daily_of(name)
        self.last_daily = int(daily[1].max()) if daily[1].size else None
        self.daily = self._load_daily(daily, source.daily_names)
        self.live = _live_columns(source.live.iloc[source.rows_of("live", name)])

    def _load_daily(self, daily: tuple[Ints, Ints, Floats], metrics: list[str]) -> Columns:
        codes, days, values = daily
        published_last = self._posts_known_until()
        firsts = [int(days.min())] if days.size else []
        lasts = [int(days.max())] if days.size else []
        if published_last is not None:
            firsts.append(int(self.post_days[0]))
            lasts.append(published_last)
        if not firsts:
            return Columns(np.empty(0, dtype=np.int64), {}, dense=True)
        first, size = min(firsts), max(lasts) - min(firsts) + 1
        table: dict[str, Floats] = {}
        for code in np.flatnonzero(np.bincount(codes)):
            column = np.full(size, np.nan)
            chosen = codes == code
            column[days[chosen] - first] = values[chosen]
            table[metrics[code]] = column
        table["days"] = np.ones(size)
        if published_last is not None:
            counted = np.full(size, np.nan)
            known = slice(int(self.post_days[0]) - first, published_last - first + 1)
            counted[known] = np.bincount(self.post_days - first, minlength=size)[known]
            table["posts_published"] = counted
        return Columns(np.arange(first, first + size), table, dense=True)

    def _posts_known_until(self) -> int | None:
        # The day of the export is not over: days without posts count up to the day before.
        if not self.post_days.size:
            return None
        last = int(self.post_days[-1])
        return last if self.last_sighting is None else max(last, self.last_sighting - 1)

    def posts(self, options: KpiOptions = DEFAULT_OPTIONS) -> PostColumns:
        """Return the account's posts at equal age."""
        if options not in self._by_options:
            self._by_options[options] = self._make_posts(options)
        return self._by_options[options]

    def sightings(self) -> Mapping[str, Sightings]:
        """Return what each export said about each post, by metric."""
        if self._sightings is None:
            self._sightings = self._read_sightings()
        return self._sightings

    def _read_sightings(self) -> dict[str, Sightings]:
        source, rows = self._source, self._seen_rows
        posts = source.places(self.post_rows, rows)
        values, metrics = source.seen_values[rows], source.seen_metrics[rows]
        usable = (posts >= 0) & np.isfinite(values)
        found = {}
        for code in np.flatnonzero(np.bincount(metrics)):
            chosen = np.flatnonzero(usable & (metrics == code))
            who = posts[chosen]
            ages = source.seen_days[rows[chosen]] - self.post_days[who]
            order = np.lexsort((ages, who))
            found[source.seen_names[code]] = Sightings(
                posts=who[order], ages=ages[order], values=values[chosen][order]
            )
        return found

    def _make_posts(self, options: KpiOptions) -> PostColumns:
        size = self.post_days.size
        values: dict[str, Floats] = {}
        young: dict[str, Flags] = {}
        completed: dict[str, Flags] = {}
        errors: dict[str, Floats] = {}
        curves: dict[str, AgeCurve] = {}
        for metric, sightings in self.sightings().items():
            curve = learn_age_curve(sightings, maturity_days=options.maturity_days)
            if curve is not None and metric in GROWING:
                curves[metric] = curve
            settled = settle(
                sightings, size, maturity_days=options.maturity_days, curve=curves.get(metric)
            )
            values[metric] = settled.values
            young[metric], completed[metric] = settled.young, settled.completed
            errors[metric] = settled.errors
        self._add_attributes(values, options)
        return PostColumns(
            columns=Columns(self.post_days, values, dense=False),
            rows=self.post_rows,
            young=young,
            completed=completed,
            errors=errors,
            curves=curves,
        )

    def _add_attributes(self, values: dict[str, Floats], options: KpiOptions) -> None:
        size = self.post_days.size
        values["posts"] = np.ones(size)
        durations = self._source.durations[self.post_rows]
        values["duration_seconds"] = durations
        if "views" in values:
            values["playable_seconds"] = values["views"] * durations
        if "followers" in self.daily.values:
            values["followers"] = level_on(
                self.daily.days, self.daily.values["followers"], self.post_days
            )
        if options.own_hashtags and size:
            engaged = (
                sum((values[p] for p in _PARTS), np.zeros(size))
                if all(p in values for p in _PARTS)
                else values.get("engagements")
            )
            if engaged is not None:
                own = set(options.own_hashtags)
                hashtags = self._source.hashtags.iloc[self.post_rows]
                tagged = np.array([not own.isdisjoint(str(h).split()) for h in hashtags])
                values["hashtag_engagements"] = np.where(tagged, engaged, 0.0)

    def columns(self, basis: Basis, options: KpiOptions = DEFAULT_OPTIONS) -> Columns:
        """Return the columns of that frame."""
        if basis is Basis.DAILY:
            return self.daily
        return self.live if basis is Basis.LIVE else self.posts(options).columns

    def end_for(self, way: Way) -> int | None:
        """Return the last whole day that the exports tell of for a way of making a KPI."""
        if way.basis is Basis.POSTS or "posts_published" in way.plus:
            return self._posts_known_until()
        return self.latest_end if way.basis is Basis.LIVE else self.last_daily

    @property
    def latest_end(self) -> int | None:
        """Day number of the last whole day that any export tells of."""
        live = int(self.live.days[-1]) if self.live.days.size else None
        ends = (self.last_daily, self._posts_known_until(), live)
        return max((end for end in ends if end is not None), default=None)

    @property
    def data_end(self) -> int | None:
        """Day number at which periods are anchored: the last day of daily numbers, if not stale."""
        latest = self.latest_end
        if latest is None or self.last_daily is None:
            return latest
        return self.last_daily if latest - self.last_daily <= LONGEST_GAP_DAYS else latest


def _live_columns(frame: pd.DataFrame) -> Columns:
    if frame.empty:
        return Columns(np.empty(0, dtype=np.int64), {}, dense=False)
    streams = frame.groupby("live_id")["started_at"].min().sort_values(kind="stable")
    days = day_numbers(streams)
    place = streams.index.get_indexer(pd.Index(frame["live_id"]))
    values: dict[str, Floats] = {"live_sessions": np.ones(days.size)}
    for metric, rows in frame.groupby("metric").indices.items():
        column = np.full(days.size, np.nan)
        column[place[rows]] = frame["value"].to_numpy(dtype=np.float64)[rows]
        values[str(metric)] = column
    dated = days > NO_DAY
    return Columns(days[dated], {m: v[dated] for m, v in values.items()}, dense=False)


class Tables:
    """The tables of a history, made when first asked for.

    Parameters
    ----------
    history : History
        Not kept alive by this object.
    """

    def __init__(self, history: History) -> None:
        self._source = Source(history)
        self._made: dict[str, AccountTable] = {}

    def table(self, history: History, account_id: str) -> AccountTable:
        """Return the account's table; raises `DataNotFoundError` for an unknown account."""
        if account_id not in self._made:
            self._made[account_id] = AccountTable(history.account(account_id), self._source)
        return self._made[account_id]


_KEPT: dict[int, Tables] = {}
_FORGET: Callable[[int, None], Tables | None] = _KEPT.pop


def account_tables(history: History, account_ids: Iterable[str]) -> tuple[AccountTable, ...]:
    """Return the tables of some accounts, made once per history object.

    Parameters
    ----------
    history : History
        The data; its tables live as long as it does.
    account_ids : iterable of str
        Accounts wanted.

    Returns
    -------
    tuple of AccountTable
        In that order, each account once.

    Raises
    ------
    DataNotFoundError
        If an account is not in the history.
    """
    kept = _KEPT.get(id(history))
    if kept is None:
        kept = _KEPT[id(history)] = Tables(history)
        weakref.finalize(history, _FORGET, id(history), None)
    return tuple(kept.table(history, account_id) for account_id in dict.fromkeys(account_ids))
