"""A chart with its sentence and its numbers: nobody has to read a drawing to know what it says."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from altair.utils.schemapi import disable_debug_mode

from kpicore.charts.specification import Drawing, specification
from kpicore.charts.tables import ChartTable
from kpicore.language import Translator
from kpicore.messages import Message, msg
from pages.parts.downloads import chart_downloads, table_downloads
from pages.parts.words import plain, small_print

# Our charts are checked by their tests; checking every part of every drawing again would take
# longer than all the rest of a page.
disable_debug_mode()

ROWS_SHOWN = 12
"""Rows of a table before it scrolls; about as high as a chart."""


def chart_with_table(
    t: Translator,
    drawn: Drawing,
    *,
    summary: Message,
    table: ChartTable,
    key: str,
) -> None:
    """Draw a chart, what it says in one sentence, and its numbers on demand.

    Parameters
    ----------
    t : Translator
        The reader's language.
    drawn : LayerChart or Filled
        From `kpicore.charts`.
    summary : Message
        The chart in one sentence; read out in its place.
    table : ChartTable
        The numbers behind it.
    key : str
        Begins with the page's name; also the name of the files.
    """
    sentence = t(summary)
    st.vega_lite_chart(specification(drawn), alt=sentence, key=f"{key}.chart")
    st.caption(plain(sentence))
    numbers_below(t, table, key=key, chart=drawn)


def chart_to_drag(
    t: Translator,
    drawn: Drawing,
    *,
    summary: Message,
    table: ChartTable,
    key: str,
    handle: str,
    taken: Callable[[str], None],
) -> None:
    """Draw a chart on which something can be taken hold of, as `chart_with_table`.

    Parameters
    ----------
    t : Translator
        The reader's language.
    drawn : LayerChart or Filled
        With the selection named `handle`.
    summary : Message
        The chart in one sentence; read out in its place.
    table : ChartTable
        The numbers behind it.
    key : str
        Begins with the page's name; with another key the chart begins anew, nothing held.
    handle : str
        Name of the selection.
    taken : callable
        Called with the key of the chart's state once the pointer lets go.
    """
    sentence = t(summary)
    held = f"{key}.chart"
    st.vega_lite_chart(
        specification(drawn),
        alt=sentence,
        key=held,
        on_select=lambda: taken(held),
        selection_mode=handle,
    )
    st.caption(plain(sentence))
    numbers_below(t, table, key=key, chart=drawn)


def numbers_below(
    t: Translator, table: ChartTable, *, key: str, chart: Drawing | None = None
) -> None:
    """Draw the numbers behind something in an expander, made only once it is opened.

    Parameters
    ----------
    t : Translator
        The reader's language.
    table : ChartTable
        The numbers.
    key : str
        Begins with the page's name; also the name of the files.
    chart : LayerChart or Filled, optional
        What is drawn of them, to be saved as a picture.
    """
    box = st.expander(
        t(msg("The numbers")), icon=":material/table_rows:", key=f"{key}.numbers", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        show_table(t, table, key=key)
        if chart is not None:
            chart_downloads(t, specification(chart), name=key.replace(".", "-"), key=key)


def show_table(t: Translator, table: ChartTable, *, key: str) -> None:
    """Draw a table for reading, with its downloads.

    Parameters
    ----------
    t : Translator
        The reader's language.
    table : ChartTable
        The numbers; written in the reader's language on the screen, plain in the files.
    key : str
        Begins with the page's name; also the name of the files.
    """
    headings = {
        t.say(column.label): st.column_config.TextColumn(
            alignment="right" if name in table.numeric else "left"
        )
        for name, column in table.columns.items()
    }
    st.dataframe(
        table.worded(t),
        hide_index=True,
        column_config=headings,
        height=35 * (min(len(table.frame), ROWS_SHOWN) + 1) + 2,
        alt=t(msg("A table with {columns}", columns=tuple(headings))),
        key=f"{key}.table",
    )
    if table.frame.empty:
        small_print(t, msg("There are no numbers here."))
    table_downloads(t, table.plain(t), name=key.replace(".", "-"), key=key)
