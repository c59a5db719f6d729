"""New against lost followers: which days drove unfollows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kpicore.history import History
from kpicore.insights.sudden_change import ChangeKind, SuddenChange
from kpicore.periods import Period

LOST = "lost_followers"

UNFOLLOW_COLUMNS = ("date", "new_followers", "lost_followers", "driver")
"""`driver` tells whether more left on that day than chance makes leave."""


@dataclass(frozen=True, kw_only=True)
class Unfollows:
    """Followers gained and lost, day by day.

    Attributes
    ----------
    period : Period
        First to last of the days; of no meaning without any.
    days : DataFrame
        `UNFOLLOW_COLUMNS`; empty where the exports do not tell who left.
    drivers : tuple of SuddenChange
        Days on which more left than expected, the worst first.
    """

    period: Period
    days: pd.DataFrame
    drivers: tuple[SuddenChange, ...]

    @property
    def lost(self) -> float:
        """How many left on all known days."""
        return float(self.days["lost_followers"].sum())

    @property
    def driven_share(self) -> float:
        """Share of them that left on the days named."""
        return sum(c.value for c in self.drivers) / self.lost if self.lost > 0 else 0.0

    @property
    def worst(self) -> SuddenChange:
        """The change by which most left beyond what was expected; there must be one."""
        return self.drivers[0]


def unfollows(
    history: History, account_id: str, changes: Sequence[SuddenChange], period: Period
) -> Unfollows:
    """Return followers gained and lost over some days, and the days that drove unfollows.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.
    changes : sequence of SuddenChange
        Of `LOST`, from all days.
    period : Period
        The days shown.

    Returns
    -------
    Unfollows
        Days without a number of unfollows are left out, not taken for none.
    """
    table = history.daily_table(account_id)
    columns = [c for c in ("new_followers", LOST) if c in table]
    shown = table.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last), columns]
    if LOST not in shown or not shown[LOST].notna().any():
        empty = pd.DataFrame(columns=list(UNFOLLOW_COLUMNS))
        return Unfollows(period=period, days=empty, drivers=())
    known = shown[shown[LOST].notna()].rename_axis("date").reset_index()
    if "new_followers" not in known:
        known["new_followers"] = float("nan")
    drivers = [
        c
        for c in changes
        if c.kind is ChangeKind.ABOVE and period.first <= c.first and c.last <= period.last
    ]
    days = known.assign(
        driver=[
            any(c.first <= day.date() <= c.last for c in drivers) for day in known["date"].tolist()
        ]
    )
    return Unfollows(
        period=Period(known["date"].iloc[0].date(), known["date"].iloc[-1].date()),
        days=days[list(UNFOLLOW_COLUMNS)],
        drivers=tuple(sorted(drivers, key=lambda c: c.expected - c.value)),
    )
