"""A workspace as the pattern of another: how it is set up, and nothing of what is in it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from kpicore.store.access import Access
from kpicore.store.records import Json
from kpicore.store.roles import Action
from kpicore.store.tables import MappingRow, PreferenceRow

_TAKEN = ("stage", "core_kpis", "first_weekday", "published")
"""Shared choices that say how an agency works; competitors and spends are the client's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """How a workspace is set up.

    Attributes
    ----------
    choices : tuple of (str, Json)
        Shared choices by name.
    mappings : tuple of (str, str, str)
        Name, fingerprint and content of each saved mapping.
    """

    choices: tuple[tuple[str, Json], ...]
    mappings: tuple[tuple[str, str, str], ...]


class TemplateMethods(Access):
    """What a workspace does as a pattern."""

    def template(self) -> Template:
        """Return how the workspace is set up.

        Raises
        ------
        NotAllowedError
            If the member may only read.
        """
        with self._reading(Action.EDIT) as session:
            choices = select(PreferenceRow).where(
                PreferenceRow.member == "", PreferenceRow.name.in_(_TAKEN)
            )
            return Template(
                choices=tuple((r.name, r.value) for r in session.scalars(choices)),
                mappings=tuple(
                    (r.name, r.fingerprint, r.content) for r in session.scalars(select(MappingRow))
                ),
            )

    def set_up(self, template: Template) -> None:
        """Set a new workspace up.

        Parameters
        ----------
        template : Template
            From another one.
        """
        with self._writing(Action.MANAGE) as session:
            session.add_all(
                PreferenceRow(member="", name=name, value=value) for name, value in template.choices
            )
            session.add_all(
                MappingRow(name=name, fingerprint=fingerprint, content=content)
                for name, fingerprint, content in template.mappings
            )
