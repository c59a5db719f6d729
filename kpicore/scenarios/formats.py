"""What another mix of formats would change, read from the posts of the last year at equal age."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpicore.errors import ScenarioError
from kpicore.messages import msg
from kpicore.metrics import METRICS, MetricKind
from kpicore.scenarios.ground import Ground
from kpicore.scenarios.model import FormatMix

LEAST_POSTS = 10
"""Posts of the format, and of the others, below which their means say nothing."""

Floats = npt.NDArray[np.float64]


def format_share(ground: Ground, name: str) -> float:
    """Return the share of a format among the posts of the last year, in [0, 1]."""
    formats = ground.post_table["format"]
    return float((formats == name).mean()) if len(formats) else 0.0


def mix_factor(
    lever: FormatMix, metrics: tuple[str, ...], ground: Ground, rng: np.random.Generator, size: int
) -> Floats | None:
    """Return what the new mix multiplies a count by, in each draw.

    Parameters
    ----------
    lever : FormatMix
        Format and its new share.
    metrics : tuple of str
        What is counted; what is not counted per post follows the views.
    ground : Ground
        The posts.
    rng : Generator
        The lever's stream: the same weights of the posts for every KPI.
    size : int
        Number of draws.

    Returns
    -------
    array of float or None
        Ratio of mean posts, new mix over old, in a Bayesian bootstrap over posts; None where
        posts tell nothing of the count.

    Raises
    ------
    ScenarioError
        If there are too few posts of the format, or of the others.
    """
    table = ground.post_table
    values = _values(table, metrics)
    if values is None:
        return None
    known = np.isfinite(values)
    own = known & (table["format"] == lever.format).to_numpy()
    others = known & ~own
    if min(own.sum(), others.sum()) < LEAST_POSTS:
        raise ScenarioError(
            msg(
                "The last year holds {own} posts of this format and {others} of others; at least "
                "{least} of each are needed to compare them.",
                own=int(own.sum()),
                others=int(others.sum()),
                least=LEAST_POSTS,
            )
        )
    weights = rng.standard_exponential((size, len(table)))
    mean_own, mean_others = (
        weights[:, side] @ values[side] / weights[:, side].sum(axis=1) for side in (own, others)
    )
    share = format_share(ground, lever.format)
    old = share * mean_own + (1 - share) * mean_others
    new = lever.share * mean_own + (1 - lever.share) * mean_others
    ratio: Floats = np.divide(new, old, out=np.ones(size), where=old > 0)
    return ratio


def _values(table: pd.DataFrame, metrics: tuple[str, ...]) -> Floats | None:
    summable = all(m in METRICS and METRICS[m].kind is MetricKind.FLOW for m in metrics)
    if summable and all(m in table for m in metrics):
        values: Floats = table[list(metrics)].sum(axis=1, skipna=False).to_numpy(dtype=float)
        return values
    return table["views"].to_numpy(dtype=float) if "views" in table else None
