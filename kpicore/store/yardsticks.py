"""What people hold their numbers against: competitors, published figures of their own, spend.

Small tables that are read and written whole; each is one shared choice of the workspace.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, TypeVar

import pandas as pd
from sqlalchemy import Select, select

from kpicore.benchmarks import PublicFigures, read_competitors, read_published
from kpicore.benchmarks.competitors import COLUMNS
from kpicore.errors import ConflictError
from kpicore.kpis import Spend
from kpicore.messages import msg
from kpicore.store.access import Access
from kpicore.store.records import Json
from kpicore.store.roles import Action
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import PreferenceRow

_SHARED: Final = ""
_COMPETITORS: Final = "competitors"
_PUBLISHED: Final = "published"
_SPEND: Final = "spend"
_SPEND_COLUMNS: Final = ("account_id", "first", "last", "amount", "currency")
_T = TypeVar("_T", PublicFigures, Spend)


class YardstickMethods(Access):
    """What a workspace does with yardsticks."""

    def competitors(self) -> tuple[PublicFigures, ...]:
        """Return the public figures of competitors that were entered, in their order."""
        return _competitors_of(self._kept(_COMPETITORS))

    def save_competitors(
        self, figures: Sequence[PublicFigures], *, before: Sequence[PublicFigures]
    ) -> None:
        """Keep the public figures of competitors in the place of those that are kept.

        Parameters
        ----------
        figures : sequence of PublicFigures
            As they shall be.
        before : sequence of PublicFigures
            As they were when the member began to change them.

        Raises
        ------
        ConflictError
            If somebody else changed them since.
        """
        rows = [{c: _json(getattr(figure, c)) for c in COLUMNS} for figure in figures]
        self._replace(_COMPETITORS, rows, _competitors_of, before)

    def published_text(self) -> str:
        """Return the workspace's own table of published figures as it was given; empty if none."""
        return str(self._kept(_PUBLISHED) or "")

    def save_published_text(self, text: str) -> None:
        """Keep a table of published figures in the place of the one that is kept.

        Parameters
        ----------
        text : str
            See `kpicore.benchmarks.read_published`; empty for none.

        Raises
        ------
        ImportFailedError
            If it cannot be read.
        """
        _check_published(text)
        with self._writing(Action.EDIT) as session:
            _put(session, _PUBLISHED, text)

    def spends(self) -> tuple[Spend, ...]:
        """Return the money spent that was entered, in its order."""
        return _spends_of(self._kept(_SPEND))

    def save_spends(self, spends: Sequence[Spend], *, before: Sequence[Spend]) -> None:
        """Keep the money spent in the place of what is kept.

        Parameters
        ----------
        spends : sequence of Spend
            As it shall be.
        before : sequence of Spend
            As it was when the member began to change it.

        Raises
        ------
        ConflictError
            If somebody else changed it since.
        """
        rows = [{c: _json(getattr(spend, c)) for c in _SPEND_COLUMNS} for spend in spends]
        self._replace(_SPEND, rows, _spends_of, before)

    def _kept(self, name: str) -> Json:
        with self._reading() as session:
            return session.scalar(_value(name))

    def _replace(
        self,
        name: str,
        rows: list[dict[str, Json]],
        reading: Callable[[Json], tuple[_T, ...]],
        before: Sequence[_T],
    ) -> None:
        with self._writing(Action.EDIT) as session:
            kept = reading(session.scalar(_value(name)))
            # NaN is equal to nothing; the texts of two unknown numbers are.
            if repr(kept) != repr(tuple(before)):
                raise ConflictError(
                    msg("Somebody else changed this in the meantime; load the page again.")
                )
            _put(session, name, list(rows))


def check_yardsticks(rows: Iterable[PreferenceRow]) -> None:
    """Read the yardsticks among kept choices once.

    Parameters
    ----------
    rows : iterable of PreferenceRow
        All choices of a workspace; others are passed over.

    Raises
    ------
    ImportFailedError, TypeError, ValueError
        If one of them cannot be read.
    """
    for row in rows:
        if row.member != _SHARED:
            continue
        if row.name == _COMPETITORS:
            _competitors_of(row.value)
        elif row.name == _SPEND:
            _spends_of(row.value)
        elif row.name == _PUBLISHED:
            _check_published(str(row.value or ""))


def _value(name: str) -> Select[Json]:
    return select(PreferenceRow.value).where(
        PreferenceRow.member == _SHARED, PreferenceRow.name == name
    )


def _put(session: ScopedSession, name: str, value: Json) -> None:
    row = session.scalar(
        select(PreferenceRow).where(PreferenceRow.member == _SHARED, PreferenceRow.name == name)
    )
    if row is None:
        session.add(PreferenceRow(member=_SHARED, name=name, value=value))
    else:
        row.value = value


def _check_published(text: str) -> None:
    if text:
        read_published(text)


def _competitors_of(value: Json) -> tuple[PublicFigures, ...]:
    rows = _rows(value)
    return read_competitors(pd.DataFrame(rows, columns=list(COLUMNS))) if rows else ()


def _spends_of(value: Json) -> tuple[Spend, ...]:
    return tuple(
        Spend(
            account_id=str(row["account_id"]),
            first=date.fromisoformat(str(row["first"])),
            last=date.fromisoformat(str(row["last"])),
            amount=float(str(row["amount"])),
            currency=str(row["currency"]),
        )
        for row in _rows(value)
    )


def _rows(value: Json) -> list[dict[str, Json]]:
    if value is None:
        return []
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else None
    if rows is None or not isinstance(value, list) or len(rows) != len(value):
        raise TypeError(f"A list of rows expected, got {type(value).__name__}.")
    return rows


def _json(value: object) -> Json:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    assert isinstance(value, str | int)
    return value
