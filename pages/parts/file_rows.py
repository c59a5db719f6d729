"""One row per file that was given: what it was recognised as, what it holds, what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import streamlit as st

from kpicore.ingest import DateOrder, Fault, FileReport, Severity, TableKind, TableReport
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs
from pages.parts import imports, state
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

_ORDER_LABELS: Mapping[str, Message] = MappingProxyType(
    {
        "": msg("As found"),
        DateOrder.DMY.value: msg("Day first: 31/12/2026"),
        DateOrder.MDY.value: msg("Month first: 12/31/2026"),
        DateOrder.YMD.value: msg("Year first: 2026/12/31"),
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
        _remarks(t, report)


def _content(table: TableReport, report: FileReport) -> Message:
    count = {
        TableKind.DAILY: msgs("{count} day", "{count} days", table.rows),
        TableKind.POSTS: msgs("{count} post", "{count} posts", table.rows),
    }.get(table.kind, msgs("{count} row", "{count} rows", table.rows))
    platform = platform_name(table.platform)
    account = report.account or platform
    if table.first is None or table.last is None:
        return msg(
            "{platform} · {account} · {count}", platform=platform, account=account, count=count
        )
    return msg(
        "{platform} · {account} · {count} · {first} to {last}",
        platform=platform,
        account=account,
        count=count,
        first=table.first,
        last=table.last,
    )


def _remarks(t: Translator, report: FileReport) -> None:
    dropped = [(Severity.INFO, _dropped(d.reason, d.rows)) for d in report.rows_dropped]
    remarks = [(f.severity, _placed(f)) for f in report.faults] + dropped
    if not remarks and report.recognised_by is None:
        return
    doubts = sum(severity is not Severity.INFO for severity, _ in remarks)
    title = (
        msgs("{count} doubt", "{count} doubts", doubts)
        if doubts
        else msgs("{count} remark", "{count} remarks", len(remarks))
        if remarks
        else msg("Why it was recognised")
    )
    with st.expander(t(title)):
        if report.recognised_by is not None:
            small_print(t, report.recognised_by)
        for severity, remark in remarks[:MOST_SHOWN]:
            st.markdown(f"{_ICONS[severity]} {plain(t(remark))}")
        if len(remarks) > MOST_SHOWN:
            more = len(remarks) - MOST_SHOWN
            small_print(t, msgs("and {count} more", "and {count} more", more))


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
        list(_ORDER_LABELS),
        required=True,
        format_func=lambda code: here.t(_ORDER_LABELS[code]),
        key=imports.ORDER,
        disabled=not here.may_edit,
    )
