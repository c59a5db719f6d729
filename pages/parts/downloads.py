"""Downloads that are safe to open in a spreadsheet.

A cell that begins with =, +, -, @, a tab or a return is a formula to Excel. Text that does so gets
an apostrophe in CSV and is written as text in workbooks; numbers are never touched.
"""

from __future__ import annotations

import csv
from io import BytesIO
from typing import Any

import pandas as pd
import streamlit as st

from kpicore.language import Translator
from kpicore.messages import msg
from pages.parts.workers import workers

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def defused(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy in which no text is taken for a formula by a spreadsheet.

    Parameters
    ----------
    frame : DataFrame
        Any table; its column names are treated like its text.

    Returns
    -------
    DataFrame
        Text that begins like a formula has an apostrophe before it.
    """
    safe = frame.copy()
    for place in range(safe.shape[1]):
        column = safe.iloc[:, place]
        if not pd.api.types.is_numeric_dtype(column) and not _is_moment(column):
            safe.isetitem(place, column.map(_defuse).array)
    safe.columns = pd.Index([_defuse(name) for name in safe.columns])
    return safe


def _is_moment(column: pd.Series) -> bool:
    return bool(pd.api.types.is_datetime64_any_dtype(column))


def _defuse(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def as_csv(frame: pd.DataFrame) -> bytes:
    """Write a table as CSV that Excel opens in any language: UTF-8 with its mark, no formulas."""
    # Text is quoted throughout: a bare return inside an unquoted cell would begin a new row.
    written = defused(frame).to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC)
    return written.encode("utf-8-sig")


def as_xlsx(frame: pd.DataFrame) -> bytes:
    """Write a table as a workbook in which all text is text.

    Parameters
    ----------
    frame : DataFrame
        Any table without time zones.

    Returns
    -------
    bytes
        An xlsx file of one sheet.
    """
    target = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(target, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        frame.to_excel(writer, index=False, sheet_name="Goalpost")
    return target.getvalue()


def table_downloads(t: Translator, frame: pd.DataFrame, *, name: str, key: str) -> None:
    """Draw two small buttons that save a table as CSV and as Excel.

    Parameters
    ----------
    t : Translator
        The reader's language.
    frame : DataFrame
        What is shown; made into a file only when somebody asks.
    name : str
        File name without its ending.
    key : str
        Begins with the page's name.
    """
    with st.container(horizontal=True):
        st.download_button(
            t(msg("Save as CSV")),
            lambda: as_csv(frame),
            f"{name}.csv",
            "text/csv",
            key=f"{key}.csv",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )
        st.download_button(
            t(msg("Save as Excel")),
            lambda: as_xlsx(frame),
            f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"{key}.xlsx",
            on_click="ignore",
            type="tertiary",
            icon=":material/table:",
        )


def chart_downloads(
    t: Translator,
    spec: dict[str, Any],  # Any: a specification is JSON
    *,
    name: str,
    key: str,
) -> None:
    """Draw two small buttons that save a chart as a picture, drawn in another process.

    Parameters
    ----------
    t : Translator
        The reader's language.
    spec : dict
        From `kpicore.charts.specification.specification`.
    name : str
        File name without its ending.
    key : str
        Begins with the page's name.
    """
    with st.container(horizontal=True):
        st.download_button(
            t(msg("Save as PNG")),
            lambda: _picture("png", spec, t),
            f"{name}.png",
            "image/png",
            key=f"{key}.png",
            on_click="ignore",
            type="tertiary",
            icon=":material/image:",
        )
        st.download_button(
            t(msg("Save as SVG")),
            lambda: _picture("svg", spec, t),
            f"{name}.svg",
            "image/svg+xml",
            key=f"{key}.svg",
            on_click="ignore",
            type="tertiary",
            icon=":material/shapes:",
        )


def _picture(ending: str, spec: dict[str, Any], t: Translator) -> bytes:  # Any: as above
    from kpicore.reports.pictures import chart_png, chart_svg  # noqa: PLC0415 - seldom asked for

    draw = chart_png if ending == "png" else chart_svg
    return workers().submit(draw, spec, t.code).result()
