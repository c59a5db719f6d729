"""Frame of a forecast's own track record."""

from __future__ import annotations

import pandas as pd

from kpicore.charts.track import TRACK_COLUMNS
from kpicore.forecasting.evidence import Evidence


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
