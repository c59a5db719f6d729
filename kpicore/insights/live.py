"""Live sessions: the latest one against the account's own median, and where they are heading.

A single session says little; what it can be held against is the account's median session. Whether
sessions get better is asked of all of them in order: the slope is Theil and Sen's and its test
Kendall's, so that one lucky session decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.insights.shrinkage import LEVEL, findings
from kpicore.messages import Message, msg
from kpicore.units import Unit

FEWEST_SESSIONS = 5
"""Sessions with a value, below which there is no median to speak of."""

FEWEST_FOR_TREND = 8
"""Sessions below which not even a steady rise would be told from chance."""

LIVE_MEASURES: Mapping[str, tuple[Message, Unit]] = MappingProxyType(
    {
        "unique_viewers": (msg("Unique live viewers"), Unit.COUNT),
        "peak_viewers": (msg("Peak live viewers"), Unit.COUNT),
        "average_watch": (msg("Average live watch time"), Unit.SECONDS),
        "engagement_per_viewer": (msg("Interactions per viewer"), Unit.NUMBER),
        "followers_per_hour": (msg("New followers per hour"), Unit.NUMBER),
        "gifts": (msg("Live gifts"), Unit.COUNT),
    }
)
"""Key to name and unit, the most telling first."""

LIVE_COLUMNS = (
    "key",
    "sessions",
    "latest",
    "median",
    "change",
    "trend",
    "low",
    "high",
    "p_value",
    "found",
)
"""`latest` value, `median` of the sessions before it, `change` between them; `trend` with `low` and
`high` the change per session; `found` whether there is evidence of one."""

_REACTIONS = ("live_likes", "live_comments", "live_shares", "live_gifts")


@dataclass(frozen=True, kw_only=True)
class LiveSessions:
    """The live sessions of an account.

    Attributes
    ----------
    sessions : DataFrame
        started_at and a column per key of `LIVE_MEASURES`, oldest first; NaN where unknown.
    standing : DataFrame
        `LIVE_COLUMNS`, a row per measure that `FEWEST_SESSIONS` tell.
    """

    sessions: pd.DataFrame
    standing: pd.DataFrame


def live_sessions(history: History, account_id: str) -> LiveSessions:
    """Return the live sessions of an account and what can be said of them.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.

    Returns
    -------
    LiveSessions
        Empty where the exports tell of none.
    """
    sessions = _sessions(history, account_id)
    rows = [_standing(key, sessions[key].to_numpy()) for key in LIVE_MEASURES]
    standing = pd.DataFrame([r for r in rows if r is not None], columns=list(LIVE_COLUMNS))
    standing["found"] = findings(standing["p_value"].to_numpy(dtype=np.float64))
    return LiveSessions(sessions=sessions, standing=standing)


def _sessions(history: History, account_id: str) -> pd.DataFrame:
    rows = history.frames["live"]
    rows = rows[(rows["account_id"] == account_id) & rows["started_at"].notna()]
    wide = rows.pivot(index="live_id", columns="metric", values="value")
    started = rows.groupby("live_id")["started_at"].min().sort_values(kind="stable")
    told = wide.reindex(started.index)

    def of(metric: str) -> pd.Series:
        return told[metric] if metric in told else pd.Series(np.nan, index=told.index)

    viewers, hours = of("live_unique_viewers"), of("live_seconds") / 3600.0
    # Kinds of reactions that no session tells are not counted; one that a session lacks is unknown.
    reactions = [told[m] for m in _REACTIONS if m in told]
    engaged = sum(reactions[1:], reactions[0]) if reactions else of(_REACTIONS[0])
    return pd.DataFrame(
        {
            "started_at": started,
            "unique_viewers": viewers,
            "peak_viewers": of("live_peak_viewers"),
            "average_watch": of("live_average_watch_seconds"),
            "engagement_per_viewer": engaged / viewers.where(viewers > 0),
            "followers_per_hour": of("live_new_followers") / hours.where(hours > 0),
            "gifts": of("live_gifts"),
        }
    ).reset_index(drop=True)


def _standing(key: str, values: np.ndarray) -> dict[str, object] | None:
    known = values[np.isfinite(values)]
    if known.size < FEWEST_SESSIONS:
        return None
    median = float(np.median(known[:-1]))
    trend = low = high = p_value = float("nan")
    if known.size >= FEWEST_FOR_TREND and (known > 0).all():
        # Slow to import, and no other insight needs it.
        from scipy import stats  # noqa: PLC0415

        order = np.arange(known.size, dtype=np.float64)
        slope = stats.theilslopes(np.log(known), order, alpha=LEVEL)
        trend, low, high = (float(np.expm1(v)) for v in (slope[0], slope[2], slope[3]))
        p_value = float(stats.kendalltau(order, known).pvalue)
    return {
        "key": key,
        "sessions": known.size,
        "latest": float(known[-1]),
        "median": median,
        "change": float(known[-1]) / median - 1.0 if median > 0 else float("nan"),
        "trend": trend,
        "low": low,
        "high": high,
        "p_value": p_value,
        "found": False,
    }
