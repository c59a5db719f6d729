"""Accounts: what the imports tell of them and what the user said, without rewriting any import."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from kpicore.errors import DataNotFoundError, StoreError
from kpicore.history import Account
from kpicore.messages import msg
from kpicore.store.access import Access, count_change, new_id
from kpicore.store.experiments import EXPERIMENTS
from kpicore.store.import_rows import remove_account_rows, resolve_accounts
from kpicore.store.roles import Action
from kpicore.store.scenarios import SCENARIOS
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import (
    AccountRow,
    AliasRow,
    EventRow,
    GoalRow,
    ImportAccountRow,
    NoteRow,
)

_ANY_PLATFORM = frozenset({"", "custom", "meta"})
"""Platforms of files that do not say which one they are from."""
_SPEAK_OF_ACCOUNTS: tuple[type[ImportAccountRow] | type[EventRow] | type[NoteRow], ...] = (
    ImportAccountRow,
    EventRow,
    NoteRow,
)


class AccountMethods(Access):
    """What a workspace does with accounts."""

    def accounts(self) -> tuple[Account, ...]:
        """Return all accounts that imports speak of, in the order in which they came."""
        with self._reading() as session:
            return resolve_accounts(session)

    def rename_account(self, account_id: str, name: str) -> None:
        """Give an account the user's own name.

        Parameters
        ----------
        account_id : str
            The account.
        name : str
            Its name from now on; blank for the one the files tell.

        Raises
        ------
        DataNotFoundError
            If it is not there any more.
        """
        with self._writing(Action.EDIT) as session:
            _find(session, account_id)
            _set_name(session, account_id, name.strip() or None)
            count_change(session)

    def set_time_zone(self, account_id: str, time_zone: str) -> None:
        """Say on which clock the times of an account's exports are.

        Parameters
        ----------
        account_id : str
            The account.
        time_zone : str
            IANA name, such as ``Asia/Seoul``; an export that tells its own later counts more.

        Raises
        ------
        DataNotFoundError
            If it is not there any more.
        """
        with self._writing(Action.EDIT) as session:
            _find(session, account_id)
            told = select(ImportAccountRow).where(ImportAccountRow.account_id == account_id)
            for row in session.scalars(told):
                row.time_zone = time_zone
            count_change(session)

    def merge_accounts(self, account_id: str, *, into: str) -> None:
        """Put an account into another one: its imports, later ones too, its goals and notes.

        Parameters
        ----------
        account_id : str
            The account that ends.
        into : str
            The account that stays.

        Raises
        ------
        DataNotFoundError
            If one of them is not there any more.
        StoreError
            If they are on different platforms.
        """
        with self._writing(Action.EDIT) as session:
            ends, stays = _find(session, account_id), _find(session, into)
            if account_id == into:
                return
            if ends.platform != stays.platform and not _ANY_PLATFORM & {
                ends.platform,
                stays.platform,
            }:
                raise StoreError(
                    msg(
                        "{account} is on {platform} and {other} on {other_platform}: accounts of "
                        "two platforms stay apart.",
                        account=ends.name,
                        platform=ends.platform,
                        other=stays.name,
                        other_platform=stays.platform,
                    )
                )
            _send_later_imports(session, account_id, into)
            for table in _SPEAK_OF_ACCOUNTS:
                session.execute(
                    update(table).where(table.account_id == account_id).values(account_id=into)
                )
            _move_goals(session, account_id, into)
            SCENARIOS.move(session, account_id, into)
            EXPERIMENTS.move(session, account_id, into)
            session.execute(delete(AccountRow).where(AccountRow.account_id == account_id))
            count_change(session)

    def assign_import(
        self, import_id: str, account_id: str, *, source_account_id: str | None = None
    ) -> None:
        """Say to which account the rows of one import belong.

        Parameters
        ----------
        import_id : str
            The import.
        account_id : str
            An account of the workspace.
        source_account_id : str, optional
            Which of the import's accounts, as the reader named it; all when not given.

        Raises
        ------
        DataNotFoundError
            If the import or the account is not there any more.
        """
        with self._writing(Action.EDIT) as session:
            _find(session, account_id)
            _assign(session, import_id, account_id, source_account_id)
            count_change(session)

    def split_account(self, account_id: str, import_ids: Sequence[str], *, name: str) -> Account:
        """Take some imports out of an account and make a new one of them.

        Parameters
        ----------
        account_id : str
            The account.
        import_ids : sequence of str
            Imports that go to the new account.
        name : str
            Name of the new account.

        Returns
        -------
        Account
            The new account.

        Raises
        ------
        DataNotFoundError
            If an import or the account is not there any more.
        """
        with self._writing(Action.EDIT) as session:
            _find(session, account_id)
            made = new_id()
            told = select(ImportAccountRow).where(
                ImportAccountRow.account_id == account_id,
                ImportAccountRow.import_id.in_(import_ids),
            )
            rows = session.scalars(told).all()
            if {row.import_id for row in rows} != set(import_ids):
                raise DataNotFoundError(msg("This import is not there any more."))
            for row in rows:
                row.account_id = made
            _set_name(session, made, name)
            session.flush()
            count_change(session)
            return _find(session, made)

    def delete_account(self, account_id: str) -> None:
        """Delete an account with all its rows; goals that speak of it stay, without data.

        Parameters
        ----------
        account_id : str
            The account.

        Raises
        ------
        DataNotFoundError
            If it is not there any more.
        """
        with self._writing(Action.EDIT) as session:
            _find(session, account_id)
            told = select(ImportAccountRow).where(ImportAccountRow.account_id == account_id)
            for row in session.scalars(told).all():
                remove_account_rows(session, row)
            session.execute(delete(AccountRow).where(AccountRow.account_id == account_id))
            session.execute(delete(AliasRow).where(AliasRow.account_id == account_id))
            count_change(session)


def _find(session: ScopedSession, account_id: str) -> Account:
    for account in resolve_accounts(session):
        if account.account_id == account_id:
            return account
    raise DataNotFoundError(
        msg("The account {account} is not in this workspace any more.", account=account_id)
    )


def _set_name(session: ScopedSession, account_id: str, name: str | None) -> None:
    row = session.scalar(select(AccountRow).where(AccountRow.account_id == account_id))
    if row is None:
        session.add(AccountRow(account_id=account_id, name=name))
    else:
        row.name = name


def _assign(
    session: ScopedSession, import_id: str, account_id: str, source_account_id: str | None
) -> None:
    told = session.scalars(
        select(ImportAccountRow).where(ImportAccountRow.import_id == import_id)
    ).all()
    chosen = [r for r in told if source_account_id in (None, r.source_account_id)]
    if not chosen:
        raise DataNotFoundError(msg("This import is not there any more."))
    for row in chosen:
        row.account_id = account_id


def _send_later_imports(session: ScopedSession, account_id: str, into: str) -> None:
    """Let what came to one account so far, and what bears its own id, go to another."""
    sources = set(
        session.scalars(
            select(ImportAccountRow.source_account_id).where(
                ImportAccountRow.account_id == account_id
            )
        )
    )
    known = {row.source_account_id: row for row in session.scalars(select(AliasRow))}
    sources |= {source for source, row in known.items() if row.account_id == account_id}
    for source in sources | {account_id}:
        if source in known:
            known[source].account_id = into
        elif source != into:
            session.add(AliasRow(source_account_id=source, account_id=into))


def _move_goals(session: ScopedSession, account_id: str, into: str) -> None:
    for goal in session.scalars(select(GoalRow)):
        if account_id in goal.account_ids:
            moved = [into if i == account_id else i for i in goal.account_ids]
            goal.account_ids = list(dict.fromkeys(moved))
            goal.version += 1
