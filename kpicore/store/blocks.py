"""Frames as Parquet: small, typed, and safe to read back, unlike pickles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kpicore.frames import COLUMNS, KEYS, MOMENT, NUMBER, TEXT, as_frame

_ARROW = {TEXT: pa.string(), NUMBER: pa.float64(), MOMENT: pa.timestamp("us")}


class BlockError(ValueError):
    """Bytes that are not a block of that frame; the caller says where they came from."""


def schema_of(name: str) -> pa.Schema:
    """Return the columns and types of a frame's block."""
    return pa.schema([(column, _ARROW[dtype]) for column, dtype in COLUMNS[name].items()])


def write_block(name: str, frame: pd.DataFrame) -> bytes:
    """Write a frame.

    Parameters
    ----------
    name : str
        One of the frames of a history.
    frame : DataFrame
        With its columns.

    Returns
    -------
    bytes
        Parquet, compressed.
    """
    table = pa.Table.from_pandas(as_frame(name, frame), schema_of(name), preserve_index=False)
    sink = BytesIO()
    pq.write_table(table.replace_schema_metadata(None), sink, compression="zstd")
    return sink.getvalue()


def read_block(name: str, data: bytes, *, most_rows: int | None = None) -> pd.DataFrame:
    """Read what `write_block` wrote.

    Parameters
    ----------
    name : str
        One of the frames of a history.
    data : bytes
        Parquet.
    most_rows : int, optional
        Refuse more rows, before they are unpacked; for blocks from elsewhere.

    Returns
    -------
    DataFrame
        With the frame's columns and dtypes.

    Raises
    ------
    BlockError
        If the bytes are no such block.
    """
    return as_frame(name, _table(name, data, most_rows).to_pandas(use_threads=False))


def read_blocks(name: str, blocks: Sequence[tuple[bytes, Mapping[str, str]]]) -> pd.DataFrame:
    """Read blocks of our own one below the other.

    Parameters
    ----------
    name : str
        One of the frames of a history.
    blocks : sequence of (bytes, Mapping[str, str])
        Parquet, and where each account of it goes.

    Returns
    -------
    DataFrame
        With the frame's columns, in the order given.

    Raises
    ------
    BlockError
        If some bytes are no such block.
    """
    tables = [_routed(_table(name, data, None), route) for data, route in blocks]
    frame: pd.DataFrame = pa.concat_tables(tables).to_pandas(use_threads=False)
    return frame


def _routed(table: pa.Table, route: Mapping[str, str]) -> pa.Table:
    if all(source == target for source, target in route.items()):
        return table
    accounts = [route[account] for account in table["account_id"].to_pylist()]
    index = table.schema.get_field_index("account_id")
    return table.set_column(index, "account_id", pa.array(accounts, _ARROW[TEXT]))


def _table(name: str, data: bytes, most_rows: int | None) -> pa.Table:
    try:
        with pq.ParquetFile(BytesIO(data)) as file:
            if most_rows is not None and file.metadata.num_rows > most_rows:
                raise BlockError(f"{name}: more than {most_rows} rows")
            if not file.schema_arrow.equals(schema_of(name)):
                raise BlockError(f"{name}: other columns or types than {list(COLUMNS[name])}")
            table = file.read(use_threads=False)
            if most_rows is not None:
                table.validate(full=True)
                if any(table[key].null_count for key in KEYS[name]):
                    raise BlockError(f"{name}: a key is missing")
            return table
    except (pa.ArrowException, OSError) as fault:
        raise BlockError(f"{name}: {str(fault).splitlines()[0]}") from fault
