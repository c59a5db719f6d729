"""One row per file that was given: what it was recognised as, what it holds, what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd
import streamlit as st

from kpicore.ingest import Fault, FileReport, Severity, TableKind, TableReport
from kpicore.language import Translator
from kpicore.messages import Message, alone, msg, msgs
from kpicore.metrics import METRICS
from kpicore.units import Amount
from pages.parts import imports, state
from pages.parts.mapping import ORDERS
from pages.parts.platforms import platform_name
from pages.parts.session import Here
from pages.parts.words import plain, small_print

MOST_SHOWN = 40
"""Remarks shown of one file; the rest is counted."""

_ICONS: Mapping[Severity, str] = MappingProxyType(
    {
        Severity.ERROR: ":material/error:",
        Severity.WARNING: ":material/help:",
        Severity.INFO: ":material/info:",
    }
)


def draw(here: Here, report: FileReport) -> None:
    """Draw the row of one file.

    Parameters
    ----------
    here : Here
        Who is here.
    report : FileReport
        What was found.
    """
    t = here.t
    with st.container(border=True, gap="small"):
        if report.error is not None:
            st.error(plain(t(report.error)), icon=":material/error:")
            small_print(t, msg("Nothing of it was kept; what was there before is untouched."))
        else:
            st.markdown(f":material/check_circle: **{plain(report.file)}**")
            for table in report.tables:
                small_print(t, _content(table, report))
        _told(t, report)


def _content(table: TableReport, report: FileReport) -> Message:
    owner = _owner(table, report)
    if table.kind is TableKind.OTHER:
        return msg("{owner} · not kept: no days and no posts", owner=owner)
    count = {
        TableKind.DAILY: msgs("{count} day", "{count} days", table.rows),
        TableKind.POSTS: msgs("{count} post", "{count} posts", table.rows),
        TableKind.AUDIENCE: msgs(
            "{count} row about the audience", "{count} rows about the audience", table.rows
        ),
        TableKind.LIVE: msgs("{count} live session", "{count} live sessions", table.rows),
        TableKind.COMMENTS: msgs("{count} comment", "{count} comments", table.rows),
    }[table.kind]
    if table.first is None or table.last is None:
        return msg("{owner} · {count}", owner=owner, count=count)
    if table.first == table.last:
        return msg("{owner} · {count} · {day}", owner=owner, count=count, day=table.first)
    return msg(
        "{owner} · {count} · {first} to {last}",
        owner=owner,
        count=count,
        first=table.first,
        last=table.last,
    )


def _owner(table: TableReport, report: FileReport) -> Message:
    """Name the platform, and the account where it has a name of its own."""
    platform = platform_name(table.platform)
    if report.account in (None, platform):
        return alone(platform)
    return msg("{platform} · {account}", platform=platform, account=report.account)


def _told(t: Translator, report: FileReport) -> None:
    """Draw all that the import says of a file: what it is, its rows, sums and remarks."""
    remarks = _sorted_remarks(report)
    if not remarks and report.recognised_by is None and not report.rows_read:
        return
    doubts = sum(remark.severity is not Severity.INFO for remark in remarks)
    title = (
        msgs("{count} doubt", "{count} doubts", doubts)
        if doubts
        else msgs("{count} remark", "{count} remarks", len(remarks))
        if remarks
        else msg("Why it was recognised")
    )
    with st.expander(t(title), expanded=doubts > 0):
        if report.recognised_by is not None:
            small_print(t, report.recognised_by)
        _rows(t, report)
        for remark in remarks[:MOST_SHOWN]:
            st.markdown(f"{_ICONS[remark.severity]} {plain(t(_placed(remark)))}")
        if len(remarks) > MOST_SHOWN:
            _rest(t, remarks[MOST_SHOWN:])
        _totals(t, report)


def _sorted_remarks(report: FileReport) -> list[Fault]:
    """Return faults and rows left out together, what matters most first, else as in the file."""
    dropped = [
        Fault(severity=Severity.INFO, message=_dropped(d.reason, d.rows))
        for d in report.rows_dropped
    ]
    rank = list(_ICONS)
    return sorted((*report.faults, *dropped), key=lambda fault: rank.index(fault.severity))


def _rows(t: Translator, report: FileReport) -> None:
    if not report.rows_read:
        return
    left_out = sum(dropped.rows for dropped in report.rows_dropped)
    small_print(
        t,
        msgs(
            "{count} row read, {kept} used, {left_out} left out.",
            "{count} rows read, {kept} used, {left_out} left out.",
            report.rows_read,
            kept=max(report.rows_read - left_out, 0),
            left_out=left_out,
        ),
    )


def _rest(t: Translator, remarks: Sequence[Fault]) -> None:
    small_print(t, msgs("and {count} more", "and {count} more", len(remarks)))
    st.dataframe(
        pd.DataFrame(
            {
                t(msg("Row")): [r.row for r in remarks],
                t(msg("Column")): [r.column or "" for r in remarks],
                t(msg("Remark")): [t(r.message) for r in remarks],
            }
        ).astype({t(msg("Row")): "Int64"}),
        hide_index=True,
        alt=t(msg("Remarks with the rows that they speak of")),
    )


def _totals(t: Translator, report: FileReport) -> None:
    sums = [
        (METRICS[name].label, Amount(value, METRICS[name].unit))
        for table in report.tables
        for name, value in table.totals.items()
        if name in METRICS
    ]
    if not sums:
        return
    small_print(t, msg("Sums over the file; of levels the last value:"))
    st.dataframe(
        pd.DataFrame(
            {
                t(msg("Figure")): [t(label) for label, _ in sums],
                t(msg("Sum")): [t.amount(total.value, total.unit) for _, total in sums],
            }
        ),
        hide_index=True,
        alt=t(msg("Sums over the file")),
        column_config={t(msg("Sum")): st.column_config.TextColumn(alignment="right")},
    )


def _dropped(reason: Message, rows: int) -> Message:
    return msgs(
        "{count} row left out: {reason}", "{count} rows left out: {reason}", rows, reason=reason
    )


def _placed(fault: Fault) -> Message:
    if fault.row is not None and fault.column:
        return msg(
            "Row {row}, {column}: {remark}",
            row=fault.row,
            column=fault.column,
            remark=fault.message,
        )
    if fault.row is not None:
        return msg("Row {row}: {remark}", row=fault.row, remark=fault.message)
    if fault.column:
        return msg("{column}: {remark}", column=fault.column, remark=fault.message)
    return fault.message


def network_switch(here: Here, reports: Sequence[FileReport]) -> None:
    """Draw the choice between Instagram and Facebook where files of Meta do not say it.

    Parameters
    ----------
    here : Here
        Who is here.
    reports : sequence of FileReport
        What was found.
    """
    chosen = state.text(imports.NETWORK)
    open_question = any(table.platform == "meta" for r in reports for table in r.tables)
    if not chosen and not open_question:
        return
    if chosen:
        state.put(imports.NETWORK, chosen)
    st.segmented_control(
        here.t(msg("Instagram or Facebook? The files do not say it")),
        imports.NETWORKS,
        format_func=platform_name,
        key=imports.NETWORK,
        disabled=not here.may_edit,
    )


def date_order_switch(here: Here, reports: Sequence[FileReport]) -> None:
    """Draw the choice of how dates in figures are read; another choice reads the files again.

    Parameters
    ----------
    here : Here
        Who is here.
    reports : sequence of FileReport
        What was found; without any doubt there is nothing to choose.
    """
    faults = [fault for report in reports for fault in report.faults]
    chosen = state.text(imports.ORDER)
    if not chosen and all(fault.severity is Severity.INFO for fault in faults):
        return
    state.put(imports.ORDER, chosen)
    st.segmented_control(
        here.t(msg("Dates in figures")),
        list(ORDERS),
        required=True,
        format_func=lambda code: here.t(ORDERS[code]),
        key=imports.ORDER,
        disabled=not here.may_edit,
    )
