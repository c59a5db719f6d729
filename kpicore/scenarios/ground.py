"""What the levers need to know of the accounts beside the KPI itself: posts, contacts, events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from kpicore.errors import NotComputableError, ScenarioError
from kpicore.history import History
from kpicore.insights.posting_effect import posts_by_day
from kpicore.kpis import forecast_input, posts_at_maturity
from kpicore.messages import msg
from kpicore.scenarios.parts import RECENT_DAYS, ROLES

if TYPE_CHECKING:
    from kpicore.forecasting import Event

CONTACT_KPIS = ("views", "impressions", "reach")
"""What counts as a contact: the first of these that the accounts' days tell."""
LONGER_DAYS = 91
"""Looked back on where the last four weeks hold no post."""
FORMAT_DAYS = 365
"""Posts of the last year say how formats do."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Some accounts as the levers see them.

    Attributes
    ----------
    account_names : tuple of str
        For sentences.
    today : date
        First day that is not known.
    posts : Series of float or None
        Posts per day, NaN where not known; None where no post is known at all.
    contacts : Series of float or None
        Views per day, or the first of `CONTACT_KPIS` that is known.
    post_table : DataFrame
        A row per post of the last year: ``format`` and a column per metric, at equal age.
    events : tuple of Event
        Dated things, past and planned.
    """

    account_names: tuple[str, ...]
    today: date
    posts: pd.Series | None = None
    contacts: pd.Series | None = None
    post_table: pd.DataFrame
    events: tuple[Event, ...] = ()

    @property
    def posts_per_week(self) -> float:
        """Posts per week in the last four weeks; of the last quarter where these hold none.

        Raises
        ------
        ScenarioError
            If no post is known in a quarter.
        """
        if self.posts is not None:
            for days in (RECENT_DAYS, LONGER_DAYS):
                recent = _last(self.posts, days).dropna()
                if recent.sum() > 0:
                    return float(recent.mean() * 7)
        raise ScenarioError(
            msg(
                "No posts of {accounts} are known in the last quarter, so nothing can be said of "
                "posting more or less. Upload an export that lists the posts.",
                accounts=self.account_names,
            )
        )

    @property
    def contacts_per_day(self) -> float | None:
        """Mean of the last four weeks; None where unknown or 0."""
        if self.contacts is None:
            return None
        recent = _last(self.contacts, RECENT_DAYS).dropna()
        return float(recent.mean()) or None if len(recent) else None

    @property
    def formats(self) -> tuple[str, ...]:
        """Formats of the posts, the most frequent first."""
        return tuple(str(f) for f in self.post_table["format"].value_counts().index if f)


def _last(series: pd.Series, days: int) -> pd.Series:
    # The series holds every day, known or not.
    return series.iloc[-days:]


def ground_of(
    history: History,
    *,
    account_ids: Sequence[str],
    today: date,
    events: Sequence[Event] = (),
) -> Ground:
    """Collect what the levers need to know.

    Parameters
    ----------
    history : History
        Of the workspace.
    account_ids : sequence of str
        The accounts, put together.
    today : date
        First day that is not known.
    events : sequence of Event
        Dated things of these accounts.

    Returns
    -------
    Ground
        With None where the data do not tell something.

    Raises
    ------
    DataNotFoundError
        If an account is not in the history.
    """
    names = tuple(history.account(i).name for i in account_ids)
    contacts = (_series(history, k, account_ids, today) for k in CONTACT_KPIS)
    return Ground(
        account_names=tuple(dict.fromkeys(names)),
        today=today,
        posts=posts_by_day(history, account_ids, today),
        contacts=next((found for found in contacts if found is not None), None),
        post_table=_post_table(history, account_ids, today),
        events=tuple(events),
    )


def _series(
    history: History, key: str, account_ids: Sequence[str], today: date
) -> pd.Series | None:
    try:
        source = forecast_input(history, key, account_ids=account_ids, today=today)
    except NotComputableError:
        return None
    return source.series if source.step_days == 1 and source.series.notna().any() else None


def _post_table(history: History, account_ids: Sequence[str], today: date) -> pd.DataFrame:
    seen = history.observations
    told = seen.loc[seen["account_id"].isin(list(account_ids)), "metric"].unique()
    metrics = [metric for metric in ROLES if metric in set(told)] or ["views"]
    tables = {m: posts_at_maturity(history, m, account_ids=account_ids) for m in metrics}
    first = tables[metrics[0]]
    frame = pd.DataFrame({"format": first["format"].fillna("").astype(str)})
    for metric, table in tables.items():
        frame[metric] = table["value"].to_numpy(dtype=float)
    since = pd.Timestamp(today) - timedelta(days=FORMAT_DAYS)
    return frame[(first["published_at"] >= since).to_numpy()].reset_index(drop=True)
