"""What one run of a page knows: the reader's language, their workspace, what they look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from kpicore.history import Account, History
from kpicore.language import Translator
from kpicore.periods import ONE_DAY, Period
from kpicore.store import Action, Preferences, Workspace
from pages.parts import configuration, loaders, spans, state, workspaces
from pages.parts.language import translator_of_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Who is here and what they look at; made anew in every run, never kept.

    Attributes
    ----------
    t : Translator
        The reader's language: ``here.t(msg(...))``.
    workspace : Workspace
        Where everything is read from and written to.
    data_version : int
        Rises with every change of the workspace's data.
    preferences : Preferences
        What the workspace and its member chose.
    saved : bool
        Whether the workspace outlives the session.
    accounts : tuple of Account
        All accounts of the workspace.
    account_ids : tuple of str
        Those that the reader looks at; empty without data.
    span : Period or None
        Days that the data of these accounts cover; None without daily values and posts.
    today : date
        The first day that these data do not tell; the day of the calendar without data.
    calendar_day : date
        Today where the reader is.
    period_code : str
        Choice of the period, a key of `pages.parts.spans.PERIODS`.
    """

    t: Translator
    workspace: Workspace
    data_version: int
    preferences: Preferences
    saved: bool
    accounts: tuple[Account, ...]
    account_ids: tuple[str, ...]
    span: Period | None
    today: date
    calendar_day: date
    period_code: str

    @property
    def may_edit(self) -> bool:
        """Whether the reader may change anything; pages disable their controls otherwise."""
        return self.workspace.allows(Action.EDIT)

    @property
    def period(self) -> Period:
        """Days that the reader looks at, ending with the data."""
        return spans.period_of(self.period_code, self.today)

    @property
    def has_data(self) -> bool:
        """Whether the chosen accounts have any data."""
        return bool(self.account_ids)

    @property
    def made_up(self) -> bool:
        """Whether something that is shown is invented."""
        return any(a.made_up for a in self.accounts if a.account_id in self.account_ids)

    def history(self) -> History:
        """Return the data of the chosen accounts; shared, do not change its frames."""
        return loaders.chosen_history(
            self.workspace.workspace_id, self.data_version, self.account_ids, self.workspace
        )

    def key(self, *parts: str | int | float | None) -> tuple[str | int | float | None, ...]:
        """Return a job key of this workspace at its present data, for what `parts` name."""
        return (self.workspace.workspace_id, self.data_version, *parts)


def _chosen_accounts(whole: History, preferences: Preferences) -> tuple[str, ...]:
    # The first account is where a newcomer starts: accounts of different platforms count
    # different things, so that putting them together is a choice, not the beginning.
    ids = tuple(a.account_id for a in whole.accounts)
    wish = state.text(state.ACCOUNT)
    if wish == state.ALL_ACCOUNTS or not ids:
        return ids
    if wish in ids:
        return (wish,)
    saved = tuple(i for i in preferences.account_ids if i in ids)
    return saved or ids[:1]


def _span(history: History) -> Period | None:
    days = [span] if (span := history.span()) else []
    if not history.posts.empty:
        published = history.posts["published_at"].dropna()
        if not published.empty:
            days.append(Period(published.min().date(), published.max().date()))
    if not days:
        return None
    return Period(min(d.first for d in days), max(d.last for d in days))


def _calendar_day() -> date:
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return datetime.now(zone).date()


def here() -> Here:
    """Return who is here and what they look at.

    Raises
    ------
    StoreError
        If the workspace cannot be opened.
    """
    opened = workspaces.of_session()
    workspace = opened.workspace
    version = workspace.data_version
    preferences = workspace.preferences()
    whole = loaders.history(workspace.workspace_id, version, workspace)
    chosen = _chosen_accounts(whole, preferences)
    calendar_day = _calendar_day()
    span = _span(whole.only(chosen)) if chosen else None
    return Here(
        t=translator_of_run(preferences.language or configuration.settings().language),
        workspace=workspace,
        data_version=version,
        preferences=preferences,
        saved=opened.saved,
        accounts=whole.accounts,
        account_ids=chosen,
        span=span,
        today=span.last + ONE_DAY if span else calendar_day,
        calendar_day=calendar_day,
        period_code=state.text(state.PERIOD, spans.DEFAULT),
    )
