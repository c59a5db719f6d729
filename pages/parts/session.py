"""What one run of a page knows: the reader's language, their workspace, what they look at."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from kpicore.errors import DataNotFoundError, NotAllowedError
from kpicore.history import Account, History
from kpicore.kpis import KpiOptions, Preset, current_period, data_end
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.periods import ONE_DAY, Period
from kpicore.store import Action, Preferences, StoredEvent, Workspace, allows
from pages.parts import configuration, loaders, state, workspaces
from pages.parts.language import translator_of_run
from pages.parts.workspaces import Opened

UNSAID = Preset.LAST_28
"""The period as long as the reader has not said another one."""


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
    kept_as : str
        Under which caches keep what is made of these data; see `loaders.kept_as`.
    preferences : Preferences
        What the workspace and its member chose.
    saved : bool
        Whether the workspace outlives the session.
    accounts : tuple of Account
        All accounts of the workspace.
    account_ids : tuple of str
        Those that the reader looks at; empty without data.
    today : date
        The first day that these data do not tell; the day of the calendar without data.
    calendar_day : date
        Today where the reader is.
    preset : Preset
        Choice of the period.
    custom : Period or None
        The reader's own days; None as long as they have not chosen both ends.
    opened : Opened
        By what right the workspace is open.
    """

    t: Translator
    workspace: Workspace
    data_version: int
    kept_as: str
    preferences: Preferences
    saved: bool
    accounts: tuple[Account, ...]
    account_ids: tuple[str, ...]
    today: date
    calendar_day: date
    preset: Preset
    custom: Period | None = None
    opened: Opened
    _events: list[tuple[StoredEvent, ...]] = field(default_factory=list, repr=False, compare=False)

    @property
    def may_edit(self) -> bool:
        """Whether the reader may change anything; pages disable their controls otherwise."""
        return self.may(Action.EDIT)

    def may(self, action: Action) -> bool:
        """Tell whether the reader may do something, for controls that are drawn or not.

        The role is the one that the database told when this run began; what is then written is
        allowed or refused by the database once more.
        """
        info = self.opened.info
        return self.workspace.allows(action) if info is None else allows(info.role, action)

    @property
    def period(self) -> Period:
        """Days that the reader looks at: their own, or anchored at the last day of data.

        A week, month or quarter is perhaps not over.

        Raises
        ------
        DataNotFoundError
            If the chosen accounts have no dated data.
        """
        return self.period_of(self.account_ids)

    def period_of(self, account_ids: tuple[str, ...]) -> Period:
        """Return the days of the reader's choice for some accounts.

        Raises
        ------
        DataNotFoundError
            If they have no dated data.
        """
        data = self.history(account_ids)
        unsaid = self.preset is Preset.CUSTOM and self.custom is None
        preset = UNSAID if unsaid else self.preset
        return current_period(data, account_ids, preset, self.calendar_day, custom=self.custom)

    @property
    def options(self) -> KpiOptions:
        """How this workspace reads KPIs: the deployment's maturity age, its own hashtags."""
        return KpiOptions(
            maturity_days=configuration.settings().maturity_days,
            own_hashtags=self.preferences.own_hashtags,
            first_weekday=self.preferences.first_weekday,
        )

    @property
    def has_data(self) -> bool:
        """Whether the chosen accounts have any data."""
        return bool(self.account_ids)

    @property
    def made_up(self) -> bool:
        """Whether something that is shown is invented."""
        return any(a.made_up for a in self.accounts if a.account_id in self.account_ids)

    def history(self, account_ids: tuple[str, ...] | None = None) -> History:
        """Return the data of the chosen accounts, or of others; shared: read its frames only."""
        return loaders.chosen_history(
            self.kept_as,
            self.data_version,
            account_ids or self.account_ids,
            self.workspace,
        )

    def today_of(self, account_ids: tuple[str, ...]) -> date:
        """Return the first day that the data of some accounts do not tell."""
        return _first_unknown_day(self.history(account_ids), account_ids, self.calendar_day)

    def events(self) -> tuple[StoredEvent, ...]:
        """Return the workspace's events as they were when this run first asked for them."""
        if not self._events:
            self._events.append(self.workspace.events())
        return self._events[0]

    def key(self, *parts: str | int | float | None) -> tuple[str | int | float | None, ...]:
        """Return a job key of these data, for what `parts` name: all else that the job reads."""
        return (self.kept_as, self.data_version, *parts)


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


def _first_unknown_day(history: History, account_ids: tuple[str, ...], calendar_day: date) -> date:
    try:
        return data_end(history, account_ids, calendar_day) + ONE_DAY
    except DataNotFoundError:
        return calendar_day


def _preset() -> Preset:
    wish = state.text(state.PERIOD)
    return Preset(wish) if wish in set(Preset) else UNSAID


def _calendar_day() -> date:
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return datetime.now(zone).date()


_met: ContextVar[Here | None] = ContextVar("met", default=None)


def meet(found: Here) -> None:
    """Hand what the entry script found on to the page that it is about to run."""
    _met.set(found)


def here() -> Here:
    """Return who is here and what they look at: what the entry script found, or found anew.

    Raises
    ------
    NotAllowedError
        If nothing is open to them.
    StoreError
        If the workspace cannot be opened.
    """
    found = _met.get()
    # Taken, not read: a later run in this thread may be another person's.
    _met.set(None)
    return found or find()


def find() -> Here:
    """Return who is here and what they look at, asked of the database.

    Raises
    ------
    NotAllowedError
        If nothing is open to them.
    StoreError
        If the workspace cannot be opened.
    """
    opened = workspaces.of_session()
    if opened is None:
        raise NotAllowedError(
            msg("This workspace is not open to you; ask its owner for an invitation.")
        )
    workspace = opened.workspace
    version = workspace.data_version
    preferences = workspace.preferences()
    kept_as = loaders.kept_as(workspace.workspace_id, version, workspace)
    whole = loaders.history(kept_as, version, workspace)
    chosen = _chosen_accounts(whole, preferences)
    calendar_day = _calendar_day()
    return Here(
        t=translator_of_run(preferences.language or configuration.settings().language),
        workspace=workspace,
        data_version=version,
        kept_as=kept_as,
        preferences=preferences,
        saved=opened.saved,
        accounts=whole.accounts,
        account_ids=chosen,
        today=_first_unknown_day(whole, chosen, calendar_day) if chosen else calendar_day,
        calendar_day=calendar_day,
        preset=_preset(),
        custom=state.days(state.DAYS),
        opened=opened,
    )
