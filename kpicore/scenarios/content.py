"""Levers as plain JSON and back: what the database and workspace files hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from math import isfinite
from types import MappingProxyType, NoneType
from typing import Any, Final

from kpicore.scenarios.model import Lever, LeverCode, PushKind
from kpicore.scenarios.registry import LEVERS, code_of

_SORT = "lever"

Plain = str | float | None


def lever_to_plain(lever: Lever) -> dict[str, Plain]:
    """Return a lever as JSON knows it: its code and its fields, days in ISO 8601."""
    plain: dict[str, Plain] = {_SORT: code_of(lever).value}
    for field in fields(lever):
        value = getattr(lever, field.name)
        plain[field.name] = _plain(value)
    return plain


def _plain(value: Plain | date | Enum) -> Plain:
    if isinstance(value, date):
        return value.isoformat()
    return str(value.value) if isinstance(value, Enum) else value


def lever_from_plain(plain: object) -> Lever:
    """Return the lever that `lever_to_plain` wrote.

    Parameters
    ----------
    plain : object
        Anything: it may come from a file that somebody changed.

    Returns
    -------
    Lever
        Of the right types; whether it makes sense is checked when it is pulled.

    Raises
    ------
    ValueError
        If it is no lever: unknown sort, missing or strange fields, numbers that are none.
    """
    if not isinstance(plain, dict):
        raise ValueError(f"A lever is an object, not {type(plain).__name__}.")
    sort = LEVERS[LeverCode(_text(plain.get(_SORT)))].lever
    names = {field.name for field in fields(sort)}
    if set(plain) != names | {_SORT}:
        raise ValueError(f"{sort.__name__} has the fields {sorted(names)}, not {sorted(plain)}.")
    # Any: each reader gives what its field's annotation says.
    values: dict[str, Any] = {
        field.name: _READERS[str(field.type)](plain[field.name]) for field in fields(sort)
    }
    return sort(**values)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{value!r} is no number.")
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text.")
    return value


def _day(value: object) -> date:
    return date.fromisoformat(_text(value))


def _maybe(read: Callable[[object], object]) -> Callable[[object], object]:
    return lambda value: None if isinstance(value, NoneType) else read(value)


_READERS: Final[Mapping[str, Callable[[object], object]]] = MappingProxyType(
    {
        "float": _number,
        "float | None": _maybe(_number),
        "str": _text,
        "date": _day,
        "date | None": _maybe(_day),
        "PushKind": lambda value: PushKind(_text(value)),
    }
)
"""Annotation of a field to what reads it."""
