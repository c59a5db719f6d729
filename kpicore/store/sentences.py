"""Sentences as plain JSON, so that what was said once is kept and read in any language later.

The template is kept with its values, never the worded text. What is read back is taken for somebody
else's work: a template may only name the values that are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from math import isfinite, nan
from string import Formatter

from kpicore.messages import Message, MessageValue
from kpicore.store.records import Json
from kpicore.units import Amount, Change, Probability, Unit

DEEPEST = 6
"""Sentences inside sentences, more than any of ours."""
_COUNT = "count"


def sentence_json(message: Message) -> dict[str, Json]:
    """Return a sentence as plain JSON.

    Parameters
    ----------
    message : Message
        A sentence.

    Returns
    -------
    dict
        For `sentence_of`.

    Raises
    ------
    TypeError
        If it holds a value that cannot be kept.
    """
    found: dict[str, Json] = {
        "text": message.text,
        "values": {name: _value_json(value) for name, value in message.values.items()},
    }
    if message.plural is not None:
        found |= {"plural": message.plural, _COUNT: message.count}
    return found


def _value_json(value: MessageValue) -> Json:
    match value:
        case Message():
            return {"sentence": sentence_json(value)}
        case Amount():
            return {
                "amount": _plain(value.value),
                "unit": value.unit.value,
                "currency": value.currency,
                "signed": value.signed,
            }
        case Change():
            return {"change": _plain(value.share)}
        case Probability():
            return {"probability": _plain(value.value)}
        case tuple():
            return {"list": [_value_json(part) for part in value]}
        case date() if not isinstance(value, datetime):
            return {"day": value.isoformat()}
        case str() | int():
            return value
        case float() if isfinite(value):
            return value
    raise TypeError(f"{type(value)} cannot be kept in a sentence.")


def _plain(value: float) -> float | None:
    # JSON knows no missing number; where none is kept, a dash is shown again.
    return value if isfinite(value) else None


def sentence_of(data: object, *, depth: int = 0) -> Message:
    """Return the sentence that was kept.

    Parameters
    ----------
    data : object
        From `sentence_json`, perhaps changed by somebody.
    depth : int, default 0
        How deep inside other sentences it stands.

    Returns
    -------
    Message
        The same sentence.

    Raises
    ------
    ValueError
        If it is no sentence, or its template asks for more than its values.
    """
    whole = _object(data)
    if depth > DEEPEST:
        raise ValueError("Sentences are nested too deep.")
    values = {
        name: _value_of(value, depth) for name, value in _object(whole.get("values", {})).items()
    }
    text, plural, count = whole.get("text"), whole.get("plural"), whole.get(_COUNT)
    if not isinstance(text, str) or not isinstance(plural, str | None):
        raise ValueError("A sentence needs its template.")
    if (plural is None) != (count is None) or not isinstance(count, int | None):
        raise ValueError("A plural needs its count.")
    named = {*values, _COUNT} if plural is not None else set(values)
    for template in (text, plural or ""):
        _check_template(template, named)
    return Message(text, values, plural, count)


def _check_template(template: str, named: set[str]) -> None:
    # Only plain names: a template must not reach into a value, nor ask for one that is not there.
    for _, name, form, conversion in Formatter().parse(template):
        if name is not None and (name not in named or form or conversion):
            raise ValueError(f"The template asks for {name!r}.")


def _value_of(data: object, depth: int) -> MessageValue:
    if isinstance(data, str | int | float) and not isinstance(data, bool):
        return data
    match _object(data):
        case {"sentence": inner}:
            return sentence_of(inner, depth=depth + 1)
        case {"amount": value, "unit": str(unit), "currency": currency, "signed": bool(signed)}:
            if not isinstance(currency, str | None):
                raise ValueError("A currency is a code.")
            return Amount(_number(value), Unit(unit), currency, signed)
        case {"change": share}:
            return Change(_number(share))
        case {"probability": value}:
            return Probability(_number(value))
        case {"list": list(parts)}:
            return tuple(_value_of(part, depth + 1) for part in parts)
        case {"day": str(day)}:
            return date.fromisoformat(day)
    raise ValueError("No word of a sentence.")


def _object(data: object) -> Mapping[str, object]:
    if not isinstance(data, dict):
        raise ValueError("An object was expected.")
    return data


def _number(value: object) -> float:
    if value is None:
        return nan
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError("A finite number was expected.")
    return float(value)
