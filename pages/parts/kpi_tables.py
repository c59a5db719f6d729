"""The tables of the KPI page: a table per group, and what cannot be told from the data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from kpicore.benchmarks import BenchmarkMatch
from kpicore.charts.kpi_board import UNLIKE, board_export, board_frames, missing_frame
from kpicore.charts.past_board import percentile_text
from kpicore.charts.published_board import published_text
from kpicore.kpis import CATALOGUE, KpiValue, ordered_kpis
from kpicore.kpis.labels import GROUP_LABELS
from kpicore.messages import msg, msgs
from kpicore.units import MISSING_TEXT
from pages.parts import core, loaders, own_hashtags, pickers, state, yardsticks
from pages.parts.downloads import table_downloads
from pages.parts.session import Here
from pages.parts.words import plain, section, small_print

ROW_PIXELS = 40

_PAST_COLUMN = msg(
    "“Above own past” is the share of your earlier spans of this length that were lower than now."
)
_COLUMNS = msg(
    "“Above own past” is the share of your earlier spans of this length that were lower than now; "
    "“Published” is a figure published for accounts like yours, with its source under Benchmarks."
)

_CHOICE = "kpis.choose"
_PICKER = "kpis.open"
KPI_PARAMETER = "kpi"
"""Name of the KPI that is opened, in the page's address, so that it can be linked to."""


def opened(values: Mapping[str, KpiValue]) -> KpiValue | None:
    """Return the KPI that the page's address opens, if there is such a one."""
    return values.get(st.query_params.get(KPI_PARAMETER, ""))


def board(here: Here, values: Mapping[str, KpiValue]) -> None:
    """Draw the KPIs that the data can give, a table per group; a row opens its KPI.

    Parameters
    ----------
    here : Here
        Who is here.
    values : Mapping[str, KpiValue]
        Every KPI over the chosen period.
    """
    t = here.t
    lines = loaders.kpi_lines(
        here.kept_as,
        here.data_version,
        here.account_ids,
        here.workspace,
        today=here.calendar_day,
        options=here.options,
    )
    columns = {
        "label": st.column_config.TextColumn(t(msg("KPI")), width=185, pinned=True),
        "value": st.column_config.TextColumn(t(msg("Now")), alignment="right", width=70),
        "change": st.column_config.TextColumn(
            t(msg("Change")),
            alignment="right",
            width=100,
            help=plain(
                t(
                    msg(
                        "On the span of equal length before. {sign}: the platform counted "
                        "differently then, so that the two do not compare.",
                        sign=UNLIKE,
                    )
                )
            ),
        ),
        "line": st.column_config.LineChartColumn(t(msg("Half a year")), width="small"),
        "previous": st.column_config.TextColumn(t(msg("Before")), alignment="right", width="small"),
        "percentile": st.column_config.TextColumn(
            t(msg("Above own past")),
            alignment="right",
            width="small",
            help=plain(t(msg("Share of your own past spans of this length that lie below."))),
        ),
        "published": st.column_config.TextColumn(
            t(msg("Published")),
            alignment="right",
            width="small",
            help=plain(t(msg("A published figure that matches; see Benchmarks for its source."))),
        ),
    }
    percentiles, published = _yardsticks(here)
    # The same as a click on a row, for keyboards, screen readers and small screens.
    st.selectbox(
        t(msg("Open a KPI")),
        [key for key, value in values.items() if value.value is not None],
        None,
        format_func=lambda key: t(CATALOGUE[key].label),
        key=_CHOICE,
        placeholder=t(msg("Choose one here, or a row below")),
        on_change=_show_chosen,
        args=(_CHOICE,),
    )
    if percentiles:
        small_print(t, _COLUMNS if published else _PAST_COLUMN)
    order = [key for key in ordered_kpis(pickers.focus(here)) if key in values]
    frames = board_frames([values[key] for key in order], lines, t)
    for group, rows in sorted(frames.items(), key=lambda pair: order.index(pair[1]["key"].iloc[0])):
        frame = rows.assign(
            percentile=[percentiles.get(key, MISSING_TEXT) for key in rows["key"]],
            published=[published.get(key, MISSING_TEXT) for key in rows["key"]],
        )
        section(t, GROUP_LABELS[group])
        table = f"kpis.{group.value}"
        st.dataframe(
            frame,
            column_config=columns,
            column_order=list(columns),
            hide_index=True,
            row_height=ROW_PIXELS,
            height=ROW_PIXELS * len(frame) + 38,
            selection_mode="single-cell",
            on_select=partial(_open, table, tuple(frame["key"])),
            alt=t(msg("{group}: a row per KPI.", group=GROUP_LABELS[group])),
            key=table,
        )
    export = board_export(values.values(), t)
    export["percentile"] = [percentiles.get(key, "") for key in export["key"]]
    export["published"] = [published.get(key, "") for key in export["key"]]
    table_downloads(t, export, name="kpis", key="kpis.board")


def _yardsticks(here: Here) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return percentile and published figure of KPIs, as texts."""
    t = here.t
    if len(here.account_ids) > yardsticks.MOST_COMPARED:
        return {}, {}
    percentiles = {
        k: percentile_text(c, t) for k, c in yardsticks.comparisons(here, tuple(CATALOGUE)).items()
    }
    if len(here.account_ids) > 1:
        return percentiles, {}
    found = yardsticks.matches(here, here.account_ids[0])
    published = {
        key: next((published_text(m, t) for m in row if _same(m, here)), MISSING_TEXT)
        for key, row in found.items()
    }
    return percentiles, published


def _same(match: BenchmarkMatch, here: Here) -> bool:
    # The board shows one statistic; a figure of another one stands on the KPI's own page.
    return match.value.statistic is core.values(here)[match.value.key].statistic


def _open(table: str, keys: tuple[str, ...]) -> None:
    cells = st.session_state[table].selection.cells
    if cells:
        row, _ = cells[0]
        st.query_params[KPI_PARAMETER] = keys[row]


def switcher(here: Here, values: Mapping[str, KpiValue], shown: KpiValue) -> None:
    """Draw the way back to all KPIs and the picker of another one.

    Parameters
    ----------
    here : Here
        Who is here.
    values : Mapping[str, KpiValue]
        Every KPI over the chosen period.
    shown : KpiValue
        The one that is open.
    """
    t = here.t
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            t(msg("All KPIs")),
            icon=":material/arrow_back:",
            key="kpis.back",
            on_click=_show_all,
        )
        st.session_state[_PICKER] = shown.key
        st.selectbox(
            t(msg("KPI")),
            [key for key, value in values.items() if value.value is not None or value is shown],
            format_func=lambda key: t(CATALOGUE[key].label),
            key=_PICKER,
            label_visibility="collapsed",
            on_change=_show_chosen,
            args=(_PICKER,),
        )


def _show_all() -> None:
    st.query_params.pop(KPI_PARAMETER, None)


def _show_chosen(picker: str) -> None:
    if state.text(picker):
        st.query_params[KPI_PARAMETER] = state.text(picker)


def missing(here: Here, values: Mapping[str, KpiValue]) -> None:
    """Draw the KPIs that the data cannot give, each with its reason, in an expander."""
    t = here.t
    frame = missing_frame(values.values(), t)
    if frame.empty:
        return
    label = t(msgs("{count} KPI without a value", "{count} KPIs without a value", len(frame)))
    box = st.expander(plain(label), icon=":material/help:", key="kpis.missing", on_change="rerun")
    if box.open:
        box.dataframe(
            frame,
            hide_index=True,
            column_config={
                "label": st.column_config.TextColumn(t(msg("KPI")), width="medium"),
                "reason": st.column_config.TextColumn(t(msg("Why"))),
            },
            key="kpis.missing.table",
        )
        with box:
            if own_hashtags.KPI in values and values[own_hashtags.KPI].value is None:
                own_hashtags.field(here)
