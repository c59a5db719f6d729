"""History: what the exports of some accounts tell, as tidy frames.

Columns are named once, in `kpicore.frames`. Values are floats; a missing day is no row, never 0.
Daily totals and per-post lifetime totals are different things and live in different frames. When
two exports tell different values of the same day or moment, the one observed later wins, and of two
observed at the same moment the one imported later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.errors import DataNotFoundError
from kpicore.frames import (
    COLUMNS,
    FRAMES,
    KEYS,
    MOMENT,
    NUMBER,
    TEXT,
    as_frame,
    empty_frame,
    newest,
)
from kpicore.messages import msg
from kpicore.periods import Period

__all__ = [
    "COLUMNS",
    "FRAMES",
    "KEYS",
    "MOMENT",
    "NUMBER",
    "TEXT",
    "Account",
    "History",
    "as_frame",
    "empty_frame",
    "newest",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One profile on one platform.

    Attributes
    ----------
    account_id : str
        Stable identity inside the workspace; never shown.
    name : str
        Name for people: handle, channel, page.
    platform : str
        Platform key, such as ``"tiktok"``.
    time_zone : str or None
        IANA name when known.
    currency : str or None
        ISO 4217 code of its money columns.
    made_up : bool
        Whether its data are invented (the sample creator); shown wherever it appears.
    """

    account_id: str
    name: str
    platform: str
    time_zone: str | None = None
    currency: str | None = None
    made_up: bool = False


def _empty_frames() -> Mapping[str, pd.DataFrame]:
    return MappingProxyType({name: empty_frame(name) for name in FRAMES})


@dataclass(frozen=True, kw_only=True)
class History:
    """What the exports of some accounts tell.

    Attributes
    ----------
    accounts : tuple of Account
        In the order in which they are shown.
    frames : Mapping[str, DataFrame]
        Every name of `FRAMES` with its columns; treat the frames as read-only.
    """

    accounts: tuple[Account, ...] = ()
    frames: Mapping[str, pd.DataFrame] = field(default_factory=_empty_frames)

    def __getstate__(self) -> dict[str, object]:
        """Return the fields alone: what is worked out from them may be added by another thread."""
        return {"accounts": self.accounts, "frames": self.frames}

    @classmethod
    def build(cls, accounts: Iterable[Account], **frames: pd.DataFrame) -> History:
        """Make a history; frames that are not given are empty, repeated keys are resolved.

        Parameters
        ----------
        accounts : iterable of Account
            Each account once.
        **frames : DataFrame
            By frame name, in any column order.

        Returns
        -------
        History
            Validated.

        Raises
        ------
        ValueError
            If a frame lacks columns or speaks of an account that is not given.
        """
        known = tuple(accounts)
        ids = {a.account_id for a in known}
        made = {}
        for name in FRAMES:
            frame = as_frame(name, frames[name]) if name in frames else empty_frame(name)
            strangers = sorted(set(frame["account_id"].unique()) - ids)
            if strangers:
                raise ValueError(f"{name}: accounts {strangers} are not among the accounts given.")
            made[name] = newest(name, frame)
        unknown = sorted(set(frames) - set(FRAMES))
        if unknown:
            raise ValueError(f"Unknown frames {unknown}; expected some of {list(FRAMES)}.")
        return cls(accounts=known, frames=MappingProxyType(made))

    @property
    def daily(self) -> pd.DataFrame:
        """Daily values: account_id, date, metric, value, observed_at, source."""
        return self.frames["daily"]

    @property
    def posts(self) -> pd.DataFrame:
        """Posts by (account_id, post_id)."""
        return self.frames["posts"]

    @property
    def observations(self) -> pd.DataFrame:
        """Lifetime totals of posts at the moments of export."""
        return self.frames["observations"]

    @property
    def is_empty(self) -> bool:
        """Whether no frame holds a row."""
        return all(frame.empty for frame in self.frames.values())

    def account(self, account_id: str) -> Account:
        """Return the account with that id.

        Raises
        ------
        DataNotFoundError
            If there is none.
        """
        for account in self.accounts:
            if account.account_id == account_id:
                return account
        raise DataNotFoundError(
            msg("The account {account} is not in this workspace any more.", account=account_id)
        )

    def merged(self, later: History) -> History:
        """Put a later import over this history; importing the same twice changes nothing.

        Parameters
        ----------
        later : History
            Imported after this one. Its accounts replace those with the same id.

        Returns
        -------
        History
            Both, each key once.
        """
        accounts = {a.account_id: a for a in self.accounts} | {
            a.account_id: a for a in later.accounts
        }
        frames = {
            name: pd.concat([self.frames[name], later.frames[name]], ignore_index=True)
            if not self.frames[name].empty
            else later.frames[name]
            for name in FRAMES
        }
        return History.build(accounts.values(), **frames)

    def only(self, account_ids: Sequence[str]) -> History:
        """Return the part that speaks of these accounts, in their order."""
        accounts = tuple(self.account(i) for i in account_ids)
        frames = {n: f[f["account_id"].isin(account_ids)] for n, f in self.frames.items()}
        return History(
            accounts=accounts,
            frames=MappingProxyType({n: f.reset_index(drop=True) for n, f in frames.items()}),
        )

    def with_account(self, account: Account) -> History:
        """Return a copy in which the account of the same id is replaced."""
        accounts = tuple(
            account if a.account_id == account.account_id else a for a in self.accounts
        )
        return replace(self, accounts=accounts)

    @cached_property
    def _daily_tables(self) -> Mapping[str, pd.DataFrame]:
        tables = {}
        for account_id, rows in self.daily.groupby("account_id", sort=False):
            wide = rows.pivot(index="date", columns="metric", values="value")
            days = pd.date_range(wide.index.min(), wide.index.max(), freq="D", unit="us")
            tables[str(account_id)] = wide.reindex(days)
        return tables

    def daily_table(self, account_id: str) -> pd.DataFrame:
        """Return the account's daily values, a column per metric.

        Parameters
        ----------
        account_id : str
            The account.

        Returns
        -------
        DataFrame
            Index: every day from the first to the last one told; NaN where nothing is known.
            Empty when the account has no daily values. Shared between callers: do not change it.
        """
        table = self._daily_tables.get(account_id)
        return pd.DataFrame(index=pd.DatetimeIndex([], dtype=MOMENT)) if table is None else table

    def series(self, account_id: str, metric: str) -> pd.Series:
        """Return one metric of an account day by day.

        Parameters
        ----------
        account_id, metric : str
            Account and canonical metric name.

        Returns
        -------
        Series of float
            From its first known day to its last, NaN for days between that are missing; empty when
            the account does not have the metric.
        """
        table = self.daily_table(account_id)
        if metric not in table:
            return pd.Series(dtype=NUMBER, index=pd.DatetimeIndex([], dtype=MOMENT), name=metric)
        values = table[metric]
        return values.loc[values.first_valid_index() : values.last_valid_index()]

    def metrics(self, account_id: str) -> tuple[str, ...]:
        """Return the names of the account's daily metrics, sorted."""
        return tuple(sorted(self.daily_table(account_id).columns))

    def span(self, account_id: str | None = None) -> Period | None:
        """Return the days that daily values cover, of one account or of all; None without any."""
        rows = self.daily
        if account_id is not None:
            rows = rows[rows["account_id"] == account_id]
        if rows.empty:
            return None
        return Period(rows["date"].min().date(), rows["date"].max().date())

    @cached_property
    def fingerprint(self) -> str:
        """Hash of all values, the same for the same data whatever order they came in."""
        digest = sha256(repr(self.accounts).encode())
        for name in FRAMES:
            frame = self.frames[name].drop(columns=["source"])
            digest.update(name.encode())
            rows = pd.util.hash_pandas_object(frame, index=False).to_numpy()
            digest.update(np.sort(rows).tobytes())
        return digest.hexdigest()
