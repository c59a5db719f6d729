"""A report as a PDF: set in type by a library, charts as vectors.

What is said goes to the typesetter as data (JSON), never as its markup, so no name from a file can
become a command.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst

from kpicore.language import LANGUAGES
from kpicore.messages import msgs
from kpicore.reports.blocks import Block, Chart, Figure, Table
from kpicore.reports.edition import MOST_ROWS, Edition
from kpicore.reports.fonts import typst_fonts
from kpicore.reports.pictures import still, svg
from kpicore.reports.worded import Plain, worded

PICTURE_PPI = 80
"""Of the pages in a preview: words can be read on a screen."""
MOST_PICTURES = 12
TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


def write(edition: Edition) -> bytes:
    """Write a report as a PDF.

    Parameters
    ----------
    edition : Edition
        The report in its language, on its paper.

    Returns
    -------
    bytes
        The file; its time is the day of the report.
    """
    return _pdf(edition, _inputs(edition))


def write_with_pictures(edition: Edition) -> tuple[bytes, tuple[bytes, ...]]:
    """Write a report as a PDF, and its first pages as pictures.

    Parameters
    ----------
    edition : Edition
        The report in its language, on its paper.

    Returns
    -------
    tuple
        The file, and up to `MOST_PICTURES` of its pages as PNG.
    """
    inputs = _inputs(edition)
    data = _pdf(edition, inputs)
    drawn = _compiler(system=edition.fonts.system).compile(
        input=TEMPLATE.read_bytes(), format="png", ppi=PICTURE_PPI, sys_inputs=inputs
    )
    pages = [drawn] if isinstance(drawn, bytes) else list(drawn or ())
    return data, tuple(pages[:MOST_PICTURES])


def _inputs(edition: Edition) -> dict[str, str]:
    return {"report": json.dumps(_plain(edition), ensure_ascii=False)}


def _pdf(edition: Edition, inputs: dict[str, str]) -> bytes:
    made = _compiler(system=edition.fonts.system).compile(
        input=TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs=inputs,
        timestamp=int(edition.moment.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError(f"The typesetter gave {type(made).__name__}, a file was expected.")
    return made


@cache
def _compiler(*, system: bool) -> typst.Compiler:
    return typst.Compiler(font_paths=typst_fonts(system=system))


def _plain(edition: Edition) -> dict[str, Plain]:
    report, brand = edition.report, edition.report.branding
    day = report.made_on
    blocks: list[Plain] = [_with_extras(edition, block, said) for block, said in worded(edition)]
    name = edition.say(brand.name)
    title = edition.title
    return {
        "title": title,
        "kind": "" if edition.kind == title else edition.kind,
        "headline": edition.say(report.headline),
        "name": "" if name == title else name,
        "author": edition.say(brand.author or brand.name or "Goalpost"),
        "running": edition.running,
        "made-line": edition.made,
        "accounts": edition.accounts,
        "days": edition.days,
        "made": [day.year, day.month, day.day],
        "colour": brand.colour,
        "ink": brand.ink,
        "logo": None if brand.logo is None else list(brand.logo.png),
        "paper": edition.paper.value,
        "lang": LANGUAGES[edition.t.code].html.split("-")[0],
        "families": list(edition.fonts.families),
        "cover": report.has_cover,
        "warnings": list(edition.warnings),
        "blocks": blocks,
    }


def _with_extras(
    edition: Edition, block: Block | tuple[Figure, ...], said: dict[str, Plain]
) -> dict[str, Plain]:
    """Add what only paper asks for: drawings, and how a table's columns share the width."""
    if isinstance(block, Chart):
        drawn = still(block.draw(edition.chart_t), edition.fonts, height=block.height)
        return {**said, "svg": svg(drawn), "rows": []}
    if isinstance(block, Table):
        return {**said, **_table(edition, block, said)}
    return said


def _table(edition: Edition, block: Table, said: dict[str, Plain]) -> dict[str, Plain]:
    rows = said["rows"]
    found = rows if isinstance(rows, list) else []
    left = max(len(found) - MOST_ROWS, 0)
    return {
        "rows": found[:MOST_ROWS],
        "shares": [_share(name, place, block) for place, name in enumerate(block.names(edition.t))],
        "left": left,
        "left-words": edition.say(
            msgs("{count} more row is in the workbook.", "{count} more rows are in the workbook.",
                 left)
        ),
    }  # fmt: skip


def _share(name: str, place: int, block: Table) -> float | None:
    """Return a column's part of the room, None where it takes what its words need."""
    if block.wide:
        return 1.0 if name in block.wide else None
    return 2.0 if place == 0 else 1.0
