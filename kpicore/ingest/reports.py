"""What an import found: per file what was recognised and why, rows kept and dropped, doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from kpicore.history import Account, History
from kpicore.ingest.options import TableKind
from kpicore.messages import Message

if TYPE_CHECKING:
    from kpicore.ingest.mapping import MappingProposal
    from kpicore.language import Translator

Json: TypeAlias = "str | int | float | list[Json] | dict[str, Json] | None"


class Severity(StrEnum):
    """How much a fault matters."""

    ERROR = "error"
    """Something of the file was not used."""
    WARNING = "warning"
    """A doubt that the reader should settle."""
    INFO = "info"
    """Something to know; nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One remark about a file.

    Attributes
    ----------
    severity : Severity
        How much it matters.
    message : Message
        What was found and what to do.
    row : int or None
        Row as a spreadsheet counts it, the first row of the file being 1.
    column : str or None
        Header of the column.
    """

    severity: Severity
    message: Message
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedRows:
    """Rows that were read and not kept.

    Attributes
    ----------
    reason : Message
        Why.
    rows : int
        How many.
    """

    reason: Message
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """One table of a file, as it was read.

    Attributes
    ----------
    kind : TableKind
        What its rows are.
    platform : str
        Platform key.
    rows : int
        Rows kept.
    first, last : date or None
        Days covered: of daily values, or on which posts were published.
    totals : Mapping[str, float]
        Sum of each metric over the rows; a stock gives its last known value; rates, means and
        distinct counts are left out.
    """

    kind: TableKind
    platform: str
    rows: int
    first: date | None = None
    last: date | None = None
    totals: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What one file is and what was taken from it.

    Attributes
    ----------
    file : str
        Its name; inside an archive the archive's name, a slash and the entry's name.
    platform, layout : str or None
        What it was recognised as; None when it was not.
    account : str or None
        Name of the account its rows went to.
    account_id : str or None
        Its id in the history.
    tables : tuple of TableReport
        Tables that were read.
    faults : tuple of Fault
        All remarks together.
    error : Message or None
        Why the file could not be used: what was found, what was expected, what to do.
    recognised_by : Message or None
        Why it is taken for this layout.
    rows_read : int
        Data rows seen.
    rows_dropped : tuple of DroppedRows
        Rows not kept, by reason.
    sha256 : str
        Of the file's bytes; the same file twice is known by it.
    proposals : tuple of MappingProposal
        For tables that nobody could name: what their columns might be.
    """

    file: str
    platform: str | None = None
    layout: str | None = None
    account: str | None = None
    account_id: str | None = None
    tables: tuple[TableReport, ...] = ()
    faults: tuple[Fault, ...] = ()
    error: Message | None = None
    recognised_by: Message | None = None
    rows_read: int = 0
    rows_dropped: tuple[DroppedRows, ...] = ()
    sha256: str = ""
    proposals: tuple[MappingProposal, ...] = ()

    @property
    def needs_mapping(self) -> bool:
        """Whether a table of the file waits for somebody to say what its columns are."""
        return bool(self.proposals)

    def to_json(self, translator: Translator) -> dict[str, Json]:
        """Return the object that ``read --json`` prints for this file.

        Parameters
        ----------
        translator : Translator
            Words the messages.

        Returns
        -------
        dict
            Plain JSON values.
        """
        say = translator.say
        return {
            "file": self.file,
            "platform": self.platform,
            "layout": self.layout,
            "account": self.account,
            "tables": [_table_json(t) for t in self.tables],
            "faults": [
                {
                    "severity": f.severity.value,
                    "row": f.row,
                    "column": f.column,
                    "message": say(f.message),
                }
                for f in self.faults
            ],
            "error": say(self.error) if self.error else None,
            "recognised_by": say(self.recognised_by) if self.recognised_by else None,
            "rows_read": self.rows_read,
            "rows_dropped": [{"reason": say(d.reason), "rows": d.rows} for d in self.rows_dropped],
        }


def _table_json(table: TableReport) -> Json:
    totals: dict[str, Json] = {
        k: int(v) if float(v).is_integer() else v for k, v in table.totals.items()
    }
    return {
        "kind": table.kind.value,
        "platform": table.platform,
        "rows": table.rows,
        "first": table.first.isoformat() if table.first else None,
        "last": table.last.isoformat() if table.last else None,
        "totals": totals,
    }


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """All that a set of files told.

    Attributes
    ----------
    files : tuple of FileReport
        In the order given; archives are replaced by their entries.
    history : History
        The rows of all files that could be used, put together by account.
    """

    files: tuple[FileReport, ...] = ()
    history: History = field(default_factory=History)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Accounts that the files speak of."""
        return self.history.accounts

    @property
    def failed(self) -> tuple[FileReport, ...]:
        """Files that could not be used."""
        return tuple(f for f in self.files if f.error is not None)


def read_json(files: Sequence[FileReport], translator: Translator) -> dict[str, Json]:
    """Return the object that ``read --json`` prints.

    Parameters
    ----------
    files : sequence of FileReport
        As in `ImportResult.files`.
    translator : Translator
        Words the messages.

    Returns
    -------
    dict
        ``{"files": [...]}``.
    """
    return {"files": [report.to_json(translator) for report in files]}
