"""The store: one database with all its workspaces."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Final

from platformdirs import user_data_path
from sqlalchemy import delete, select

from kpicore.store.access import new_id
from kpicore.store.database import Database, memory_database, open_database
from kpicore.store.members import member_key
from kpicore.store.records import WorkspaceInfo
from kpicore.store.roles import Action, Role, require
from kpicore.store.schema import bring_up_to_date
from kpicore.store.tables import TABLES, MemberRow, WorkspaceRow
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
                query = select(MemberRow.workspace_id).where(MemberRow.member == PERSON_HERE)
                workspace_id = session.scalars(query).first()
                if workspace_id is None:
                    workspace_id = new_id()
                    session.add(WorkspaceRow(workspace_id=workspace_id, name="", data_version=0))
                    session.add(
                        MemberRow(
                            workspace_id=workspace_id, member=PERSON_HERE, role=Role.OWNER.value
                        )
                    )
        else:
            workspace_id = found[0].workspace_id
        return Workspace(self._database, workspace_id, PERSON_HERE)

    def create_workspace(self, name: str, *, owner: str) -> str:
        """Make a workspace.

        Parameters
        ----------
        name : str
            Name for people.
        owner : str
            E-mail address of its owner.

        Returns
        -------
        str
            Its id.
        """
        workspace_id = new_id()
        with self._database.directory(write=True) as session:
            session.add(WorkspaceRow(workspace_id=workspace_id, name=name, data_version=0))
            session.add(
                MemberRow(
                    workspace_id=workspace_id, member=member_key(owner), role=Role.OWNER.value
                )
            )
        return workspace_id

    def workspaces(self, member: str) -> tuple[WorkspaceInfo, ...]:
        """Return the workspaces that somebody may open, by name.

        Parameters
        ----------
        member : str
            E-mail address.

        Returns
        -------
        tuple of WorkspaceInfo
            Empty for a stranger.
        """
        query = (
            select(WorkspaceRow, MemberRow)
            .join(MemberRow, MemberRow.workspace_id == WorkspaceRow.workspace_id)
            .where(MemberRow.member == member_key(member))
            .order_by(WorkspaceRow.name, WorkspaceRow.workspace_id)
        )
        with self._database.directory() as session:
            return tuple(
                WorkspaceInfo(workspace_id=w.workspace_id, name=w.name, role=Role(m.role))
                for w, m in session.execute(query)
            )

    def workspace(self, workspace_id: str, *, member: str) -> Workspace:
        """Open a workspace for a member.

        Parameters
        ----------
        workspace_id : str
            From anywhere, also from a link.
        member : str
            E-mail address, verified by the sign-in.

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
            for table in TABLES.values():
                session.execute(delete(table))
