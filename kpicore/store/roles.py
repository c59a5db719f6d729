"""Who may do what in a workspace, decided in one place."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from kpicore.errors import NotAllowedError
from kpicore.messages import msg


class Role(StrEnum):
    """What a member is in a workspace; each may do all that the ones below may."""

    OWNER = "owner"
    EDITOR = "editor"
    COMMENTER = "commenter"
    """A colleague from sales or service who adds notes."""
    VIEWER = "viewer"
    """A client who reads."""


class Action(StrEnum):
    """Kinds of work in a workspace."""

    READ = "read"
    COMMENT = "comment"
    """Notes, and the member's own preferences."""
    EDIT = "edit"
    """Imports, accounts, goals, events, mappings, shared preferences."""
    MANAGE = "manage"
    """Members, restoring, deleting and renaming the workspace."""


_RANKS = (Role.VIEWER, Role.COMMENTER, Role.EDITOR, Role.OWNER)
_LEAST: Mapping[Action, Role] = MappingProxyType(
    {
        Action.READ: Role.VIEWER,
        Action.COMMENT: Role.COMMENTER,
        Action.EDIT: Role.EDITOR,
        Action.MANAGE: Role.OWNER,
    }
)


def allows(role: Role | None, action: Action) -> bool:
    """Tell whether a role is enough for an action.

    Parameters
    ----------
    role : Role or None
        The member's role; None is nobody's and allows nothing.
    action : Action
        What is to be done.

    Returns
    -------
    bool
        Whether it is allowed.
    """
    return role is not None and _RANKS.index(role) >= _RANKS.index(_LEAST[action])


def require(role: Role | None, action: Action) -> None:
    """Refuse what a role is not enough for.

    Parameters
    ----------
    role : Role or None
        The member's role.
    action : Action
        What is to be done.

    Raises
    ------
    NotAllowedError
        Saying what is missing and whom to ask.
    """
    if allows(role, action):
        return
    # A stranger is told the same whether the workspace exists or not.
    if role is None:
        raise NotAllowedError(
            msg("This workspace is not open to you; ask its owner for an invitation.")
        )
    if action is Action.MANAGE:
        raise NotAllowedError(msg("Only the owner of the workspace may do this."))
    raise NotAllowedError(
        msg("You may read this workspace but not change this; ask its owner for the right to edit.")
    )
