"""The clients whose workspaces this person may read, each as the page of its own would see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kpicore.errors import DataNotFoundError, NotAllowedError
from kpicore.goals import Goal
from kpicore.store import Workspace, WorkspaceInfo
from pages.parts import loaders, sidebar, workspaces
from pages.parts.session import Here


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A workspace with running goals.

    Attributes
    ----------
    name : str
        As the reader knows it.
    here : Here
        As if the reader were in it, with all its accounts.
    goals : tuple of Goal
        Running.
    reviewed_on : date or None
        When a review was closed last.
    """

    name: str
    here: Here
    goals: tuple[Goal, ...]
    reviewed_on: date | None

    @property
    def client_id(self) -> str:
        """Identity of the workspace."""
        return self.here.workspace.workspace_id


def clients(here: Here) -> tuple[Client, ...]:
    """Return the clients with running goals, by name.

    Which workspaces those may be is what the database told in this run; each is then opened as the
    same member, which asks the database once more.

    Parameters
    ----------
    here : Here
        Who is here.

    Returns
    -------
    tuple of Client
        Without sign-in and with a view-only link, at most the own one.
    """
    infos = here.opened.all
    if not infos:
        found = _client(here, here.workspace, here.opened.info, sidebar.workspace_name(here))
        return () if found is None else (found,)
    names = sidebar.workspace_names(here)
    opened = ((info, _opened(here, info)) for info in infos)
    clients_found = (
        _client(here, workspace, info, names[info.workspace_id])
        for info, workspace in opened
        if workspace is not None
    )
    return tuple(found for found in clients_found if found is not None)


def _opened(here: Here, info: WorkspaceInfo) -> Workspace | None:
    own = here.workspace
    if info.workspace_id == own.workspace_id:
        return own
    try:
        return workspaces.saved_store().workspace(info.workspace_id, member=own.member)
    except NotAllowedError:
        # Taken away since this run began.
        return None


def _client(
    here: Here, workspace: Workspace, info: WorkspaceInfo | None, name: str
) -> Client | None:
    try:
        goals = workspace.goals()
        if not goals:
            return None
        version = workspace.data_version
        accounts = workspace.accounts()
        reviews = workspace.reviews()
        seen = replace(
            here,
            workspace=workspace,
            data_version=version,
            kept_as=loaders.kept_as(workspace.workspace_id, version, workspace),
            preferences=workspace.preferences(),
            accounts=accounts,
            account_ids=tuple(account.account_id for account in accounts),
            opened=replace(here.opened, workspace=workspace, info=info),
            _events=[],
        )
    except (NotAllowedError, DataNotFoundError):
        # Deleted, or taken away, while it was being read.
        return None
    closed = [review.closed_on for review in reviews if review.closed_on is not None]
    return Client(name=name, here=seen, goals=goals, reviewed_on=max(closed) if closed else None)
