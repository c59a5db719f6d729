"""Posts at equal age as tables: for settling goals, for charts of posts and of how they grow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.kpis.maturity import AgeCurve
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions, account_tables

POST_COLUMNS = (
    "account_id",
    "post_id",
    "title",
    "url",
    "format",
    "published_at",
    "duration_seconds",
    "value",
    "state",
    "error",
)
"""Columns of `posts_at_maturity`, in order."""


def posts_at_maturity(
    history: History,
    metric: str,
    *,
    account_ids: Sequence[str],
    options: KpiOptions = DEFAULT_OPTIONS,
) -> pd.DataFrame:
    """Return every dated post with its total at the age at which posts are compared.

    Parameters
    ----------
    history : History
        The data.
    metric : str
        Canonical metric, such as ``"views"``.
    account_ids : sequence of str
        Accounts.
    options : KpiOptions, optional
        Maturity age.

    Returns
    -------
    DataFrame
        account_id, post_id, title, url, format, published_at, duration_seconds, value (NaN where
        young or unknown), state (mature, completed, young or unknown), error (standard error of
        the logarithm of a completed value, else 0); oldest first within each account.

    Raises
    ------
    DataNotFoundError
        If an account is not in the history.
    """
    frames = []
    for table in account_tables(history, account_ids):
        posts = table.posts(options)
        frame = history.posts.iloc[posts.rows].reset_index(drop=True)
        size = len(frame)
        value = posts.columns.values.get(metric, np.full(size, np.nan))
        state = np.where(np.isfinite(value), "mature", "unknown").astype(object)
        if metric in posts.young:
            state[posts.young[metric]] = "young"
            state[posts.completed[metric]] = "completed"
        frame["value"] = value
        frame["state"] = pd.Series(state, dtype="str")
        frame["error"] = posts.errors.get(metric, np.zeros(size))
        frames.append(frame[list(POST_COLUMNS)])
    return pd.concat(frames, ignore_index=True)


def age_curve(
    history: History, metric: str, *, account_id: str, options: KpiOptions = DEFAULT_OPTIONS
) -> AgeCurve | None:
    """Return what an account's repeated exports show of how its posts grow.

    Parameters
    ----------
    history : History
        The data.
    metric : str
        Canonical metric, such as ``"views"``.
    account_id : str
        The account.
    options : KpiOptions, optional
        Maturity age.

    Returns
    -------
    AgeCurve or None
        None when too few posts were seen both young and mature.

    Raises
    ------
    DataNotFoundError
        If the account is not in the history.
    """
    return account_tables(history, [account_id])[0].posts(options).curves.get(metric)
