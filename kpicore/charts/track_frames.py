"""Frame of a forecast's own track record, and what its values are."""

from __future__ import annotations

import pandas as pd

from kpicore.charts.outlook_frames import reading_quantity
from kpicore.charts.quantity import Quantity
from kpicore.charts.track import TRACK_COLUMNS
from kpicore.forecasting.evidence import Evidence
from kpicore.goals.model import Measure
from kpicore.goals.outlook import KpiOutlook
from kpicore.messages import msg


def track_frame(evidence: Evidence) -> pd.DataFrame:
    """Return the past windows of a forecast, ready to be drawn.

    Parameters
    ----------
    evidence : Evidence
        Of a forecast.

    Returns
    -------
    DataFrame
        `kpicore.charts.track.TRACK_COLUMNS`, oldest window first; no rows without windows.
    """
    rows = [(w.last, w.low, w.median, w.high, w.outcome, w.inside) for w in evidence.windows]
    frame = pd.DataFrame(rows, columns=list(TRACK_COLUMNS))
    return frame.assign(date=pd.to_datetime(frame["date"]))


def track_quantity(outlook: KpiOutlook) -> Quantity:
    """Return what the values of an outlook's past windows are; of levels their daily gain."""
    quantity = reading_quantity(outlook, Measure.MEAN)
    if Measure.LEVEL in outlook.measures:
        return quantity.named(msg("{kpi} gained per day", kpi=outlook.definition.label))
    return quantity
