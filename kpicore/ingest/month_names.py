"""Month and weekday words of the languages in which exports write dates."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FILLERS = frozenset(
    [
        "de",
        "del",
        "da",
        "do",
        "di",
        "d",
        "of",
        "г",
        "года",
        "год",
        "р",
        "року",
        "der",
        "den",
        "am",
        "um",
        "le",
        "la",
        "les",
        "the",
        "at",
        "à",
        "às",
        "las",
        "a",
        "klo",
        "kl",
        "o",
        "st",
        "nd",
        "rd",
        "th.",
        "th",
        "er",
        "e",
        "º",
        "ª",
        "o'clock",
        "ngày",
        "lúc",
        "tahun",
        "año",
        "ano",
        "g",
    ]
)
"""Words in dates that carry no meaning of their own."""


def word(text: str) -> str:
    """Return a word of a date in the form in which it is looked up."""
    return unicodedata.normalize("NFKC", text).casefold().strip(". ")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWords:
    """Words of dates in all those languages.

    Attributes
    ----------
    months : Mapping of str to Mapping of str to int
        Language to month word to month number; forms, cases and short forms together.
    weekdays : frozenset of str
        Weekday words of all languages.
    """

    months: Mapping[str, Mapping[str, int]]
    weekdays: frozenset[str]


@cache
def calendar_words() -> CalendarWords:
    """Return the words that `kpicore.ingest.calendar_words` wrote down; quicker than its source."""
    raw = json.loads((files("kpicore.ingest") / "words" / "calendar.json").read_text("utf-8"))
    return CalendarWords(months=raw["months"], weekdays=frozenset(raw["weekdays"]))


@cache
def weekday_words() -> frozenset[str]:
    """Return weekday words of all those languages."""
    return calendar_words().weekdays


def month_numbers(words: Iterable[str]) -> Mapping[str, int] | None:
    """Read the month words of one column, which are all of one language.

    Parameters
    ----------
    words : iterable of str
        Words in the form of `word`.

    Returns
    -------
    Mapping of str to int, or None
        Month by word; None when no language has them all, or two languages differ.
    """
    wanted = set(words)
    readings = {
        tuple(sorted((w, table[w]) for w in wanted))
        for table in calendar_words().months.values()
        if wanted <= table.keys()
    }
    return dict(readings.pop()) if len(readings) == 1 else None


@cache
def all_month_words() -> frozenset[str]:
    """Return the month words of all languages."""
    return frozenset(w for table in calendar_words().months.values() for w in table)
