"""Reading the files that platforms export into a `kpicore.history.History`."""

from kpicore.ingest.options import (
    ColumnChoice,
    DateOrder,
    DecimalMark,
    Limits,
    NamedMapping,
    ReadOptions,
    SourceFile,
    TableKind,
)
from kpicore.ingest.reading import read_files
from kpicore.ingest.reports import (
    DroppedRows,
    Fault,
    FileReport,
    ImportResult,
    Severity,
    TableReport,
    read_json,
)

__all__ = [
    "ColumnChoice",
    "DateOrder",
    "DecimalMark",
    "DroppedRows",
    "Fault",
    "FileReport",
    "ImportResult",
    "Limits",
    "NamedMapping",
    "ReadOptions",
    "Severity",
    "SourceFile",
    "TableKind",
    "TableReport",
    "read_files",
    "read_json",
]
