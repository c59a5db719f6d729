"""Putting pieces together: accounts, moments of observation, one history, one report per file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.history import FRAMES, Account, History, as_frame
from kpicore.ingest.accounts import account_id, account_name, tell_apart, told_names
from kpicore.ingest.options import ReadOptions
from kpicore.ingest.outcomes import SOURCE_LETTERS, FileOutcome
from kpicore.ingest.overlaps import note_overlaps
from kpicore.ingest.pieces import Piece
from kpicore.ingest.reports import DroppedRows, FileReport
from kpicore.ingest.shared_texts import repeated

MANY_ROWS = 50_000
"""From this many rows on, sorting what is in order already is worth avoiding."""


def assemble(
    outcomes: Sequence[FileOutcome], options: ReadOptions, platform_names: Mapping[str, str]
) -> tuple[tuple[FileReport, ...], History]:
    """Put the pieces of all files together.

    Parameters
    ----------
    outcomes : sequence of FileOutcome
        In the order of the files.
    options : ReadOptions
        The reader's choices.
    platform_names : Mapping of str to str
        Names of platforms for people.

    Returns
    -------
    tuple of tuple of FileReport and History
        Reports in the order of the files, and the history.
    """
    usable = [o for o in outcomes if o.error is None]
    tell_apart(usable, options)
    names = told_names(usable, options)
    accounts: dict[str, Account] = {}
    for outcome in usable:
        for piece in outcome.pieces:
            name = account_name(piece, names, options)
            identity = account_id(piece.platform, name)
            known = accounts.get(identity)
            accounts[identity] = Account(
                account_id=identity,
                name=name or platform_names.get(piece.platform, piece.platform),
                platform=piece.platform,
                currency=piece.currency or (known.currency if known else None),
            )
    last_days = _last_days(usable, names, options)
    frames: dict[str, list[pd.DataFrame]] = {name: [] for name in FRAMES}
    for outcome in usable:
        for piece in outcome.pieces:
            identity = account_id(piece.platform, account_name(piece, names, options))
            moment = _moment(piece, last_days.get(identity), options.today)
            for frame_name, rows in piece.frames.items():
                if len(rows):
                    frames[frame_name].append(_stamped(rows, identity, moment, outcome.sha256))
    note_overlaps(usable, frames["daily"])
    reports = tuple(_report(o, names, options, accounts) for o in outcomes)
    return reports, _history(tuple(accounts.values()), frames)


def _history(accounts: tuple[Account, ...], frames: dict[str, list[pd.DataFrame]]) -> History:
    """Build the history; one table of posts is in order and has each key once already."""
    ordered = {"posts", "observations"}
    single = {n for n in ordered if len(frames[n]) == 1 and len(frames[n][0]) >= MANY_ROWS}
    rest = {
        n: pd.concat(parts, ignore_index=True)
        for n, parts in frames.items()
        if parts and n not in single
    }
    history = History.build(accounts, **rest)
    if not single:
        return history
    large = {n: as_frame(n, frames[n].pop()) for n in single}
    return History(accounts=accounts, frames=MappingProxyType({**history.frames, **large}))


def _last_days(
    outcomes: Sequence[FileOutcome], names: Mapping[str, str], options: ReadOptions
) -> dict[str, date]:
    found: dict[str, date] = {}
    for outcome in outcomes:
        for piece in outcome.pieces:
            if piece.last is not None:
                key = account_id(piece.platform, account_name(piece, names, options))
                found[key] = max(found.get(key, piece.last), piece.last)
    return found


def _moment(piece: Piece, last_of_account: date | None, today: date | None) -> datetime | None:
    """Return when the rows were observed: the export, else the last day known of the account."""
    if piece.exported is not None:
        return piece.exported
    own = piece.last if "daily" in piece.frames else None
    day = own or last_of_account or piece.last or today
    return None if day is None else datetime(day.year, day.month, day.day)


def _stamped(
    rows: pd.DataFrame, identity: str, moment: datetime | None, sha256: str
) -> pd.DataFrame:
    stamp = np.datetime64("NaT", "us") if moment is None else np.datetime64(moment, "us")
    return rows.reset_index(drop=True).assign(
        account_id=repeated(identity, len(rows)),
        observed_at=np.full(len(rows), stamp, dtype="datetime64[us]"),
        source=repeated(sha256[:SOURCE_LETTERS], len(rows)),
    )


def _report(
    outcome: FileOutcome,
    names: Mapping[str, str],
    options: ReadOptions,
    accounts: Mapping[str, Account],
) -> FileReport:
    first = outcome.pieces[0] if outcome.pieces else None
    identity = None
    name = None
    if first is not None and outcome.error is None:
        name = account_name(first, names, options)
        identity = account_id(first.platform, name)
    entries = [d for p in outcome.pieces for d in p.dropped]
    reasons = {d.reason.text: d.reason for d in entries}
    counts = [
        DroppedRows(reason=reason, rows=sum(d.rows for d in entries if d.reason.text == text))
        for text, reason in reasons.items()
    ]
    return FileReport(
        file=outcome.file,
        platform=first.platform if first else outcome.platform,
        layout=first.layout if first else outcome.layout,
        account=name,
        account_id=identity if identity in accounts else None,
        tables=tuple(p.report() for p in outcome.pieces),
        faults=tuple(outcome.faults),
        error=outcome.error,
        recognised_by=outcome.recognised_by,
        rows_read=sum(p.rows_read for p in outcome.pieces),
        rows_dropped=tuple(counts),
        sha256=outcome.sha256,
        proposals=tuple(outcome.proposals),
    )
