"""Tables that tell several accounts, parted by the column that names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from kpicore.ingest.layouts import Platform
from kpicore.ingest.sheets import fold
from kpicore.ingest.tables import Table

NETWORK_WORDS = {
    "x(twitter)": "x",
    "twitter": "x",
    "instagram business": "instagram",
    "facebook page": "facebook",
    "linkedin company page": "linkedin",
    "linkedin page": "linkedin",
    "fbinstagram": "instagram",
    "fb_instagram_account": "instagram",
}
"""Names that tools give to platforms, beside the platforms' own."""


def split_accounts(
    table: Table, platforms: Mapping[str, Platform]
) -> list[tuple[Table, str | None, str | None]]:
    """Part a table by its columns of account and platform.

    Parameters
    ----------
    table : Table
        Recognised.
    platforms : Mapping of str to Platform
        Whose names may stand in the platform column.

    Returns
    -------
    list of tuple
        Table, account name and platform key of each part; one part with None where the table
        does not say.
    """
    account, platform = table.position("account"), table.position("platform")
    if (account is None and platform is None) or not len(table.frame):
        return [(table, None, None)]
    empty = pd.Series([""] * len(table.frame), dtype="str")
    names = empty if account is None else table.texts(account).str.strip()
    networks = empty if platform is None else table.texts(platform).str.strip()
    label = names + "\x1f" + networks
    parts: list[tuple[Table, str | None, str | None]] = []
    for value in label.unique():
        chosen = (label == value).to_numpy(dtype=bool)
        name, _, network = str(value).partition("\x1f")
        if not name and not network and len(label.unique()) > 1:
            # Rows without a name (totals, notes) are judged with the first part.
            continue
        part = replace(
            table,
            frame=table.frame[chosen].reset_index(drop=True),
            row_numbers=table.row_numbers[chosen],
            numbers={i: a[chosen] for i, a in table.numbers.items()},
            ragged=table.ragged if not parts else [],
        )
        parts.append((part, name or None, platform_key(network, platforms)))
    return parts


def platform_key(word: str, platforms: Mapping[str, Platform]) -> str | None:
    """Return the key of the platform that a word names, or None."""
    plain = fold(word)
    if plain in NETWORK_WORDS:
        return NETWORK_WORDS[plain]
    for key, platform in platforms.items():
        if plain in (key, fold(platform.name), *platform.tokens):
            return key
    return None
