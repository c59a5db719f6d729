"""A chart as the specification that browsers and image writers take, made quickly."""

from __future__ import annotations

from typing import Any
from weakref import finalize

import altair as alt
import pandas as pd

TRANSFORMER = "goalpost"

Rows = list[dict[str, object]]

_specifications: dict[int, dict[str, Any]] = {}  # Any: as below


def specification(chart: alt.LayerChart) -> dict[str, Any]:  # Any: a specification is JSON
    """Return a chart as a Vega-Lite specification with its data inside.

    Altair's own conversion of small frames takes longer than all the rest of a page; our frames
    hold only numbers, texts, truth values and days, for which a plain one does.

    Parameters
    ----------
    chart : LayerChart
        From this package.

    Returns
    -------
    dict
        Not checked against the schema again: the tests of the charts do that. Made once for as long
        as the chart lives, so neither may be changed afterwards.
    """
    known = _specifications.get(id(chart))
    if known is None:
        with alt.data_transformers.enable(TRANSFORMER):
            known = chart.to_dict(validate=False)
        _specifications[id(chart)] = known
        # Charts compare by content and so cannot be keys; the entry goes with its chart.
        finalize(chart, _specifications.pop, id(chart), None)
    # The upper level is the caller's to change; what is below is shared.
    return dict(known)


def rows(frame: pd.DataFrame) -> Rows:
    """Return the rows of a frame as JSON knows them.

    Parameters
    ----------
    frame : DataFrame
        Columns of numbers, texts, truth values and days without zone.

    Returns
    -------
    list of dict
        Days in ISO form, missing numbers as None.
    """
    columns = {str(name): _plain(frame[name]) for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(column: pd.Series) -> list[object]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return list(column.dt.strftime("%Y-%m-%dT%H:%M:%S"))
    values = column.tolist()
    if pd.api.types.is_float_dtype(column):
        # NaN is the only number that is not equal to itself.
        return [value if value == value else None for value in values]  # noqa: PLR0124
    return list(values)


def _transformed(data: object = None, **_options: object) -> object:
    if isinstance(data, pd.DataFrame):
        return {"values": rows(data)}
    return alt.default_data_transformer(data)


alt.data_transformers.register(TRANSFORMER, _transformed)
