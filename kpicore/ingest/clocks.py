"""Moments inside post ids: the platforms count time into them.

References
----------
The shifts and epochs were checked against real rows that carry both an id and a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

FIRST_MOMENT = np.datetime64("2005-01-01", "us")
LAST_MOMENT = np.datetime64("2100-01-01", "us")

X_EPOCH_MS = 1_288_834_974_657
INSTAGRAM_EPOCH_MS = 1_314_220_021_721
_BASE64 = {
    c: i for i, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
}

_TIKTOK_ID = re.compile(r"(?:/(?:video|photo|v)/|^)(\d{18,20})(?:\D|$)")
_LINKEDIN_ID = re.compile(
    r"(?:activity|ugcPost|share|ugcpost)[:\-](\d{18,20})|(?:%3A|-)(\d{19})(?:\D|$)|^(\d{19})$"
)
_X_ID = re.compile(r"(?:/status(?:es)?/|^)(\d{10,20})(?:\D|$)")
_INSTAGRAM_CODE = re.compile(r"/(?:p|reel|reels|tv)/([A-Za-z0-9_-]{5,20})(?:/|$|\?)")


def tiktok_id(text: str) -> str:
    """Return the video id in a link or id; empty when there is none."""
    return _first(_TIKTOK_ID, text)


def linkedin_id(text: str) -> str:
    """Return the activity id in a link; empty when there is none."""
    return _first(_LINKEDIN_ID, text)


def x_id(text: str) -> str:
    """Return the post id in a link or id; empty when there is none."""
    return _first(_X_ID, text)


def instagram_code(text: str) -> str:
    """Return the short code in a permalink; empty when there is none."""
    return _first(_INSTAGRAM_CODE, text)


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return next((g for g in match.groups() if g), "") if match else ""


def _tiktok_ms(post_id: str) -> int:
    return (int(post_id) >> 32) * 1000


def _x_ms(post_id: str) -> int:
    return (int(post_id) >> 22) + X_EPOCH_MS


def _linkedin_ms(post_id: str) -> int:
    return int(post_id) >> 22


def _instagram_ms(code: str) -> int:
    number = 0
    for sign in code[:11]:
        number = number * 64 + _BASE64[sign]
    return (number >> 23) + INSTAGRAM_EPOCH_MS


CLOCKS: Mapping[str, tuple[Callable[[str], str], Callable[[str], int]]] = MappingProxyType(
    {
        "tiktok": (tiktok_id, _tiktok_ms),
        "x": (x_id, _x_ms),
        "linkedin": (linkedin_id, _linkedin_ms),
        "instagram": (instagram_code, _instagram_ms),
    }
)
"""Platform to the function that finds the id in a text and the one that reads its clock."""


def moments(platform: str, texts: pd.Series) -> npt.NDArray[np.datetime64]:
    """Return the UTC moment in each id or link.

    Parameters
    ----------
    platform : str
        A key of `CLOCKS`.
    texts : Series of str
        Ids or links.

    Returns
    -------
    array of datetime64[us]
        NaT where there is no id, or its clock shows a time before 2005 or after 2100.
    """
    find, read = CLOCKS[platform]
    found = [find(str(t)) for t in texts]
    values = np.array(
        [
            np.datetime64(min(max(read(i), 0), 10**13), "ms").astype("datetime64[us]")
            if i
            else np.datetime64("NaT", "us")
            for i in found
        ],
        dtype="datetime64[us]",
    )
    values[(values < FIRST_MOMENT) | (values > LAST_MOMENT)] = np.datetime64("NaT", "us")
    return values
