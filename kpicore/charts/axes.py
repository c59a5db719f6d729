"""Axes and tooltips: units in the titles, ticks in the reader's language."""

from __future__ import annotations

from datetime import date
from functools import partial

import altair as alt
import pandas as pd

from kpicore.charts.locale import axis_date_format, day_format, short_count_expression
from kpicore.charts.quantity import Quantity
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.units import Unit

TICKS = 5
"""Few ticks: the eye reads the shape, the table holds the numbers."""

_DURATION = (
    "abs(datum.value) < 60 ? format(datum.value, '.3~r') + ' s' : "
    "abs(datum.value) < 3600 ? "
    "floor(datum.value / 60) + ':' + format(floor(datum.value % 60), '02d') : "
    "format(datum.value / 3600, ',.1~f') + ' h'"
)


def value_axis(
    unit: Unit, t: Translator, title: Message | str | None, *, grid: bool = True
) -> alt.Axis:
    """Return an axis that writes values of a unit.

    Parameters
    ----------
    unit : Unit
        What the values count.
    t : Translator
        Of the reader.
    title : Message or str or None
        Title, with its unit; see `Quantity.axis_title`.
    grid : bool, default True
        Whether faint lines cross the plot.

    Returns
    -------
    Axis
        With few ticks in short form.
    """
    plain: alt.Optional[str] = ",.2~%" if unit is Unit.SHARE else alt.Undefined
    worded: alt.Optional[str] = alt.Undefined
    if unit is Unit.SECONDS:
        worded = _DURATION
    elif unit is not Unit.SHARE:
        worded = short_count_expression(t.code)
    return alt.Axis(
        title=None if title is None else t.say(title),
        format=plain,
        labelExpr=worded,
        tickCount=TICKS,
        grid=grid,
        domain=False,
        ticks=False,
    )


def time_axis(first: date, last: date, t: Translator) -> alt.Axis:
    """Return a time axis for the days from `first` to `last`, without a title: dates say it."""
    pattern = axis_date_format((last - first).days, t.code)
    return alt.Axis(
        title=None, format=pattern, tickCount=TICKS, grid=False, labelOverlap=True, labelFlush=True
    )


def time_channel(dates: pd.Series, t: Translator, *, until: date | None = None) -> alt.X:
    """Return the horizontal encoding of the column ``date``.

    Parameters
    ----------
    dates : Series of datetime
        The days that are drawn.
    t : Translator
        Of the reader.
    until : date, optional
        A later day that must be seen as well.

    Returns
    -------
    X
        For a column called ``date``.
    """
    first = dates.min().date()
    last = dates.max().date() if until is None else max(dates.max().date(), until)
    return alt.X("date:T", axis=time_axis(first, last, t))


def pixel_x(pixels: float | str) -> alt.XValue:
    """Return a horizontal place in pixels from the left, or ``"width"`` for the right edge."""
    return alt.XValue(pixels)  # type: ignore[no-untyped-call]  # so in Altair


def pixel_y(pixels: float | str) -> alt.YValue:
    """Return an upright place in pixels from the top, or ``"height"`` for the foot of the plot."""
    return alt.YValue(pixels)  # type: ignore[no-untyped-call]  # so in Altair


def day_tooltip(t: Translator, field: str = "date") -> alt.Tooltip:
    """Return the tooltip line of a day."""
    return alt.Tooltip(field, type="temporal", title=t(msg("Day")), format=day_format(t.code))


def text_tooltip(field: str, title: Message | str, t: Translator) -> alt.Tooltip:
    """Return the tooltip line of a column that already holds text."""
    return alt.Tooltip(field, type="nominal", title=t.say(title))


def with_texts(
    frame: pd.DataFrame,
    columns: tuple[str, ...],
    quantity: Quantity,
    t: Translator,
    *,
    signed: bool = False,
) -> pd.DataFrame:
    """Add to each number column a column ``<name>_text`` with the number written for people.

    Tooltips show these texts: the drawing library knows neither minutes nor currencies by locale.

    Parameters
    ----------
    frame : DataFrame
        Holds `columns`.
    columns : tuple of str
        Names of number columns.
    quantity : Quantity
        What the numbers are.
    t : Translator
        Of the reader.
    signed : bool, default False
        Whether a plus is written before positive numbers.

    Returns
    -------
    DataFrame
        A copy with the further columns; missing numbers read as a dash.
    """
    write = partial(t.amount, unit=quantity.unit, currency=quantity.currency, signed=signed)
    return frame.assign(
        **{f"{name}_text": [write(v) for v in frame[name].tolist()] for name in columns}
    )
