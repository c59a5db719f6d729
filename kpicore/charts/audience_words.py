"""What parts of an audience are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from babel import Locale

from kpicore.kpis import AudienceGroup, Dimension
from kpicore.language import Translator
from kpicore.messages import Message, msg

GROUP_WORDS: Mapping[AudienceGroup, Message] = MappingProxyType(
    {AudienceGroup.FOLLOWERS: msg("Followers"), AudienceGroup.VIEWERS: msg("Viewers")}
)
"""Whose audience."""


DIMENSION_WORDS: Mapping[Dimension, Message] = MappingProxyType(
    {
        Dimension.GENDER: msg("Gender"),
        Dimension.AGE: msg("Age"),
        Dimension.GENDER_AGE: msg("Gender and age"),
        Dimension.TERRITORY: msg("Country or region"),
        Dimension.CITY: msg("City"),
        Dimension.HOUR: msg("Hour of the day"),
    }
)
"""By what it is divided."""


_GENDERS: Mapping[str, Message] = MappingProxyType({"female": msg("Women"), "male": msg("Men")})


_OTHER = msg("All others")


def is_rest(key: str) -> bool:
    """Tell whether a part is what an export put together: it is no group of people."""
    return key.casefold() == "other"


def audience_word(dimension: Dimension, key: str, t: Translator) -> str:
    """Return what a part of the audience is called.

    Parameters
    ----------
    dimension : Dimension
        By what the audience is divided.
    key : str
        As kept: ``female``, ``25-34``, ``KR``, a name.
    t : Translator
        Of the reader.

    Returns
    -------
    str
        In the reader's language where the key is a code, else as it is.
    """
    if is_rest(key):
        return t(_OTHER)
    if dimension is Dimension.GENDER and key in _GENDERS:
        return t(_GENDERS[key])
    if dimension is Dimension.GENDER_AGE:
        gender, _, age = key.partition(" ")
        if gender in _GENDERS:
            return t(msg("{gender} {age}", gender=_GENDERS[gender], age=age))
    if dimension is Dimension.TERRITORY and len(key) == 2:
        return str(Locale.parse(t.locale).territories.get(key.upper(), key))
    return key
