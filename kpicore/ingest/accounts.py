"""Whose data a file holds: what it tells, what the other files of the import tell, and folders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import combinations

import pandas as pd

from kpicore.ingest.facts import stem
from kpicore.ingest.options import ReadOptions
from kpicore.ingest.outcomes import FileOutcome
from kpicore.ingest.overlaps import strangers
from kpicore.ingest.pieces import Piece
from kpicore.ingest.reports import Fault, Severity
from kpicore.messages import msg

UNNAMED = "account"
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_PARTS = re.compile(r"[\s_\-–—.()\[\]+]+")


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
        ``"tiktok/dancer"``; without a name ``"tiktok/account"``. Pictures in a name are told by
        their numbers, ``"tiktok/dancer-1f431"``, since they may be all that tells two apart.
    """
    plain = unicodedata.normalize("NFKC", name or "").casefold().strip().lstrip("@")
    pictures = "".join(f"-{ord(sign):x}" for sign in plain if unicodedata.category(sign) == "So")
    slug = (re.sub(r"[^\w.]+", "-", plain).strip("-") + pictures).strip("-")
    return f"{platform}/{slug or UNNAMED}"


def told_names(outcomes: Sequence[FileOutcome], options: ReadOptions) -> dict[str, str]:
    """Return platform -> the one account name that its files tell, where there is just one."""
    told: dict[str, dict[str, str]] = {}
    for outcome in outcomes:
        for piece in outcome.pieces:
            if piece.account:
                told.setdefault(piece.platform, {})[account_id(piece.platform, piece.account)] = (
                    piece.account
                )
    return {p: next(iter(names.values())) for p, names in told.items() if len(names) == 1}


def account_name(piece: Piece, names: Mapping[str, str], options: ReadOptions) -> str | None:
    """Return the account of a piece: the reader's choice, what the file tells, or its only one."""
    return options.account or piece.account or names.get(piece.platform)


def tell_apart(outcomes: Sequence[FileOutcome], options: ReadOptions) -> None:
    """Name the accounts of files after their folders, or their own names, where they clash.

    Files that name no account are taken to be of one. When their days tell quite different
    values, and lie in folders of different names (or are named differently), they are of as many
    accounts.

    Parameters
    ----------
    outcomes : sequence of FileOutcome
        Their pieces receive the account, and they a remark.
    options : ReadOptions
        The reader's choices; a told account is never changed.
    """
    if options.account:
        return
    platforms = dict.fromkeys(p.platform for o in outcomes for p in o.pieces if not p.account)
    for platform in platforms:
        silent = [
            o for o in outcomes if any(p.platform == platform and not p.account for p in o.pieces)
        ]
        for labels in (_folders(silent), _own_names(silent)):
            if _clash(silent, labels, platform):
                _name_after(silent, labels, platform)
                break


def _folders(outcomes: Sequence[FileOutcome]) -> list[str]:
    """Return the innermost folder or archive of each file; empty where it lies in none."""
    around = [o.facts.stems[1:] if o.facts else () for o in outcomes]
    return [next((s for s in stems if _LETTERS.search(s)), "") for stems in around]


def _own_names(outcomes: Sequence[FileOutcome]) -> list[str]:
    """Return what each file's name holds beside the words that all of them share."""
    split = [
        [w for w in _PARTS.split(stem(o.file)) if _LETTERS.fullmatch(w) or w.startswith("@")]
        for o in outcomes
    ]
    common = set.intersection(*(set(words) for words in split)) if split else set()
    return [" ".join(w for w in words if w not in common) for words in split]


def _clash(outcomes: Sequence[FileOutcome], labels: Sequence[str], platform: str) -> bool:
    """Whether files of different labels tell of different accounts, and none of the same."""
    told: dict[str, list[pd.DataFrame]] = {}
    for outcome, label in zip(outcomes, labels, strict=True):
        if label:
            told.setdefault(label, []).extend(
                _by_layout(p)
                for p in outcome.pieces
                if p.platform == platform and not p.account and "daily" in p.frames
            )
    days = {label: pd.concat(parts) for label, parts in told.items() if parts}
    found = [strangers(days[a], days[b]) for a, b in combinations(days, 2)]
    return any(found) and False not in found


def _by_layout(piece: Piece) -> pd.DataFrame:
    # Two layouts of one account may count the same thing differently.
    daily = piece.frames["daily"]
    return daily.assign(metric=f"{piece.layout}/" + daily["metric"])


def _name_after(outcomes: Sequence[FileOutcome], labels: Sequence[str], platform: str) -> None:
    for outcome, label in zip(outcomes, labels, strict=True):
        if not label:
            continue
        for piece in outcome.pieces:
            if piece.platform == platform and not piece.account:
                piece.account = label
        outcome.faults.append(
            Fault(
                severity=Severity.INFO,
                message=msg(
                    "Files of this import tell quite different values of the same days, so they "
                    "are of several accounts; this one was named {account} after its folder or "
                    "file. Rename or merge it if that is wrong.",
                    account=label,
                ),
            )
        )
