"""Frames of a history: their columns, dtypes and keys, named once, and rows brought into them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

TEXT, NUMBER, MOMENT = "str", "float64", "datetime64[us]"

COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "daily": {
            "account_id": TEXT,
            "date": MOMENT,
            "metric": TEXT,
            "value": NUMBER,
            "observed_at": MOMENT,
            "source": TEXT,
        },
        "posts": {
            "account_id": TEXT,
            "post_id": TEXT,
            "published_at": MOMENT,
            "title": TEXT,
            "url": TEXT,
            "format": TEXT,
            "duration_seconds": NUMBER,
            "hashtags": TEXT,
            "observed_at": MOMENT,
            "source": TEXT,
        },
        "observations": {
            "account_id": TEXT,
            "post_id": TEXT,
            "observed_at": MOMENT,
            "metric": TEXT,
            "value": NUMBER,
            "source": TEXT,
        },
        "live": {
            "account_id": TEXT,
            "live_id": TEXT,
            "started_at": MOMENT,
            "metric": TEXT,
            "value": NUMBER,
            "observed_at": MOMENT,
            "source": TEXT,
        },
        "audience": {
            "account_id": TEXT,
            "group": TEXT,
            "dimension": TEXT,
            "key": TEXT,
            "value": NUMBER,
            "observed_at": MOMENT,
            "source": TEXT,
        },
        "comments": {
            "account_id": TEXT,
            "comment_id": TEXT,
            "post_id": TEXT,
            "written_at": MOMENT,
            "text": TEXT,
            "reply_to": TEXT,
            "observed_at": MOMENT,
            "source": TEXT,
        },
        "retention": {
            "account_id": TEXT,
            "post_id": TEXT,
            "position": NUMBER,
            "value": NUMBER,
            "observed_at": MOMENT,
            "source": TEXT,
        },
    }
)
"""Frame name to its columns and dtypes. `date` is midnight of the platform's day. `hashtags` are
lower-case, without #, separated by blanks. `group` is followers or viewers; `dimension` gender,
age, gender_age, territory, city or hour (key: weekday-hour); audience `value` is a share 0-1 or,
for hour, a count. `position` is the share of the video that has played."""

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "daily": ("account_id", "date", "metric"),
        "posts": ("account_id", "post_id"),
        "observations": ("account_id", "post_id", "observed_at", "metric"),
        "live": ("account_id", "live_id", "metric"),
        "audience": ("account_id", "group", "dimension", "key", "observed_at"),
        "comments": ("account_id", "comment_id"),
        "retention": ("account_id", "post_id", "position"),
    }
)
"""Frame name to the columns that identify a row."""

FRAMES: tuple[str, ...] = tuple(COLUMNS)


def empty_frame(name: str) -> pd.DataFrame:
    """Return a frame of that name with its columns and no rows."""
    return pd.DataFrame({c: pd.Series(dtype=d) for c, d in COLUMNS[name].items()})


def as_frame(name: str, data: pd.DataFrame | Mapping[str, object]) -> pd.DataFrame:
    """Bring data into the columns, order and dtypes of a history frame.

    Parameters
    ----------
    name : str
        One of `FRAMES`.
    data : DataFrame or mapping of columns
        Must hold the key columns; missing other columns become empty; unknown ones are an error.

    Returns
    -------
    DataFrame
        With exactly `COLUMNS[name]` and a fresh index.

    Raises
    ------
    ValueError
        All faults together: unknown columns, missing key columns.
    """
    frame = pd.DataFrame(data)
    unknown = sorted(set(frame.columns) - set(COLUMNS[name]))
    missing = sorted(set(KEYS[name]) - set(frame.columns))
    if unknown or missing:
        raise ValueError(
            f"{name}: unknown columns {unknown}, missing columns {missing}; "
            f"expected {list(COLUMNS[name])}."
        )
    columns = {}
    for column, dtype in COLUMNS[name].items():
        if column in frame:
            columns[column] = (
                frame[column].astype(pd.api.types.pandas_dtype(dtype)).reset_index(drop=True)
            )
        else:
            fill = pd.NaT if dtype == MOMENT else (np.nan if dtype == NUMBER else "")
            columns[column] = pd.Series(fill, index=range(len(frame)), dtype=dtype)
    return pd.DataFrame(columns, copy=False)


def newest(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Keep of each key the row observed last; of equal ones the later row.

    Parameters
    ----------
    name : str
        One of `FRAMES`.
    frame : DataFrame
        Rows in the order of import.

    Returns
    -------
    DataFrame
        Sorted by key, each key once.
    """
    if frame.empty:
        return frame
    ordered = frame.sort_values("observed_at", kind="stable", na_position="first")
    kept = ordered.drop_duplicates(list(KEYS[name]), keep="last")
    return kept.sort_values(list(KEYS[name]), kind="stable").reset_index(drop=True)
