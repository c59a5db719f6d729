"""Colours by meaning, sizes and the finishing that every chart gets.

The colours are of middle lightness, so that they stand on a light and on a dark page alike; what
the surrounding page owns (background, axis text, fonts) is left to it. No meaning is told by colour
alone: lines differ in dash, marks in shape, and every chart has its sentence and its table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import altair as alt
import pandas as pd

from kpicore.charts.locale import chart_locale

ACCENT = "#3b6fe0"
"""The one accent: what the app says about the future. It lies between the ``primaryColor`` of the
light and of the dark pages, so that one chart suits both and a report as well."""
MEASURED = "#7d8590"
"""What was measured: neutral, so that the accent stands out."""
GOAL = "#c8642b"
"""What the user wants: target lines and pace paths."""
GAIN = "#2f8f63"
"""A part that pushes upward."""
LOSS = "#c24d52"
"""A part that pulls downward."""
ANNOTATION = "#7a7f87"
"""Text and rules inside the plot; about 4:1 against white and against the dark page."""
BAND_80 = "rgba(59,111,224,0.18)"
"""Where eight in ten futures end."""
BAND_50 = "rgba(59,111,224,0.36)"
"""Where the middle half of the futures ends."""
BAND_PACE = "rgba(200,100,43,0.14)"
"""Around the pace path: on it a goal is as likely as it was at its start."""

LADDER_COLOURS: Mapping[str, str] = MappingProxyType(
    {"safe": GAIN, "realistic": ACCENT, "stretch": "#a9781a", "unlikely": LOSS, "custom": GOAL}
)
"""Colour of a verdict or rung; always drawn together with its word and its icon."""

HEIGHT = 320
"""Pixels of a page's main chart; a phone still shows its sentence above it."""
SMALL_HEIGHT = 220
"""Pixels of a supporting chart."""
LINE, THIN_LINE = 2.5, 1.5
TEXT_SIZE = 12


def finished(
    layers: list[alt.Chart],
    language: str,
    *,
    data: pd.DataFrame | alt.NamedData | None = None,
    height: int = HEIGHT,
) -> alt.LayerChart:
    """Put layers together with the size and the number and date words of a language.

    Parameters
    ----------
    layers : list of Chart
        Named layers, the back one first.
    language : str
        Language code of the app.
    data : DataFrame or NamedData, optional
        For the layers that bring none of their own.
    height : int, default HEIGHT
        In pixels; the width follows the page.

    Returns
    -------
    LayerChart
        Ready to be shown or saved.
    """
    return alt.LayerChart(
        data=alt.Undefined if data is None else data,
        layer=layers,
        width="container",
        height=height,
        config=alt.Config(locale=chart_locale(language)),
    )
