"""What the store hands out and takes in, beside goals, histories and mappings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from kpicore.history import History
from kpicore.kpis.definition import Stage
from kpicore.store.roles import Role

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""What a JSON text can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportItem:
    """One file that was read and is to be kept.

    Attributes
    ----------
    history : History
        Its rows, with the accounts as the reader named them.
    file : str
        Its name.
    sha256 : str
        Of its bytes; the same file for the same accounts is kept once.
    platform, layout : str
        What it was recognised as; empty when unknown.
    report : Mapping[str, Json]
        The import report, as plain JSON values.
    """

    history: History
    file: str
    sha256: str
    platform: str = ""
    layout: str = ""
    report: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One kept import.

    Attributes
    ----------
    import_id : str
        Stable identity inside the workspace.
    sequence : int
        Counts imports in the order in which they came; later ones win ties.
    batch : int
        The same for files that were given together; undone together.
    file, sha256, platform, layout : str
        As in `ImportItem`.
    imported_at : datetime
        When, in UTC, without zone.
    accounts : Mapping[str, str]
        Account id as the reader named it, to the account of the workspace that it goes to.
    rows : Mapping[str, int]
        Frame name to its number of rows; frames without rows are left out.
    report : Mapping[str, Json]
        The import report.
    added : bool
        False when this file had been imported before and nothing was changed.
    """

    import_id: str
    sequence: int
    batch: int
    file: str
    sha256: str
    platform: str
    layout: str
    imported_at: datetime
    accounts: Mapping[str, str]
    rows: Mapping[str, int]
    report: Mapping[str, Json]
    added: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """A dated thing that moves the numbers, as kept.

    Attributes
    ----------
    event_id : str
        Stable identity; empty before it is saved.
    name : str
        What the user calls it.
    first, last : date
        Inclusive days on which it acts.
    kind : str
        "campaign", "collaboration", "viral", "outage", ...
    lift : float or None
        Relative change on its days, 0.2 for +20 %, above -1; None when unknown.
    account_id : str or None
        The account it concerns; None for all.
    version : int
        Counts saved changes.
    """

    event_id: str = ""
    name: str
    first: date
    last: date
    kind: str = "other"
    lift: float | None = None
    account_id: str | None = None
    version: int = 0

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"Event {self.name!r} ends {self.last} before it begins {self.first}.")
        if self.lift is not None and not self.lift > -1:
            raise ValueError(f"Event {self.name!r} has lift {self.lift}; it must be above -1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A qualitative observation, from comments, messages or colleagues.

    Attributes
    ----------
    note_id : str
        Stable identity; empty before it is saved.
    day : date
        The day it speaks of.
    text : str
        What was observed.
    author : str
        Who wrote it; filled with the member when empty.
    tags : tuple of str
        Words to find it by.
    account_id : str or None
        The account it concerns; None for all.
    version : int
        Counts saved changes.
    """

    note_id: str = ""
    day: date
    text: str
    author: str = ""
    tags: tuple[str, ...] = ()
    account_id: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a workspace and its member chose.

    Attributes
    ----------
    language : str or None
        The member's language; None follows the browser.
    account_ids : tuple of str
        Accounts that the member looks at; empty for all.
    stage : Stage or None
        Shared: what the workspace works on.
    core_kpis : tuple of str
        Shared: keys of the KPIs that matter; empty for those of the stage.
    first_weekday : int
        Shared: 0 for Monday to 6 for Sunday.
    own_hashtags : tuple of str
        Shared: hashtags of the workspace's own, lower-case, without #.
    """

    language: str | None = None
    account_ids: tuple[str, ...] = ()
    stage: Stage | None = None
    core_kpis: tuple[str, ...] = ()
    first_weekday: int = 0
    own_hashtags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.first_weekday <= 6:
            raise ValueError(f"first_weekday counts 0-6 from Monday, got {self.first_weekday}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceInfo:
    """A workspace that a member may open.

    Attributes
    ----------
    workspace_id : str
        Random identity, never used twice.
    name : str
        Name for people.
    role : Role
        What the member is in it.
    """

    workspace_id: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Somebody who may open a workspace.

    Attributes
    ----------
    member : str
        Key made by the sign-in, or the name of the person at the machine.
    role : Role
        What they are.
    email : str
        How people know them; empty where no sign-in told it.
    """

    member: str
    role: Role
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An address whose owner becomes a member at the next sign-in.

    Attributes
    ----------
    invitation_id : str
        Stable identity inside the workspace.
    email : str
        The address, in lower case.
    role : Role
        What they will be.
    expires_at : datetime
        Until when, in UTC, without zone.
    """

    invitation_id: str
    email: str
    role: Role
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLink:
    """A link that opens a workspace for reading; the token that it carries is not kept.

    Attributes
    ----------
    link_id : str
        Stable identity inside the workspace.
    label : str
        For whom it was made.
    expires_at : datetime
        Until when, in UTC, without zone.
    """

    link_id: str
    label: str
    expires_at: datetime


class Verb(StrEnum):
    """What was done to something."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditChange:
    """One thing that was changed.

    Attributes
    ----------
    verb : Verb
        What was done.
    table : str
        To what kind of thing.
    name : str
        Which one; empty where it has no name.
    """

    verb: Verb
    table: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What one member did at one moment.

    Attributes
    ----------
    at : datetime
        When, in UTC, without zone.
    member : str
        Who, as in `Membership`.
    who : str
        Their address at that time; empty for the person at the machine.
    changes : tuple of AuditChange
        What.
    more : int
        How many further changes are not named.
    """

    at: datetime
    member: str
    who: str
    changes: tuple[AuditChange, ...]
    more: int = 0
