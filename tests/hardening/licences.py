"""Under which licences the pinned packages come, and whether Goalpost may be given on with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[2]
PINNED = ("requirements.txt", "requirements-dev.txt")

ACCEPTED = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT"),
        *("MIT-0", "MIT-CMU", "PSF-2.0", "Zlib"),
        # Of these the packages stay what they are: imported, not changed, and not made part of
        # Goalpost; only who changes them must give on the changes.
        *("MPL-2.0", "LGPL-3.0-only"),
    }
)

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "3-Clause BSD License": "BSD-3-Clause",
        "Apache 2.0": "Apache-2.0",
        "Apache License": "Apache-2.0",
        "Apache License 2.0": "Apache-2.0",
        "Apache Software License": "Apache-2.0",
        "BSD": "BSD-3-Clause",
        "BSD License": "BSD-3-Clause",
        "ISC License (ISCL)": "ISC",
        "MIT License": "MIT",
        "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
        "Python Software Foundation License": "PSF-2.0",
        "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    }
)
"""How packages write it, where they do not use the names of SPDX."""

READ_BY_HAND: Mapping[str, str] = MappingProxyType(
    {
        # No licence in its metadata; its repository says MIT, the axe-core inside says MPL-2.0.
        "axe-playwright-python": "MIT AND MPL-2.0",
    }
)


def pinned() -> Iterator[Distribution]:
    """Give the pinned packages that are installed; those for other systems are not.

    Yields
    ------
    Distribution
        Each once, by name.
    """
    names = set()
    for file in PINNED:
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            if found := re.match(r"([A-Za-z0-9._-]+)(\[[^]]*\])?==", line):
                names.add(found.group(1))
    for name in sorted(names):
        try:
            yield distribution(name)
        except PackageNotFoundError:
            continue


def licence_of(package: Distribution) -> str:
    """Return the licence of a package as an expression of SPDX names; what it says, if unknown."""
    told = package.metadata
    name = str(told["Name"])
    if name in READ_BY_HAND:
        return READ_BY_HAND[name]
    if expression := told.get("License-Expression"):
        return str(expression)
    ends = [
        line.rsplit(" :: ", 1)[-1]
        for line in told.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    # Several stand for a choice. The field "License" may hold the whole text: its first line.
    words = [end for end in ends if end != "OSI Approved"]
    words = words or [str(told.get("License") or "").strip().partition("\n")[0]]
    return " OR ".join(WORDS.get(word, word) for word in words)


def accepted(expression: str) -> bool:
    """Tell whether one of the offered licences is accepted with all its parts.

    Parameters
    ----------
    expression : str
        Of SPDX names, without brackets.

    Returns
    -------
    bool
        False for what is not known.
    """
    return any(
        all(part in ACCEPTED for part in offer.split(" AND ")) for offer in expression.split(" OR ")
    )


def not_accepted() -> dict[str, str]:
    """Return the packages whose licence is not accepted, with what they say of it."""
    found = {str(p.metadata["Name"]): licence_of(p) for p in pinned()}
    return {name: licence for name, licence in found.items() if not accepted(licence)}
