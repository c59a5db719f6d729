"""Month and weekday words of the languages in which exports write dates."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale

LANGUAGES_OF_DATES = (
    "en",
    "es",
    "pt",
    "fr",
    "de",
    "it",
    "nl",
    "ru",
    "uk",
    "pl",
    "tr",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "ro",
    "hu",
    "el",
    "id",
    "ms",
    "vi",
    "th",
    "ar",
    "he",
    "hi",
)

CUT_TO_THREE = frozenset({"en", "es", "pt", "de", "it", "nl", "ru"})
"""Languages whose months people cut to three letters; elsewhere a cut would clash (Finnish mar)."""

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


@cache
def months_by_language() -> Mapping[str, Mapping[str, int]]:
    """Return language -> month word -> month number; forms, cases and short forms together."""
    tables: dict[str, dict[str, int]] = {}
    for language in LANGUAGES_OF_DATES:
        names = Locale.parse(language).months
        words: dict[str, int] = {}
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    words.setdefault(word(name), number)
                    if language in CUT_TO_THREE:
                        words.setdefault(word(name)[:3], number)
        clean = {w: n for w, n in words.items() if not w.isdecimal() and len(w) > 1}
        tables[language] = _without_clashing_cuts(clean, names)
    tables["en"]["sept"] = 9
    return tables


def _without_clashing_cuts(
    words: dict[str, int], names: Mapping[str, Mapping[str, Mapping[int, str]]]
) -> dict[str, int]:
    # "mar" may be cut from two months of one language; such cuts tell nothing.
    cuts: dict[str, set[int]] = {}
    for number, name in names["format"]["wide"].items():
        cuts.setdefault(word(name)[:3], set()).add(number)
    full = {word(n) for c in names.values() for w in c.values() for n in w.values()}
    return {w: n for w, n in words.items() if w in full or len(cuts.get(w, {n})) == 1}


@cache
def weekday_words() -> frozenset[str]:
    """Return weekday words of all those languages."""
    found = set()
    for language in LANGUAGES_OF_DATES:
        days = Locale.parse(language).days
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                for name in days[context].get(width, {}).values():
                    found.add(word(name))
                    found.update(word(part) for part in name.split("-"))
    return frozenset(found)


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
        for table in months_by_language().values()
        if wanted <= table.keys()
    }
    return dict(readings.pop()) if len(readings) == 1 else None


@cache
def all_month_words() -> frozenset[str]:
    """Return the month words of all languages."""
    return frozenset(w for table in months_by_language().values() for w in table)
