"""Writes words/calendar.json, the month and weekday words of exports, from the CLDR data in Babel.

Run ``python -m kpicore.ingest.calendar_words`` after a change here or of Babel; reading the
file takes a hundredth of the time that asking Babel for 26 languages takes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from babel import Locale

from kpicore.ingest.month_names import word

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


def months_by_language() -> dict[str, dict[str, int]]:
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


def weekdays_of_languages() -> list[str]:
    """Return weekday words of all those languages."""
    found = set()
    for language in LANGUAGES_OF_DATES:
        days = Locale.parse(language).days
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                for name in days[context].get(width, {}).values():
                    found.add(word(name))
                    found.update(word(part) for part in name.split("-"))
    return sorted(found)


def as_text() -> str:
    """Return the words as they stand in the file."""
    tables = {"months": months_by_language(), "weekdays": weekdays_of_languages()}
    return json.dumps(tables, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Write the file."""
    (Path(__file__).parent / "words" / "calendar.json").write_text(as_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
