"""Which language a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the app.

    Attributes
    ----------
    code : str
        Code in links, settings and the command line.
    own_name : str
        Its name in itself.
    locale : str
        Babel locale for numbers and dates.
    html : str
        BCP 47 tag for documents.
    """

    code: str
    own_name: str
    locale: str
    html: str


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        "en": Language("en", "English", "en", "en"),
        "ko": Language("ko", "한국어", "ko", "ko"),
        "zh": Language("zh", "简体中文", "zh_Hans", "zh-Hans"),
    }
)
"""Languages with a complete catalogue, by code."""


def choose_language(*wishes: str | None) -> str:
    """Return the code of the first wish that the app speaks, else English.

    Parameters
    ----------
    *wishes : str or None
        Codes or locale tags in order of weight, such as a saved setting and then the browser's
        ``"ko-KR"``. Traditional Chinese readers get Simplified rather than English.

    Returns
    -------
    str
        A key of `LANGUAGES`.
    """
    for wish in wishes:
        if wish:
            code = wish.replace("_", "-").split("-")[0].lower()
            if code in LANGUAGES:
                return code
    return "en"
