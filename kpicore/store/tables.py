"""Tables of the database. Each belongs to a workspace; `scope` sees to it that none is forgotten.

Text, numbers and JSON only, so that SQLite and PostgreSQL hold the same. Moments are UTC without
zone. A change here needs a migration in ``migrations/versions``; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar

from sqlalchemy import JSON, Dialect, LargeBinary, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kpicore.store.records import Json


class PlainText(TypeDecorator[str]):
    """Text that every database takes: no zero bytes, no halves of surrogate pairs."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Clean what file names and cells may bring along."""
        if value is None:
            return None
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class Base(DeclarativeBase):
    """All tables."""

    # Constraints need names that are the same everywhere, else later migrations cannot drop them.
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map: ClassVar = {str: PlainText(), dict[str, Json]: JSON, list[str]: JSON}


class Owned(Base):
    """Base of every table: rows belong to one workspace, first part of each primary key."""

    __abstract__ = True

    workspace_id: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)


class Versioned:
    """What two people may change at the same time; `version` counts the saved changes."""

    version: Mapped[int]


class NamedContent(Versioned):
    """A thing of the user's with its name, its place in their order, and all else in `content`."""

    position: Mapped[int]
    name: Mapped[str]
    content: Mapped[dict[str, Json]]


class WorkspaceRow(Owned):
    """A workspace; `data_version` rises with every change of imports, accounts or events."""

    __tablename__ = "workspaces"

    name: Mapped[str]
    data_version: Mapped[int] = mapped_column(default=0)
    used_on: Mapped[date | None]


class MemberRow(Owned):
    """Somebody who may open a workspace; `email` is how people know them.

    `signed_out` is the issue time of the newest sign-in that they ended, in seconds since 1970.
    """

    __tablename__ = "members"

    member: Mapped[str] = mapped_column(primary_key=True, index=True)
    role: Mapped[str]
    email: Mapped[str | None]
    signed_out: Mapped[int | None]


class InvitationRow(Owned):
    """Whoever signs in with this address becomes a member."""

    __tablename__ = "invitations"

    invitation_id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    expires_at: Mapped[datetime]


class LinkRow(Owned):
    """A view-only link; the token itself is not kept, only its SHA-256."""

    __tablename__ = "view_links"

    link_id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(index=True, unique=True)
    label: Mapped[str]
    expires_at: Mapped[datetime]


class AuditRow(Owned):
    """Who changed what, one row per transaction; never changed, and not part of a copy."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    member: Mapped[str]
    who: Mapped[str]
    changes: Mapped[dict[str, Json]]


class ImportRow(Owned):
    """One file that was imported; `replaced_by` is a later reading of the same file."""

    __tablename__ = "imports"

    import_id: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    batch: Mapped[int]
    file: Mapped[str]
    sha256: Mapped[str]
    platform: Mapped[str]
    layout: Mapped[str]
    imported_at: Mapped[datetime]
    report: Mapped[dict[str, Json]]
    replaced_by: Mapped[str | None]


class ImportAccountRow(Owned):
    """An account as one import tells it, and the account of the workspace that it goes to."""

    __tablename__ = "import_accounts"

    import_id: Mapped[str] = mapped_column(primary_key=True)
    source_account_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    position: Mapped[int]
    name: Mapped[str]
    platform: Mapped[str]
    time_zone: Mapped[str | None]
    currency: Mapped[str | None]
    made_up: Mapped[bool]


class ImportFrameRow(Owned):
    """Rows of one frame of one import, as Parquet."""

    __tablename__ = "import_frames"

    import_id: Mapped[str] = mapped_column(primary_key=True)
    frame: Mapped[str] = mapped_column(primary_key=True)
    row_count: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class AccountRow(Owned):
    """What the user said of an account: its own name, or None for the one the files tell.

    An account without imports is no account; all else about it comes from its imports.
    """

    __tablename__ = "accounts"

    account_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str | None]


class AliasRow(Owned):
    """Where later imports of an account go, once the user has merged it into another."""

    __tablename__ = "account_aliases"

    source_account_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]


class GoalRow(Versioned, Owned):
    """A goal."""

    __tablename__ = "goals"

    goal_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    kpi: Mapped[str]
    statistic: Mapped[str]
    account_ids: Mapped[list[str]]
    measure: Mapped[str]
    baseline_value: Mapped[float]
    baseline_first: Mapped[date]
    baseline_last: Mapped[date]
    target: Mapped[float]
    deadline: Mapped[date]
    created_on: Mapped[date]
    stage: Mapped[str | None]
    reason: Mapped[str]
    owner: Mapped[str]
    next_review: Mapped[date | None]
    probability_at_start: Mapped[float | None]
    closed_on: Mapped[date | None]


class GoalRevisionRow(Owned):
    """An earlier target of a goal."""

    __tablename__ = "goal_revisions"

    goal_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    target: Mapped[float]
    deadline: Mapped[date]
    revised_on: Mapped[date]
    reason: Mapped[str]


class ForecastRow(Owned):
    """What was said of a goal at some moment."""

    __tablename__ = "goal_forecasts"

    goal_id: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(primary_key=True)
    target: Mapped[float]
    probability: Mapped[float]
    expected: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]


class PreferenceRow(Owned):
    """A choice: of one member, or shared where `member` is empty."""

    __tablename__ = "preferences"

    member: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Json] = mapped_column(JSON)


class MappingRow(Owned):
    """A saved answer to "what are these columns?"."""

    __tablename__ = "mappings"

    name: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    content: Mapped[str]


class EventRow(Versioned, Owned):
    """A dated thing that moves the numbers."""

    __tablename__ = "events"

    event_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    kind: Mapped[str]
    lift: Mapped[float | None]
    account_id: Mapped[str | None]


class NoteRow(Versioned, Owned):
    """A qualitative observation; `member` wrote it, `author` is the name that is shown."""

    __tablename__ = "notes"

    note_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    text: Mapped[str]
    author: Mapped[str]
    member: Mapped[str]
    tags: Mapped[list[str]]
    account_id: Mapped[str | None]


class ScenarioRow(NamedContent, Owned):
    """A named what-if: its levers stand in `content`."""

    __tablename__ = "scenarios"

    scenario_id: Mapped[str] = mapped_column(primary_key=True)


class ReviewRow(Versioned, Owned):
    """A weekly or monthly review; its answers and decisions stand in `content`."""

    __tablename__ = "reviews"

    review_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    started_on: Mapped[date]
    closed_on: Mapped[date | None]
    content: Mapped[dict[str, Json]]


class ExperimentRow(NamedContent, Owned):
    """An A/B test, planned or analysed: variants and results stand in `content`."""

    __tablename__ = "experiments"

    experiment_id: Mapped[str] = mapped_column(primary_key=True)


TABLES: Mapping[str, type[Owned]] = MappingProxyType(
    {row.__tablename__: row for row in Owned.__subclasses__()}
)
"""Table name to its class."""
