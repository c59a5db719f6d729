"""Blocks as plain words, for writers that fill a template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from kpicore.reports.blocks import (
    Block,
    Chart,
    Figure,
    Heading,
    Note,
    Table,
    Verdict,
    grouped,
)
from kpicore.reports.edition import Edition

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


def worded(edition: Edition) -> Iterator[tuple[Block | tuple[Figure, ...], dict[str, Plain]]]:
    """Word every block of a report.

    Parameters
    ----------
    edition : Edition
        The report in its language.

    Yields
    ------
    tuple
        The block (neighbouring figures together), and its words: ``kind`` and what its template
        asks for.
    """
    for block in grouped(edition.blocks):
        yield block, _words(edition, block)


def _words(edition: Edition, block: Block | tuple[Figure, ...]) -> dict[str, Plain]:
    match block:
        case tuple():
            return {"kind": "figures", "items": [_figure(edition, figure) for figure in block]}
        case Heading():
            return _heading(edition, block)
        case Chart():
            return {**_chart(edition, block), **_rows(edition, block)}
        case Table():
            return {"kind": "table", **_rows(edition, block)}
        case Verdict():
            return _verdict(edition, block)
        case Note():
            return _note(edition, block)
        case _:
            raise TypeError(f"{type(block).__name__} is no block of a report.")


def _figure(edition: Edition, figure: Figure) -> dict[str, Plain]:
    return {
        "label": edition.say(figure.label),
        "value": edition.say(figure.value),
        "change": None if figure.change is None else edition.say(figure.change),
        "tone": figure.tone.value,
        "source": edition.source(figure.origin),
    }


def _heading(edition: Edition, block: Heading) -> dict[str, Plain]:
    return {
        "kind": "heading",
        "text": edition.say(block.text),
        "sentence": None if block.sentence is None else edition.say(block.sentence),
        "level": block.level,
        "new_page": block.new_page,
    }


def _chart(edition: Edition, block: Chart) -> dict[str, Plain]:
    return {
        "kind": "chart",
        "summary": edition.say(block.summary),
        "height": block.height,
    }


def _rows(edition: Edition, block: Table | Chart) -> dict[str, Plain]:
    heads, rows, numeric = edition.rows(block)
    return {
        "title": edition.say(block.title),
        "source": edition.source(block.origin),
        "heads": list(heads),
        "rows": [list(row) for row in rows],
        "numeric": list(numeric),
    }


def _verdict(edition: Edition, block: Verdict) -> dict[str, Plain]:
    known = block.probability is not None
    return {
        "kind": "verdict",
        "probability": edition.t.probability(block.probability) if known else None,
        "word": edition.say(block.word),
        "sentence": edition.say(block.sentence),
        "details": [edition.say(words) for words in block.details],
        "tone": block.tone.value,
        "source": edition.source(block.origin),
    }


def _note(edition: Edition, block: Note) -> dict[str, Plain]:
    return {
        "kind": "note",
        "lines": [edition.say(words) for words in block.sentences],
        "listed": block.listed,
        "small": block.small,
    }
