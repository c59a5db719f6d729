"""Accounts as the user calls them: names, merging, splitting, deleting; files that change place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from kpicore.history import Account
from kpicore.messages import msg
from kpicore.store import ImportRecord
from pages.parts import imports, sidebar, state
from pages.parts.guard import page_errors
from pages.parts.platforms import platform_name
from pages.parts.session import Here
from pages.parts.words import paragraph, section, small_print


def draw(here: Here, accounts: Sequence[Account]) -> None:
    """Draw accounts with their names and what can be done with each.

    Parameters
    ----------
    here : Here
        Who is here.
    accounts : sequence of Account
        Those that are drawn.
    """
    t = here.t
    section(t, msg("Accounts"))
    small_print(t, msg("Give an account the name by which you call it."))
    records = here.workspace.imports()
    grid = st.grid("auto", min_column_width=280)
    for account in accounts:
        with grid.cell():
            st.text_input(
                platform_name(account.platform),
                value=account.name,
                max_chars=80,
                key=f"upload.name.{here.data_version}.{account.account_id}",
                on_change=_rename,
                args=(here, account.account_id),
                disabled=not here.may_edit,
            )
            if here.may_edit:
                with st.container(horizontal=True):
                    _tools(here, account, records)
    if records and here.may_edit:
        _one_file(here, records)


def _rename(here: Here, account_id: str) -> None:
    name = state.text(f"upload.name.{here.data_version}.{account_id}").strip()
    if name:
        with page_errors(here.t, stop=False):
            here.workspace.rename_account(account_id, name)


def _tools(here: Here, account: Account, records: Sequence[ImportRecord]) -> None:
    t, key = here.t, f"upload.account.{here.data_version}.{account.account_id}"
    own = [r for r in records if account.account_id in r.accounts.values()]
    if len(here.accounts) > 1:
        with st.popover(
            t(msg("Merge")), type="tertiary", icon=":material/merge:", key=f"{key}.merge"
        ):
            _merge(here, account, key)
    if len(own) > 1:
        with st.popover(
            t(msg("Split")), type="tertiary", icon=":material/call_split:", key=f"{key}.split"
        ):
            _split(here, account, own, key)
    with st.popover(
        t(msg("Delete")), type="tertiary", icon=":material/delete:", key=f"{key}.delete"
    ):
        paragraph(
            t,
            msg(
                "Delete {account} with all its figures? Goals on it stay, without data.",
                account=account.name,
            ),
        )
        if st.button(t(msg("Delete for good")), type="primary", key=f"{key}.delete.sure"):
            _do(here, lambda: here.workspace.delete_account(account.account_id))


def _merge(here: Here, account: Account, key: str) -> None:
    t = here.t
    others = {a.account_id: a for a in here.accounts if a.account_id != account.account_id}
    small_print(
        t,
        msg(
            "Two names of the same account become one: figures, goals and notes of {account} go "
            "to the other, and so do files that come later.",
            account=account.name,
        ),
    )
    into = st.selectbox(
        t(msg("Put it into")),
        list(others),
        format_func=lambda i: sidebar.account_label(t, others[i]),
        key=f"{key}.merge.into",
    )
    if st.button(t(msg("Merge")), type="primary", key=f"{key}.merge.go") and into is not None:
        _do(here, lambda: here.workspace.merge_accounts(account.account_id, into=into))


def _split(here: Here, account: Account, own: Sequence[ImportRecord], key: str) -> None:
    t = here.t
    by_id = {record.import_id: record for record in own}
    small_print(t, msg("Files that belong to another account go to a new one."))
    chosen = st.multiselect(
        t(msg("Files of the new account")),
        list(by_id),
        format_func=lambda i: _file_label(here, by_id[i]),
        max_selections=len(own) - 1,
        key=f"{key}.split.files",
    )
    name = st.text_input(
        t(msg("Name of the new account")), max_chars=80, key=f"{key}.split.name"
    ).strip()
    ready = bool(chosen and name)
    if st.button(t(msg("Split")), type="primary", disabled=not ready, key=f"{key}.split.go"):
        _do(here, lambda: here.workspace.split_account(account.account_id, chosen, name=name))


def _one_file(here: Here, records: Sequence[ImportRecord]) -> None:
    t = here.t
    by_id = {record.import_id: record for record in reversed(records)}
    accounts = {account.account_id: account for account in here.accounts}
    key = f"upload.file.{here.data_version}"
    with st.expander(t(msg("Change one file")), icon=":material/edit_document:"):
        chosen = st.selectbox(
            t(msg("File")),
            list(by_id),
            format_func=lambda i: _file_label(here, by_id[i]),
            key=f"{key}.choose",
        )
        if chosen is None:
            return
        holder = next(iter(by_id[chosen].accounts.values()), None)
        to = st.selectbox(
            t(msg("It belongs to")),
            list(accounts),
            index=list(accounts).index(holder) if holder in accounts else 0,
            format_func=lambda i: sidebar.account_label(t, accounts[i]),
            key=f"{key}.to.{chosen}",
        )
        with st.container(horizontal=True):
            if (
                st.button(
                    t(msg("Assign to this account")),
                    icon=":material/drive_file_move:",
                    disabled=set(by_id[chosen].accounts.values()) == {to},
                    key=f"{key}.assign",
                )
                and to is not None
            ):
                _do(here, lambda: here.workspace.assign_import(chosen, to))
            if st.button(
                t(msg("Take this file back")), icon=":material/undo:", key=f"{key}.remove"
            ):
                _do(here, lambda: here.workspace.remove_import(chosen))


def _file_label(here: Here, record: ImportRecord) -> str:
    return here.t(
        msg("{file}, given {moment}", file=record.file, moment=here.t.moment(record.imported_at))
    )


def _do(here: Here, change: Callable[[], object]) -> None:
    with page_errors(here.t):
        change()
    # The drop zone would offer again what was just changed or taken away.
    imports.begin_anew()
    state.forget(state.ACCOUNT)
    st.rerun()
