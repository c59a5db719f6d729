"""Giving files: the drop zone, reading them beside the page, and keeping what they tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import NoReturn

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kpicore.ingest import DateOrder, FileReport, ImportResult, ReadOptions, SourceFile, read_files
from kpicore.messages import msg, msgs
from kpicore.store import ImportItem
from pages.parts import configuration, jobs, readings, state
from pages.parts.session import Here

ROUND = "upload.round"
ACCOUNT = "upload.account"
ORDER = "upload.order"
NETWORK = "upload.network"
MAPPED = "upload.mapped"

NETWORKS = ("instagram", "facebook")
"""Platforms that share one tool for exports, whose files often do not say which of them it was."""

SMALL_BYTES = 2_000_000
"""Up to so much is read at once; starting a worker would take longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Files that were given together, and how they are to be read.

    Attributes
    ----------
    files : tuple of SourceFile
        With their content.
    account : str or None
        Account that the reader named.
    date_order : DateOrder or None
        Order of figures in dates that the reader chose.
    network : str or None
        Which of Instagram and Facebook the reader chose for files that do not say it.
    batch : str
        The same for the same files read in the same way.
    """

    files: tuple[SourceFile, ...]
    account: str | None
    date_order: DateOrder | None
    network: str | None
    batch: str


def drop_zone(here: Here) -> Given | None:
    """Draw where files are dropped, and return what was given.

    Parameters
    ----------
    here : Here
        Who is here.

    Returns
    -------
    Given or None
        None while there is nothing.
    """
    t = here.t
    dropped = st.file_uploader(
        t(msg("Drop the files that your platforms export, many at once, as they are")),
        accept_multiple_files=True,
        key=f"upload.files.{state.number(ROUND)}",
        disabled=not here.may_edit,
    )
    names = [account.name for account in here.accounts]
    st.selectbox(
        t(msg("Account, where the files do not name it")),
        list(dict.fromkeys(names)),
        index=None,
        placeholder=t(msg("As the files say, or type a name")),
        accept_new_options=True,
        key=ACCOUNT,
        disabled=not here.may_edit,
        on_change=begin_anew,
    )
    return _given(dropped) if dropped else None


def _given(dropped: Sequence[UploadedFile]) -> Given:
    order = state.text(ORDER)
    network = state.text(NETWORK)
    account = state.text(ACCOUNT).strip() or None
    ids = [file.file_id for file in dropped]
    digest = sha256(repr((account, order, network, state.number(MAPPED), ids)).encode())
    return Given(
        files=tuple(SourceFile(name=file.name, data=file.getvalue()) for file in dropped),
        account=account,
        date_order=DateOrder(order) if order in set(DateOrder) else None,
        network=network if network in NETWORKS else None,
        batch=digest.hexdigest(),
    )


def begin_anew() -> None:
    """Empty the drop zone, and forget how its files were to be read."""
    state.count_up(ROUND)
    state.forget(ORDER, NETWORK)


def read(here: Here, given: Given) -> tuple[FileReport, ...]:
    """Read and keep what was given, once; draws progress and stops the run while it takes.

    Parameters
    ----------
    here : Here
        Who is here.
    given : Given
        From `drop_zone`.

    Returns
    -------
    tuple of FileReport
        One per file; archives are replaced by their entries.

    Raises
    ------
    KpiCoreError
        If nothing could be kept; what was there before is untouched.
    """
    known = readings.reports().get(here.workspace.workspace_id, given.batch)
    if known is None:
        _keep(here, given)
    return known


def _keep(here: Here, given: Given) -> NoReturn:
    result = _read(here, given)
    items = [
        ImportItem(
            history=part,
            file=report.file,
            sha256=report.sha256,
            platform=report.platform or "",
            layout=report.layout or "",
            report=report.to_json(here.t),
        )
        for report, part in readings.parts(result)
    ]
    if items:
        here.workspace.add_imports(
            items, imported_at=datetime.now(UTC), replace=given.date_order is not None
        )
        if given.network is not None:
            _take_back_other_networks(here, items)
    readings.reports().put(here.workspace.workspace_id, given.batch, result.files)
    # What was read is in the store now; its frames need not stay on the board.
    jobs.board().forget(_key(here, given))
    st.rerun()


def _take_back_other_networks(here: Here, items: Sequence[ImportItem]) -> None:
    """Take back what the same files told before it was said which network they are of."""
    told = {(item.sha256, item.platform) for item in items}
    files = {sha256 for sha256, platform in told if platform in NETWORKS}
    for record in here.workspace.imports():
        of_meta = record.platform in ("meta", *NETWORKS)
        if of_meta and record.sha256 in files and (record.sha256, record.platform) not in told:
            here.workspace.remove_import(record.import_id)


def _read(here: Here, given: Given) -> ImportResult:
    options = ReadOptions(
        account=given.account,
        date_order=given.date_order,
        network=given.network,
        today=here.calendar_day,
        limits=configuration.limits(),
        mappings=here.workspace.mappings(),
    )
    if sum(file.size for file in given.files) <= SMALL_BYTES:
        return read_files(given.files, options)
    result = jobs.outcome(_key(here, given), read_files, given.files, options)
    if result is None:
        count = len(given.files)
        doing = msgs("Reading {count} file…", "Reading {count} files…", count)
        jobs.stop_until_done(here.t, doing, _key(here, given))
    return result


def _key(here: Here, given: Given) -> jobs.JobKey:
    return (here.workspace.workspace_id, "read", given.batch)
