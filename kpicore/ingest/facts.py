"""What the name of a file, and of the archives and folders around it, tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import PurePosixPath

from kpicore.ingest.containers import Leaf
from kpicore.ingest.layouts import Platform
from kpicore.ingest.options import ReadOptions
from kpicore.ingest.sheets import fold
from kpicore.ingest.years import YearAnchors

_COPY = re.compile(r"(?:\s*\(\d+\)|\s+copy(?:\s\d+)?|\s*- Copy| 사본|_copy|\s副本)$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:csv|tsv|txt|tab|xls|xlsx|xlsm|zip|gz)$", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[^\w]+|_")
_FIRST_EPOCH = datetime(2008, 1, 1, tzinfo=UTC)
_LAST_EPOCH = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is known of a file before its content is read.

    Attributes
    ----------
    name : str
        Its name without folders.
    shown : str
        As reports name it.
    stems : tuple of str
        Names without extension and copy marks: the file's, then those around it, innermost first.
    options : ReadOptions
        The reader's choices.
    platform : str or None
        Platform that the reader or a name tells.
    account : str or None
        Account that a name tells.
    start, end : date or None
        First and last day that a name tells.
    exported : datetime or None
        Moment of the export that a name tells.
    written_on : date or None
        Time stamp of the file.
    neighbour : date or None
        Export day of another file of the same import.
    """

    name: str
    shown: str
    stems: tuple[str, ...]
    options: ReadOptions
    platform: str | None = None
    account: str | None = None
    start: date | None = None
    end: date | None = None
    exported: datetime | None = None
    written_on: date | None = None
    neighbour: date | None = None

    @property
    def anchors(self) -> YearAnchors:
        """Days that bound the dates of the file."""
        end = self.exported.date() if self.exported else self.end
        return YearAnchors(
            start=self.start,
            end=end,
            today=self.options.today,
            neighbour=self.neighbour,
            written_on=self.written_on,
        )

    def says(self, patterns: tuple[str, ...], extra: str = "") -> bool:
        """Whether a name of the file, or of the sheet, holds one of the patterns."""
        texts = [fold(s) for s in (*self.stems, extra) if s]
        return any(re.search(p, t) for p in patterns for t in texts)


def stem(name: str) -> str:
    """Return a file name without extension and copy marks."""
    text = PurePosixPath(name).name
    while _EXTENSION.search(text):
        text = _EXTENSION.sub("", text)
    while _COPY.search(text):
        text = _COPY.sub("", text)
    return text.strip()


def gather(leaf: Leaf, options: ReadOptions, platforms: Mapping[str, Platform]) -> FileFacts:
    """Read what the names tell.

    Parameters
    ----------
    leaf : Leaf
        The file.
    options : ReadOptions
        The reader's choices; they go before names.
    platforms : Mapping[str, Platform]
        Whose file-name patterns are tried.

    Returns
    -------
    FileFacts
        Facts; those nearest to the file win.
    """
    stems = tuple(stem(n) for n in (leaf.name, *reversed(leaf.around)))
    facts = FileFacts(
        name=leaf.name,
        shown=leaf.shown,
        stems=stems,
        options=options,
        written_on=leaf.written_on,
    )
    for text in stems:
        for platform in platforms.values():
            facts = _apply_patterns(facts, text, platform)
    told = options.platform or facts.platform or platform_word(stems, platforms)
    return replace(facts, platform=told)


def _apply_patterns(facts: FileFacts, text: str, platform: Platform) -> FileFacts:
    for pattern in platform.file_names:
        match = pattern.match(text)
        if match is None:
            continue
        groups = {k: v for k, v in match.groupdict().items() if v}
        exported = facts.exported or _moment(groups)
        end = _day(groups.get("end"))
        until = _day(groups.get("until"))
        if until is not None:
            end = until - timedelta(days=1)
            exported = exported or datetime.combine(until, time())
        return replace(
            facts,
            platform=facts.platform or platform.key,
            account=facts.account or groups.get("account"),
            start=facts.start or _day(groups.get("start")),
            end=facts.end or end,
            exported=exported,
        )
    return facts


def platform_word(stems: tuple[str, ...], platforms: Mapping[str, Platform]) -> str | None:
    """Return the one platform that a name tells, the nearest name first; None without one."""
    for text in stems:
        folded = f" {_NO_LETTERS.sub(' ', fold(text))} "
        found = {
            p.key
            for p in platforms.values()
            for token in p.tokens
            if (f" {token} " in folded if token.isascii() else token in folded)
        }
        if len(found) == 1:
            return found.pop()
    return None


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    for form in ("%Y-%m-%d", "%Y%m%d", "%b-%d-%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _moment(groups: Mapping[str, str]) -> datetime | None:
    seconds = None
    if "epoch" in groups:
        seconds = int(groups["epoch"])
    elif "epoch_ms" in groups:
        seconds = int(groups["epoch_ms"]) // 1000
    if seconds is not None:
        moment = datetime.fromtimestamp(min(seconds, 10**11), tz=UTC)
        if _FIRST_EPOCH < moment < _LAST_EPOCH:
            return moment.replace(tzinfo=None)
        return None
    if "exported" in groups:
        day = _day(groups["exported"])
        return datetime.combine(day, time()) if day else None
    return None
