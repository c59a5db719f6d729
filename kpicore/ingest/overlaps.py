"""Two tables that tell of the same days: of one account, or of two."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpicore.ingest.outcomes import SOURCE_LETTERS, FileOutcome
from kpicore.ingest.reports import Fault, Severity
from kpicore.messages import msgs

FEWEST_COMMON_DAYS, STRANGERS_SHARE, FAR_SHARE = 5, 0.6, 0.25
"""Two tables are of two accounts when on so many days so many values differ by so much."""


def strangers(one: pd.DataFrame, other: pd.DataFrame) -> bool | None:
    """Say whether two tables of days are of two accounts.

    Parameters
    ----------
    one, other : DataFrame
        Columns date, metric, value.

    Returns
    -------
    bool or None
        None when they have too few days in common to tell.
    """
    both = one.merge(other, on=["date", "metric"], suffixes=("", "_other"))
    days = both["date"].nunique()
    if days < FEWEST_COMMON_DAYS:
        return None
    values = both[["value", "value_other"]]
    return _are_strangers(
        pd.DataFrame({"min": values.min(axis=1), "max": values.max(axis=1)}), days
    )


def _are_strangers(spread: pd.DataFrame, days: int) -> bool:
    clashing = spread["min"] != spread["max"]
    far = (spread["max"] - spread["min"]) > FAR_SHARE * spread["max"].abs()
    return days >= FEWEST_COMMON_DAYS and bool(
        float(clashing.mean()) > STRANGERS_SHARE and float(far.mean()) > STRANGERS_SHARE
    )


def note_overlaps(outcomes: Sequence[FileOutcome], daily: Sequence[pd.DataFrame]) -> None:
    """Say where two files tell different values of the same day.

    Parameters
    ----------
    outcomes : sequence of FileOutcome
        Receive the remarks.
    daily : sequence of DataFrame
        Their daily values, with account, source and moment of observation.
    """
    if len(daily) < 2:
        return
    rows = pd.concat(daily, ignore_index=True)
    keys = ["account_id", "date", "metric"]
    again = rows[rows.duplicated(keys, keep=False)]
    if again.empty:
        return
    spread = again.groupby(keys)["value"].agg(["min", "max"])
    clashing = spread[spread["min"] != spread["max"]].index
    if not len(clashing):
        return
    marked = again.set_index(keys).loc[clashing].reset_index()
    winners = (
        marked.sort_values("observed_at", kind="stable")
        .drop_duplicates(keys, keep="last")["source"]
        .value_counts()
    )
    days = again["date"].nunique()
    if _are_strangers(spread, days):
        _warn_of_strangers(outcomes, winners, days)
        return
    for outcome in outcomes:
        count = int(winners.get(outcome.sha256[:SOURCE_LETTERS], 0))
        if count:
            outcome.faults.append(
                Fault(
                    severity=Severity.INFO,
                    message=msgs(
                        "{count} value differs from another file's of the same day; this file's "
                        "was taken, being the later one.",
                        "{count} values differ from another file's of the same days; this file's "
                        "were taken, being the later ones.",
                        count,
                    ),
                )
            )


def _warn_of_strangers(outcomes: Sequence[FileOutcome], winners: pd.Series, days: int) -> None:
    """Say where two tables tell quite different values of the same days: hardly one account."""
    for outcome in outcomes:
        if int(winners.get(outcome.sha256[:SOURCE_LETTERS], 0)):
            outcome.faults.append(
                Fault(
                    severity=Severity.WARNING,
                    message=msgs(
                        "On {count} day another table tells quite different values of the same "
                        "metrics, so these seem to be two accounts, such as Instagram and "
                        "Facebook; only the values of this file are used. Import one account at "
                        "a time and name it, or say the platform.",
                        "On {count} days another table tells quite different values of the same "
                        "metrics, so these seem to be two accounts, such as Instagram and "
                        "Facebook; only the values of this file are used. Import one account at "
                        "a time and name it, or say the platform.",
                        days,
                    ),
                )
            )
