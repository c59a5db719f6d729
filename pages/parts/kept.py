"""What the workspace holds: its imports with the way back, and which days they cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd
import streamlit as st

from kpicore.charts.coverage import coverage_chart, coverage_frame
from kpicore.charts.past_summary import coverage_summary
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.history import Account
from kpicore.language import translator
from kpicore.messages import Message, msg, msgs
from kpicore.store import Workspace
from kpicore.units import Unit
from pages.parts import imports, pickers, samples, sidebar
from pages.parts.chart import chart_with_table
from pages.parts.guard import page_errors
from pages.parts.loaders import KEPT_FOR, KEPT_RESULTS, chosen_history
from pages.parts.platforms import platform_name
from pages.parts.session import Here
from pages.parts.words import section

MOST_DRAWN = 6
"""Accounts drawn below each other; of more nobody finds theirs, and the page takes seconds."""

_COVERAGE_COLUMNS: Mapping[str, TableColumn] = MappingProxyType(
    {
        "metric": TableColumn(label=msg("Figure")),
        "first": TableColumn(label=msg("First day")),
        "last": TableColumn(label=msg("Last day")),
        "days": TableColumn(label=msg("Days"), unit=Unit.COUNT),
    }
)


def sentence(here: Here) -> Message:
    """Return what the workspace holds, in one sentence."""
    whole = here.history(tuple(account.account_id for account in here.accounts))
    span = whole.span()
    accounts = msgs("{count} account", "{count} accounts", len(here.accounts))
    posts = msgs("{count} post", "{count} posts", len(whole.posts))
    if span is None:
        return msg("You have given {accounts} with {posts}.", accounts=accounts, posts=posts)
    if whole.posts.empty:
        return msg(
            "You have given {accounts} with daily figures from {first} to {last}.",
            accounts=accounts,
            first=span.first,
            last=span.last,
        )
    return msg(
        "You have given {accounts} with {posts}, and daily figures from {first} to {last}.",
        accounts=accounts,
        posts=posts,
        first=span.first,
        last=span.last,
    )


def accounts_shown(here: Here) -> tuple[Account, ...]:
    """Return the accounts whose days and tools are drawn: all, of many the one that is picked.

    Parameters
    ----------
    here : Here
        Who is here; with at least one account.

    Returns
    -------
    tuple of Account
        At most `MOST_DRAWN`.
    """
    if len(here.accounts) <= MOST_DRAWN:
        return here.accounts
    ids = tuple(account.account_id for account in here.accounts)
    chosen = pickers.choose_account(here, ids, key="upload.account.shown")
    return tuple(account for account in here.accounts if account.account_id == chosen)


def coverage(here: Here, accounts: Sequence[Account]) -> None:
    """Draw which days are there, per account a lane for each figure.

    Parameters
    ----------
    here : Here
        Who is here.
    accounts : sequence of Account
        Whose days.
    """
    t = here.t
    for place, account in enumerate(accounts):
        # The account stands above its lanes, so that a lane's name has room for the figure.
        frame = _covered(
            here.kept_as, here.data_version, account.account_id, t.code, here.workspace
        )
        if frame.empty:
            continue
        label = sidebar.account_label(t, account)
        section(t, msg("Which days are there: {account}", account=label))
        chart_with_table(
            t,
            coverage_chart(frame.assign(lane=frame["metric"]), t=t),
            summary=coverage_summary(frame),
            table=ChartTable(frame=frame, columns=_COVERAGE_COLUMNS),
            key=f"upload.coverage.{place}",
        )


@st.cache_resource(show_spinner=False, max_entries=KEPT_RESULTS, ttl=KEPT_FOR)
def _covered(
    workspace_id: str, data_version: int, account_id: str, language: str, _workspace: Workspace
) -> pd.DataFrame:
    data = chosen_history(workspace_id, data_version, (account_id,), _workspace)
    return coverage_frame(data, translator(language))


def import_list(here: Here) -> None:
    """Draw the imports, newest first, with the way back."""
    t = here.t
    records = here.workspace.imports()
    if not records:
        return
    section(t, msg("Imports"))
    names = {account.account_id: account.name for account in here.accounts}
    st.dataframe(
        pd.DataFrame(
            {
                t(msg("File")): [r.file for r in reversed(records)],
                t(msg("Platform")): [platform_name(r.platform) for r in reversed(records)],
                t(msg("Account")): [
                    ", ".join(dict.fromkeys(names.get(i, "") for i in r.accounts.values()))
                    for r in reversed(records)
                ],
                t(msg("Values")): [t.amount(sum(r.rows.values())) for r in reversed(records)],
                t(msg("Imported")): [t.moment(r.imported_at) for r in reversed(records)],
            }
        ),
        hide_index=True,
        alt=t(msg("Imports, newest first")),
        key="upload.imports",
    )
    with st.container(horizontal=True):
        if st.button(
            t(msg("Undo the last import")),
            icon=":material/undo:",
            key="upload.undo",
            disabled=not here.may_edit,
        ):
            with page_errors(t):
                here.workspace.undo_last_import()
            imports.begin_anew()
            st.rerun()
        samples.remove_button(here, key="upload.remove_sample")
