"""Competitors' figures as tables: read what a user enters or uploads, and give it back."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpicore.benchmarks.competitors import COLUMNS, COUNTS, PublicFigures
from kpicore.errors import ImportFailedError
from kpicore.messages import msg


def read_competitors(table: pd.DataFrame) -> tuple[PublicFigures, ...]:
    """Read a table of competitors.

    Parameters
    ----------
    table : DataFrame
        Columns of `COLUMNS`; name, platform, observed_on and days are needed, empty counts are
        unknown. A competitor may have several rows, one per day on which it was looked at.

    Returns
    -------
    tuple of PublicFigures
        One per row.

    Raises
    ------
    ImportFailedError
        If columns are missing, or rows hold something else than numbers and dates; all faulty rows
        together.
    """
    needed = [c for c in COLUMNS if c not in COUNTS]
    missing = [c for c in needed if c not in table.columns]
    if missing:
        raise ImportFailedError(
            msg(
                "The table of competitors lacks the columns {missing}. Expected are: {columns}.",
                missing=tuple(missing),
                columns=COLUMNS,
            )
        )
    counts = {
        c: pd.to_numeric(table[c], errors="coerce")
        if c in table
        else pd.Series(np.nan, index=table.index)
        for c in COUNTS
    }
    # Only 2026-01-31 and date cells: other orders would have to be guessed.
    when = pd.to_datetime(table["observed_on"], format="ISO8601", errors="coerce")
    days = pd.to_numeric(table["days"], errors="coerce")
    faulty = when.isna() | ~(days >= 1) | (table["name"].astype("str").str.strip() == "")
    for column, values in counts.items():
        if column in table:
            empty = table[column].isna() | (table[column].astype("str").str.strip() == "")
            faulty |= (values.isna() & ~empty) | (values < 0)
    if bool(faulty.any()):
        raise ImportFailedError(
            msg(
                "Rows {rows} of the table of competitors hold no name, no date like 2026-01-31, no "
                "number of days, or a count that is no number or negative.",
                rows=tuple(int(n) + 2 for n in np.flatnonzero(faulty.to_numpy())),
            )
        )
    return tuple(
        PublicFigures(
            name=str(table["name"].iloc[i]).strip(),
            platform=str(table["platform"].iloc[i]).strip().casefold(),
            observed_on=when.iloc[i].date(),
            days=int(days.iloc[i]),
            followers=float(counts["followers"].iloc[i]),
            posts=float(counts["posts"].iloc[i]),
            likes=float(counts["likes"].iloc[i]),
            comments=float(counts["comments"].iloc[i]),
            shares=float(counts["shares"].iloc[i]),
            views=float(counts["views"].iloc[i]),
        )
        for i in range(len(table))
    )


def read_competitors_text(text: str) -> tuple[PublicFigures, ...]:
    """Read a table of competitors from the text of a CSV file.

    Parameters
    ----------
    text : str
        Comma-separated, first row the header, columns as for `read_competitors`.

    Returns
    -------
    tuple of PublicFigures
        One per row.

    Raises
    ------
    ImportFailedError
        If it is no table, columns are missing, or rows are faulty.
    """
    try:
        table = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise ImportFailedError(
            msg("The file is no table with commas. Expected are the columns {columns}.",
                columns=COLUMNS)
        ) from fault  # fmt: skip
    return read_competitors(table)


def figures_table(figures: Sequence[PublicFigures]) -> pd.DataFrame:
    """Return public figures as a table with `COLUMNS`, which `read_competitors` reads again."""
    frame = pd.DataFrame([[getattr(f, c) for c in COLUMNS] for f in figures], columns=list(COLUMNS))
    frame["observed_on"] = pd.to_datetime(frame["observed_on"])
    numbers = ["days", *COUNTS]
    frame[numbers] = frame[numbers].astype("float64")
    return frame.astype({"name": "str", "platform": "str"})
