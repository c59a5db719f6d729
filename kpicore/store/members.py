"""Who may open a workspace."""

from __future__ import annotations

from sqlalchemy import select

from kpicore.errors import DataNotFoundError, NotAllowedError
from kpicore.messages import msg
from kpicore.store.access import Access
from kpicore.store.records import Membership
from kpicore.store.roles import Action, Role
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import MemberRow


def member_key(member: str) -> str:
    """Return the form in which members are compared: addresses differ not by case."""
    key = member.strip().lower()
    if not key:
        raise ValueError("A member needs a name.")
    return key


class MemberMethods(Access):
    """What a workspace does with its members."""

    def members(self) -> tuple[Membership, ...]:
        """Return all members by name."""
        with self._reading() as session:
            rows = session.scalars(select(MemberRow).order_by(MemberRow.member))
            return tuple(Membership(member=r.member, role=Role(r.role)) for r in rows)

    def set_member(self, member: str, role: Role) -> None:
        """Let somebody in, or change what they may do.

        Parameters
        ----------
        member : str
            E-mail address.
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
            E-mail address.

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


def _keep_an_owner(session: ScopedSession) -> None:
    session.flush()
    owners = select(MemberRow.member).where(MemberRow.role == Role.OWNER.value)
    if session.scalars(owners).first() is None:
        raise NotAllowedError(
            msg("A workspace needs an owner; make somebody else its owner first.")
        )
