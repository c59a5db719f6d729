"""What was read a moment ago: reports by workspace and batch, and each file's part of the rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock

import streamlit as st

from kpicore.history import History
from kpicore.ingest import FileReport, ImportResult
from kpicore.ingest.outcomes import SOURCE_LETTERS

KEPT_BATCHES = 100
"""Reports held over all workspaces; they are small, and the store keeps its own copy."""


class Reports:
    """Reports of what was given, so that a page that runs again does not read again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[FileReport, ...]] = OrderedDict()

    def get(self, workspace_id: str, batch: str) -> tuple[FileReport, ...] | None:
        """Return the reports of a batch, or None if it has not been read."""
        with self._lock:
            return self._kept.get((workspace_id, batch))

    def put(self, workspace_id: str, batch: str, files: tuple[FileReport, ...]) -> None:
        """Keep the reports of a batch.

        Parameters
        ----------
        workspace_id : str
            Random, never used twice.
        batch : str
            See `pages.parts.imports.Given`.
        files : tuple of FileReport
            What was found.
        """
        with self._lock:
            self._kept[workspace_id, batch] = files
            while len(self._kept) > KEPT_BATCHES:
                self._kept.popitem(last=False)


@st.cache_resource(show_spinner=False)
def reports() -> Reports:
    """Return the reports of this process."""
    return Reports()


def parts(result: ImportResult) -> Iterator[tuple[FileReport, History]]:
    """Divide what was read by the file that told it.

    Parameters
    ----------
    result : ImportResult
        From `kpicore.ingest.read_files`.

    Yields
    ------
    tuple of FileReport and History
        Files that told at least one row, each with its own rows.
    """
    for report in result.files:
        source = report.sha256[:SOURCE_LETTERS]
        frames = {
            name: frame[frame["source"] == source] for name, frame in result.history.frames.items()
        }
        told = {account for frame in frames.values() for account in frame["account_id"].unique()}
        if report.error is None and told:
            accounts = [a for a in result.accounts if a.account_id in told]
            yield report, History.build(accounts, **frames)
