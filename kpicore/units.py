"""What a number counts, and how it is written for people in their language.

Values are stored plainly: shares as 0-1, durations in seconds, money in its currency. Percent
signs, thousands marks and minutes exist only in text, made here with Babel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from babel.numbers import (
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_decimal_symbol,
)

LOCALES = {"en": "en", "ko": "ko", "zh": "zh_Hans"}
"""Language code of the app to the Babel locale that formats its numbers and dates."""

KEPT_TEXTS = 16_384
"""Numbers whose texts are kept: a chart that is drawn again writes the same ones."""

MISSING_TEXT = "–"
"""Shown where there is no value: missing is not zero."""


class Unit(StrEnum):
    """What a number counts, as stored."""

    COUNT = "count"
    """Things: views, likes, followers."""
    SHARE = "share"
    """A ratio on the scale 0-1, shown as percent."""
    SECONDS = "seconds"
    """A duration."""
    MONEY = "money"
    """An amount in a currency."""
    NUMBER = "number"
    """A plain decimal, such as posts per week or frequency."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with its unit, formatted only when a person reads it.

    Attributes
    ----------
    value : float
        The number; NaN is shown as a dash.
    unit : Unit
        What it counts.
    currency : str or None
        ISO 4217 code when `unit` is MONEY.
    signed : bool
        Whether a plus is written before positive values.
    """

    value: float
    unit: Unit = Unit.COUNT
    currency: str | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A relative change: ``share=0.2`` is +20 %.

    Attributes
    ----------
    share : float
        Change as a share of the value before.
    """

    share: float


@dataclass(frozen=True, slots=True)
class Probability:
    """A probability: written in whole percent, never as 0 % or 100 %.

    Attributes
    ----------
    value : float
        In [0, 1]; NaN is shown as a dash.
    """

    value: float


def format_amount(
    value: float | None,
    unit: Unit,
    language: str = "en",
    *,
    currency: str | None = None,
    signed: bool = False,
    compact: bool = False,
) -> str:
    """Write a value for people.

    Parameters
    ----------
    value : float or None
        The number as stored; None or NaN gives a dash.
    unit : Unit
        What it counts.
    language : str, default "en"
        Language code of the app.
    currency : str, optional
        ISO 4217 code for money.
    signed : bool, default False
        Write a plus before positive values.
    compact : bool, default False
        Shorten large counts: 12.3K, 1.2만.

    Returns
    -------
    str
        ``"12,400"``, ``"5.2%"``, ``"4:34"``, ``"€1,200"``.
    """
    if value is None or math.isnan(value):
        return MISSING_TEXT
    written = _written(abs(value), unit, LOCALES[language], currency, compact=compact)
    if not any(sign in written for sign in "123456789∞"):
        return written  # what is rounded to zero has no sign
    return ("-" if value < 0 else "+" if signed else "") + written


@lru_cache(maxsize=KEPT_TEXTS)
def _written(value: float, unit: Unit, locale: str, currency: str | None, *, compact: bool) -> str:
    if unit is Unit.SHARE:
        return format_percent(value, _share_pattern(value), locale=locale)
    if unit is Unit.SECONDS:
        return _format_duration(value, locale)
    if unit is Unit.MONEY and currency:
        if value < 1000:
            return format_currency(value, currency, locale=locale, currency_digits=True)
        return format_currency(value, currency, "¤#,##0", locale=locale, currency_digits=False)
    if compact and value >= 10_000:
        return format_compact_decimal(value, fraction_digits=1, locale=locale)
    digits = _decimals(value, unit)
    return format_decimal(value, "#,##0." + "#" * digits if digits else "#,##0", locale=locale)


def _decimals(value: float, unit: Unit) -> int:
    # Counts of a hundred and more are whole; below, and in plain numbers, a decimal still tells.
    if unit is Unit.NUMBER:
        return 1 if value >= 10 else 2
    return 0 if value >= 100 or float(value).is_integer() else 1


def _share_pattern(value: float) -> str:
    percent = value * 100
    if percent >= 100:
        return "#,##0%"
    if percent >= 10 or percent == 0:
        return "0.0%"
    return "0.0#%" if percent >= 1 else "0.00%"


def _format_duration(seconds: float, locale: str) -> str:
    if seconds < 60:
        whole = f"{seconds:.1f}".removesuffix(".0").replace(".", get_decimal_symbol(locale))
        return f"{whole} s"
    if seconds < 3600:
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes}:{rest:02d}"
    if seconds < 100 * 3600:
        hours, rest = divmod(round(seconds / 60), 60)
        return f"{hours}:{rest:02d} h"
    return f"{format_decimal(round(seconds / 3600), locale=locale)} h"


def format_change(share: float | None, language: str = "en") -> str:
    """Write a relative change with its sign.

    Parameters
    ----------
    share : float or None
        Change as a share; None or NaN gives a dash.
    language : str, default "en"
        Language code of the app.

    Returns
    -------
    str
        ``"+8%"``, ``"-0.4%"``.
    """
    if share is None or math.isnan(share):
        return MISSING_TEXT
    pattern = "+#,##0%;-#,##0%" if abs(share) >= 0.0995 else "+0.0%;-0.0%"
    if abs(share) < 0.0005:
        share = 0.0
        pattern = "0%"
    return str(format_percent(share, pattern, locale=LOCALES[language]))


def format_probability(probability: float | None, language: str = "en") -> str:
    """Write a probability in whole percent, never as 0 % or 100 %.

    Parameters
    ----------
    probability : float or None
        In [0, 1]; None or NaN gives a dash.
    language : str, default "en"
        Language code of the app.

    Returns
    -------
    str
        ``"74%"``, ``"<1%"`` or ``">99%"``: draws cannot tell more than that.
    """
    if probability is None or math.isnan(probability):
        return MISSING_TEXT
    return _format_odds(probability, LOCALES[language])


@lru_cache(maxsize=KEPT_TEXTS)
def _format_odds(probability: float, locale: str) -> str:
    if probability < 0.01:
        return "<" + str(format_percent(0.01, "0%", locale=locale))
    if probability > 0.99:
        return ">" + str(format_percent(0.99, "0%", locale=locale))
    return str(format_percent(probability, "0%", locale=locale))
