"""Which letters this machine can draw: the fonts that files with drawn letters are made with.

Nothing is downloaded and no package of the system is needed: Latin letters come with the libraries
that draw charts. Korean and Chinese letters come from the system's fonts. Where there are none, a
report says so instead of printing boxes; see `Faces.language` and `Faces.legible`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import typst
from fontTools.ttLib import TTCollection, TTFont

LATIN = (
    "Inter", "Source Sans 3", "Source Sans Pro", "Noto Sans", "Segoe UI", "Helvetica Neue",
    "Arial", "Liberation Sans", "Noto Sans CJK SC", "Noto Sans CJK KR", "DejaVu Sans",
)  # fmt: skip
"""Families for Latin letters, the best first; the last one travels with the chart libraries."""

BY_LANGUAGE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ko": (
            "Pretendard", "Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans K",
            "Source Han Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic",
            "Nanum Gothic", "NanumBarunGothic", "Baekmuk Gulim", "Droid Sans Fallback",
        ),
        "zh": (
            "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
            "PingFang SC", "Microsoft YaHei", "Hiragino Sans GB", "WenQuanYi Micro Hei",
            "WenQuanYi Zen Hei", "SimHei", "Droid Sans Fallback",
        ),
    }
)  # fmt: skip
"""Families with the letters of a language, the best first."""


def _bundled() -> Path:
    # Found, not imported: the library itself is heavy and not needed here.
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("matplotlib is missing; it comes with Prophet.")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


BUNDLED = _bundled()
"""Fonts that travel with a library that Prophet needs anyway."""

ILLEGIBLE = "…"
"""Stands for letters that no font of the machine has."""

# Letters, signs and marks that every Latin font has.
_PLAIN = re.compile(
    r"[\x20-\x7e\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u20ac\u2212]*"
)

_COMMON: Mapping[str, str] = MappingProxyType(
    {"ko": "\uac00-\ud7a3\u3000-\u3003", "zh": "\u4e00-\u9fa5\u3000-\u3011\uff01-\uff5e"}
)
"""Letters that every font of a language has: for these no font is opened."""


@dataclass(frozen=True, kw_only=True)
class Faces:
    """The fonts with which text of a language is drawn.

    Attributes
    ----------
    language : str
        Language code of the app: the one asked for, or English where its letters are missing.
    wanted : str
        The one asked for.
    families : tuple of str
        Tried letter by letter in this order; never empty.
    system : bool
        Whether the system's fonts are among them.
    """

    language: str
    wanted: str
    families: tuple[str, ...]
    system: bool = True

    @property
    def missing(self) -> bool:
        """Whether the letters of the language asked for are missing."""
        return self.language != self.wanted

    def legible(self, text: str) -> str:
        """Return a text in which letters that no font has are replaced by one sign a run.

        Parameters
        ----------
        text : str
            Any text, such as an account's name.

        Returns
        -------
        str
            The same where every letter can be drawn.
        """
        if _PLAIN.fullmatch(text):
            return text
        common = "".join(letters for code, letters in _COMMON.items() if self._has(code))
        if common and _PLAIN.fullmatch(re.sub(f"[{common}]", "", text)):
            return text
        known = _letters(self.families, system=self.system)
        kept = "".join(c if ord(c) in known or c.isspace() else "\0" for c in text)
        return re.sub("\0+", ILLEGIBLE, kept)

    def _has(self, language: str) -> bool:
        return any(family in self.families for family in BY_LANGUAGE[language])


@cache
def faces(language: str, *, system: bool = True) -> Faces:
    """Return the fonts of this machine for a language.

    Parameters
    ----------
    language : str
        Language code of the app.
    system : bool, default True
        Whether the system's fonts are looked at; without them only what travels with the app.

    Returns
    -------
    Faces
        Looked up once in a process.
    """
    known = _known(system=system)
    own = [family for family in BY_LANGUAGE.get(language, ()) if family in known]
    spoken = language if own or language not in BY_LANGUAGE else "en"
    # Names in other languages stand in every report: all letters that the machine has are used.
    others = [f for families in BY_LANGUAGE.values() for f in families if f in known]
    latin = [family for family in LATIN if family in known]
    first = own or latin[:1]
    families = dict.fromkeys([*first[:1], *latin[:1], *own[1:2], *others, "DejaVu Sans"])
    return Faces(language=spoken, wanted=language, families=tuple(families), system=system)


@cache
def typst_fonts(*, system: bool = True) -> typst.Fonts:
    """Return the fonts of this machine as the typesetter takes them."""
    return typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=True, font_paths=[str(BUNDLED)]
    )


@cache
def _known(*, system: bool) -> frozenset[str]:
    return frozenset(typst_fonts(system=system).families())


@lru_cache(maxsize=8)
def _letters(families: tuple[str, ...], *, system: bool) -> frozenset[int]:
    """Return the code points that some families have together."""
    found: set[int] = set()
    seen: set[str] = set()
    for font in typst_fonts(system=system).fonts():
        if font.family not in families or font.path is None or font.family in seen:
            continue
        seen.add(font.family)
        found |= _letters_of(Path(font.path), font.index)
    return frozenset(found)


def _letters_of(path: Path, index: int) -> set[int]:
    if path.suffix.lower() in {".ttc", ".otc"}:
        with TTCollection(path, lazy=True) as several:
            return set(several.fonts[index].getBestCmap() or ())
    with TTFont(path, lazy=True) as one:
        return set(one.getBestCmap() or ())
