"""Of whom and of which days a figure speaks, in small print under it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from kpicore.messages import Message, msg
from kpicore.periods import Period

MOST_NAMED = 4
"""Accounts that are named one by one; more are counted."""


def spoken_of(
    accounts: Mapping[str, str],
    days: Period,
    *,
    ends: Mapping[str, date] | None = None,
    kpi: Message | str,
    told_by: Collection[str],
) -> tuple[Message, ...]:
    """Say which accounts and days a figure speaks of, and why these days.

    Parameters
    ----------
    accounts : Mapping[str, str]
        Id to name of the accounts looked at, at least one.
    days : Period
        Days that the figure covers, as far as they are known.
    ends : Mapping[str, date], optional
        Id to the last day that its exports tell of; None where the reader chose the days.
    kpi : Message or str
        What the figure is.
    told_by : collection of str
        Ids of the accounts whose numbers are in the figure.

    Returns
    -------
    tuple of Message
        One sentence; with several accounts also which of them end earlier and which are left out.
    """
    if len(accounts) == 1:
        (name,) = accounts.values()
        return (
            msg("{account}, {first} to {last}.", account=name, first=days.first, last=days.last),
        )
    found = [
        msg(
            "{count} accounts together, {first} to {last}.",
            count=len(accounts),
            first=days.first,
            last=days.last,
        )
    ]
    early = {i: end for i, end in (ends or {}).items() if end < days.last}
    if early:
        found.append(_early(accounts, early, days.last))
    silent = [name for i, name in accounts.items() if i not in told_by]
    if silent and told_by:
        found.append(_told(kpi, [name for i, name in accounts.items() if i in told_by], silent))
    return tuple(found)


def _early(accounts: Mapping[str, str], early: Mapping[str, date], last: date) -> Message:
    if len(early) > MOST_NAMED:
        return msg(
            "The days are counted back from {last}, the newest day of any account; {count} "
            "accounts end earlier.",
            last=last,
            count=len(early),
        )
    return msg(
        "The days are counted back from {last}, the newest day of any account; earlier: "
        "{accounts}.",
        last=last,
        accounts=tuple(
            msg("{account} ({day})", account=accounts[i], day=end) for i, end in early.items()
        ),
    )


def _told(kpi: Message | str, tellers: list[str], silent: list[str]) -> Message:
    if len(tellers) == 1:
        return msg(
            "{kpi} of {account} alone: no other account tells it for these days.",
            kpi=kpi,
            account=tellers[0],
        )
    if len(silent) > MOST_NAMED:
        return msg(
            "{kpi} without {count} accounts, which do not tell it for these days.",
            kpi=kpi,
            count=len(silent),
        )
    return msg(
        "{kpi} without {accounts}: not told for these days.", kpi=kpi, accounts=tuple(silent)
    )
