"""Follower tiers as publishers write them: their edges as numbers."""

from __future__ import annotations

import re

_FACTORS = {"": 1.0, "k": 1e3, "m": 1e6}


_EDGE = r"(\d+(?:\.\d+)?)\s*([km]?)"


def tier_edges(segment: str) -> tuple[float, float] | None:
    """Read the edges of a follower tier from its name.

    Parameters
    ----------
    segment : str
        Such as ``"nano 1K-5K"``, ``"under 2K"``, ``"1M+"``, ``"over 1M"``.

    Returns
    -------
    tuple of float or None
        Lowest number of followers that belongs to it, and the first that does not; None when the
        name holds no edges.
    """
    text = segment.casefold()
    if found := re.search(rf"under {_EDGE}", text):
        return 0.0, _number(found, 1)
    if found := re.search(rf"over {_EDGE}", text):
        return _number(found, 1), float("inf")
    if found := re.search(rf"{_EDGE}\s*[-–]\s*{_EDGE}", text):
        return _number(found, 1), _number(found, 3)
    if found := re.search(rf"{_EDGE}\+", text):
        return _number(found, 1), float("inf")
    return None


def _number(found: re.Match[str], group: int) -> float:
    return float(found.group(group)) * _FACTORS[found.group(group + 1)]
