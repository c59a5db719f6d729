"""The glossary on the screen: an entry per KPI, opened one by one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from kpicore.charts.glossary import glossary_table, worked_today
from kpicore.kpis import CATALOGUE, KpiValue
from kpicore.kpis.labels import DIRECTION_LABELS, GROUP_LABELS, ROLLUP_LABELS
from kpicore.messages import Message, msg
from pages.parts.downloads import table_downloads
from pages.parts.kpi_tables import KPI_PARAMETER
from pages.parts.session import Here
from pages.parts.words import paragraph, plain, section, small_print


def entries(here: Here, keys: tuple[str, ...], values: Mapping[str, KpiValue]) -> None:
    """Draw the entries of KPIs, by group, and their download.

    Parameters
    ----------
    here : Here
        Who is here.
    keys : tuple of str
        Keys of the catalogue, at least one.
    values : Mapping of str to KpiValue
        Every KPI over the chosen period; empty without data.
    """
    t = here.t
    for group, label in GROUP_LABELS.items():
        inside = [key for key in keys if CATALOGUE[key].group is group]
        if inside:
            section(t, label)
        for key in inside:
            box = st.expander(
                plain(t(CATALOGUE[key].label)),
                key=f"glossary.{key}",
                expanded=len(keys) == 1,
                on_change="rerun",
            )
            if box.open:
                with box:
                    _entry(here, key, values.get(key))
    table_downloads(
        t, glossary_table(keys, values, t).plain(t), name="glossary", key="glossary.file"
    )


def _entry(here: Here, key: str, value: KpiValue | None) -> None:
    t, definition = here.t, CATALOGUE[key]
    paragraph(t, definition.meaning)
    with st.container(border=True):
        small_print(t, msg("{kpi} = {formula}", kpi=definition.label, formula=definition.formula))
        worked = worked_today(value)
        if worked is not None:
            paragraph(t, worked)
        if value is not None and value.value is not None:
            st.page_link(
                "pages/kpis.py",
                label=t(msg("See how it moved")),
                icon=":material/monitoring:",
                query_params={KPI_PARAMETER: key},
            )
    _part(here, msg("What moves it"), definition.moved_by)
    _part(here, msg("What people get wrong"), definition.pitfalls)
    _part(here, msg("How it is put together"), ROLLUP_LABELS[definition.rollup])
    small_print(t, DIRECTION_LABELS[definition.direction])
    small_print(t, msg("Definition after: {source}.", source=definition.source))


def _part(here: Here, title: Message, text: Message) -> None:
    with st.container(gap=None):
        small_print(here.t, title)
        paragraph(here.t, text)
