"""``read``: what was recognised in the files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from kpicore.cli.inputs import Wishes, read_all, unusable
from kpicore.cli.printing import print_json, print_table
from kpicore.ingest import FileReport, TableReport, read_json
from kpicore.language import Translator
from kpicore.messages import msg, msgs
from kpicore.metrics import METRICS


def run(files: Sequence[Path], wishes: Wishes, *, as_json: bool) -> None:
    """Print a report per file.

    Parameters
    ----------
    files : sequence of Path
        Export files.
    wishes : Wishes
        The options.
    as_json : bool
        Print JSON instead of sentences.

    Raises
    ------
    CommandError
        After printing, if a file could not be used: the first one's reason.
    """
    result = read_all(files, wishes)
    if as_json:
        print_json(read_json(result.files, wishes.language))
    else:
        for report in result.files:
            if report.error is None:
                _print_report(report, wishes.language)
    if result.failed:
        raise unusable(result)


def _print_report(report: FileReport, language: Translator) -> None:
    say = language.say
    typer.echo(report.file)
    if report.recognised_by is not None:
        typer.echo("  " + say(report.recognised_by))
    for table in report.tables:
        _print_table_report(table, language)
    for fault in report.faults:
        place = _place(fault.row, fault.column)
        typer.echo("  ! " + (f"{place}: " if place else "") + say(fault.message))
    for dropped in report.rows_dropped:
        typer.echo(
            "  "
            + say(
                msgs(
                    "One row left out: {reason}",
                    "{count} rows left out: {reason}",
                    dropped.rows,
                    reason=dropped.reason,
                )
            )
        )


def _place(row: int | None, column: str | None) -> str:
    """Write where a fault is as spreadsheets count: ``12`` or ``12, Followers``."""
    return ", ".join(str(part) for part in (row, column) if part is not None)


def _print_table_report(table: TableReport, language: Translator) -> None:
    say = language.say
    if table.first is not None and table.last is not None:
        span = msg(
            "{rows} rows, {first} to {last}",
            rows=table.rows,
            first=table.first,
            last=table.last,
        )
    else:
        span = msg("{rows} rows", rows=table.rows)
    typer.echo(f"  {table.kind.value}: {say(span)}")
    rows = [
        ["    " + say(METRICS[key].label), language.amount(value, METRICS[key].unit)]
        for key, value in table.totals.items()
        if key in METRICS
    ]
    print_table(rows, right=(1,))
