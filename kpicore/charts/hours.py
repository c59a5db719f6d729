"""When the audience is there: weekday against hour, darker for more people."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd
from babel.dates import get_day_names

from kpicore.charts.axes import text_tooltip, with_texts
from kpicore.charts.quantity import Quantity
from kpicore.charts.remembered import remembered
from kpicore.charts.theme import ACCENT, finished
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.units import Unit

HOUR_COLUMNS = ("weekday", "hour", "value")
"""`weekday` 0 Monday to 6, `hour` 0-23, `value` people."""

ROW_PIXELS = 30
_PEOPLE = Quantity(label=msg("People"), unit=Unit.COUNT)
_FAINT = "rgba(59,111,224,0.05)"


def weekday_name(weekday: int, t: Translator, *, short: bool = False) -> str:
    """Return the name of a weekday, 0 for Monday."""
    width: Literal["abbreviated", "wide"] = "abbreviated" if short else "wide"
    return str(get_day_names(width, locale=t.locale)[weekday])


@remembered
def hours_chart(frame: pd.DataFrame, *, t: Translator) -> alt.LayerChart:
    """Draw a cell per hour of the week.

    Parameters
    ----------
    frame : DataFrame
        `HOUR_COLUMNS`; hours that were not told stay empty.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layer ``cells``.
    """
    drawn = with_texts(frame, ("value",), _PEOPLE, t)
    drawn["day"] = [weekday_name(d, t, short=True) for d in drawn["weekday"].tolist()]
    drawn["hour_text"] = [f"{hour}:00" for hour in drawn["hour"].tolist()]
    days = [weekday_name(d, t, short=True) for d in range(7)]
    hours = alt.Axis(
        title=t(msg("Hour of the day")),
        values=list(range(0, 24, 3)),
        domain=False,
        ticks=False,
        labelAngle=0,
        grid=False,
    )
    cells = (
        alt.Chart()
        .mark_rect(cornerRadius=2)
        .encode(
            x=alt.X("hour:O", axis=hours, scale=alt.Scale(domain=list(range(24)), padding=0.08)),
            y=alt.Y(
                "day:N",
                sort=days,
                scale=alt.Scale(domain=days, padding=0.08),
                axis=alt.Axis(title=None, domain=False, ticks=False),
            ),
            color=alt.Color(
                "value:Q", scale=alt.Scale(range=[_FAINT, ACCENT], zero=True), legend=None
            ),
            tooltip=[
                text_tooltip("day", msg("Weekday"), t),
                text_tooltip("hour_text", msg("Hour of the day"), t),
                text_tooltip("value_text", _PEOPLE.label, t),
            ],
        )
    )
    return finished(
        [cells.properties(name="cells")], t.code, data=drawn, height=ROW_PIXELS * 7 + 50
    )
