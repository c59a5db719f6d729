"""Entering competitors: a table that is edited and saved, or a file in the same columns."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from kpicore.benchmarks import PublicFigures, figures_table, read_competitors, read_competitors_text
from kpicore.benchmarks.competitors import COUNTS
from kpicore.charts.tables import TableColumn
from kpicore.messages import msg
from kpicore.metrics import METRICS
from pages.parts import state
from pages.parts.downloads import table_downloads
from pages.parts.guard import page_errors
from pages.parts.platforms import PLATFORM_NAMES, platform_name
from pages.parts.session import Here
from pages.parts.small_tables import LARGEST_MB, text_of
from pages.parts.words import small_print

_VERSION = "benchmarks.rivals.version"
USUAL_DAYS = 28

COLUMN_LABELS = {
    "name": TableColumn(label=msg("Name")),
    "platform": TableColumn(label=msg("Platform")),
    "observed_on": TableColumn(label=msg("Seen on")),
    "days": TableColumn(label=msg("Days")),
} | {count: TableColumn(label=METRICS[count].label) for count in COUNTS}


def draw(here: Here, kept: tuple[PublicFigures, ...], platform: str) -> None:
    """Draw the table of competitors and the upload beside it.

    Parameters
    ----------
    here : Here
        Who is here.
    kept : tuple of PublicFigures
        What is saved.
    platform : str
        Platform that new rows begin with.
    """
    t = here.t
    box = st.expander(
        t(msg("Enter or upload competitors")),
        icon=":material/edit:",
        key="benchmarks.rivals.entry",
        expanded=not kept,
    )
    with box:
        small_print(
            t,
            msg(
                "What anybody can see of a profile: its followers on a day, and how many posts of "
                "the days before had how many likes, comments, shares and views together. A second "
                "row of the same profile on another day tells its growth."
            ),
        )
        edited = st.data_editor(
            figures_table(kept),
            # A saved table is a new table: its widget starts afresh, so that no edit is applied
            # twice or lost.
            key=f"benchmarks.rivals.{state.number(_VERSION)}",
            num_rows="dynamic",
            hide_index=True,
            column_config=_columns(here, platform),
            alt=t(msg("Enter or upload competitors")),
            disabled=not here.may_edit,
        )
        with st.container(horizontal=True):
            save = st.button(
                t(msg("Save competitors")),
                type="primary",
                key="benchmarks.rivals.save",
                disabled=not here.may_edit,
            )
            table_downloads(
                t, figures_table(kept), name="competitors", key="benchmarks.rivals.file"
            )
        if save:
            with page_errors(t, stop=False):
                _keep(here, read_competitors(edited), kept)
        _upload(here, kept)


def _columns(here: Here, platform: str) -> dict[str, ColumnConfig]:
    t = here.t
    words = {name: t.say(column.label) for name, column in COLUMN_LABELS.items()}
    plain = {
        "name": st.column_config.TextColumn(words["name"], required=True, max_chars=80),
        "platform": st.column_config.SelectboxColumn(
            words["platform"],
            options=list(PLATFORM_NAMES),
            format_func=lambda code: platform_name(str(code)),
            required=True,
            default=platform,
        ),
        "observed_on": st.column_config.DateColumn(
            words["observed_on"], required=True, default=here.period.last
        ),
        "days": st.column_config.NumberColumn(
            words["days"], required=True, min_value=1, step=1, default=USUAL_DAYS, format="%d"
        ),
    }
    return plain | {
        c: st.column_config.NumberColumn(words[c], min_value=0, format="%d") for c in COUNTS
    }


def _upload(here: Here, kept: tuple[PublicFigures, ...]) -> None:
    given = st.file_uploader(
        here.t(msg("Or a CSV file with the columns of the table")),
        type=["csv"],
        max_upload_size=LARGEST_MB,
        key=f"benchmarks.rivals.upload.{state.number(_VERSION)}",
        disabled=not here.may_edit,
    )
    if given is not None:
        with page_errors(here.t, stop=False):
            _keep(here, (*kept, *read_competitors_text(text_of(given.getvalue()))), kept)


def _keep(here: Here, wanted: tuple[PublicFigures, ...], before: tuple[PublicFigures, ...]) -> None:
    once = _once(wanted)
    if repr(once) == repr(before):
        # The table hands over a row only when all that it needs is filled in.
        small_print(
            here.t,
            msg("Nothing has changed. A row needs a name, a platform, a day and a number of days."),
        )
        return
    here.workspace.save_competitors(once, before=before)
    state.count_up(_VERSION)
    st.rerun()


def _once(figures: tuple[PublicFigures, ...]) -> tuple[PublicFigures, ...]:
    # A file that is given twice changes nothing: of a profile and day the last row counts.
    by_day = {(f.name.casefold(), f.platform, pd.Timestamp(f.observed_on)): f for f in figures}
    return tuple(by_day.values())
