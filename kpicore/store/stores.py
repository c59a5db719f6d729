"""The store: one database with all its workspaces."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from kpicore.errors import DataNotFoundError
from kpicore.messages import msgs
from kpicore.store.access import by_link
from kpicore.store.addresses import email_key
from kpicore.store.database import Database, memory_database, open_database
from kpicore.store.directory import (
    accept_invitations,
    delete_all,
    is_invited,
    link_of,
    members_at,
    new_workspace,
    note_signed_out,
    note_used,
    remove_expired,
    unused,
    used_on,
    workspaces_of,
)
from kpicore.store.members import member_key
from kpicore.store.records import WorkspaceInfo
from kpicore.store.roles import Action, require
from kpicore.store.schema import bring_up_to_date
from kpicore.store.workspace import Workspace

PERSON_HERE: Final = "person at this machine"
"""The member who needs no sign-in. No e-mail address looks like it, so nobody can sign in as it."""


class Store:
    """A database with workspaces. Make one with `open` or `in_memory`; threads may share it.

    Parameters
    ----------
    database : Database
        Open; brought up to date here.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        with ExitStack() as fault:
            fault.callback(database.close)
            bring_up_to_date(database)
            fault.pop_all()

    @classmethod
    def open(cls, database_url: str = "", *, data_folder: Path | None = None) -> Store:
        """Open the database, making or migrating it where needed.

        Parameters
        ----------
        database_url : str
            ``postgresql://...`` or ``sqlite:///path``; empty for a file in `data_folder`.
        data_folder : Path, optional
            Folder of the SQLite file; by default the user's own data folder.

        Returns
        -------
        Store
            Ready.

        Raises
        ------
        StoreError
            If it cannot be opened, or was written by a newer version.
        """
        return cls(open_database(database_url, data_folder or user_data_path("goalpost")))

    @classmethod
    def in_memory(cls) -> Store:
        """Return a store of its own that is gone when it is closed, for a visitor."""
        return cls(memory_database())

    @property
    def is_in_memory(self) -> bool:
        """Whether all is gone when it is closed."""
        return self._database.in_memory

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def personal_workspace(self) -> Workspace:
        """Return the workspace of the person at the machine, made at first use.

        Whether somebody is that person is decided before this is asked.

        Returns
        -------
        Workspace
            With that person as its owner.
        """
        found = self.workspaces(PERSON_HERE)
        if not found:
            with self._database.directory(write=True) as session:
                # Two tabs may ask at once: look again, now that writers take turns.
                again = workspaces_of(session, PERSON_HERE, None)
                workspace_id = (
                    again[0].workspace_id
                    if again
                    else new_workspace(session, "", owner=PERSON_HERE)
                )
        else:
            workspace_id = found[0].workspace_id
        return Workspace(self._database, workspace_id, PERSON_HERE)

    def create_workspace(self, name: str, *, owner: str, email: str = "") -> str:
        """Make a workspace.

        Parameters
        ----------
        name : str
            Name for people.
        owner : str
            Key of its owner.
        email : str
            How people know the owner.

        Returns
        -------
        str
            Its id.
        """
        with self._database.directory(write=True) as session:
            return new_workspace(session, name.strip(), owner=member_key(owner), email=email)

    def copy_as_template(
        self, workspace_id: str, name: str, *, member: str, email: str = ""
    ) -> str:
        """Make a workspace for a new client that is set up as another one.

        What belongs to the other client stays there: accounts, data, goals, notes, events,
        competitors. Taken over are what it works on, its KPIs, its week, the published figures and
        the saved mappings of tables.

        Parameters
        ----------
        workspace_id : str
            The one to copy.
        name : str
            Name of the new one.
        member : str
            Who asks, and will own it.
        email : str
            How people know them.

        Returns
        -------
        str
            Id of the new workspace.

        Raises
        ------
        NotAllowedError
            If they may not edit the one to copy.
        """
        kept = self.workspace(workspace_id, member=member).template()
        made = self.create_workspace(name, owner=member, email=email)
        self.workspace(made, member=member).set_up(kept)
        return made

    def workspaces(self, member: str, *, issued_at: int | None = None) -> tuple[WorkspaceInfo, ...]:
        """Return the workspaces that somebody may open, by name.

        Parameters
        ----------
        member : str
            Key of a member.
        issued_at : int, optional
            When their sign-in was issued, in seconds since 1970; one that they have ended since
            opens nothing, in whatever tab it lives on.

        Returns
        -------
        tuple of WorkspaceInfo
            Empty for a stranger.
        """
        with self._database.directory() as session:
            return workspaces_of(session, member_key(member), issued_at)

    def member_of(self, email: str) -> str:
        """Return who is known by an address, for one who runs this database, not for visitors.

        Parameters
        ----------
        email : str
            As members are invited.

        Returns
        -------
        str
            Key of the member.

        Raises
        ------
        StoreError
            If it is no address.
        DataNotFoundError
            If it is nobody's, or that of several who had it one after the other.
        """
        with self._database.directory() as session:
            found = members_at(session, email_key(email))
        if len(found) != 1:
            raise DataNotFoundError(
                msgs(
                    "{count} member of this database has the address {email}; expected is one.",
                    "{count} members of this database have the address {email}; expected is one.",
                    len(found),
                    email=email,
                )
            )
        return found[0]

    def welcome(self, member: str, *, email: str, issued_at: int) -> None:
        """Make somebody a member wherever their address is invited.

        Parameters
        ----------
        member : str
            Key of who signed in.
        email : str
            Their address, which the sign-in says is verified.
        issued_at : int
            When the sign-in was issued, in seconds since 1970; one that was ended accepts nothing.
        """
        with self._database.directory() as session:
            if not is_invited(session, email):
                return
        with self._database.directory(write=True) as session:
            accept_invitations(session, member_key(member), email, issued_at)

    def end_sign_in(self, member: str, issued_at: int) -> None:
        """Note that somebody signed out; the same sign-in opens nothing any more.

        Parameters
        ----------
        member : str
            Key of who signs out.
        issued_at : int
            When the sign-in was issued, in seconds since 1970.
        """
        with self._database.directory(write=True) as session:
            note_signed_out(session, member_key(member), issued_at)

    def open_link(self, token: str) -> tuple[Workspace, WorkspaceInfo] | None:
        """Open a workspace by a view-only link.

        Parameters
        ----------
        token : str
            From an address, so from anywhere.

        Returns
        -------
        tuple of Workspace and WorkspaceInfo, or None
            For reading; None for a link that never was, has expired or was revoked.
        """
        with self._database.directory() as session:
            found = link_of(session, token)
        if found is None:
            return None
        info, link_id = found
        return Workspace(self._database, info.workspace_id, by_link(link_id)), info

    def workspace(self, workspace_id: str, *, member: str) -> Workspace:
        """Open a workspace for a member.

        Parameters
        ----------
        workspace_id : str
            From anywhere, also from a link.
        member : str
            Key of a member, from the sign-in.

        Returns
        -------
        Workspace
            As that member sees it.

        Raises
        ------
        NotAllowedError
            If it is not open to them, whether or not it exists.
        """
        workspace = Workspace(self._database, workspace_id, member_key(member))
        require(workspace.role if workspace_id else None, Action.READ)
        return workspace

    def note_use(self, workspace_id: str, today: date) -> None:
        """Note that a workspace is used; at most one write a day."""
        with self._database.directory() as session:
            if used_on(session, workspace_id) == today:
                return
        with self._database.directory(write=True) as session:
            note_used(session, workspace_id, today)

    def delete_unused(self, before: date) -> int:
        """Delete workspaces that nobody has used for long, with everything in them.

        Parameters
        ----------
        before : date
            First day that is recent enough. A workspace whose use was never noted stays.

        Returns
        -------
        int
            How many were deleted.
        """
        with self._database.directory() as session:
            found = unused(session, before)
        for workspace_id in found:
            with self._database.scoped(workspace_id, write=True) as scoped:
                delete_all(scoped)
        return len(found)

    def forget_expired(self) -> None:
        """Remove invitations and links that have expired."""
        with self._database.directory(write=True) as session:
            remove_expired(session)

    def delete_workspace(self, workspace_id: str, *, member: str) -> None:
        """Delete a workspace with everything in it.

        Parameters
        ----------
        workspace_id : str
            The workspace.
        member : str
            Its owner.

        Raises
        ------
        NotAllowedError
            If they are not.
        """
        workspace = self.workspace(workspace_id, member=member)
        with workspace._writing(Action.MANAGE) as session:
            delete_all(session)
