"""From being seen to acting: the rate of each step, and where more is lost than in the past.

A rate is held against the same rate in earlier spans of the same length. How much those differ
among themselves says what is usual; a leak is a rate below the range in which nine of ten further
spans would lie, with the usual control of false findings over all steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from scipy import special

from kpicore.history import History
from kpicore.insights.shrinkage import LEVEL, findings
from kpicore.periods import ONE_DAY, Period

SEEN = ("views", "impressions")
"""Where the funnel begins: the first that the exports tell daily. Reach counts different people,
which no two days may be added of."""

MOST_PAST, FEWEST_PAST = 12, 4
"""Earlier spans that are looked at, and that are needed."""

KNOWN_SHARE = 0.8
"""Share of a span's days on which both counts of a step must be known."""

FEWEST_REACHED = 10
"""Below so many that reached a step its rate is mostly chance."""

FUNNEL_COLUMNS = (
    "upper",
    "lower",
    "begun",
    "reached",
    "rate",
    "past",
    "change",
    "low",
    "high",
    "spans",
    "p_value",
    "found",
)
"""`upper`, `lower` metrics of a step; `begun`, `reached` their totals; `rate`; `past` its middle in
`spans` earlier spans and `change` against it; `low`, `high` what is usual; `found` whether it is
outside by more than chance."""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """The steps of an account's funnel.

    Attributes
    ----------
    period : Period
        The days looked at.
    steps : DataFrame
        `FUNNEL_COLUMNS`, from the top down; empty without two stages.
    """

    period: Period
    steps: pd.DataFrame

    @property
    def leak(self) -> pd.Series | None:
        """The step that fell most below its own past; None where none did."""
        told = self.steps[self.steps["found"] & (self.steps["change"] < 0)]
        return None if told.empty else told.iloc[int(told["change"].to_numpy().argmin())]


def funnel(history: History, account_id: str, period: Period) -> Funnel:
    """Return the rates of an account's funnel over some days, beside its own past.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.
    period : Period
        The days.

    Returns
    -------
    Funnel
        A rate is the sum of one stage over the sum of the other, on days that tell both.
    """
    table = history.daily_table(account_id)
    rows = [_step(table, upper, lower, period) for upper, lower in _steps(table)]
    steps = pd.DataFrame([r for r in rows if r is not None], columns=list(FUNNEL_COLUMNS))
    steps["found"] = findings(steps["p_value"].to_numpy(dtype=np.float64))
    return Funnel(period=period, steps=steps)


def _steps(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the steps that the account's daily metrics allow."""
    told = {str(column) for column in table.columns if table[column].notna().any()}
    seen = next((metric for metric in SEEN if metric in told), None)
    visited = "profile_views" if "profile_views" in told else seen
    wanted = [
        ("impressions", "views"),
        (seen, "profile_views"),
        (visited, "new_followers"),
        (visited, "link_clicks"),
        ("link_clicks", "conversions"),
        ("sessions", "key_events"),
        ("sessions", "conversions"),
    ]
    return [(a, b) for a, b in wanted if a is not None and {a, b} <= told]


def _totals(
    table: pd.DataFrame, upper: str, lower: str, period: Period
) -> tuple[float, float] | None:
    rows = table.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last), [upper, lower]]
    both = rows.dropna()
    if len(both) < KNOWN_SHARE * period.days or float(both[upper].sum()) <= 0:
        return None
    return float(both[upper].sum()), float(both[lower].sum())


def _step(table: pd.DataFrame, upper: str, lower: str, period: Period) -> dict[str, object] | None:
    now = _totals(table, upper, lower, period)
    if now is None:
        return None
    begun, reached = now
    rates = []
    for back in range(1, MOST_PAST + 1):
        last = period.first - ONE_DAY - timedelta(days=(back - 1) * period.days)
        span = Period(last - timedelta(days=period.days - 1), last)
        before = _totals(table, upper, lower, span)
        if before is not None and before[1] >= FEWEST_REACHED:
            rates.append(before[1] / before[0])
    rate = reached / begun
    past = low = high = change = p_value = float("nan")
    if len(rates) >= FEWEST_PAST and reached >= FEWEST_REACHED:
        logs = np.log(rates)
        # A further span differs from the mean of the past by its own luck and the mean's error;
        # counting this one and them adds what counts cannot be free of.
        spread = np.sqrt(logs.var(ddof=1) * (1.0 + 1.0 / logs.size) + 1.0 / reached)
        score = (np.log(rate) - logs.mean()) / spread
        reach = float(special.stdtrit(logs.size - 1, (1.0 + LEVEL) / 2.0)) * spread
        past = float(np.exp(logs.mean()))
        low, high = (float(np.exp(logs.mean() + side * reach)) for side in (-1.0, 1.0))
        change, p_value = rate / past - 1.0, 2.0 * float(special.stdtr(logs.size - 1, -abs(score)))
    return {
        "upper": upper,
        "lower": lower,
        "begun": begun,
        "reached": reached,
        "rate": rate,
        "past": past,
        "change": change,
        "low": low,
        "high": high,
        "spans": len(rates),
        "p_value": p_value,
        "found": False,
    }
