"""Money spent on an account over some days, and what a result of those days cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from kpicore.history import History
from kpicore.kpis.channels import RESULTS, compute_channels, cost_per_result
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions
from kpicore.periods import Period

COST_COLUMNS = ("account_id", "first", "last", "currency", "key", "spend", "result", "cost")
"""Columns of `cost_of`, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """Money spent on an account.

    Attributes
    ----------
    account_id : str
        The account.
    first, last : date
        Inclusive days that the money was for.
    amount : float
        In the currency, not negative.
    currency : str
        ISO 4217 code.
    """

    account_id: str
    first: date
    last: date
    amount: float
    currency: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"Spend ends {self.last} before it begins {self.first}.")
        if not (math.isfinite(self.amount) and self.amount >= 0):
            raise ValueError(f"Spend must be a number and not negative, got {self.amount}.")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise ValueError(f"Currency must be a code such as EUR, got {self.currency!r}.")

    @property
    def period(self) -> Period:
        """The days that the money was for."""
        return Period(self.first, self.last)


def cost_of(
    history: History,
    spends: Sequence[Spend],
    *,
    today: date,
    options: KpiOptions = DEFAULT_OPTIONS,
) -> pd.DataFrame:
    """Return what results cost, each spend over its own days.

    Results are all that the account had in those days, bought or not: nothing in an export tells
    them apart.

    Parameters
    ----------
    history : History
        The data.
    spends : sequence of Spend
        Those of accounts that the history does not hold are left out, and so are those of days
        that are not over.
    today : date
        The unfinished day.
    options : KpiOptions, optional
        Maturity age and own hashtags.

    Returns
    -------
    DataFrame
        `COST_COLUMNS`: a row per spend and result that is known; `cost` is the spend for one
        result, NaN where there is none.
    """
    known = {account.account_id for account in history.accounts}
    parts = []
    for spend in spends:
        if spend.account_id not in known or spend.last >= today:
            continue
        values = compute_channels(
            history,
            spend.period,
            account_ids=[spend.account_id],
            today=today,
            keys=RESULTS,
            options=options,
        )
        costs = cost_per_result(values, {spend.account_id: spend.amount})
        parts.append(costs.assign(first=spend.first, last=spend.last, currency=spend.currency))
    if not parts:
        return pd.DataFrame(columns=list(COST_COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(COST_COLUMNS)]
