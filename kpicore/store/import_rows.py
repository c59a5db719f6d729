"""Rows of imports, and the accounts that follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select, update

from kpicore.history import Account
from kpicore.store.blocks import read_block, write_block
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import AccountRow, ImportAccountRow, ImportFrameRow, ImportRow

_PARTS: tuple[type[ImportFrameRow] | type[ImportAccountRow] | type[ImportRow], ...] = (
    ImportFrameRow,
    ImportAccountRow,
    ImportRow,
)


def told_by_import(
    import_id: str, position: int, account: Account, aliases: Mapping[str, str]
) -> ImportAccountRow:
    """Make the row of an account as an import tells it.

    Parameters
    ----------
    import_id : str
        The import.
    position : int
        Its place among the import's accounts.
    account : Account
        As the reader named it.
    aliases : Mapping[str, str]
        Accounts that the user has merged, to where they went.

    Returns
    -------
    ImportAccountRow
        Not yet added to a session.
    """
    return ImportAccountRow(
        import_id=import_id,
        source_account_id=account.account_id,
        account_id=aliases.get(account.account_id, account.account_id),
        position=position,
        name=account.name,
        platform=account.platform,
        time_zone=account.time_zone,
        currency=account.currency,
        made_up=account.made_up,
    )


def current_imports(session: ScopedSession) -> list[ImportRow]:
    """Return the imports that count, oldest first."""
    query = select(ImportRow).where(ImportRow.replaced_by.is_(None)).order_by(ImportRow.sequence)
    return list(session.scalars(query))


def routes_of(session: ScopedSession) -> Mapping[str, dict[str, str]]:
    """Return per import: account as the reader named it, to the account it goes to."""
    routes: dict[str, dict[str, str]] = defaultdict(dict)
    for row in session.scalars(select(ImportAccountRow).order_by(ImportAccountRow.position)):
        routes[row.import_id][row.source_account_id] = row.account_id
    return routes


def resolve_accounts(session: ScopedSession) -> tuple[Account, ...]:
    """Put together what the imports tell of each account and what the user said.

    The user's name counts most; else the latest import that knows something tells it. Imports of
    accounts that were merged into this one tell only what its own do not.

    Parameters
    ----------
    session : ScopedSession
        Of the workspace.

    Returns
    -------
    tuple of Account
        In the order in which they first came.
    """
    told: dict[str, list[ImportAccountRow]] = defaultdict(list)
    for row in session.scalars(
        select(ImportAccountRow)
        .join(ImportRow, ImportRow.import_id == ImportAccountRow.import_id)
        .where(ImportRow.replaced_by.is_(None))
        .order_by(ImportRow.sequence, ImportAccountRow.position)
    ):
        told[row.account_id].append(row)
    names = {row.account_id: row.name for row in session.scalars(select(AccountRow))}
    return tuple(_resolve(key, rows, names.get(key)) for key, rows in told.items())


def _resolve(account_id: str, rows: list[ImportAccountRow], own_name: str | None) -> Account:
    # Stable: own rows last, each part in the order of import; the last that knows it wins.
    ordered = sorted(rows, key=lambda row: row.source_account_id == account_id)
    return Account(
        account_id=account_id,
        name=own_name or _last(row.name for row in ordered) or account_id,
        platform=_last(row.platform for row in ordered) or "",
        time_zone=_last(row.time_zone for row in ordered),
        currency=_last(row.currency for row in ordered),
        made_up=any(row.made_up for row in ordered),
    )


def _last(values: Iterable[str | None]) -> str | None:
    known = [value for value in values if value]
    return known[-1] if known else None


def remove_import_rows(session: ScopedSession, import_id: str) -> None:
    """Remove an import; a reading that it had replaced counts again.

    Parameters
    ----------
    session : ScopedSession
        Of the workspace.
    import_id : str
        The import.
    """
    for table in _PARTS:
        session.execute(delete(table).where(table.import_id == import_id))
    session.execute(
        update(ImportRow).where(ImportRow.replaced_by == import_id).values(replaced_by=None)
    )


def remove_account_rows(session: ScopedSession, told: ImportAccountRow) -> None:
    """Remove one account's rows from an import, and the import when nothing else is in it.

    Parameters
    ----------
    session : ScopedSession
        Of the workspace.
    told : ImportAccountRow
        The account as the import tells it.
    """
    import_id, source = told.import_id, told.source_account_id
    session.delete(told)
    frames = session.scalars(select(ImportFrameRow).where(ImportFrameRow.import_id == import_id))
    left = 0
    for row in frames:
        rows = read_block(row.frame, row.data)
        kept = rows[rows["account_id"] != source]
        left += len(kept)
        if kept.empty:
            session.delete(row)
        elif len(kept) < len(rows):
            row.data, row.row_count = write_block(row.frame, kept), len(kept)
    session.flush()
    if not left:
        remove_import_rows(session, import_id)
