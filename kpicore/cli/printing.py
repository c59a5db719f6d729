"""What is written to the terminal: one JSON object, or short tables and sentences."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

import typer

from kpicore.ingest import FileReport
from kpicore.language import Translator
from kpicore.messages import msg

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


def print_json(value: Mapping[str, Json]) -> None:
    """Print one JSON object; NaN and infinite numbers become null."""
    typer.echo(json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False))


def _plain(value: Json) -> Json:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def iso(day: date | None) -> str | None:
    """Write a day as 2026-03-31."""
    return None if day is None else day.isoformat()


def print_table(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print rows in columns as wide as their widest cell.

    Parameters
    ----------
    rows : sequence of rows
        Cells as text; Korean and Chinese characters count for two columns.
    right : sequence of int
        Numbers of the columns that are aligned to the right.
    """
    if not rows:
        return
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = []
        for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - _width(cell))
            cells.append(gap + cell if number in right else cell + gap)
        typer.echo("  ".join(cells).rstrip())


def print_left_out(reports: Sequence[FileReport], language: Translator) -> None:
    """Say which files could not be used, and why."""
    for report in reports:
        if report.error is not None:
            message = msg("Not used: {file}: {error}", file=report.file, error=report.error)
            typer.echo(language.say(message))


def left_out_json(reports: Sequence[FileReport], language: Translator) -> dict[str, Json]:
    """Return what JSON output says of files that could not be used: nothing if there is none."""
    found: list[Json] = [
        {"file": r.file, "error": language.say(r.error)} for r in reports if r.error is not None
    ]
    return {"left_out": found} if found else {}


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
