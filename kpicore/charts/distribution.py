"""Where a value stands among all values that the account has had."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from kpicore.charts.axes import pixel_y, text_tooltip, value_axis, with_texts
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import ACCENT, MEASURED, SMALL_HEIGHT, TEXT_SIZE, finished
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.units import Unit

DISTRIBUTION_COLUMNS = ("low", "high", "count")
BINS = 20


def distribution_frame(values: pd.Series, bins: int = BINS) -> pd.DataFrame:
    """Count values in stretches of equal width.

    Parameters
    ----------
    values : Series of float
        NaN is left out.
    bins : int, default BINS
        Most stretches.

    Returns
    -------
    DataFrame
        `DISTRIBUTION_COLUMNS`, ascending; `low` belongs to its stretch, `high` only to the last.
        Empty when there is no value.
    """
    known = values.dropna().to_numpy(dtype=float)
    if known.size == 0:
        return pd.DataFrame({c: pd.Series(dtype=float) for c in DISTRIBUTION_COLUMNS})
    counts, edges = np.histogram(known, bins=bins)
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "count": counts.astype(float)})


@remembered
def distribution_chart(
    frame: pd.DataFrame,
    *,
    current: float | None,
    quantity: Quantity,
    counted: Message | str,
    t: Translator,
) -> alt.LayerChart:
    """Draw how often each value occurred and where the current one stands.

    Parameters
    ----------
    frame : DataFrame
        From `distribution_frame`.
    current : float or None
        The value of the period that the page speaks of.
    label : Message or str
        What the values are.
    counted : Message or str
        What is counted: days, weeks, posts.
    quantity : Quantity
        What the values are.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layers ``bars``, ``current``, ``current_label``.
    """
    drawn = with_texts(frame, ("low", "high"), quantity, t)
    axis = value_axis(quantity.unit, t, quantity.axis_title, grid=False)
    bars = (
        alt.Chart()
        .mark_bar(color=MEASURED, opacity=0.55, binSpacing=1)
        .encode(
            x=alt.X("low:Q", axis=axis, bin="binned", scale=alt.Scale(zero=False)),
            x2=alt.X2("high"),
            y=alt.Y("count:Q", axis=value_axis(Unit.COUNT, t, counted)),
            tooltip=[
                text_tooltip("low_text", msg("From"), t),
                text_tooltip("high_text", msg("To"), t),
                alt.Tooltip("count", type="quantitative", title=t.say(counted)),
            ],
        )
    )
    layers = [bars.properties(name="bars")]
    if current is not None:
        words = t(msg("Now {value}", value=quantity.amount(current)))
        now = alt.Chart(pd.DataFrame({"now": [current], "words": [words]})).encode(x=alt.X("now:Q"))
        rule = now.mark_rule(color=ACCENT, strokeWidth=2.5)
        text = now.mark_text(
            align="left", baseline="top", dx=5, color=ACCENT, fontSize=TEXT_SIZE
        ).encode(y=pixel_y(2), text=alt.Text("words:N"))
        layers += [rule.properties(name="current"), text.properties(name="current_label")]
    return finished(layers, t.code, data=drawn, height=SMALL_HEIGHT)
