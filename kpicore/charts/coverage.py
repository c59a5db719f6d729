"""What has been imported: a lane per account and metric, with its gaps."""

from __future__ import annotations

import altair as alt
import pandas as pd

from kpicore.charts.axes import day_tooltip, text_tooltip, time_axis
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import ACCENT, finished
from kpicore.history import History
from kpicore.language import Translator
from kpicore.messages import msg, msgs
from kpicore.metrics import METRICS

COVERAGE_COLUMNS = ("account", "metric", "lane", "first", "last", "days")
"""A row per unbroken run of days: `first` and `last` inclusive, `lane` account and metric."""

LANE_PIXELS = 22


def coverage_frame(history: History, t: Translator) -> pd.DataFrame:
    """Return the unbroken runs of days of every account and metric.

    Parameters
    ----------
    history : History
        What was imported.
    t : Translator
        Of the reader, for the names of metrics.

    Returns
    -------
    DataFrame
        `COVERAGE_COLUMNS`, in the order of accounts, then metrics by name, then days.
    """
    rows = []
    for account in history.accounts:
        for metric in history.metrics(account.account_id):
            known = METRICS.get(metric)
            word = metric if known is None else t(known.label)
            days = history.series(account.account_id, metric).dropna().index
            rows += [
                {
                    "account": account.name,
                    "metric": word,
                    "lane": t(msg("{account}: {metric}", account=account.name, metric=word)),
                    "first": first,
                    "last": last,
                    "days": (last - first).days + 1,
                }
                for first, last in _runs(days)
            ]
    return pd.DataFrame(rows, columns=list(COVERAGE_COLUMNS))


def _runs(days: pd.Index) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    moments = pd.Series(days)
    breaks = (moments.diff() != pd.Timedelta(days=1)).cumsum()
    return [(run.iloc[0], run.iloc[-1]) for _, run in moments.groupby(breaks)]


@remembered
def coverage_chart(frame: pd.DataFrame, *, t: Translator) -> alt.LayerChart:
    """Draw which days are there.

    Parameters
    ----------
    frame : DataFrame
        From `coverage_frame`; not empty.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layer ``days``: a bar per run of days, so that gaps stay open.
    """
    # A bar ends where the day after its last begins: one day is as wide as a day.
    texts = [t(msgs("{count} day", "{count} days", int(days))) for days in frame["days"]]
    drawn = frame.assign(until=frame["last"] + pd.Timedelta(days=1), days_text=texts)
    axis = time_axis(frame["first"].min().date(), frame["last"].max().date(), t)
    bars = (
        alt.Chart()
        .mark_bar(color=ACCENT, height=alt.RelativeBandSize(band=0.5), cornerRadius=2)
        .encode(
            x=alt.X("first:T", axis=axis),
            x2=alt.X2("until"),
            y=alt.Y(
                "lane:N",
                sort=list(dict.fromkeys(frame["lane"])),
                axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=170),
            ),
            tooltip=[
                text_tooltip("lane", msg("Account and metric"), t),
                day_tooltip(t, "first"),
                day_tooltip(t, "last"),
                text_tooltip("days_text", msg("Days in a row"), t),
            ],
        )
    )
    height = LANE_PIXELS * frame["lane"].nunique() + 40
    return finished([bars.properties(name="days")], t.code, data=drawn, height=height)
