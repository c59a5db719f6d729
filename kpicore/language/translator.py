"""Wording of messages: catalogue look-up, plural choice and values formatted by locale.

Catalogues are `.po` files under ``locale/<code>/``; they are compiled in memory once per process,
so that no build step is needed where the app is hosted. Nothing here is process-global: each
reader has a translator of their own language.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from kpicore.language.choice import LANGUAGES
from kpicore.messages import Message, MessageValue
from kpicore.periods import Period
from kpicore.units import (
    Amount,
    Change,
    Probability,
    Unit,
    format_amount,
    format_change,
    format_probability,
)

CATALOGUES = Path(__file__).parent / "locale"

LIST_SEPARATORS = {"en": ", ", "ko": ", ", "zh": "、"}


class Translator:
    """Words messages, numbers and dates in one language.

    Parameters
    ----------
    code : str
        A key of `LANGUAGES`.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.locale = LANGUAGES[code].locale
        self._catalogue = _catalogue(code)

    def say(self, message: Message | str) -> str:
        """Word a message in this language.

        Parameters
        ----------
        message : Message or str
            A message, or text that is already final (a name), which is returned unchanged.

        Returns
        -------
        str
            The sentence with its values formatted by locale.
        """
        if isinstance(message, str):
            return message
        if message.plural is not None and message.count is not None:
            template = self._catalogue.ngettext(message.text, message.plural, message.count)
        else:
            template = self._catalogue.gettext(message.text)
        values = {name: self._word(value) for name, value in message.values.items()}
        if message.count is not None:
            values.setdefault("count", self._word(message.count))
        return str(template).format_map(values) if values else str(template)

    __call__ = say

    def _word(self, value: MessageValue) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, Message):
            return self.say(value)
        if isinstance(value, Amount):
            return format_amount(
                value.value, value.unit, self.code, currency=value.currency, signed=value.signed
            )
        if isinstance(value, Change):
            return format_change(value.share, self.code)
        if isinstance(value, Probability):
            return format_probability(value.value, self.code)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, tuple):
            return LIST_SEPARATORS[self.code].join(self._word(v) for v in value)
        return str(format_decimal(value, locale=self.locale))

    def amount(
        self,
        value: float | None,
        unit: Unit = Unit.COUNT,
        *,
        currency: str | None = None,
        signed: bool = False,
        compact: bool = False,
    ) -> str:
        """Write a value of a unit; see `kpicore.units.format_amount`.

        Parameters
        ----------
        value : float or None
            As stored.
        unit : Unit
            What it counts.
        currency : str, optional
            For money.
        signed, compact : bool
            Plus sign; short form.

        Returns
        -------
        str
            The text.
        """
        return format_amount(
            value, unit, self.code, currency=currency, signed=signed, compact=compact
        )

    def change(self, share: float | None) -> str:
        """Write a relative change with its sign."""
        return format_change(share, self.code)

    def probability(self, probability: float | None) -> str:
        """Write a probability in whole percent, never 0 % or 100 %."""
        return format_probability(probability, self.code)

    def date(self, day: date, style: str = "medium") -> str:
        """Write a day: ``28 Feb 2026`` in the order of the language."""
        return str(format_date(day, style, locale=self.locale))

    def moment(self, moment: datetime) -> str:
        """Write a day with its time."""
        return str(format_datetime(moment, "medium", locale=self.locale))

    def period(self, period: Period) -> str:
        """Write a span of days."""
        if period.first == period.last:
            return self.date(period.first)
        return f"{self.date(period.first)} – {self.date(period.last)}"


@cache
def _catalogue(code: str) -> NullTranslations:
    path = CATALOGUES / code / "LC_MESSAGES" / "goalpost.po"
    if code == "en" or not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=LANGUAGES[code].locale)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


@cache
def translator(code: str) -> Translator:
    """Return the translator of a language; shared, it holds no state of a reader.

    Parameters
    ----------
    code : str
        A key of `LANGUAGES`.

    Returns
    -------
    Translator
        For that language.
    """
    return Translator(code)


def english() -> Translator:
    """Return the translator of the language in which messages are written."""
    return translator("en")
