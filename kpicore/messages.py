"""Sentences that are chosen here and worded in the reader's language where they are shown.

A `Message` holds the English template, which is also the key of the catalogues, and the values that
fill it. Numbers stay numbers and dates stay dates until `kpicore.language.Translator.say` formats
them for a locale. Mark every template with `msg` (or `msgs` for a plural), with a literal, so that
the catalogue tool finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeAlias

from kpicore.units import Amount, Change, Probability

MessageValue: TypeAlias = (
    "str | int | float | date | datetime | Amount | Change | Probability | Message"
    " | tuple[MessageValue, ...]"
)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence template with its values.

    Attributes
    ----------
    text : str
        English template with named placeholders, ``"{rows} rows were read."``.
    values : Mapping[str, MessageValue]
        What fills the placeholders. `str` is shown as it is, `int`, `float`, `date`, `Amount`,
        `Change` and `Probability` by locale, a nested `Message` in the same language, a
        tuple as a comma list.
    plural : str or None
        English plural template; chosen by `count`.
    count : int or None
        The number that decides between `text` and `plural`; also available as ``{count}``.
    """

    text: str
    values: Mapping[str, MessageValue] = field(default_factory=lambda: MappingProxyType({}))
    plural: str | None = None
    count: int | None = None

    def __hash__(self) -> int:
        # Before Python 3.12 the read-only view of a mapping has no hash of its own.
        return hash((self.text, self.plural, self.count, frozenset(self.values.items())))


def msg(text: str, /, **values: MessageValue) -> Message:
    """Make a message from a literal template; the catalogue tool collects it.

    Parameters
    ----------
    text : str
        English template, a literal.
    **values : MessageValue
        What fills its placeholders.

    Returns
    -------
    Message
        The sentence, not yet worded.
    """
    return Message(text, MappingProxyType(dict(values)))


def msgs(singular: str, plural: str, count: int, /, **values: MessageValue) -> Message:
    """Make a message whose wording depends on a count; ``{count}`` is filled with it.

    Parameters
    ----------
    singular, plural : str
        English templates, literals.
    count : int
        The deciding number.
    **values : MessageValue
        What fills the other placeholders.

    Returns
    -------
    Message
        The sentence, not yet worded.
    """
    return Message(singular, MappingProxyType(dict(values)), plural, count)


def alone(value: MessageValue, /) -> Message:
    """Make a message that says a value and nothing else.

    Parameters
    ----------
    value : MessageValue
        A text of the user's, a number, a day, a list of names.

    Returns
    -------
    Message
        The value; a message as it is.
    """
    return value if isinstance(value, Message) else msg("{value}", value=value)
