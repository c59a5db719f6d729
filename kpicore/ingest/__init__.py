"""Reading the files that platforms export into a `kpicore.history.History`."""

from kpicore.ingest.mapping import (
    ColumnGuess,
    MappingProposal,
    header_fingerprint,
    propose_mapping,
    read_examples,
)
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
from kpicore.ingest.template import TEMPLATE_COLUMNS, template_bytes

__all__ = [
    "TEMPLATE_COLUMNS",
    "ColumnChoice",
    "ColumnGuess",
    "DateOrder",
    "DecimalMark",
    "DroppedRows",
    "Fault",
    "FileReport",
    "ImportResult",
    "Limits",
    "MappingProposal",
    "NamedMapping",
    "ReadOptions",
    "Severity",
    "SourceFile",
    "TableKind",
    "TableReport",
    "header_fingerprint",
    "propose_mapping",
    "read_examples",
    "read_files",
    "read_json",
    "template_bytes",
]
