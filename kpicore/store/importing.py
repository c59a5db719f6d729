"""Imports: kept as they came, put together when they are loaded, so that undoing only removes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace as replace_fields
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from kpicore.errors import DataNotFoundError
from kpicore.history import History
from kpicore.messages import msg
from kpicore.store.access import Access, as_utc, count_change, new_id
from kpicore.store.blocks import read_blocks, write_block
from kpicore.store.import_rows import (
    current_imports,
    remove_import_rows,
    resolve_accounts,
    routes_of,
    told_by_import,
)
from kpicore.store.records import ImportItem, ImportRecord, Json
from kpicore.store.roles import Action
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import AliasRow, ImportAccountRow, ImportFrameRow, ImportRow

_NO_REPORT: Mapping[str, Json] = MappingProxyType({})


class ImportMethods(Access):
    """What a workspace does with imports."""

    def add_import(
        self,
        history: History,
        *,
        file: str,
        sha256: str,
        imported_at: datetime,
        platform: str = "",
        layout: str = "",
        report: Mapping[str, Json] = _NO_REPORT,
        replace: bool = False,
    ) -> ImportRecord:
        """Keep one file; see `add_imports`.

        Parameters
        ----------
        history, file, sha256, platform, layout, report
            As in `ImportItem`.
        imported_at : datetime
            Now; without zone it is taken for UTC.
        replace : bool
            Whether another reading of the same file takes the place of the first.

        Returns
        -------
        ImportRecord
            What was kept, or the earlier import of the same file with ``added=False``.
        """
        item = ImportItem(
            history=history,
            file=file,
            sha256=sha256,
            platform=platform,
            layout=layout,
            report=report,
        )
        return self.add_imports([item], imported_at=imported_at, replace=replace)[0]

    def add_imports(
        self, items: Sequence[ImportItem], *, imported_at: datetime, replace: bool = False
    ) -> tuple[ImportRecord, ...]:
        """Keep files that were given together: all of them, or none if anything goes wrong.

        A file that is there already for the same accounts changes nothing, whenever it is read.

        Parameters
        ----------
        items : sequence of ImportItem
            Files with at least one row each.
        imported_at : datetime
            Now; without zone it is taken for UTC.
        replace : bool
            Whether another reading of the same file, as with another order of dates, takes the
            place of the first.

        Returns
        -------
        tuple of ImportRecord
            One per item, in their order.

        Raises
        ------
        ValueError
            If an item holds no rows.
        NotAllowedError
            If the member may not edit.
        """
        # Packing takes longest; nobody else has to wait for it.
        packed = [_pack(item) for item in items]
        records = []
        with self._writing(Action.EDIT) as session:
            batch = _highest(session, ImportRow.batch) + 1
            for item, blocks in zip(items, packed, strict=True):
                known = _known(session, item)
                if known is not None and not replace:
                    records.append(replace_fields(_records(session, [known])[0], added=False))
                    continue
                row = _keep(session, item, blocks, batch, as_utc(imported_at))
                if known is not None:
                    known.replaced_by = row.import_id
                session.flush()
                records.extend(_records(session, [row]))
            if any(record.added for record in records):
                count_change(session)
        return tuple(records)

    def imports(self) -> tuple[ImportRecord, ...]:
        """Return all imports, oldest first; readings that were replaced are left out."""
        with self._reading() as session:
            return _records(session, current_imports(session))

    def undo_last_import(self) -> tuple[ImportRecord, ...]:
        """Take back the files that were given together last.

        Returns
        -------
        tuple of ImportRecord
            What was taken back; empty when there was nothing.
        """
        with self._writing(Action.EDIT) as session:
            batch = _highest(session, ImportRow.batch)
            rows = [row for row in current_imports(session) if row.batch == batch]
            records = _records(session, rows)
            for row in rows:
                remove_import_rows(session, row.import_id)
            if rows:
                count_change(session)
        return records

    def remove_import(self, import_id: str) -> None:
        """Take back one file.

        Parameters
        ----------
        import_id : str
            The import.

        Raises
        ------
        DataNotFoundError
            If it is not there any more.
        """
        with self._writing(Action.EDIT) as session:
            if session.scalar(select(ImportRow).where(ImportRow.import_id == import_id)) is None:
                raise DataNotFoundError(msg("This import is not there any more."))
            remove_import_rows(session, import_id)
            count_change(session)

    def load_history(self) -> History:
        """Put all imports together.

        Returns
        -------
        History
            Of two values of one day the one observed later, of equal ones the one imported later.
        """
        with self._reading() as session:
            accounts, routes = resolve_accounts(session), routes_of(session)
            blocks = session.execute(
                select(ImportFrameRow.import_id, ImportFrameRow.frame, ImportFrameRow.data)
                .join(ImportRow, ImportRow.import_id == ImportFrameRow.import_id)
                .where(ImportRow.replaced_by.is_(None))
                .order_by(ImportRow.sequence)
            ).all()
        # Unpacking takes longest; the database is free meanwhile.
        parts: dict[str, list[tuple[bytes, Mapping[str, str]]]] = defaultdict(list)
        for import_id, frame, data in blocks:
            parts[frame].append((data, routes[import_id]))
        return History.build(accounts, **{n: read_blocks(n, found) for n, found in parts.items()})


def _pack(item: ImportItem) -> dict[str, tuple[int, bytes]]:
    blocks = {
        name: (len(frame), write_block(name, frame))
        for name, frame in item.history.frames.items()
        if not frame.empty
    }
    if not blocks:
        raise ValueError(f"{item.file!r} holds no rows: there is nothing to keep.")
    return blocks


def _highest(session: ScopedSession, column: InstrumentedAttribute[int]) -> int:
    return session.scalar(select(func.max(column))) or 0


def _known(session: ScopedSession, item: ImportItem) -> ImportRow | None:
    """Find the current import of the same bytes for the same accounts."""
    sources = {account.account_id for account in item.history.accounts}
    for row in current_imports(session):
        if row.sha256 == item.sha256 and sources == set(
            session.scalars(
                select(ImportAccountRow.source_account_id).where(
                    ImportAccountRow.import_id == row.import_id
                )
            )
        ):
            return row
    return None


def _keep(
    session: ScopedSession,
    item: ImportItem,
    blocks: Mapping[str, tuple[int, bytes]],
    batch: int,
    imported_at: datetime,
) -> ImportRow:
    row = ImportRow(
        import_id=new_id(),
        sequence=_highest(session, ImportRow.sequence) + 1,
        batch=batch,
        file=item.file,
        sha256=item.sha256,
        platform=item.platform,
        layout=item.layout,
        imported_at=imported_at,
        report=dict(item.report),
        replaced_by=None,
    )
    aliases = dict(session.execute(select(AliasRow.source_account_id, AliasRow.account_id)).all())
    accounts = [
        told_by_import(row.import_id, position, account, aliases)
        for position, account in enumerate(item.history.accounts)
    ]
    frames = [
        ImportFrameRow(import_id=row.import_id, frame=name, row_count=count, data=data)
        for name, (count, data) in blocks.items()
    ]
    session.add_all([row, *accounts, *frames])
    return row


def _records(session: ScopedSession, rows: Sequence[ImportRow]) -> tuple[ImportRecord, ...]:
    routes = routes_of(session)
    sizes: dict[str, dict[str, int]] = defaultdict(dict)
    for import_id, frame, count in session.execute(
        select(ImportFrameRow.import_id, ImportFrameRow.frame, ImportFrameRow.row_count)
    ):
        sizes[import_id][frame] = count
    return tuple(
        ImportRecord(
            import_id=row.import_id,
            sequence=row.sequence,
            batch=row.batch,
            file=row.file,
            sha256=row.sha256,
            platform=row.platform,
            layout=row.layout,
            imported_at=row.imported_at,
            accounts=MappingProxyType(routes[row.import_id]),
            rows=MappingProxyType(sizes[row.import_id]),
            report=MappingProxyType(row.report),
        )
        for row in rows
    )
