from .mapping import (
    ColumnGuess,
    MappingProposal,
    header_fingerprint,
    propose_mapping,
    read_examples,
)
from .options import (
    ColumnChoice,
    DateOrder,
    DecimalMark,
    Limits,
    NamedMapping,
    ReadOptions,
    SourceFile,
    TableKind,
)
from .reading import read_files
from .reports import (
    DroppedRows,
    Fault,
    FileReport,
    ImportResult,
    Severity,
    TableReport,
    read_json,
)
from .template import TEMPLATE_COLUMNS, template_bytes

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
