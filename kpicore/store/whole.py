"""Taking a workspace out as one file, and putting one in the place of what is there."""

from __future__ import annotations

from sqlalchemy import delete, select

from kpicore.errors import KpiCoreError
from kpicore.store.access import Access, count_change
from kpicore.store.choices import mapping_of, preferences_of
from kpicore.store.experiments import EXPERIMENTS
from kpicore.store.plans import goal_of
from kpicore.store.records import Verb
from kpicore.store.remarks import event_of, note_of
from kpicore.store.reviews import review_of
from kpicore.store.roles import Action
from kpicore.store.scenarios import SCENARIOS
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import (
    TABLES,
    EventRow,
    ExperimentRow,
    GoalRow,
    MappingRow,
    NoteRow,
    Owned,
    PreferenceRow,
    ReviewRow,
    ScenarioRow,
    WorkspaceRow,
)
from kpicore.store.workspace_file import LEFT_OUT, FileLimits, damaged, keys_of, pack, unpack
from kpicore.store.yardsticks import check_yardsticks

_STAYS: frozenset[type[Owned]] = frozenset(TABLES[table] for table in LEFT_OUT)
_OWN = "me"
"""Whose a member's own choices are in a file: of the one who writes or reads it."""
_DEFAULT_LIMITS = FileLimits()


class WholeMethods(Access):
    """What is done with a workspace as a whole."""

    def export_workspace(self) -> bytes:
        """Write everything to one file, except people and other members' own choices.

        Returns
        -------
        bytes
            A zip, see `kpicore.store.workspace_file`. The same content gives the same bytes.

        Raises
        ------
        NotAllowedError
            If the member may only read: a file outlives the right to read.
        """
        with self._reading(Action.EDIT) as session:
            name = session.scalars(select(WorkspaceRow.name)).one()
            rows: list[Owned] = []
            for table in TABLES.values():
                if table in _STAYS:
                    continue
                for row in session.scalars(select(table).order_by(*keys_of(table.__tablename__))):
                    if isinstance(row, PreferenceRow) and row.member:
                        if row.member != self.member:
                            continue
                        session.expunge(row)
                        row.member = _OWN
                    rows.append(row)
            return pack(name, rows)

    def restore_workspace(self, data: bytes, *, limits: FileLimits = _DEFAULT_LIMITS) -> None:
        """Put a file's content in the place of all that is there; members stay as they are.

        Parameters
        ----------
        data : bytes
            What `export_workspace` wrote.
        limits : FileLimits
            Beyond them the file is refused.

        Raises
        ------
        ImportFailedError
            If it is no workspace file, damaged, or of a newer version; nothing is changed then.
        FileTooLargeError
            If it is over a limit.
        NotAllowedError
            If the member is no owner.
        """
        name, rows = unpack(data, limits)
        with self._writing(Action.MANAGE, whole=Verb.RESTORED) as session:
            for table in TABLES.values():
                if table not in _STAYS:
                    session.execute(delete(table))
            for row in rows:
                if isinstance(row, PreferenceRow) and row.member == _OWN:
                    row.member = self.member
            session.add_all(rows)
            session.flush()
            _check_meaning(session, rows)
            if name:
                session.scalars(select(WorkspaceRow)).one().name = name
            count_change(session)


def _check_meaning(session: ScopedSession, rows: list[Owned]) -> None:
    """Make the objects of all rows once: what cannot be read must not be kept."""
    try:
        for row in rows:
            match row:
                case GoalRow():
                    goal_of(session, row)
                case EventRow():
                    event_of(row)
                case NoteRow():
                    note_of(row)
                case ReviewRow():
                    review_of(row)
                case ScenarioRow():
                    SCENARIOS.thing(row)
                case ExperimentRow():
                    EXPERIMENTS.thing(row)
                case MappingRow():
                    mapping_of(row.content)
                case _:
                    continue
        choices = [row for row in rows if isinstance(row, PreferenceRow)]
        preferences_of(choices)
        check_yardsticks(choices)
    except (KpiCoreError, ValueError, TypeError, KeyError) as fault:
        raise damaged() from fault
