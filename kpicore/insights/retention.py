"""How long people stay: viewed share by length and format, and where they leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.insights.effects import Effects
from kpicore.insights.equal_age import Measure, equal_posts
from kpicore.insights.themes import LENGTH_BANDS, formats, length_codes, lengths
from kpicore.kpis.columns import Floats
from kpicore.kpis.tables import DEFAULT_OPTIONS, KpiOptions
from kpicore.messages import Message

POSITIONS: Floats = np.round(np.linspace(0.0, 1.0, 21), 2)
"""Curves are compared at every twentieth of the video, whatever its length."""

FEWEST_CURVES = 3
"""Curves of a band of length, of which the middle one is drawn."""

CURVE_COLUMNS = ("band", "word", "position", "share", "videos")
"""`band` code of the length, `word` its Message, `position` 0-1, `share` still there, `videos`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOff:
    """Where viewers of videos of one length leave.

    Attributes
    ----------
    band : str
        Code of the length.
    word : Message
        The length.
    videos : int
        Curves it rests on.
    first, last : float
        Positions between which most leave, 0-1.
    lost : float
        Share of those who began that leave there.
    left : float
        Share of those who began that see the end.
    """

    band: str
    word: Message
    videos: int
    first: float
    last: float
    lost: float
    left: float


@dataclass(frozen=True, kw_only=True)
class Retention:
    """What exports tell of staying.

    Attributes
    ----------
    by_length, by_format : Effects
        Average viewed share against the account's typical video.
    curves : DataFrame
        `CURVE_COLUMNS`: the middle curve of each length.
    drops : tuple of DropOff
        One per length with curves, the largest loss first.
    """

    by_length: Effects
    by_format: Effects
    curves: pd.DataFrame
    drops: tuple[DropOff, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the exports tell nothing of staying."""
        return not len(self.by_format.posts) and self.curves.empty


def retention(
    history: History, account_id: str, *, options: KpiOptions = DEFAULT_OPTIONS
) -> Retention:
    """Return how long people stay with the videos of an account.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.
    options : KpiOptions, optional
        Maturity age.

    Returns
    -------
    Retention
        Parts without data are empty.

    Raises
    ------
    DataNotFoundError
        If the account is not in the history.
    """
    posts = equal_posts(history, account_id, Measure.VIEWED_SHARE, options=options)
    curves = retention_curves(history, account_id)
    return Retention(
        # Longer videos are often another format: length is what is asked for here.
        by_length=lengths(history, posts, by_format=False),
        by_format=formats(posts),
        curves=curves,
        drops=drop_offs(curves),
    )


def retention_curves(history: History, account_id: str) -> pd.DataFrame:
    """Return the middle retention curve of each length that has `FEWEST_CURVES` videos.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.

    Returns
    -------
    DataFrame
        `CURVE_COLUMNS`; positions that a video's curve does not reach do not count for it.
    """
    rows = history.frames["retention"]
    rows = rows[rows["account_id"] == account_id]
    posts = history.posts[history.posts["account_id"] == account_id]
    seconds = posts.set_index("post_id")["duration_seconds"]
    found: dict[int, list[Floats]] = {}
    for post_id, curve in rows.sort_values("position").groupby("post_id", sort=False):
        length = float(seconds.get(post_id, np.nan))
        code = int(length_codes(np.array([length]))[0])
        if code < 0 or len(curve) < 2:
            continue
        at, share = curve["position"].to_numpy(), curve["value"].to_numpy()
        drawn = np.interp(POSITIONS, at, share, left=np.nan, right=np.nan)
        found.setdefault(code, []).append(drawn)
    keys, words = list(LENGTH_BANDS), [word for _, word in LENGTH_BANDS.values()]
    tables = [
        pd.DataFrame(
            {
                "band": keys[code],
                "word": [words[code]] * POSITIONS.size,
                "position": POSITIONS,
                "share": np.nanmedian(np.vstack(curves), axis=0),
                "videos": len(curves),
            }
        )
        for code, curves in sorted(found.items())
        if len(curves) >= FEWEST_CURVES and np.isfinite(np.vstack(curves)).any(axis=0).all()
    ]
    if not tables:
        return pd.DataFrame({name: [] for name in CURVE_COLUMNS})
    return pd.concat(tables, ignore_index=True)[list(CURVE_COLUMNS)]


def drop_offs(curves: pd.DataFrame, *, span: float = 0.1) -> tuple[DropOff, ...]:
    """Return where each middle curve falls most.

    Parameters
    ----------
    curves : DataFrame
        From `retention_curves`.
    span : float, default 0.1
        Part of the video that is looked at as one place.

    Returns
    -------
    tuple of DropOff
        The largest loss first.
    """
    found = []
    for band, curve in curves.groupby("band", sort=False):
        at, share = curve["position"].to_numpy(), curve["share"].to_numpy()
        begun = max(float(share[0]), 1e-9)
        later = np.interp(at + span, at, share)
        lost = np.where(at + span <= 1.0 + 1e-9, share - later, -np.inf)
        place = int(np.argmax(lost))
        found.append(
            DropOff(
                band=str(band),
                word=curve["word"].iloc[0],
                videos=int(curve["videos"].iloc[0]),
                first=float(at[place]),
                last=float(at[place] + span),
                lost=float(lost[place]) / begun,
                left=float(share[-1]) / begun,
            )
        )
    return tuple(sorted(found, key=lambda drop: -drop.lost))
