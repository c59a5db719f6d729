"""Who may open a workspace: members, invitations, view-only links, and what they did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from kpicore.errors import DataNotFoundError, NotAllowedError, StoreError
from kpicore.messages import msg
from kpicore.store.access import Access, as_utc, new_id
from kpicore.store.addresses import email_key, new_token, token_hash
from kpicore.store.audit import entry_of
from kpicore.store.clock import moment_of
from kpicore.store.records import AuditEntry, Invitation, Membership, ViewLink
from kpicore.store.roles import Action, Role
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import AuditRow, InvitationRow, LinkRow, MemberRow

MOST_OPEN = 200
"""Open invitations, and open links, of one workspace."""


def member_key(member: str) -> str:
    """Return the form in which members are compared."""
    key = member.strip().lower()
    if not key:
        raise ValueError("A member needs a name.")
    return key


class MemberMethods(Access):
    """What a workspace does with people; all of it is the owner's."""

    def members(self) -> tuple[Membership, ...]:
        """Return all members by address."""
        with self._reading(Action.MANAGE) as session:
            rows = session.scalars(select(MemberRow).order_by(MemberRow.email, MemberRow.member))
            return tuple(
                Membership(member=r.member, role=Role(r.role), email=r.email or "") for r in rows
            )

    def set_member(self, member: str, role: Role) -> None:
        """Let somebody in, or change what they may do.

        Parameters
        ----------
        member : str
            Key of a member.
        role : Role
            What they are from now on.

        Raises
        ------
        NotAllowedError
            If the one who asks is no owner, or the last owner would be lost.
        """
        with self._writing(Action.MANAGE) as session:
            key = member_key(member)
            row = session.scalar(select(MemberRow).where(MemberRow.member == key))
            if row is None:
                session.add(MemberRow(member=key, role=role.value))
            else:
                row.role = role.value
            _keep_an_owner(session)

    def remove_member(self, member: str) -> None:
        """Close the workspace to somebody, at once.

        Parameters
        ----------
        member : str
            Key of a member.

        Raises
        ------
        DataNotFoundError
            If they are no member.
        NotAllowedError
            If the one who asks is no owner, or the last owner would be lost.
        """
        with self._writing(Action.MANAGE) as session:
            row = session.scalar(select(MemberRow).where(MemberRow.member == member_key(member)))
            if row is None:
                raise DataNotFoundError(
                    msg("{member} is no member of this workspace.", member=member)
                )
            session.delete(row)
            _keep_an_owner(session)

    def invite(self, email: str, role: Role, *, expires_at: datetime) -> Invitation:
        """Let whoever signs in with an address become a member; an earlier invitation ends.

        Parameters
        ----------
        email : str
            The address; the sign-in must say that it is verified.
        role : Role
            What they will be.
        expires_at : datetime
            Until when, in UTC.

        Returns
        -------
        Invitation
            As kept.

        Raises
        ------
        StoreError
            If it is no address, already a member's, or there are too many open ones.
        """
        key = email_key(email)
        with self._writing(Action.MANAGE) as session:
            if session.scalar(select(MemberRow.role).where(MemberRow.email == key)) is not None:
                raise StoreError(msg("{email} is a member already.", email=key))
            session.execute(delete(InvitationRow).where(InvitationRow.email == key))
            still = select(InvitationRow.email).where(InvitationRow.expires_at > moment_of(session))
            _refuse_too_many(len(session.scalars(still).all()))
            row = InvitationRow(
                invitation_id=new_id(), email=key, role=role.value, expires_at=as_utc(expires_at)
            )
            session.add(row)
            return _invitation_of(row)

    def invitations(self) -> tuple[Invitation, ...]:
        """Return the open invitations, by address."""
        with self._reading(Action.MANAGE) as session:
            query = (
                select(InvitationRow)
                .where(InvitationRow.expires_at > moment_of(session))
                .order_by(InvitationRow.email)
            )
            return tuple(_invitation_of(row) for row in session.scalars(query))

    def withdraw_invitation(self, invitation_id: str) -> None:
        """Take an invitation back; one that is gone already is no fault."""
        with self._writing(Action.MANAGE) as session:
            session.execute(
                delete(InvitationRow).where(InvitationRow.invitation_id == invitation_id)
            )

    def make_link(self, label: str, *, expires_at: datetime) -> str:
        """Make a link that opens the workspace for reading.

        Parameters
        ----------
        label : str
            For whom it is; shown in the list of links.
        expires_at : datetime
            Until when, in UTC.

        Returns
        -------
        str
            Its token, told this once: only a hash of it is kept.
        """
        token = new_token()
        with self._writing(Action.MANAGE) as session:
            still = select(LinkRow.link_id).where(LinkRow.expires_at > moment_of(session))
            _refuse_too_many(len(session.scalars(still).all()))
            session.add(
                LinkRow(
                    link_id=new_id(),
                    token_hash=token_hash(token),
                    label=label.strip(),
                    expires_at=as_utc(expires_at),
                )
            )
        return token

    def links(self) -> tuple[ViewLink, ...]:
        """Return the links that open the workspace, the one that ends first before others."""
        with self._reading(Action.MANAGE) as session:
            query = (
                select(LinkRow)
                .where(LinkRow.expires_at > moment_of(session))
                .order_by(LinkRow.expires_at, LinkRow.link_id)
            )
            return tuple(
                ViewLink(link_id=r.link_id, label=r.label, expires_at=r.expires_at)
                for r in session.scalars(query)
            )

    def revoke_link(self, link_id: str) -> None:
        """Close a link at once, in tabs that are open too; one that is gone is no fault."""
        with self._writing(Action.MANAGE) as session:
            session.execute(delete(LinkRow).where(LinkRow.link_id == link_id))

    def audit(self, *, most: int = 100) -> tuple[AuditEntry, ...]:
        """Return who changed what, the latest first.

        Parameters
        ----------
        most : int
            Entries at most.

        Returns
        -------
        tuple of AuditEntry
            One per change.
        """
        with self._reading(Action.MANAGE) as session:
            rows = session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(most))
            return tuple(entry_of(row) for row in rows)


def _invitation_of(row: InvitationRow) -> Invitation:
    return Invitation(
        invitation_id=row.invitation_id,
        email=row.email,
        role=Role(row.role),
        expires_at=row.expires_at,
    )


def _refuse_too_many(count: int) -> None:
    if count >= MOST_OPEN:
        raise StoreError(
            msg("There are {count} open ones already; withdraw some first.", count=count)
        )


def _keep_an_owner(session: ScopedSession) -> None:
    session.flush()
    owners = select(MemberRow.member).where(MemberRow.role == Role.OWNER.value)
    if session.scalars(owners).first() is None:
        raise NotAllowedError(
            msg("A workspace needs an owner; make somebody else its owner first.")
        )
