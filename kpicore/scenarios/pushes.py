"""The lift of a planned push, as similar past ones had it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import log, sqrt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kpicore.errors import ScenarioError
from kpicore.messages import msg
from kpicore.scenarios.ground import Ground
from kpicore.scenarios.model import PushKind
from kpicore.scenarios.parts import RECENT_DAYS

if TYPE_CHECKING:
    from kpicore.forecasting import Event

LEAST_SHARE = 0.5
"""Share of a span's days that must be known."""
NOISE_STEP = 7
"""Days between the quiet spans that tell how much such spans differ by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLift:
    """What similar past events brought.

    Attributes
    ----------
    mean, error : float
        Of the logarithm of the lift that one more such event will have.
    events : int
        Past events that it rests on.
    """

    mean: float
    error: float
    events: int


def past_lift(kind: PushKind, days: int, counts: pd.Series, ground: Ground) -> PastLift:
    """Return the lift that past events of a kind had, each against the four weeks before it.

    Parameters
    ----------
    kind : PushKind
        Campaign or collaboration.
    days : int
        Length of the planned one; chance is measured on spans of that length.
    counts : Series of float
        The count per day.
    ground : Ground
        Knows the events.

    Returns
    -------
    PastLift
        The error holds the differences between the events, and at least those of chance.

    Raises
    ------
    ScenarioError
        If no such event lies in the data.
    """
    found = [_log_lift(counts, e.first, e.last) for e in similar_events(kind, ground)]
    lifts = [lift for lift in found if lift is not None]
    if not lifts:
        raise no_past(kind, ground)
    between = float(np.std(lifts, ddof=1)) if len(lifts) > 1 else 0.0
    spread = max(between, _chance(counts, days))
    return PastLift(
        mean=float(np.mean(lifts)), error=spread * sqrt(1 + 1 / len(lifts)), events=len(lifts)
    )


def no_past(kind: PushKind, ground: Ground) -> ScenarioError:
    """Return the refusal of a push whose lift nothing tells."""
    return ScenarioError(
        msg(
            "No past {kind} with known days stands among the events of {accounts}, so its "
            "lift is not known. Type the lift that you expect.",
            kind=PUSH_NAMES[kind],
            accounts=ground.account_names,
        )
    )


PUSH_NAMES = {
    PushKind.CAMPAIGN: msg("campaign"),
    PushKind.COLLABORATION: msg("collaboration"),
}
"""Inside a sentence."""


def similar_events(kind: PushKind, ground: Ground) -> list[Event]:
    """Return the past events of a kind."""
    return [e for e in ground.events if e.kind == kind.value and e.last < ground.today]


def _log_lift(counts: pd.Series, first: date, last: date) -> float | None:
    start = pd.Timestamp(first)
    before = counts[start - timedelta(days=RECENT_DAYS) : start - timedelta(days=1)].dropna()
    during = counts[start : pd.Timestamp(last)].dropna()
    days = (last - first).days + 1
    if len(before) < LEAST_SHARE * RECENT_DAYS or len(during) < LEAST_SHARE * days:
        return None
    if before.mean() <= 0 or during.mean() <= 0:
        return None
    return log(during.mean() / before.mean())


def _chance(counts: pd.Series, days: int) -> float:
    """Return how much spans of this length differ from the four weeks before without a reason."""
    first, last = counts.index[0].date(), counts.index[-1].date()
    starts = range(RECENT_DAYS, (last - first).days - days + 2, NOISE_STEP)
    spans = [(first + timedelta(days=s), first + timedelta(days=s + days - 1)) for s in starts]
    lifts = [x for x in (_log_lift(counts, a, b) for a, b in spans) if x is not None]
    if len(lifts) < 3:
        return 0.0
    # The middle half of them, so that the events themselves do not count as chance.
    low, high = np.quantile(lifts, [0.25, 0.75])
    return float(high - low) / 1.349
