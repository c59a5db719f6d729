"""What people remark on the numbers: dated events and notes."""

from __future__ import annotations

from sqlalchemy import delete, select

from kpicore.messages import msg
from kpicore.store.access import Access, count_change, new_id, role_in
from kpicore.store.contents import Conflict, unchanged
from kpicore.store.records import Note, StoredEvent
from kpicore.store.roles import Action, require
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import EventRow, NoteRow

_GONE = msg("Somebody else changed this in the meantime; load the page again.")
_CONFLICT = Conflict(deleted=_GONE, changed=_GONE)


class RemarkMethods(Access):
    """What a workspace does with events and notes."""

    def events(self) -> tuple[StoredEvent, ...]:
        """Return all events by their first day."""
        with self._reading() as session:
            rows = session.scalars(select(EventRow).order_by(EventRow.first, EventRow.event_id))
            return tuple(event_of(row) for row in rows)

    def save_event(self, event: StoredEvent) -> StoredEvent:
        """Keep an event: a new one when it has no id yet.

        Parameters
        ----------
        event : StoredEvent
            As it shall be.

        Returns
        -------
        StoredEvent
            With its id and its new version.

        Raises
        ------
        ConflictError
            If somebody else changed or deleted it since it was read.
        """
        with self._writing(Action.EDIT) as session:
            if event.event_id:
                row = unchanged(
                    session, EventRow, event.event_id, version=event.version, conflict=_CONFLICT
                )
            else:
                row = EventRow(event_id=new_id(), version=0)
                session.add(row)
            row.name, row.kind, row.lift = event.name, event.kind, event.lift
            row.first, row.last = event.first, event.last
            row.account_id = event.account_id
            row.version += 1
            # Forecasts are made with the events.
            count_change(session)
            session.flush()
            return event_of(row)

    def delete_event(self, event_id: str) -> None:
        """Delete an event; one that is gone already is no fault."""
        with self._writing(Action.EDIT) as session:
            session.execute(delete(EventRow).where(EventRow.event_id == event_id))
            count_change(session)

    def notes(self) -> tuple[Note, ...]:
        """Return all notes by the day they speak of."""
        with self._reading() as session:
            rows = session.scalars(select(NoteRow).order_by(NoteRow.day, NoteRow.note_id))
            return tuple(note_of(row) for row in rows)

    def save_note(self, note: Note) -> Note:
        """Keep a note: a new one when it has no id yet.

        Parameters
        ----------
        note : Note
            As it shall be; without author it is the member's.

        Returns
        -------
        Note
            With its id and its new version.

        Raises
        ------
        ConflictError
            If somebody else changed or deleted it since it was read.
        NotAllowedError
            If the member may not comment, or the note is another commenter's.
        """
        with self._writing(Action.COMMENT) as session:
            if note.note_id:
                row = unchanged(
                    session, NoteRow, note.note_id, version=note.version, conflict=_CONFLICT
                )
                self._require_own(session, row)
            else:
                row = NoteRow(note_id=new_id(), version=0, member=self.member)
                row.author = note.author or self.member
                session.add(row)
            row.day, row.text, row.tags = note.day, note.text, list(note.tags)
            row.account_id = note.account_id
            row.version += 1
            session.flush()
            return note_of(row)

    def delete_note(self, note_id: str) -> None:
        """Delete a note; one that is gone already is no fault.

        Parameters
        ----------
        note_id : str
            The note.

        Raises
        ------
        NotAllowedError
            If the member may not comment, or the note is another commenter's.
        """
        with self._writing(Action.COMMENT) as session:
            row = session.scalar(select(NoteRow).where(NoteRow.note_id == note_id))
            if row is not None:
                self._require_own(session, row)
                session.delete(row)

    def _require_own(self, session: ScopedSession, row: NoteRow) -> None:
        # A commenter changes what they wrote; an editor everything.
        if row.member != self.member:
            require(role_in(session), Action.EDIT)


def event_of(row: EventRow) -> StoredEvent:
    """Return the event that a row keeps."""
    return StoredEvent(
        event_id=row.event_id,
        name=row.name,
        first=row.first,
        last=row.last,
        kind=row.kind,
        lift=row.lift,
        account_id=row.account_id,
        version=row.version,
    )


def note_of(row: NoteRow) -> Note:
    """Return the note that a row keeps."""
    return Note(
        note_id=row.note_id,
        day=row.day,
        text=row.text,
        author=row.author,
        tags=tuple(row.tags),
        account_id=row.account_id,
        version=row.version,
    )
