"""Number and date words for charts, in the form of the drawing library (d3), and short ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from types import MappingProxyType

import altair as alt
from babel import Locale
from babel.dates import format_time, get_day_names, get_month_names

from kpicore.units import LOCALES

_CURRENCY_SIGNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"en": ("$", ""), "ko": ("₩", ""), "zh": ("¥", "")}
)
"""Asked for by the drawing library; our charts write currencies as codes and never use these."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Date patterns of d3 in the order of a language."""

    moment: str
    day: str
    axis_day: str
    axis_month: str
    axis_year: str


_PATTERNS: Mapping[str, _Patterns] = MappingProxyType(
    {
        "en": _Patterns("%b %-d, %Y, %H:%M", "%b %-d, %Y", "%b %-d", "%b %Y", "%Y"),
        "ko": _Patterns(
            "%Y년 %-m월 %-d일 %H:%M", "%Y년 %-m월 %-d일", "%-m월 %-d일", "%Y년 %-m월", "%Y년"
        ),
        "zh": _Patterns(
            "%Y年%-m月%-d日 %H:%M", "%Y年%-m月%-d日", "%-m月%-d日", "%Y年%-m月", "%Y年"
        ),
    }
)

_LARGE: Mapping[str, Sequence[tuple[float, str]]] = MappingProxyType(
    {
        "en": ((1e9, "B"), (1e6, "M"), (1e4, "K")),
        "ko": ((1e8, "억"), (1e4, "만")),
        "zh": ((1e8, "亿"), (1e4, "万")),
    }
)
"""Steps in which people count large numbers, with the word for them; Korean and Chinese count in
ten thousands, which the drawing library's own short form does not know."""

SHORT_AXIS_DAYS = 150
"""Up to this many days a time axis names days, above it months."""
LONG_AXIS_DAYS = 4 * 365
"""Above this many days a time axis names years."""


def chart_locale(language: str) -> alt.Locale:
    """Return the number and date words of a language for ``Chart.configure(locale=…)``.

    Parameters
    ----------
    language : str
        Language code of the app.

    Returns
    -------
    Locale
        Decimal and thousands marks, names of months and weekdays, order of dates.
    """
    locale = LOCALES[language]
    symbols = Locale.parse(locale).number_symbols["latn"]
    return alt.Locale(
        number=alt.NumberLocale(
            decimal=symbols["decimal"],
            thousands=symbols["group"],
            grouping=[3],
            currency=list(_CURRENCY_SIGNS[language]),
        ),
        time=alt.TimeLocale(
            dateTime=_PATTERNS[language].moment,
            date=_PATTERNS[language].day,
            time="%H:%M",
            periods=[format_time(time(hour), "a", locale=locale) for hour in (6, 18)],
            days=_from_sunday(get_day_names("wide", locale=locale)),
            shortDays=_from_sunday(get_day_names("abbreviated", locale=locale)),
            months=list(get_month_names("wide", locale=locale).values()),
            shortMonths=list(get_month_names("abbreviated", locale=locale).values()),
        ),
    )


def _from_sunday(names: Mapping[int, str]) -> list[str]:
    # Babel counts weekdays from Monday, d3 from Sunday.
    return [names[(day - 1) % 7] for day in range(7)]


def day_format(language: str) -> str:
    """Return the d3 pattern of a whole date in a language."""
    return _PATTERNS[language].day


def axis_date_format(days: int, language: str) -> str:
    """Return the d3 pattern for the ticks of a time axis.

    Parameters
    ----------
    days : int
        Length of the axis.
    language : str
        Language code of the app.

    Returns
    -------
    str
        Naming days, months or years, as much as the length leaves room for.
    """
    words = _PATTERNS[language]
    if days <= SHORT_AXIS_DAYS:
        return words.axis_day
    return words.axis_month if days <= LONG_AXIS_DAYS else words.axis_year


def short_count_expression(language: str, value: str = "datum.value") -> str:
    """Return a Vega expression that writes a count shortly: ``12K``, ``1.2만``, ``1.2万``.

    Parameters
    ----------
    language : str
        Language code of the app.
    value : str, default "datum.value"
        The expression of the number.

    Returns
    -------
    str
        The expression, for ``labelExpr``.
    """
    text = f"format({value}, ',.3~f')"
    for step, word in reversed(_LARGE[language]):
        # The first step in English is 10,000: four digits are read as easily as "9.5K".
        size = 1e3 if word == "K" else step
        short = f"format({value} / {size:.0f}, ',.2~f') + '{word}'"
        text = f"abs({value}) >= {step:.0f} ? {short} : {text}"
    return text
