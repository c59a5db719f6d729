"""Which variant has which day: proposed so that weekdays are shared evenly, and checked afterwards.

Two to five variants in turn meet each weekday equally often after as many weeks as there are
variants, since none of these numbers divides seven. In turn, neighbours in time are compared, so
that growth falls on all alike.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpicore.experiments.model import Experiment
from kpicore.messages import Message, msg
from kpicore.units import Amount, Unit

SCHEDULE_COLUMNS = ("day", "weekday", "variant")
"""`day` Timestamp; `weekday` 0 for Monday; `variant` name."""

UNEVEN_SHARE = 0.25
"""A variant whose share of weekend days is so far from another's had different weeks."""
APART_SHARE = 0.9
"""Two variants of which so many days of one lie before those of the other did not run in turn."""


def round_days(variants: int) -> int:
    """Return the days after which each variant had each weekday equally often."""
    return 7 * variants


def propose_schedule(first: date, variants: tuple[str, ...], days: int) -> pd.DataFrame:
    """Give each day a variant.

    Parameters
    ----------
    first : date
        First day.
    variants : tuple of str
        Two to five.
    days : int
        At least 1; rounded up until weekdays are shared evenly.

    Returns
    -------
    DataFrame
        `SCHEDULE_COLUMNS`.
    """
    whole = round_days(len(variants))
    count = -(-max(days, 1) // whole) * whole
    every = [first + timedelta(days=n) for n in range(count)]
    return pd.DataFrame(
        {
            "day": pd.to_datetime(every),
            "weekday": [day.weekday() for day in every],
            "variant": [variants[n % len(variants)] for n in range(count)],
        },
        columns=list(SCHEDULE_COLUMNS),
    )


def concerns(experiment: Experiment) -> tuple[Message, ...]:
    """Return what about the days of an experiment makes it less of one.

    Parameters
    ----------
    experiment : Experiment
        Rows without a day are passed over.

    Returns
    -------
    tuple of Message
        Empty where variants ran in turn on the same sort of days.
    """
    days = {
        name: np.array([row.day.toordinal() for row in experiment.of(name) if row.day])
        for name in experiment.variants
    }
    told = {name: values for name, values in days.items() if values.size}
    if len(told) < 2:
        return ()
    found = []
    weekend = {name: float(np.isin(values % 7, (6, 0)).mean()) for name, values in told.items()}
    most, least = max(weekend, key=weekend.__getitem__), min(weekend, key=weekend.__getitem__)
    if weekend[most] - weekend[least] > UNEVEN_SHARE and min(map(len, told.values())) > 2:
        found.append(
            msg(
                "“{most}” had {many} of its days on weekends, “{least}” {few}: give the variants "
                "the same weekdays.",
                most=most,
                least=least,
                many=Amount(weekend[most], Unit.SHARE),
                few=Amount(weekend[least], Unit.SHARE),
            )
        )
    pairs = [(a, b) for a in told for b in told if a != b]
    apart = [p for p in pairs if _before(told[p[0]], told[p[1]]) > APART_SHARE]
    if apart:
        found.append(
            msg(
                "“{first}” ran before “{second}”: whatever else changed in the meantime counts as "
                "their difference. Let them take turns.",
                first=apart[0][0],
                second=apart[0][1],
            )
        )
    return tuple(found)


def _before(one: np.ndarray, other: np.ndarray) -> float:
    """Return the share of pairs of days in which the first lies before the second."""
    return float(np.less.outer(one, other).mean()) if one.size and other.size else 0.0
