"""A chart as the specification that browsers and image writers take, made quickly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from weakref import finalize

import altair as alt
import pandas as pd

TRANSFORMER = "goalpost"

Rows = list[dict[str, object]]

_specifications: dict[int, dict[str, Any]] = {}  # Any: as below


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """A chart whose layers name some of their data only, with the rows for them.

    To put layers together takes far longer than to write rows down: a chart of which only some
    numbers change again and again is drawn once, with names in their place.

    Attributes
    ----------
    ground : LayerChart
        Some of its layers have ``alt.NamedData``.
    frames : mapping of str to DataFrame
        Name to rows, as `rows` takes them.
    """

    ground: alt.LayerChart
    frames: Mapping[str, pd.DataFrame]


Drawing: TypeAlias = alt.LayerChart | Filled
"""Whatever can be shown or saved."""


def specification(drawing: Drawing) -> dict[str, Any]:  # Any: a specification is JSON
    """Return a chart as a Vega-Lite specification with its data inside.

    Altair's own conversion of small frames takes longer than all the rest of a page; our frames
    hold only numbers, texts, truth values and days, for which a plain one does.

    Parameters
    ----------
    drawing : LayerChart or Filled
        From this package.

    Returns
    -------
    dict
        Not checked against the schema again: the tests of the charts do that. Made once for as long
        as the chart lives, so neither may be changed afterwards.
    """
    if isinstance(drawing, Filled):
        return _with_rows(drawing)
    known = _specifications.get(id(drawing))
    if known is None:
        with alt.data_transformers.enable(TRANSFORMER):
            known = drawing.to_dict(validate=False)
        _specifications[id(drawing)] = known
        # Charts compare by content and so cannot be keys; the entry goes with its chart.
        finalize(drawing, _specifications.pop, id(drawing), None)
    # The upper level is the caller's to change; what is below is shared.
    return dict(known)


def _with_rows(drawing: Filled) -> dict[str, Any]:  # Any: a specification is JSON
    # The rows stand where they are used: data that are only named get to the browser without
    # their days being read.
    data = {name: {"values": rows(frame)} for name, frame in drawing.frames.items()}

    def filled(part: dict[str, Any]) -> dict[str, Any]:  # Any: as above
        name = part.get("data", {}).get("name")
        return {**part, "data": data[name]} if name in data else part

    whole = specification(drawing.ground)
    return filled(whole) | {"layer": [filled(layer) for layer in whole["layer"]]}


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
