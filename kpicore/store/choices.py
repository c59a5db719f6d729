"""What people chose: preferences, and saved answers to "what are these columns?"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from kpicore.kpis.definition import Stage
from kpicore.store.access import Access
from kpicore.store.records import Json, Preferences
from kpicore.store.roles import Action
from kpicore.store.tables import MappingRow, PreferenceRow

if TYPE_CHECKING:
    from kpicore.ingest.options import NamedMapping

_SHARED = ""
"""Whose the shared choices are: nobody's."""


class ChoiceMethods(Access):
    """What a workspace does with choices."""

    def preferences(self) -> Preferences:
        """Return the member's own choices and the shared ones."""
        with self._reading() as session:
            mine = PreferenceRow.member.in_((_SHARED, self.member))
            # The yardsticks are kept beside them, and may be large.
            asked = PreferenceRow.name.in_([name for _, name in _values(Preferences())])
            return preferences_of(session.scalars(select(PreferenceRow).where(mine, asked)).all())

    def save_preferences(self, preferences: Preferences) -> None:
        """Keep choices: for one's own it is enough to be a commenter, for the shared an editor.

        Parameters
        ----------
        preferences : Preferences
            As they shall be.

        Raises
        ------
        NotAllowedError
            If the member may not change what differs.
        """
        before = self.preferences()
        wanted, kept = _values(preferences), _values(before)
        changed = {key: value for key, value in wanted.items() if kept[key] != value}
        shared = any(is_shared for is_shared, _ in changed)
        with self._writing(Action.EDIT if shared else Action.COMMENT) as session:
            for (is_shared, name), value in changed.items():
                member = _SHARED if is_shared else self.member
                row = session.scalar(
                    select(PreferenceRow).where(
                        PreferenceRow.member == member, PreferenceRow.name == name
                    )
                )
                if row is None:
                    session.add(PreferenceRow(member=member, name=name, value=value))
                else:
                    row.value = value

    def mappings(self) -> tuple[NamedMapping, ...]:
        """Return the saved mappings, by name."""
        with self._reading() as session:
            texts = session.scalars(select(MappingRow.content).order_by(MappingRow.name)).all()
        return tuple(mapping_of(text) for text in texts)

    def save_mapping(self, mapping: NamedMapping) -> None:
        """Keep a mapping; one of the same name is replaced.

        Parameters
        ----------
        mapping : NamedMapping
            As the mapping step made it.
        """
        with self._writing(Action.EDIT) as session:
            session.execute(delete(MappingRow).where(MappingRow.name == mapping.name))
            session.add(
                MappingRow(
                    name=mapping.name, fingerprint=mapping.fingerprint, content=mapping.to_json()
                )
            )

    def delete_mapping(self, name: str) -> None:
        """Forget a mapping; one that is gone already is no fault."""
        with self._writing(Action.EDIT) as session:
            session.execute(delete(MappingRow).where(MappingRow.name == name))


def _values(preferences: Preferences) -> dict[tuple[bool, str], Json]:
    """Return (whether it is shared, name) to the value as kept."""
    return {
        (False, "language"): preferences.language,
        (False, "account_ids"): list(preferences.account_ids),
        (True, "stage"): preferences.stage.value if preferences.stage else None,
        (True, "core_kpis"): list(preferences.core_kpis),
        (True, "first_weekday"): preferences.first_weekday,
        (True, "own_hashtags"): list(preferences.own_hashtags),
    }


def mapping_of(text: str) -> NamedMapping:
    """Return the mapping that a row keeps as text."""
    # The readers of files are not needed for anything else here.
    from kpicore.ingest.options import NamedMapping  # noqa: PLC0415

    return NamedMapping.from_json(text)


def preferences_of(rows: Sequence[PreferenceRow]) -> Preferences:
    """Return the preferences that shared rows and those of one member keep."""
    values: dict[tuple[bool, str], Json] = {(r.member == _SHARED, r.name): r.value for r in rows}
    language, stage = values.get((False, "language")), values.get((True, "stage"))
    first_weekday = values.get((True, "first_weekday"), 0)
    return Preferences(
        language=str(language) if language else None,
        account_ids=_texts(values.get((False, "account_ids"))),
        stage=Stage(str(stage)) if stage else None,
        core_kpis=_texts(values.get((True, "core_kpis"))),
        first_weekday=first_weekday if isinstance(first_weekday, int) else 0,
        own_hashtags=_texts(values.get((True, "own_hashtags"))),
    )


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list) else ()
