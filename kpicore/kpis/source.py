"""A history's rows as numbers: every string is looked at once, for all accounts together."""

from __future__ import annotations

from threading import Lock

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.kpis.columns import Floats, Ints, day_numbers


class Source:
    """Numbers behind the rows of a history, and which rows belong to which account.

    Parameters
    ----------
    history : History
        Its frames are read; the object itself is not kept alive.
    """

    def __init__(self, history: History) -> None:
        daily, posts, seen = history.daily, history.posts, history.observations
        self.rows = {
            name: _rows_by_account(history.frames[name]["account_id"])
            for name in ("daily", "posts", "observations", "live")
        }
        self.daily_metrics, self.daily_names = _codes(daily["metric"])
        self.daily_days = day_numbers(daily["date"])
        self.daily_values = daily["value"].to_numpy(dtype=np.float64)
        self.post_days = day_numbers(posts["published_at"])
        self.durations = posts["duration_seconds"].to_numpy(dtype=np.float64)
        self.hashtags = posts["hashtags"]
        # Only how many ids there are matters, not their texts: a hundred thousand take long.
        both, names = pd.factorize(pd.concat([posts["post_id"], seen["post_id"]]))
        self.post_codes, self.seen_posts = both[: len(posts)], both[len(posts) :]
        self.seen_metrics, self.seen_names = _codes(seen["metric"])
        self.seen_days = day_numbers(seen["observed_at"])
        self.seen_values = seen["value"].to_numpy(dtype=np.float64)
        self.live = history.frames["live"]
        self._places = np.full(len(names), -1, dtype=np.int64)
        # Pages of several visitors may ask at once, and share the array of places.
        self._lock = Lock()

    def rows_of(self, frame: str, account_id: str) -> Ints:
        """Return the row numbers of an account in a frame."""
        return self.rows[frame].get(account_id, np.empty(0, dtype=np.int64))

    def daily_of(self, account_id: str) -> tuple[Ints, Ints, Floats]:
        """Return metric codes, day numbers and values of an account's known daily rows."""
        rows = self.rows_of("daily", account_id)
        rows = rows[np.isfinite(self.daily_values[rows])]
        return self.daily_metrics[rows], self.daily_days[rows], self.daily_values[rows]

    def places(self, post_rows: Ints, seen_rows: Ints) -> Ints:
        """Return for each sighting the place of its post among `post_rows`, -1 for none."""
        codes = self.post_codes[post_rows]
        with self._lock:
            self._places[codes] = np.arange(codes.size)
            found = self._places[self.seen_posts[seen_rows]]
            # The same id may belong to a post of another account.
            self._places[codes] = -1
        return np.asarray(found)


def _codes(names: pd.Series) -> tuple[Ints, list[str]]:
    codes, found = pd.factorize(names)
    return codes.astype(np.int64), [str(name) for name in found]


def _rows_by_account(ids: pd.Series) -> dict[str, Ints]:
    codes, names = pd.factorize(ids)
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(names)))
    parts = np.split(order, ends[:-1]) if len(names) else []
    return {str(name): part for name, part in zip(names, parts, strict=True)}
