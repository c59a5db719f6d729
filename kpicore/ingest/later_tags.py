"""Hashtags of a large table, looked for by other threads while the rest of it is put together."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from kpicore.ingest.hashtags import hashtag_array
from kpicore.ingest.shared_texts import text_series


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterTags:
    """Hashtags of all rows that a large file told, ready or not.

    Attributes
    ----------
    parts : tuple of Future
        From top to bottom, one for each piece of memory.
    row_numbers : array of int
        Of the rows, as a spreadsheet counts, in order.
    """

    parts: tuple[Future[pa.LargeStringArray], ...]
    row_numbers: npt.NDArray[np.int64]

    def of_rows(self, row_numbers: npt.NDArray[np.int64]) -> pd.Series:
        """Return the hashtags of some of the rows; waits for those that are not ready.

        Parameters
        ----------
        row_numbers : array of int
            In order, all among those of the table.

        Returns
        -------
        Series of str
            As `hashtags_in` finds them, with a fresh index.
        """
        found = pa.chunked_array([part.result() for part in self.parts], type=pa.large_string())
        found = found[: len(self.row_numbers)]
        if len(row_numbers) < len(self.row_numbers):
            found = found.take(pa.array(np.searchsorted(self.row_numbers, row_numbers)))
        return text_series(found)


def tags_by(
    executor: Executor, parts: Iterable[pa.LargeStringArray]
) -> tuple[Future[pa.LargeStringArray], ...]:
    """Let others look for the hashtags of a column's parts."""
    return tuple(executor.submit(hashtag_array, part) for part in parts)
