"""The posts behind a figure: no number stands twice in their table."""

import pandas as pd
import pytest

from kpicore.charts.movers import movers_table
from kpicore.kpis import KpiValue, Statistic
from kpicore.periods import Period, last_days
from kpicore.units import Unit

DAYS: Period = last_days(28, pd.Timestamp("2026-07-01").date())


@pytest.mark.parametrize(
    ("effects", "columns"),
    [([300.0, 100.0], ["title", "published_at", "value", "url"]), ([12.0, -5.0], None)],
    ids=["a count", "an average"],
)
def test_an_effect_that_is_the_value_itself_is_left_out(
    effects: list[float], columns: list[str] | None
) -> None:
    found = pd.DataFrame(
        {
            "post_id": ["a", "b"],
            "title": ["First", "Second"],
            "url": ["", ""],
            "published_at": pd.to_datetime(["2026-06-10", "2026-06-20"]),
            "value": [300.0, 100.0],
            "effect": effects,
        }
    )
    value = KpiValue(
        key="views",
        statistic=Statistic.POOLED,
        unit=Unit.COUNT,
        accounts=("a",),
        period=DAYS,
        value=400.0,
    )
    told = list(movers_table(found, value).columns)
    assert told == (columns or ["title", "published_at", "value", "effect", "url"])
