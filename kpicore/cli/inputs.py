"""What was typed: files, accounts, dates - each fault told with what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from kpicore.errors import DataNotFoundError, KpiCoreError, NotComputableError, NotEnoughDataError
from kpicore.history import Account, History
from kpicore.ingest import DateOrder, FileReport, ImportResult, ReadOptions, SourceFile, read_files
from kpicore.language import LANGUAGES, Translator, translator
from kpicore.messages import msg
from kpicore.periods import ONE_DAY

Choice = TypeVar("Choice", bound=StrEnum)


class CommandError(KpiCoreError, ValueError):
    """An option whose value cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The options that every command takes, checked.

    Attributes
    ----------
    account : str or None
        Name of the account to speak of.
    platform : str or None
        Platform key to speak of.
    date_order : DateOrder or None
        Order of figures in dates.
    today : date or None
        First day that counts as unknown; None means the day after the data end.
    language : Translator
        Words everything.
    """

    account: str | None
    platform: str | None
    date_order: DateOrder | None
    today: date | None
    language: Translator

    @classmethod
    def parse(
        cls,
        *,
        account: str | None,
        platform: str | None,
        date_order: str | None,
        today: str | None,
        language: str,
    ) -> Wishes:
        """Check the options as typed.

        Raises
        ------
        CommandError
            Naming the option, what was found and what is expected.
        """
        if language not in LANGUAGES:
            raise _not_among("--language", language, tuple(LANGUAGES))
        return cls(
            account=account,
            platform=platform.lower() if platform else None,
            date_order=choice("--date-order", date_order, DateOrder) if date_order else None,
            today=day("--today", today) if today else None,
            language=translator(language),
        )


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What the files hold, as far as the options ask for it.

    Attributes
    ----------
    history : History
        Only of the chosen accounts.
    today : date or None
        First day that counts as unknown, where it was typed.
    left_out : tuple of FileReport
        Files that could not be used.
    """

    history: History
    today: date | None
    left_out: tuple[FileReport, ...]

    def today_of(self, account: Account) -> date:
        """Return the first day that counts as unknown for an account.

        Parameters
        ----------
        account : Account
            One of the history's.

        Returns
        -------
        date
            As typed, else the day after the account's data end.

        Raises
        ------
        DataNotFoundError
            If the account has no dated data.
        """
        if self.today is not None:
            return self.today
        from kpicore.kpis import data_end  # noqa: PLC0415 - `read` does not need KPIs

        return data_end(self.history, (account.account_id,), date.max) + ONE_DAY


def choice(option: str, text: str, kind: type[Choice]) -> Choice:
    """Read one of a closed set of words.

    Parameters
    ----------
    option : str
        Name of the option, for the error.
    text : str
        As typed.
    kind : type of StrEnum
        The set.

    Returns
    -------
    StrEnum
        The member.

    Raises
    ------
    CommandError
        Listing the members.
    """
    if text not in {member.value for member in kind}:
        raise _not_among(option, text, tuple(member.value for member in kind))
    return kind(text)


def day(option: str, text: str) -> date:
    """Read a date written as 2026-03-31.

    Parameters
    ----------
    option : str
        Name of the option, for the error.
    text : str
        As typed.

    Returns
    -------
    date
        The day.

    Raises
    ------
    CommandError
        If it is no such date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise CommandError(
            msg(
                "{option}: {text} is no date; write it as {example}.",
                option=option,
                text=text,
                example="2026-03-31",
            )
        ) from fault


def read_all(files: Sequence[Path], wishes: Wishes) -> ImportResult:
    """Read the files as they are, before any account is chosen.

    Raises
    ------
    CommandError
        If a file is not there.
    """
    for path in files:
        if not path.is_file():
            raise CommandError(
                msg("{file} is no file; check the name and the folder.", file=str(path))
            )
    options = ReadOptions(
        platform=wishes.platform, date_order=wishes.date_order, today=wishes.today
    )
    sources = [SourceFile.at(path) for path in files]
    result = read_files(sources, options)
    unnamed = all(report.account is None for report in result.files)
    if wishes.account and unnamed:
        # Files that name no account take the name given; in others it chooses among theirs.
        return read_files(sources, replace(options, account=wishes.account))
    return result


def load(files: Sequence[Path], wishes: Wishes) -> Loaded:
    """Read the files and keep the accounts that the options ask for.

    Parameters
    ----------
    files : sequence of Path
        Export files.
    wishes : Wishes
        The options.

    Returns
    -------
    Loaded
        With at least one account.

    Raises
    ------
    CommandError
        If a file is not there or nothing usable was found.
    DataNotFoundError
        If no account has that name or platform.
    """
    result = read_all(files, wishes)
    if not result.accounts:
        raise unusable(result)
    chosen = choose_accounts(result.history, wishes)
    history = result.history.only([a.account_id for a in chosen])
    return Loaded(history=history, today=wishes.today, left_out=result.failed)


def unusable(result: ImportResult) -> CommandError:
    """Return the error for files that hold nothing to work with: the first one's reason."""
    for report in result.failed:
        if report.error is not None:
            if report.file in report.error.values.values():
                return CommandError(report.error)
            return CommandError(msg("{file}: {error}", file=report.file, error=report.error))
    return CommandError(
        msg(
            "The files hold no days and no posts; give exports that list figures by day or by post."
        )
    )


def choose_accounts(history: History, wishes: Wishes) -> tuple[Account, ...]:
    """Return the accounts of the name and platform asked for.

    Raises
    ------
    DataNotFoundError
        If there is none, listing those that are there.
    """
    chosen = tuple(
        a
        for a in history.accounts
        if (wishes.account is None or a.name.casefold() == wishes.account.casefold())
        and (wishes.platform is None or a.platform == wishes.platform)
    )
    if not chosen:
        raise DataNotFoundError(
            msg(
                "No account in the files matches; they hold {accounts}. Choose with --account and "
                "--platform.",
                accounts=names(history.accounts),
            )
        )
    return chosen


def names(accounts: Sequence[Account]) -> tuple[str, ...]:
    """Return names of accounts with their platform, so that two of one name can be told apart."""
    return tuple(f"{a.name} ({a.platform})" for a in accounts)


def one_account(loaded: Loaded, fits: Callable[[Account], object]) -> Account:
    """Return the one account that a KPI can be made of.

    Parameters
    ----------
    loaded : Loaded
        What the files hold.
    fits : callable
        Raises `NotComputableError` or `NotEnoughDataError` for an account that cannot give it.

    Returns
    -------
    Account
        The only one, or the only one that fits.

    Raises
    ------
    CommandError
        If several fit; lists them.
    KpiCoreError
        If none fits, the reason of the first.
    """
    accounts = loaded.history.accounts
    if len(accounts) == 1:
        return accounts[0]
    fitting: list[Account] = []
    reasons: list[KpiCoreError] = []
    for account in accounts:
        try:
            fits(account)
        except (NotComputableError, NotEnoughDataError) as fault:
            reasons.append(fault)
        else:
            fitting.append(account)
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise reasons[0]
    raise CommandError(
        msg(
            "The files hold several accounts: {accounts}. Choose one with --account or --platform.",
            accounts=names(fitting),
        )
    )


def _not_among(option: str, text: str, known: tuple[str, ...]) -> CommandError:
    return CommandError(
        msg("{option}: {text} is not one of {known}.", option=option, text=text, known=known)
    )
