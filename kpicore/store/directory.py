"""Questions across workspaces: which there are, who may open them, and whose time has come."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, or_, select, update

from kpicore.store.access import new_id
from kpicore.store.addresses import token_hash
from kpicore.store.audit import forget_notes
from kpicore.store.clock import moment_of
from kpicore.store.records import WorkspaceInfo
from kpicore.store.roles import Role
from kpicore.store.scope import DirectorySession, ScopedSession
from kpicore.store.tables import TABLES, InvitationRow, LinkRow, MemberRow, WorkspaceRow


def new_workspace(session: DirectorySession, name: str, *, owner: str, email: str = "") -> str:
    """Add a workspace with its owner and return its id."""
    workspace_id = new_id()
    session.add(WorkspaceRow(workspace_id=workspace_id, name=name, data_version=0))
    session.add(
        MemberRow(
            workspace_id=workspace_id,
            member=owner,
            role=Role.OWNER.value,
            email=email or None,
            signed_out=_signed_out(session, owner),
        )
    )
    return workspace_id


def workspaces_of(
    session: DirectorySession, member: str, issued_at: int | None
) -> tuple[WorkspaceInfo, ...]:
    """Return the workspaces that a sign-in opens, by name."""
    query = (
        select(WorkspaceRow, MemberRow)
        .join(MemberRow, MemberRow.workspace_id == WorkspaceRow.workspace_id)
        .where(MemberRow.member == member)
        .order_by(WorkspaceRow.name, WorkspaceRow.workspace_id)
    )
    if issued_at is not None:
        query = query.where(or_(MemberRow.signed_out.is_(None), MemberRow.signed_out < issued_at))
    return tuple(
        WorkspaceInfo(workspace_id=w.workspace_id, name=w.name, role=Role(m.role))
        for w, m in session.execute(query)
    )


def members_at(session: DirectorySession, email: str) -> tuple[str, ...]:
    """Return the keys of the members whom people know by an address."""
    query = select(MemberRow.member).where(MemberRow.email == email).distinct()
    return tuple(session.scalars(query.order_by(MemberRow.member)))


def is_invited(session: DirectorySession, email: str) -> bool:
    """Tell whether an address is invited anywhere."""
    query = select(InvitationRow.invitation_id).where(InvitationRow.email == email)
    return session.scalars(query).first() is not None


def accept_invitations(session: DirectorySession, member: str, email: str, issued_at: int) -> None:
    """Make a member of whom the address invites; each invitation counts once."""
    now, ended = moment_of(session), _signed_out(session, member)
    if ended is not None and issued_at <= ended:
        return
    for row in session.scalars(select(InvitationRow).where(InvitationRow.email == email)).all():
        known = session.get(MemberRow, (row.workspace_id, member))
        # An invitation never takes a right away from somebody who is in already.
        if known is None and now < row.expires_at:
            session.add(
                MemberRow(
                    workspace_id=row.workspace_id,
                    member=member,
                    role=row.role,
                    email=email,
                    signed_out=ended,
                )
            )
        session.delete(row)


def _signed_out(session: DirectorySession, member: str) -> int | None:
    """Return the newest sign-in that a member has ended: it must not open a new workspace."""
    query = select(MemberRow.signed_out).where(MemberRow.member == member)
    return max((i for i in session.scalars(query) if i is not None), default=None)


def note_signed_out(session: DirectorySession, member: str, issued_at: int) -> None:
    """Close all workspaces to sign-ins of a member that are as old as this one, or older."""
    for row in session.scalars(select(MemberRow).where(MemberRow.member == member)):
        row.signed_out = max(row.signed_out or 0, issued_at)


def link_of(session: DirectorySession, token: str) -> tuple[WorkspaceInfo, str] | None:
    """Return the workspace that a token opens and the id of its link; None for no such."""
    query = (
        select(WorkspaceRow, LinkRow)
        .join(LinkRow, LinkRow.workspace_id == WorkspaceRow.workspace_id)
        .where(LinkRow.token_hash == token_hash(token))
    )
    found = session.execute(query).first()
    if found is None or found[1].expires_at <= moment_of(session):
        return None
    workspace, link = found
    info = WorkspaceInfo(workspace_id=workspace.workspace_id, name=workspace.name, role=Role.VIEWER)
    return info, link.link_id


def used_on(session: DirectorySession, workspace_id: str) -> date | None:
    """Return the day on which a workspace was used last."""
    query = select(WorkspaceRow.used_on).where(WorkspaceRow.workspace_id == workspace_id)
    return session.scalars(query).one_or_none()


def note_used(session: DirectorySession, workspace_id: str, today: date) -> None:
    """Note that a workspace is used."""
    session.execute(
        update(WorkspaceRow).where(WorkspaceRow.workspace_id == workspace_id).values(used_on=today)
    )


def unused(session: DirectorySession, before: date) -> tuple[str, ...]:
    """Return the workspaces that were used last before a day."""
    query = select(WorkspaceRow.workspace_id).where(WorkspaceRow.used_on < before)
    return tuple(session.scalars(query))


def remove_expired(session: DirectorySession) -> None:
    """Remove invitations and links that have expired."""
    now = moment_of(session)
    session.execute(delete(InvitationRow).where(InvitationRow.expires_at <= now))
    session.execute(delete(LinkRow).where(LinkRow.expires_at <= now))


def delete_all(session: ScopedSession) -> None:
    """Delete a workspace with everything in it."""
    for table in TABLES.values():
        session.execute(delete(table))
    forget_notes(session)
