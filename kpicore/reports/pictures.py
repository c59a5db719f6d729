"""Charts as pictures: vectors (SVG) and crisp pixels (PNG), drawn without a browser."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import vl_convert

from kpicore.charts.specification import Drawing, specification
from kpicore.reports.fonts import BUNDLED, Faces, faces

WIDTH = 720
"""Pixels of a chart's plot; its height is the chart's own."""
PNG_SCALE = 3.0
"""Pixels of a file per pixel of the page: sharp on paper and on a projector."""

LABEL_PIXELS = 230
"""Room for a name beside its bar: on a phone there is less."""
INK, FAINT = "#1b2130", "#5b6578"
"""Colours of words and of axis labels on white."""
GRID = "#e6e9f0"


def still(chart: Drawing, fonts: Faces, *, height: int, width: int = WIDTH) -> dict[str, Any]:
    """Return a chart's specification for paper: of a fixed width, on white, in our fonts.

    Parameters
    ----------
    chart : LayerChart or Filled
        From `kpicore.charts`.
    fonts : Faces
        Of the language in which it was drawn.
    height : int
        Pixels of the plot.
    width : int, default WIDTH
        Pixels of the whole picture.

    Returns
    -------
    dict
        A specification with its data inside; the chart itself is not changed.
    """
    # Any: a specification is JSON.
    return as_still({**specification(chart), "height": height}, fonts, width=width)


def as_still(spec: dict[str, Any], fonts: Faces, *, width: int = WIDTH) -> dict[str, Any]:
    """Return a specification for paper; see `still`."""
    found = {**_roomy(spec), "width": width, "background": "#ffffff"}
    found["autosize"] = {"type": "fit-x", "contains": "padding"}
    found["padding"] = 4
    family = ", ".join(fonts.families)
    found["config"] = {**deepcopy(spec.get("config", {})), **page_config(family)}
    return found


def page_config(family: str = "inherit") -> dict[str, Any]:  # Any: as above
    """Return the look of charts on white paper; on a page they take the page's fonts."""
    words = {"labelColor": FAINT, "titleColor": INK, "labelFont": family, "titleFont": family}
    sizes = {"labelFontSize": 12, "titleFontSize": 12}
    lines = {"gridColor": GRID, "domainColor": GRID, "tickColor": GRID}
    return {
        "font": family,
        "view": {"stroke": None},
        "axis": {**words, **sizes, **lines, "titleFontWeight": "normal"},
        "legend": {**words, **sizes},
        "text": {"font": family},
    }


def _roomy(part: Any) -> Any:  # Any: as above
    """Return a part of a specification in which names have the room of a whole page."""
    if isinstance(part, list):
        return [_roomy(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    return {
        key: value
        if key in {"data", "datasets"}
        else LABEL_PIXELS
        if key == "labelLimit"
        else _roomy(value)
        for key, value in part.items()
    }


def svg(spec: dict[str, Any]) -> str:
    """Draw a specification as vectors; the same one always gives the same text."""
    _ready()
    return vl_convert.vegalite_to_svg(spec)


def png(spec: dict[str, Any], *, scale: float = PNG_SCALE) -> bytes:
    """Draw a specification as pixels; the same one always gives the same bytes."""
    _ready()
    return vl_convert.vegalite_to_png(spec, scale=scale)


def chart_svg(spec: dict[str, Any], language: str) -> bytes:
    """Draw a chart as it is shown on a page as an SVG file.

    Parameters
    ----------
    spec : dict
        From `kpicore.charts.specification.specification`.
    language : str
        In which it was drawn.

    Returns
    -------
    bytes
        The file.
    """
    return svg(as_still(spec, faces(language))).encode()


def chart_png(spec: dict[str, Any], language: str) -> bytes:
    """Draw a chart as it is shown on a page as a PNG file; see `chart_svg`."""
    return png(as_still(spec, faces(language)))


@cache
def _ready() -> None:
    vl_convert.register_font_directory(str(BUNDLED))
