"""Putting pieces together: accounts, moments of observation, one history, one report per file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpicore.history import FRAMES, Account, History, as_frame
from kpicore.ingest.facts import FileFacts
from kpicore.ingest.mapping import MappingProposal
from kpicore.ingest.options import ReadOptions
from kpicore.ingest.pieces import Piece
from kpicore.ingest.reports import DroppedRows, Fault, FileReport, Severity
from kpicore.ingest.shared_texts import repeated
from kpicore.messages import Message, msgs

UNNAMED = "account"
SOURCE_LETTERS = 16
FEWEST_COMMON_DAYS, STRANGERS_SHARE, FAR_SHARE = 5, 0.6, 0.25
"""Two tables are of two accounts when on so many days so many values differ by so much."""

MANY_ROWS = 50_000
"""From this many rows on, sorting what is in order already is worth avoiding."""


@dataclass(slots=True, kw_only=True)
class FileOutcome:
    """What became of one file, before accounts are known.

    Attributes
    ----------
    file, sha256, error, recognised_by, faults, proposals
        As in `FileReport`.
    facts : FileFacts or None
        What names tell.
    platform, layout : str or None
        What it was recognised as where no table can be used; else what names tell.
    pieces : list of Piece
        Tables that can be used.
    """

    file: str
    facts: FileFacts | None = None
    sha256: str = ""
    platform: str | None = None
    layout: str | None = None
    error: Message | None = None
    recognised_by: Message | None = None
    faults: list[Fault] = field(default_factory=list)
    proposals: list[MappingProposal] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def account_id(platform: str, name: str | None) -> str:
    """Return the id of an account: platform, slash, its name as a plain word.

    Parameters
    ----------
    platform : str
        Platform key.
    name : str or None
        Name for people.

    Returns
    -------
    str
        ``"tiktok/dancer"``; without a name ``"tiktok/account"``.
    """
    plain = unicodedata.normalize("NFKC", name or "").casefold().strip().lstrip("@")
    slug = re.sub(r"[^\w.]+", "-", plain).strip("-")
    return f"{platform}/{slug or UNNAMED}"


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
    names = _names(usable, options)
    accounts: dict[str, Account] = {}
    for outcome in usable:
        for piece in outcome.pieces:
            name = _name(piece, names, options)
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
            identity = account_id(piece.platform, _name(piece, names, options))
            moment = _moment(piece, last_days.get(identity), options.today)
            for frame_name, rows in piece.frames.items():
                if len(rows):
                    frames[frame_name].append(_stamped(rows, identity, moment, outcome.sha256))
    _note_overlaps(usable, frames["daily"])
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


def _names(outcomes: Sequence[FileOutcome], options: ReadOptions) -> dict[str, str]:
    """Return platform -> the one account name that its files tell, where there is just one."""
    told: dict[str, dict[str, str]] = {}
    for outcome in outcomes:
        for piece in outcome.pieces:
            if piece.account:
                told.setdefault(piece.platform, {})[account_id(piece.platform, piece.account)] = (
                    piece.account
                )
    return {p: next(iter(names.values())) for p, names in told.items() if len(names) == 1}


def _name(piece: Piece, names: Mapping[str, str], options: ReadOptions) -> str | None:
    return options.account or piece.account or names.get(piece.platform)


def _last_days(
    outcomes: Sequence[FileOutcome], names: Mapping[str, str], options: ReadOptions
) -> dict[str, date]:
    found: dict[str, date] = {}
    for outcome in outcomes:
        for piece in outcome.pieces:
            if piece.last is not None:
                key = account_id(piece.platform, _name(piece, names, options))
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


def _note_overlaps(outcomes: Sequence[FileOutcome], daily: Sequence[pd.DataFrame]) -> None:
    """Say where two files tell different values of the same day."""
    if len(daily) < 2:
        return
    rows = pd.concat(daily, ignore_index=True)
    keys = ["account_id", "date", "metric"]
    again = rows[rows.duplicated(keys, keep=False)]
    if again.empty:
        return
    spread = again.groupby(keys)["value"].agg(["min", "max"])
    clashing = spread[spread["min"] != spread["max"]].index
    if not len(clashing):
        return
    marked = again.set_index(keys).loc[clashing].reset_index()
    winners = (
        marked.sort_values("observed_at", kind="stable")
        .drop_duplicates(keys, keep="last")["source"]
        .value_counts()
    )
    days = again["date"].nunique()
    if days >= FEWEST_COMMON_DAYS and len(clashing) > STRANGERS_SHARE * len(spread):
        far = (spread["max"] - spread["min"]) > FAR_SHARE * spread["max"].abs()
        if float(far.mean()) > STRANGERS_SHARE:
            _warn_of_strangers(outcomes, winners, days)
            return
    for outcome in outcomes:
        count = int(winners.get(outcome.sha256[:SOURCE_LETTERS], 0))
        if count:
            outcome.faults.append(
                Fault(
                    severity=Severity.INFO,
                    message=msgs(
                        "{count} value differs from another file's of the same day; this file's "
                        "was taken, being the later one.",
                        "{count} values differ from another file's of the same days; this file's "
                        "were taken, being the later ones.",
                        count,
                    ),
                )
            )


def _warn_of_strangers(outcomes: Sequence[FileOutcome], winners: pd.Series, days: int) -> None:
    """Say where two tables tell quite different values of the same days: hardly one account."""
    for outcome in outcomes:
        if int(winners.get(outcome.sha256[:SOURCE_LETTERS], 0)):
            outcome.faults.append(
                Fault(
                    severity=Severity.WARNING,
                    message=msgs(
                        "On {count} day another table tells quite different values of the same "
                        "metrics, so these seem to be two accounts, such as Instagram and "
                        "Facebook; only the values of this file are used. Import one account at "
                        "a time and name it, or say the platform.",
                        "On {count} days another table tells quite different values of the same "
                        "metrics, so these seem to be two accounts, such as Instagram and "
                        "Facebook; only the values of this file are used. Import one account at "
                        "a time and name it, or say the platform.",
                        days,
                    ),
                )
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
        name = _name(first, names, options)
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
